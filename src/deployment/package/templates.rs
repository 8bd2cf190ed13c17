//! Reads and checks the stage's templates.

use crate::{artifacts::package::Package, context::Context, error::Error, template::Template};

/// The templates that this stage deploys, which passed every check.
pub(crate) struct Templates {
    pub(crate) api: Template,
    pub(crate) edge: Option<Template>,
}

impl Templates {
    pub(crate) fn read(cx: &Context, package: Option<&Package>) -> Result<Self, Error> {
        // `srvls package` already checked these, together with the handlers' sources.
        if package.is_none() {
            for path in cx.config.template_paths() {
                Template::read(&path)?.refuse_mistakes()?;
            }
        }
        let api = Template::read(&cx.config.template_path())?;
        let edge = cx.edge_template();
        let edge = edge.map(|path| Template::read(&path)).transpose()?;
        let all: Vec<&Template> = [&api].into_iter().chain(&edge).collect();
        Template::check_parameters(&all, &cx.stage.settings.parameters)?;
        Ok(Self { api, edge })
    }
}
