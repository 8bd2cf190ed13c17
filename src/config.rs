//! `srvls.toml`: the app's stages, and the path of its template.

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
    #[error("{}: `{name}` is not a valid {what} name: {rule}", .path.display())]
    Name { path: PathBuf, what: &'static str, name: String, rule: &'static str },
    #[error("{}: tag `{tag}` of stage `{stage}`: {rule}", .path.display())]
    Tag { path: PathBuf, stage: String, tag: String, rule: &'static str },
    #[error("{}: stage `{longer}` has the same stack name as the edge of stage `{shorter}`", .path.display())]
    EdgeNameClash { path: PathBuf, shorter: String, longer: String },
    #[error("there is no stage `{name}` in {FILE_NAME}")]
    UnknownStage { name: String, known: Vec<String> },
}

impl Failure for ConfigError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing => {
                Some(format!("run srvls in the app's folder, or pass the file's path with `--config {FILE_NAME}`"))
            }
            Self::Parse { hint, .. } => hint.clone(),
            Self::UnknownStage { name, known } => Some(match nearest(name, known.iter().map(String::as_str)) {
                Some(stage) => format!("did you mean `--stage {stage}`?"),
                None => format!("the stages are: {}", known.join(", ")),
            }),
            Self::EdgeNameClash { shorter, .. } => {
                Some(format!("rename stage `{shorter}-edge`, or pin the two stages to different accounts"))
            }
            Self::Read { .. } => Some("pass another file with `--config FILE`".into()),
            Self::Name { .. } | Self::Tag { .. } => None,
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
            hint: hint_of(error.message()),
            source: Box::new(error),
        })?;
        config.root = path.parent().map(Path::to_owned).unwrap_or_default();
        for (what, name) in
            std::iter::once(("app", &config.app)).chain(config.stages.keys().map(|name| ("stage", name)))
        {
            check_name(what, name, path)?;
        }
        if let Some((stage, (tag, rule))) =
            config.stages.iter().find_map(|(name, settings)| Some((name, settings.bad_tag()?)))
        {
            let (stage, tag) = (stage.clone(), tag.to_owned());
            return Err(ConfigError::Tag { path: path.to_owned(), stage, tag, rule });
        }
        check_edge_names(&config.stages, path)?;
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

    /// Other stages that may share the account of `stage`, and whose resources match its IAM patterns too.
    pub(crate) fn overlapping(&self, stage: &Stage) -> Vec<&str> {
        let prefix = format!("{}-", stage.name);
        let others = self.stages.iter().filter(|(name, _)| name.starts_with(&prefix));
        let near = others.filter(|(_, settings)| may_share_an_account(&stage.settings, settings));
        near.map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn template_path(&self) -> PathBuf {
        self.root.join(&self.template)
    }

    /// The edge's template, if there is one next to the app's.
    pub(crate) fn edge_template_path(&self) -> Option<PathBuf> {
        let template = self.template_path();
        let edge = template.with_file_name("edge").with_extension(template.extension().unwrap_or_default());
        Some(edge).filter(|edge| edge.is_file())
    }

    /// The same configuration with another template, and the edge template next to it.
    pub(crate) fn with_template(&self, path: PathBuf) -> Self {
        Self { template: path, ..self.clone() }
    }

    /// All templates of the app.
    pub(crate) fn template_paths(&self) -> Vec<PathBuf> {
        [self.template_path()].into_iter().chain(self.edge_template_path()).collect()
    }
}

/// App and stage names become part of stack, bucket and log group names, so the strictest rules (S3's) apply.
fn check_name(what: &'static str, name: &str, path: &Path) -> Result<(), ConfigError> {
    let rule = if name.is_empty() || name.len() > 20 {
        "it must have 1 to 20 characters"
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        "it must start with a lower-case letter"
    } else if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') || name.ends_with('-') {
        "it must contain only lower-case letters, digits and inner hyphens"
    } else {
        return Ok(());
    };
    Err(ConfigError::Name { path: path.to_owned(), what, name: name.to_owned(), rule })
}

/// The edge of a stage `dev` is the stack `<app>-dev-edge`: a stage `dev-edge` of the same account would be that stack.
fn check_edge_names(stages: &BTreeMap<String, StageSettings>, path: &Path) -> Result<(), ConfigError> {
    for (name, settings) in stages {
        let edge = format!("{name}-edge");
        if stages.get(&edge).is_some_and(|other| may_share_an_account(settings, other)) {
            return Err(ConfigError::EdgeNameClash { path: path.to_owned(), shorter: name.clone(), longer: edge });
        }
    }
    Ok(())
}

/// An emulator counts as an account of its own.
fn may_share_an_account(one: &StageSettings, other: &StageSettings) -> bool {
    match (&one.account, &other.account) {
        _ if one.emulator || other.emulator => false,
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// How to fix a file that does not parse, by the parser's message: its errors have no codes.
fn hint_of(message: &str) -> Option<String> {
    if let Some(key) = nearest_word(message) {
        return Some(format!("did you mean `{key}`?"));
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        let field = field.trim_matches('`');
        return Some(format!("add `{field} = \"NAME\"` above the first `[stages.NAME]`"));
    }
    if let Some(value) = message.strip_prefix("invalid type: ").and_then(|it| it.strip_suffix(", expected a string")) {
        let value = value.split('`').nth(1).unwrap_or("…");
        return Some(format!("it must be a string: put it in quotes, \"{value}\""));
    }
    if message.ends_with(", expected a boolean") {
        return Some("write `true` or `false`, without quotes".into());
    }
    // An account may begin with a zero.
    let unquoted = ["string values must be quoted", "unexpected leading zero"].iter().any(|it| message.starts_with(it));
    unquoted.then(|| "put strings in quotes: `region = \"eu-west-1\"`, `account = \"012345678901\"`".into())
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
    fn a_tag_that_aws_would_refuse_is_named_with_its_rule() {
        let refusal = |tags: &str| {
            parse(&GOOD.replace("[stages.prod]", &format!("tags = {{ {tags} }}\n[stages.prod]")))
                .err()
                .map(|e| e.to_string())
        };

        for (tag, rule) in [
            ("'aws:x' = 'y'", "tag `aws:x` of stage `dev`: names that begin with `aws:` are AWS's own"),
            ("'a*' = 'y'", "tag `a*` of stage `dev`: tags consist of"),
            ("'' = 'y'", "tag `` of stage `dev`: a tag has a name of 1 to 128 characters"),
        ] {
            let refusal = refusal(tag).expect("refused");
            assert!(refusal.contains(rule), "{refusal}");
        }
        assert_eq!(refusal("team = 'Plattform ü', 'cost:center' = 'a/b@c'"), None);
        let many = (0..51).map(|n| format!("t{n:02} = 'x'")).collect::<Vec<_>>().join(", ");
        assert!(refusal(&many).expect("refused").ends_with("tag `t50` of stage `dev`: a stack has at most 50 tags"));
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
    fn a_value_that_does_not_parse_says_how_to_write_it() {
        let seen = [
            ("default_stage = 'dev'\n", "", "add `default_stage = \"NAME\"` above the first `[stages.NAME]`"),
            (
                "region = 'eu-west-1'",
                "account = 123456789012",
                "it must be a string: put it in quotes, \"123456789012\"",
            ),
            ("region = 'eu-west-1'", "account = 012345678901", "put strings in quotes: "),
            ("'eu-west-1'", "eu-west-1", "put strings in quotes: "),
            ("region = 'eu-west-1'", "protected = 'yes'", "write `true` or `false`, without quotes"),
            ("region = 'eu-west-1'", "parameters = { Days = 3 }", "it must be a string: put it in quotes, \"3\""),
        ];
        for (from, to, hint) in seen {
            let error = parse(&GOOD.replace(from, to)).expect_err("not valid");

            assert!(error.hint().is_some_and(|actual| actual.starts_with(hint)), "{to}: {:?}", error.hint());
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
            "/app/srvls.toml: `My_Shop` is not a valid app name: it must start with a lower-case letter"
        );
    }

    #[test]
    fn a_stage_cannot_have_the_stack_name_of_an_edge() {
        let error = parse(&format!("{GOOD}[stages.dev-edge]\n")).expect_err("clash");

        assert_eq!(
            error.to_string(),
            "/app/srvls.toml: stage `dev-edge` has the same stack name as the edge of stage `dev`"
        );
        let hint = "rename stage `dev-edge`, or pin the two stages to different accounts";
        assert_eq!(error.hint().as_deref(), Some(hint));
    }

    #[test]
    fn stages_that_match_the_same_iam_patterns_are_found() {
        let config = parse(&format!("{GOOD}[stages.dev-eu]\n[stages.dev2]\n[stages.eu-dev]\n")).expect("valid");

        let stage = config.stage(Some("dev")).expect("exists");
        assert_eq!(config.overlapping(&stage), ["dev-eu"]);
    }

    #[test]
    fn stages_of_different_accounts_may_share_a_stack_name() {
        let pinned = |dev: &str, dev_edge: &str| {
            parse(&format!("app = 'shop'\ndefault_stage = 'dev'\n[stages.dev]\n{dev}\n[stages.dev-edge]\n{dev_edge}\n"))
        };

        assert!(pinned("account = '111111111111'", "account = '222222222222'").is_ok());
        assert!(pinned("emulator = true", "account = '222222222222'").is_ok());
        assert!(pinned("account = '111111111111'", "account = '111111111111'").is_err());
        assert!(pinned("account = '111111111111'", "").is_err());
    }

    mod fuzz {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            // What a failure shows belongs into a test of its own, not into a file of seeds.
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

            #[test]
            fn no_file_makes_srvls_panic(text in any::<String>()) {
                let _ = parse(&text);
            }

            #[test]
            fn no_damage_to_a_file_makes_srvls_panic(at in 0..GOOD.len(), length in 0..9_usize, put in ".{0,6}") {
                let end = (at + length).min(GOOD.len());
                let damaged = format!("{}{put}{}", &GOOD[..at], &GOOD[end..]);

                if let Err(error) = parse(&damaged) {
                    let _ = (error.to_string(), error.hint());
                }
            }
        }
    }
}
