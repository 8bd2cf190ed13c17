//! `srvls diff`: what a deployment would change, for a person, a script or a pull request.

use std::path::PathBuf;

use serde::Serialize;

use crate::{
    audit::Target,
    context::{
        Context,
        guard::{Danger, allow_write_beside},
    },
    deployment::{self, package::folder, plan::Plan, stage_readiness::StageReadiness},
    error::Error,
    exit::Exit,
    stage::StackName,
    terminal::output::{Report, View},
};

/// Show what a deployment would change
///
/// Uploads the artifacts and has CloudFormation compute change sets, which srvls then deletes. No stack changes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls diff
  srvls -s prod diff --exit-code
  srvls -s prod diff --artifacts dist --markdown")]
pub(crate) struct DiffArgs {
    /// Exit with 3 if there are changes
    #[arg(long)]
    exit_code: bool,
    /// Print Markdown for a pull request comment
    #[arg(long)]
    markdown: bool,
    /// Compare the package that `srvls package` wrote to this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) artifacts: Option<PathBuf>,
}

pub(crate) async fn run(cx: &Context, args: &DiffArgs) -> Result<DiffReport, Error> {
    if args.markdown && cx.global.answers_with_data() {
        return Err(Error::usage(
            "`--markdown` can't be combined with another output format",
            "drop `--markdown`, or drop `--output` and `--query` (and unset SRVLS_OUTPUT)",
        ));
    }
    let package = args.artifacts.as_deref().map(|path| folder::open(cx, path)).transpose()?;
    let cx = &cx.with_templates_of(package.as_ref());
    let stack = Target::named("stack", cx.stack_name());
    let (clearance, readiness) = allow_write_beside(cx, Danger::Preview, StageReadiness::read(cx)).await?;
    let permit = clearance.begin(&stack).await?;
    let plan = deployment::preview(cx, &permit, package, readiness).await?;
    Ok(DiffReport {
        stage: cx.stage.name.clone(),
        stack: cx.stack_name(),
        plan,
        exit_code: args.exit_code,
        markdown: args.markdown,
    })
}

#[derive(Debug, Serialize)]
pub(crate) struct DiffReport {
    stage: String,
    stack: StackName,
    #[serde(flatten)]
    plan: Plan,
    #[serde(skip)]
    exit_code: bool,
    #[serde(skip)]
    markdown: bool,
}

impl Report for DiffReport {
    const ROWS: Option<&'static str> = Some("changes");

    fn view(&self) -> View {
        if self.markdown {
            return View::new().verbatim(self.plan.markdown());
        }
        if self.plan.is_empty() {
            return self.plan.view_of_nothing(format!("{} is up to date: nothing to change", self.stack));
        }
        self.plan.view()
    }

    fn hints(&self) -> Vec<String> {
        let next = || format!("`{}` makes exactly these changes", self.plan.command());
        (!self.plan.is_empty()).then(next).into_iter().collect()
    }

    fn exit(&self) -> Exit {
        if self.exit_code && !self.plan.is_empty() { Exit::Findings } else { Exit::Success }
    }
}
