//! The flags that every command takes.

use std::path::PathBuf;

use crate::profile::{Profile, ProfileParser};

#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Stage of srvls.toml to act on [default: its default_stage]
    #[arg(short, long, global = true, env = "SRVLS_STAGE", value_name = "NAME")]
    pub(crate) stage: Option<String>,
    /// Configuration [default: srvls.toml here or in a parent folder]
    #[arg(long, global = true, env = "SRVLS_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// AWS profile, instead of the stage's
    #[arg(long, global = true, env = "AWS_PROFILE", value_parser = ProfileParser, value_name = "NAME")]
    pub(crate) profile: Option<Profile>,
    /// AWS region, instead of the stage's
    #[arg(long, global = true, env = "AWS_REGION", value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// AWS endpoint, instead of the stage's
    #[arg(long, global = true, env = "AWS_ENDPOINT_URL", value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// How to print the answer
    #[arg(short, long, global = true, env = "SRVLS_OUTPUT", value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) output: Format,
    /// Filter the JSON answer (implies json)
    #[arg(long, global = true, value_name = "JMESPATH")]
    pub(crate) query: Option<String>,
    /// Leave csv cells that look like formulas as they are, for programs
    #[arg(long, global = true)]
    pub(crate) csv_raw: bool,
    /// Answer yes to ordinary questions; lifts no protection
    #[arg(short, long, global = true)]
    pub(crate) yes: bool,
    /// The typed name that a dangerous action asks for
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) confirm: Option<String>,
    /// Why; recorded with every write
    #[arg(long, global = true, env = "SRVLS_REASON", value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Show personal data unmasked
    #[arg(long, global = true)]
    pub(crate) reveal: bool,
    /// Refuse every write before the first call
    #[arg(
        long,
        global = true,
        env = "SRVLS_READ_ONLY",
        value_parser = clap::builder::FalseyValueParser::new(),
        num_args = 0
    )]
    pub(crate) read_only: bool,
    /// Say less on stderr
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more on stderr
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Repeat a failure as an annotation of GitHub Actions
    #[arg(
        long,
        global = true,
        env = "GITHUB_ACTIONS",
        value_parser = clap::builder::FalseyValueParser::new(),
        num_args = 0
    )]
    pub(crate) annotate: bool,
    /// When to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

impl GlobalArgs {
    /// Whether the answer is to be data, not something for a person.
    pub(crate) fn answers_with_data(&self) -> bool {
        self.output != Format::Table || self.query.is_some()
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
