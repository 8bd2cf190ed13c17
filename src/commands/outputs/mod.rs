//! `srvls outputs`: the deployed stack's addresses and names.

mod dotenv;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    context::{Context, output::pick},
    error::Error,
    terminal::output::{Report, Text, Tone, View, fields},
};

/// Show the stage's outputs, or the value of one
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls outputs
  srvls outputs ApiUrl
  srvls -s dev outputs --dotenv > .env")]
pub(crate) struct OutputsArgs {
    /// Print only the value of this output, such as ApiUrl
    name: Option<String>,
    /// Print them as lines of a .env file: ApiUrl becomes API_URL
    #[arg(long, conflicts_with = "name")]
    dotenv: bool,
}

pub(crate) async fn run(cx: &Context, args: &OutputsArgs) -> Result<OutputsReport, Error> {
    let (_, outputs) = cx.with_outputs().await?;
    match &args.name {
        None if args.dotenv => dotenv::variables(&outputs).map(OutputsReport::Variables),
        None => Ok(OutputsReport::All(outputs)),
        Some(name) => pick(&outputs, name).map(OutputsReport::One),
    }
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum OutputsReport {
    All(BTreeMap<String, String>),
    /// By the names of variables.
    Variables(BTreeMap<String, String>),
    One(String),
}

impl Report for OutputsReport {
    fn view(&self) -> View {
        match self {
            Self::All(outputs) => {
                fields(outputs.iter().map(|(name, value)| (name.as_str(), Some((value.clone(), Tone::Plain))))).into()
            }
            Self::Variables(variables) => View::new().verbatim(Text::lines(dotenv::lines(variables))),
            Self::One(value) => View::new().verbatim(value.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs() -> BTreeMap<String, String> {
        BTreeMap::from([("ApiUrl".to_owned(), "https://api".to_owned())])
    }

    #[test]
    fn a_name_prints_the_bare_value() {
        assert_eq!(pick(&outputs(), "ApiUrl").expect("exists"), "https://api");
    }

    #[test]
    fn a_wrong_name_suggests_the_nearest() {
        let error = pick(&outputs(), "ApiURL").expect_err("no such output");

        assert_eq!(error.hint().as_deref(), Some("did you mean `ApiUrl`?"));
    }
}
