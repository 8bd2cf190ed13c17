//! `srvls template describe`: what the templates say, in words that a reviewer reads in minutes.

use std::path::PathBuf;

use serde::Serialize;

use super::Templates;
use crate::{
    error::Error,
    options::GlobalArgs,
    template::{Section, Template},
    terminal::output::{Report, View},
};

/// Say in words what the templates allow, keep, and raise alarms for
#[derive(Debug, clap::Args)]
pub(crate) struct DescribeArgs {
    /// Templates [default: the app's, and edge.yaml next to it]
    files: Vec<PathBuf>,
}

pub(super) fn run(global: &GlobalArgs, args: &DescribeArgs) -> Result<PostureReport, Error> {
    let templates = Templates::given(global, &args.files)?;
    let files = templates
        .paths
        .iter()
        .map(|path| Ok(Described { file: templates.shown(path), sections: Template::read(path)?.posture() }));
    Ok(PostureReport { templates: files.collect::<Result<_, Error>>()? })
}

#[derive(Debug, Serialize)]
pub(super) struct PostureReport {
    templates: Vec<Described>,
}

#[derive(Debug, Serialize)]
struct Described {
    file: String,
    sections: Vec<Section>,
}

/// Markdown, which reads well in a terminal too.
impl Report for PostureReport {
    const ROWS: Option<&'static str> = Some("templates");

    fn view(&self) -> View {
        self.templates.iter().fold(View::new(), |view, template| {
            let view = view.text(format!("# {}", template.file));
            template.sections.iter().fold(view, |view, section| {
                let sentences: Vec<String> = section.sentences.iter().map(|sentence| format!("- {sentence}")).collect();
                view.text(format!("## {}", section.title)).text(sentences.join("\n"))
            })
        })
    }
}
