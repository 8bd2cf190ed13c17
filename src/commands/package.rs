//! `srvls package`: build once, for `deploy --artifacts` to ship the same bytes to every stage.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::{
    artifacts::package::{self, Contents, Manifest, TEMPLATE},
    context::Context,
    deployment::package::{build_artifacts, show_advice, sources},
    error::Error,
    revision::Revision,
    template::Template,
    terminal::{
        output::{OutputError, Report, Table, Tone, View, counted, size},
        pasteable::quoted,
    },
};

/// Build and zip the handlers, for `deploy --artifacts`
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls package
  srvls package --out build/package")]
pub(crate) struct PackageArgs {
    /// Write the package to this folder
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
}

pub(crate) async fn run(cx: &Context, args: &PackageArgs) -> Result<PackageReport, Error> {
    let template = Template::read(&cx.config.template_path())?;
    // A package is for any stage, and no deployment of it checks the templates again.
    let strictness = cx.config.has_strict_stage().into();
    let mut advice = Vec::new();
    for path in cx.config.template_paths() {
        advice.extend(Template::read(&path)?.refuse_mistakes(strictness)?);
    }
    show_advice(cx, &advice);
    let functions = sources(cx, &template)?;
    let artifacts = build_artifacts(cx, functions.clone()).await?;
    let contents = Contents {
        app: &cx.stage.app,
        revision: Revision::of(&cx.config.root).await,
        profile: cx.build_profile(),
        templates: templates(cx, &template)?,
        functions: &functions,
        artifacts: &artifacts,
    };
    let manifest = package::write(&args.out, contents)?;
    if manifest.revision.dirty {
        cx.progress.warn("the work tree has uncommitted changes: this package can't be rebuilt from its commit");
    }
    // What was built for the emulator is for no other stage.
    let only_stage = cx.local.as_ref().map(|_| cx.stage.name.clone());
    Ok(PackageReport { folder: args.out.clone(), only_stage, manifest })
}

/// The app's template with its code beside it, and the others.
fn templates(cx: &Context, main: &Template) -> Result<Vec<(String, String)>, Error> {
    let functions = sources(cx, main)?;
    let code: BTreeMap<String, String> =
        functions.iter().map(|source| (source.logical_id.clone(), package::zip_of(&source.name))).collect();
    let encoded = |body: &Value| serde_json::to_string_pretty(body).map_err(|error| OutputError::Encode(error.into()));
    let mut templates = vec![(TEMPLATE.to_owned(), encoded(&main.with_files(&code))?)];
    for path in cx.config.template_paths().into_iter().skip(1) {
        let name = path.with_extension("json");
        let Some(name) = name.file_name() else { continue };
        let body = Template::read(&path)?.with_files(&BTreeMap::new());
        templates.push((name.to_string_lossy().into_owned(), encoded(&body)?));
    }
    Ok(templates)
}

#[derive(Debug, Serialize)]
pub(crate) struct PackageReport {
    folder: PathBuf,
    #[serde(skip)]
    only_stage: Option<String>,
    #[serde(flatten)]
    manifest: Manifest,
}

impl Report for PackageReport {
    const ROWS: Option<&'static str> = Some("functions");

    fn view(&self) -> View {
        let mut table = Table::new(["FUNCTION", "ARCH", "SIZE", "SHA-256"]);
        for function in &self.manifest.functions {
            table.row([
                (function.name.0.clone(), Tone::Plain),
                (function.architecture.to_string(), Tone::Plain),
                (size(function.file.size_bytes), Tone::Plain),
                (function.file.sha256.chars().take(16).collect(), Tone::Faint),
            ]);
        }
        let of = self.manifest.revision.name().map(|name| format!(" of {name}")).unwrap_or_default();
        let files = self.manifest.functions.len() + self.manifest.templates.len();
        View::new().table(table).text(format!("{}{of} in {}", counted(files, "file"), self.folder.display()))
    }

    fn hints(&self) -> Vec<String> {
        let deploy = |stage: &str| {
            let folder = self.folder.display().to_string();
            format!("srvls -s {} deploy --artifacts {}", quoted(stage), quoted(&folder))
        };
        vec![match &self.only_stage {
            Some(stage) => format!("`{}` deploys it", deploy(stage)),
            None => format!("`{}` deploys it to any stage", deploy("STAGE")),
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        artifacts::package::{PackagedFile, PackagedFunction},
        stage::FunctionName,
        template::Architecture,
    };

    #[test]
    fn the_report_lists_the_package_contents_and_its_commit() {
        let file =
            |file: &str| PackagedFile { file: file.into(), sha256: "0123456789abcdef0".into(), size_bytes: 2048 };
        let function =
            PackagedFunction::of_test(FunctionName("get_profile".into()), Architecture::Arm64, file("a.zip"));
        let revision = Revision { commit: Some("0123456789abcdef".into()), dirty: true };
        let manifest = Manifest::of_test(revision, vec![file("template.json")], vec![function]);

        let view = PackageReport { folder: "dist".into(), only_stage: None, manifest }.view();

        let text = view.render(Some(80)).unstyled();
        let expected = "\
FUNCTION     ARCH   SIZE      SHA-256
get_profile  arm64  2.00 KiB  0123456789abcdef

2 files of 0123456789ab+ in dist";
        assert_eq!(text, expected);
    }
}
