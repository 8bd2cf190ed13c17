//! `srvls local web`: serves a web app that calls the stage, on an origin of its own as on AWS.

mod site;

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use serde::Serialize;
use tokio::net::TcpListener;

use self::site::Site;
use crate::{
    context::Context,
    error::{Error, Failure},
    exit::Exit,
    local::LocalStage,
    terminal::output::{Output, Report, Tone, View, fields},
};

/// The example that comes with srvls, relative to srvls.toml.
const EXAMPLE: &str = "clients/web";
/// Where the stage allows no origin of this machine.
const PORT: u16 = 4567;

/// Serve a web app that calls the stage
///
/// The app finds the stage's outputs, such as ApiUrl, in /config.json.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls local web
  srvls local web ../app/dist --port 3000")]
pub(crate) struct WebArgs {
    /// Folder of the app [default: clients/web]
    folder: Option<PathBuf>,
    /// Port on 127.0.0.1 [default: that of AllowedOrigin, or 4567]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

pub(super) async fn run(cx: &Context, local: &LocalStage, args: &WebArgs, out: &Output) -> Result<Exit, Error> {
    let folder = folder(&cx.config.root, args.folder.as_deref())?;
    let (stack, _) = cx.with_outputs().await?;
    let allowed = allowed_origin(&stack.parameters);
    let port = args.port.or_else(|| port_here(allowed?)).unwrap_or(PORT);
    let failed = |source| WebError { port, source };
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(failed)?;
    let origin = origin(listener.local_addr().map_err(failed)?.port(), allowed);
    let report = WebReport { folder: folder.display().to_string(), allowed_origin: allowed.map(str::to_owned), origin };
    if let Some(refusal) = report.refusal() {
        cx.progress.warn(refusal);
        cx.progress.hint(report.cure());
    }
    cx.progress.note("Serving until Ctrl-C");
    out.emit(&report).await?;
    Ok(Site::new(cx, local, folder).serve(&listener).await.map_err(failed)?)
}

fn folder(root: &Path, given: Option<&Path>) -> Result<PathBuf, Error> {
    let folder = given.map_or_else(|| root.join(EXAMPLE), Path::to_owned);
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(Error::not_found(
        "folder",
        folder.display().to_string(),
        Some("pass the folder of your web app: `srvls local web FOLDER`".into()),
    ))
}

/// Whose pages may call the API; `None` where the template has no such parameter.
fn allowed_origin(parameters: &BTreeMap<String, String>) -> Option<&str> {
    parameters.get("AllowedOrigin").map(String::as_str)
}

/// The names of this machine in the origins of its pages. To a browser, they are different origins.
fn origins(port: u16) -> [String; 2] {
    ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{port}"))
}

/// The port of an origin on this machine.
fn port_here(origin: &str) -> Option<u16> {
    let port = origin.rsplit(':').next()?.parse().ok()?;
    origins(port).iter().any(|here| here == origin).then_some(port)
}

/// The origin of the pages: the one that the stage allows, if it is served here.
fn origin(port: u16, allowed: Option<&str>) -> String {
    let [first, second] = origins(port);
    if allowed == Some(&second) { second } else { first }
}

#[derive(Debug, Serialize)]
struct WebReport {
    /// Where the pages are.
    origin: String,
    folder: String,
    /// Whose pages may call the API.
    allowed_origin: Option<String>,
}

impl WebReport {
    /// What a browser will do with the app's calls, if it will refuse them.
    fn refusal(&self) -> Option<String> {
        let allowed = self.allowed_origin.as_ref().filter(|allowed| **allowed != self.origin)?;
        Some(format!(
            "browsers will refuse the app's calls: the stage allows pages of {allowed}, not of {}",
            self.origin
        ))
    }

    fn cure(&self) -> String {
        let parameter = format!("AllowedOrigin = \"{}\"", self.origin);
        format!("add `parameters = {{ {parameter} }}` to the stage in srvls.toml, then run `srvls deploy`")
    }
}

impl Report for WebReport {
    fn view(&self) -> View {
        let allowed = self.allowed_origin.as_ref().map(|allowed| {
            let tone = if *allowed == self.origin { Tone::Good } else { Tone::Warning };
            (allowed.clone(), tone)
        });
        fields([
            ("app", Some((self.origin.clone(), Tone::Plain))),
            ("folder", Some((self.folder.clone(), Tone::Plain))),
            ("allowed origin", allowed),
        ])
        .into()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("could not listen on port {port}")]
struct WebError {
    port: u16,
    source: io::Error,
}

impl Failure for WebError {
    fn hint(&self) -> Option<String> {
        (self.source.kind() == io::ErrorKind::AddrInUse).then(|| {
            "end the program that listens there, or pass another `--port`, which AllowedOrigin has to name".into()
        })
    }

    fn code(&self) -> &'static str {
        "io"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_is_served_where_the_stage_allows_it() {
        for (allowed, port, served) in [
            ("http://127.0.0.1:4567", Some(4567), "http://127.0.0.1:4567"),
            ("http://localhost:3000", Some(3000), "http://localhost:3000"),
            ("https://app.example.com", None, "http://127.0.0.1:4567"),
            ("https://localhost:3000", None, "http://127.0.0.1:4567"),
            ("http://localhost", None, "http://127.0.0.1:4567"),
            ("http://[::1]:3000", None, "http://127.0.0.1:4567"),
            ("http://127.0.0.1:99999", None, "http://127.0.0.1:4567"),
        ] {
            assert_eq!(port_here(allowed), port, "{allowed}");
            assert_eq!(origin(port.unwrap_or(PORT), Some(allowed)), served, "{allowed}");
        }
    }

    #[test]
    fn an_origin_that_the_stage_does_not_allow_is_named_with_its_cure() {
        let report = |allowed: Option<&str>| WebReport {
            origin: "http://127.0.0.1:4567".into(),
            folder: "app".into(),
            allowed_origin: allowed.map(str::to_owned),
        };

        let other = report(Some("https://app.example.com"));

        let refusal = other.refusal().expect("a refusal");
        assert!(
            refusal.ends_with("allows pages of https://app.example.com, not of http://127.0.0.1:4567"),
            "{refusal}"
        );
        assert!(
            other.cure().contains("`parameters = { AllowedOrigin = \"http://127.0.0.1:4567\" }`"),
            "{}",
            other.cure()
        );
        assert_eq!(report(Some("http://127.0.0.1:4567")).refusal(), None);
        assert_eq!(report(None).refusal(), None, "not every template has the parameter");
    }
}
