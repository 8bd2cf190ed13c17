//! The global flags, which every command takes.

use std::path::PathBuf;

use crate::{
    environment,
    given::{Given, GivenParser, anything, url},
    privacy::{Privacy, redacted},
    stage::is_region,
};

#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Act on this stage of srvls.toml [default: its default_stage]
    #[arg(short, long, global = true, env = "SRVLS_STAGE", value_name = "NAME")]
    pub(crate) stage: Option<String>,
    /// Read this configuration [default: the nearest srvls.toml]
    #[arg(long, global = true, env = "SRVLS_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Use this AWS profile instead of the stage's
    #[arg(long, global = true, env = "AWS_PROFILE", value_parser = GivenParser(anything), value_name = "NAME")]
    pub(crate) profile: Option<Given>,
    /// Use this AWS region instead of the stage's
    #[arg(long, global = true, env = "AWS_REGION", value_parser = region, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Send AWS calls to this endpoint
    #[arg(long, global = true, env = "AWS_ENDPOINT_URL", value_parser = GivenParser(url), value_name = "URL")]
    pub(crate) endpoint_url: Option<Given>,
    /// Print the result in this format
    #[arg(short, long, global = true, env = "SRVLS_OUTPUT", value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) output: Format,
    /// Filter the JSON result (implies `--output json`)
    #[arg(long, global = true, value_name = "JMESPATH")]
    pub(crate) query: Option<String>,
    /// Leave csv cells that look like formulas as they are, for programs
    #[arg(long, global = true)]
    pub(crate) csv_raw: bool,
    /// Answer yes to ordinary prompts; protections stay in force
    #[arg(short, long, global = true)]
    pub(crate) yes: bool,
    /// Confirm a dangerous action with the name it asks for
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) confirm: Option<String>,
    /// Give the reason; every write records it
    #[arg(long, global = true, env = "SRVLS_REASON", value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Show personal data unmasked; the audit log records it
    #[arg(long, global = true)]
    pub(crate) reveal: bool,
    /// Refuse any command that writes
    #[arg(
        long,
        global = true,
        env = "SRVLS_READ_ONLY",
        value_parser = clap::builder::FalseyValueParser::new(),
        num_args = 0
    )]
    pub(crate) read_only: bool,
    /// Print less to stderr
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print more to stderr
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Also report a failure as a GitHub Actions annotation
    #[arg(
        long,
        global = true,
        env = "GITHUB_ACTIONS",
        value_parser = clap::builder::FalseyValueParser::new(),
        num_args = 0
    )]
    pub(crate) annotate: bool,
    /// When to color the output
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

impl GlobalArgs {
    /// The reason as it is kept, shown and sent: without the personal data and secrets that were typed in it.
    pub(crate) fn masked_reason(&self) -> Option<String> {
        self.reason.as_deref().map(|reason| redacted(&Privacy::Masked.show_text(reason)))
    }

    /// Whether the output is data for a program rather than a table for a person.
    pub(crate) fn answers_with_data(&self) -> bool {
        self.output != Format::Table || self.query.is_some()
    }

    /// The endpoint that stands for all of AWS. AWS_IGNORE_CONFIGURED_ENDPOINT_URLS turns off the variable, not the flag.
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
    pub(crate) fn endpoint(&self) -> Option<&Given> {
        let ignored = environment::is_true("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        self.endpoint_url.as_ref().filter(|url| matches!(url, Given::Flag(_)) || !ignored)
    }

    pub(crate) fn endpoint_url(&self) -> Option<&str> {
        self.endpoint().map(Given::value)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    #[default]
    Table,
    Json,
    Jsonl,
    Yaml,
    Csv,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

fn region(value: &str) -> Result<String, String> {
    if is_region(value) { Ok(value.to_owned()) } else { Err("it must be an AWS region, such as eu-west-1".into()) }
}
