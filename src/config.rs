//! `srvls.toml`: which stages there are, and where the app's template is.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    error::Failure,
    exit::Exit,
    nearest::nearest,
    stage::{Stage, StageSettings},
};

const FILE_NAME: &str = "srvls.toml";

/// A parsed `srvls.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) app: String,
    default_stage: String,
    /// The SAM template, relative to this file.
    #[serde(default = "default_template")]
    template: PathBuf,
    #[serde(default)]
    stages: BTreeMap<String, StageSettings>,
    /// The folder that holds the file.
    #[serde(skip)]
    pub(crate) root: PathBuf,
}

fn default_template() -> PathBuf {
    PathBuf::from("templates/template.yaml")
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("there is no {FILE_NAME} here or in a parent folder")]
    Missing,
    #[error("could not read {}", .path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} is not valid", .path.display())]
    Parse { path: PathBuf, hint: Option<String>, source: Box<toml::de::Error> },
    #[error("{}: `{name}` is not a valid {what}: {rule}", .path.display())]
    Name { path: PathBuf, what: &'static str, name: String, rule: &'static str },
    #[error("{}: stage `{longer}` is called as the edge of stage `{shorter}`", .path.display())]
    Alike { path: PathBuf, shorter: String, longer: String },
    #[error("there is no stage `{name}` in {FILE_NAME}")]
    UnknownStage { name: String, known: Vec<String> },
}

impl Failure for ConfigError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing => {
                Some(format!("run srvls in the app's folder, or name the file with `--config {FILE_NAME}`"))
            }
            Self::Parse { hint, .. } => hint.clone(),
            Self::UnknownStage { name, known } => Some(match nearest(name, known.iter().map(String::as_str)) {
                Some(stage) => format!("did you mean `--stage {stage}`?"),
                None => format!("the stages are: {}", known.join(", ")),
            }),
            Self::Alike { shorter, .. } => {
                Some(format!("choose another name than `{shorter}-edge`, or pin the two to different accounts"))
            }
            Self::Read { .. } => Some("name another with `--config FILE`".into()),
            Self::Name { .. } => None,
        }
    }

    fn code(&self) -> &'static str {
        "bad_config"
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }
}

impl Config {
    /// Reads `file`, or the first `srvls.toml` in `here` or the folders above it.
    pub(crate) fn load(file: Option<&Path>, here: &Path) -> Result<Self, ConfigError> {
        let path = match file {
            Some(file) => here.join(file),
            None => here
                .ancestors()
                .map(|folder| folder.join(FILE_NAME))
                .find(|p| p.is_file())
                .ok_or(ConfigError::Missing)?,
        };
        let text = fs::read_to_string(&path).map_err(|source| ConfigError::Read { path: path.clone(), source })?;
        Self::parse(&text, &path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config: Self = toml::from_str(text).map_err(|error| ConfigError::Parse {
            path: path.to_owned(),
            hint: remedy(error.message()),
            source: Box::new(error),
        })?;
        config.root = path.parent().map(Path::to_owned).unwrap_or_default();
        for (what, name) in
            std::iter::once(("app", &config.app)).chain(config.stages.keys().map(|name| ("stage", name)))
        {
            check_name(what, name, path)?;
        }
        check_apart(&config.stages, path)?;
        Ok(config)
    }

    /// The stage called `name`, or the default one.
    pub(crate) fn stage(&self, name: Option<&str>) -> Result<Stage, ConfigError> {
        let name = name.unwrap_or(&self.default_stage);
        let settings = self.stages.get(name).ok_or_else(|| ConfigError::UnknownStage {
            name: name.to_owned(),
            known: self.stages.keys().cloned().collect(),
        })?;
        Ok(Stage { app: self.app.clone(), name: name.to_owned(), settings: settings.clone() })
    }

    /// Stages that may be in the same account, and whose resources IAM's patterns can't tell from those of `stage`.
    pub(crate) fn alike(&self, stage: &Stage) -> Vec<&str> {
        let prefix = format!("{}-", stage.name);
        let others = self.stages.iter().filter(|(name, _)| name.starts_with(&prefix));
        let near = others.filter(|(_, settings)| may_share_an_account(&stage.settings, settings));
        near.map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn template_path(&self) -> PathBuf {
        self.root.join(&self.template)
    }

    /// The template of the edge, where there is one beside the app's.
    pub(crate) fn edge_template_path(&self) -> Option<PathBuf> {
        let template = self.template_path();
        let edge = template.with_file_name("edge").with_extension(template.extension().unwrap_or_default());
        Some(edge).filter(|edge| edge.is_file())
    }

    /// The same with another template, and that of the edge beside it.
    pub(crate) fn with_template(&self, path: PathBuf) -> Self {
        Self { template: path, ..self.clone() }
    }

    /// All templates of the app.
    pub(crate) fn template_paths(&self) -> Vec<PathBuf> {
        [self.template_path()].into_iter().chain(self.edge_template_path()).collect()
    }
}

/// App and stage make up stack, bucket and log group names, so the strictest of those (S3's) holds for both.
fn check_name(what: &'static str, name: &str, path: &Path) -> Result<(), ConfigError> {
    let rule = if name.is_empty() || name.len() > 20 {
        "1 to 20 characters"
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        "it starts with a lower-case letter"
    } else if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') || name.ends_with('-') {
        "lower-case letters, digits and inner hyphens only"
    } else {
        return Ok(());
    };
    Err(ConfigError::Name { path: path.to_owned(), what, name: name.to_owned(), rule })
}

/// The edge of a stage `dev` is the stack `<app>-dev-edge`: a stage `dev-edge` of the same account would be that stack.
fn check_apart(stages: &BTreeMap<String, StageSettings>, path: &Path) -> Result<(), ConfigError> {
    for (name, settings) in stages {
        let edge = format!("{name}-edge");
        if stages.get(&edge).is_some_and(|other| may_share_an_account(settings, other)) {
            return Err(ConfigError::Alike { path: path.to_owned(), shorter: name.clone(), longer: edge });
        }
    }
    Ok(())
}

/// An emulator is an account of its own.
fn may_share_an_account(one: &StageSettings, other: &StageSettings) -> bool {
    match (&one.account, &other.account) {
        _ if one.emulator || other.emulator => false,
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// What mends a file that can't be read, by the parser's message: it has no codes.
fn remedy(message: &str) -> Option<String> {
    if let Some(key) = nearest_word(message) {
        return Some(format!("did you mean `{key}`?"));
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        let field = field.trim_matches('`');
        return Some(format!("write `{field} = \"NAME\"` above the first `[stages.NAME]`"));
    }
    if let Some(value) = message.strip_prefix("invalid type: ").and_then(|it| it.strip_suffix(", expected a string")) {
        let value = value.split('`').nth(1).unwrap_or("…");
        return Some(format!("it is text: write it in quotes, \"{value}\""));
    }
    if message.ends_with(", expected a boolean") {
        return Some("write `true` or `false`, without quotes".into());
    }
    // An account may begin with a zero.
    let unquoted = ["string values must be quoted", "unexpected leading zero"].iter().any(|it| message.starts_with(it));
    unquoted.then(|| "text is written in quotes: `region = \"eu-west-1\"`, `account = \"012345678901\"`".into())
}

/// The key or value that was probably meant, read from serde's "unknown field `x`, expected one of `a`, `b`".
fn nearest_word(message: &str) -> Option<String> {
    let named = message.strip_prefix("unknown field ").or_else(|| message.strip_prefix("unknown variant "))?;
    let mut quoted = named.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    nearest(unknown, quoted).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    const GOOD: &str = "app = 'shop'\ndefault_stage = 'dev'\n[stages.dev]\nregion = 'eu-west-1'\n[stages.prod]\n";

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, Path::new("/app/srvls.toml"))
    }

    #[test]
    fn the_default_stage_is_used_when_none_is_named() {
        let stage = parse(GOOD).expect("valid").stage(None).expect("exists");

        assert_eq!(stage.stack_name().0, "shop-dev");
        assert_eq!(stage.settings.region.as_deref(), Some("eu-west-1"));
    }

    #[test]
    fn an_unknown_key_names_its_line_and_the_nearest_key() {
        let error = parse(&GOOD.replace("region", "reigon")).expect_err("unknown key");

        assert!(error.source().expect("a cause").to_string().contains("line 4"));
        assert_eq!(error.hint().as_deref(), Some("did you mean `region`?"));
    }

    #[test]
    fn an_unknown_canary_names_the_nearest_one() {
        let text = GOOD.replace("region = 'eu-west-1'", "canary = '10percent5min'");

        let error = parse(&text).expect_err("no such canary");

        assert_eq!(error.hint().as_deref(), Some("did you mean `10percent5minutes`?"));
    }

    #[test]
    fn what_can_not_be_read_says_how_to_write_it() {
        let seen = [
            ("default_stage = 'dev'\n", "", "write `default_stage = \"NAME\"` above the first `[stages.NAME]`"),
            ("region = 'eu-west-1'", "account = 123456789012", "it is text: write it in quotes, \"123456789012\""),
            ("region = 'eu-west-1'", "account = 012345678901", "text is written in quotes: "),
            ("'eu-west-1'", "eu-west-1", "text is written in quotes: "),
            ("region = 'eu-west-1'", "protected = 'yes'", "write `true` or `false`, without quotes"),
            ("region = 'eu-west-1'", "parameters = { Days = 3 }", "it is text: write it in quotes, \"3\""),
        ];
        for (from, to, hint) in seen {
            let error = parse(&GOOD.replace(from, to)).expect_err("not valid");

            assert!(error.hint().is_some_and(|told| told.starts_with(hint)), "{to}: {:?}", error.hint());
        }
    }

    #[test]
    fn an_unknown_stage_names_the_nearest_one() {
        let error = parse(GOOD).expect("valid").stage(Some("prd")).expect_err("no such stage");

        assert_eq!(error.to_string(), "there is no stage `prd` in srvls.toml");
        assert_eq!(error.hint().as_deref(), Some("did you mean `--stage prod`?"));
    }

    #[test]
    fn a_name_that_no_bucket_could_have_is_refused() {
        let error = parse(&GOOD.replace("shop", "My_Shop")).expect_err("bad name");

        assert_eq!(
            error.to_string(),
            "/app/srvls.toml: `My_Shop` is not a valid app: it starts with a lower-case letter"
        );
    }

    #[test]
    fn no_stage_is_called_as_the_edge_of_another() {
        let error = parse(&format!("{GOOD}[stages.dev-edge]\n")).expect_err("alike");

        assert_eq!(error.to_string(), "/app/srvls.toml: stage `dev-edge` is called as the edge of stage `dev`");
        let hint = "choose another name than `dev-edge`, or pin the two to different accounts";
        assert_eq!(error.hint().as_deref(), Some(hint));
    }

    #[test]
    fn stages_that_iam_can_not_tell_apart_are_known() {
        let config = parse(&format!("{GOOD}[stages.dev-eu]\n[stages.dev2]\n[stages.eu-dev]\n")).expect("valid");

        let stage = config.stage(Some("dev")).expect("exists");
        assert_eq!(config.alike(&stage), ["dev-eu"]);
    }

    #[test]
    fn stages_of_different_accounts_may_be_called_alike() {
        let pinned = |dev: &str, dev_edge: &str| {
            parse(&format!("app = 'shop'\ndefault_stage = 'dev'\n[stages.dev]\n{dev}\n[stages.dev-edge]\n{dev_edge}\n"))
        };

        assert!(pinned("account = '111111111111'", "account = '222222222222'").is_ok());
        assert!(pinned("emulator = true", "account = '222222222222'").is_ok());
        assert!(pinned("account = '111111111111'", "account = '111111111111'").is_err());
        assert!(pinned("account = '111111111111'", "").is_err());
    }
}
