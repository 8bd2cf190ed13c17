//! Reads and checks the stage's templates.

use std::path::Path;

use crate::{
    artifacts::package::Package,
    context::Context,
    error::Error,
    template::{Finding, Template},
    terminal::output::counted,
};

/// The templates that this stage deploys, which passed every check.
pub(crate) struct Templates {
    pub(crate) api: Template,
    pub(crate) edge: Option<Template>,
}

impl Templates {
    pub(crate) fn read(cx: &Context, package: Option<&Package>) -> Result<Self, Error> {
        // `srvls package` already checked these, together with the handlers' sources.
        if package.is_none() {
            let mut advice = Vec::new();
            for path in cx.config.template_paths() {
                advice.extend(Template::read(&path)?.refuse_mistakes(cx.stage.settings.strict.into())?);
            }
            show(cx, &advice);
        }
        let api = Template::read(&cx.config.template_path())?;
        let edge = cx.edge_template();
        let edge = edge.map(|path| Template::read(&path)).transpose()?;
        let all: Vec<&Template> = [&api].into_iter().chain(&edge).collect();
        Template::check_parameters(&all, &cx.stage.settings.parameters)?;
        Ok(Self { api, edge })
    }
}

/// More would bury the plan.
const MOST_SHOWN: usize = 5;

/// Findings that don't stop the deployment.
pub(crate) fn show(cx: &Context, advice: &[Finding]) {
    for finding in advice.iter().take(MOST_SHOWN) {
        let finding = Finding { file: relative(cx, &finding.file), ..finding.clone() };
        cx.progress.warn(finding.summary());
    }
    if let Some(more) = advice.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        cx.progress.warn(format_args!("and {}: run `srvls template check`", counted(more, "more finding")));
    }
}

/// A path as srvls.toml has it.
fn relative(cx: &Context, file: &str) -> String {
    Path::new(file).strip_prefix(&cx.config.root).map_or_else(|_| file.to_owned(), |path| path.display().to_string())
}
