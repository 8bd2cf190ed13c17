//! `srvls diff`: what a deployment would change, for a person, a script or a pull request.

use std::path::PathBuf;

use serde::Serialize;

use crate::{
    context::{
        Context,
        guard::{Danger, allow_write},
    },
    deployment::{self, package::folder, plan::Plan},
    error::Error,
    exit::Exit,
    stage::StackName,
    terminal::output::{Report, View},
};

/// Show what a deployment would change, as CloudFormation computes it
///
/// Uploads the artifacts and makes change sets, which are deleted again; no stack is touched.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// Exit with 3 when there are changes
    #[arg(long)]
    exit_code: bool,
    /// Print Markdown, for a comment on a pull request
    #[arg(long)]
    markdown: bool,
    /// Compare with what `srvls package` wrote to this folder, instead of building
    #[arg(long, value_name = "DIR")]
    artifacts: Option<PathBuf>,
}

pub(crate) async fn run(cx: &Context, args: &DiffArgs) -> Result<DiffReport, Error> {
    if args.markdown && cx.global.answers_with_data() {
        return Err(Error::usage(
            "`--markdown` is a format of its own",
            "leave it out, or leave out --output and --query (and SRVLS_OUTPUT)",
        ));
    }
    let package = args.artifacts.as_deref().map(|path| folder::open(cx, path)).transpose()?;
    let cx = &cx.with_templates_of(package.as_ref());
    let caller = allow_write(cx, Danger::Preview).await?;
    let plan = deployment::preview(cx, &caller, package).await?;
    if !plan.is_empty() {
        cx.progress.hint(format_args!("`{}` makes exactly these changes", plan.command()));
    }
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
            return View::new().text(self.plan.markdown());
        }
        if self.plan.is_empty() {
            return View::new().text(format!("{} is as it should be: nothing to change", self.stack));
        }
        self.plan.view()
    }

    fn exit(&self) -> Exit {
        if self.exit_code && !self.plan.is_empty() { Exit::Findings } else { Exit::Success }
    }
}
