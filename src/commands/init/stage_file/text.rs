//! The text of srvls.toml, and of a stage in it.

/// The stage on the emulator.
pub(super) const LOCAL: &str = "local";

/// What is written: a whole file, or the stages at the end of one.
pub(super) struct NewStages {
    pub(super) app: String,
    /// Where the template is, if not in its usual place.
    pub(super) template: Option<String>,
    /// Whether there is a stage on the emulator among them.
    pub(super) local: bool,
    pub(super) aws: Option<AwsStage>,
}

pub(super) struct AwsStage {
    pub(super) name: String,
    pub(super) region: String,
    pub(super) account: String,
    pub(super) profile: Option<String>,
    pub(super) alarm_email: Option<String>,
    /// Whether advice on the templates stops its deployment.
    pub(super) strict: bool,
}

impl NewStages {
    pub(super) fn names(&self) -> Vec<&str> {
        let local = self.local.then_some(LOCAL);
        local.into_iter().chain(self.aws.as_ref().map(|stage| stage.name.as_str())).collect()
    }

    /// The one that a deployment is explained for.
    pub(super) fn shown_stage(&self) -> &str {
        self.aws.as_ref().map_or(LOCAL, |stage| stage.name.as_str())
    }

    pub(super) fn file(&self) -> String {
        let mut lines = vec![
            commented(format!("app = {}", quoted(&self.app)), "the stack of a stage is called <app>-<stage>"),
            commented("default_stage = \"local\"".into(), "the stage of commands without --stage"),
        ];
        lines.extend(self.template.as_ref().map(|template| format!("template = {}", quoted(template))));
        let mut text = lines.join("\n");
        text.push_str("\n\n");
        text.push_str(&self.stages());
        if self.aws.is_none() {
            text.push_str("\n# Once you have AWS credentials, `srvls init` adds a stage for their account here.\n");
        }
        text
    }

    /// `former` with the stages at its end.
    pub(super) fn added_to(&self, former: &str) -> String {
        let gap = if former.is_empty() || former.ends_with('\n') { "\n" } else { "\n\n" };
        format!("{former}{gap}{}", self.stages())
    }

    fn stages(&self) -> String {
        let local = "# The local AWS emulator: srvls installs and starts it. It needs no account and costs nothing.\n\
            [stages.local]\nemulator = true\n";
        let local = self.local.then(|| local.to_owned());
        let stages = local.into_iter().chain(self.aws.as_ref().map(AwsStage::text));
        stages.collect::<Vec<_>>().join("\n")
    }
}

impl AwsStage {
    fn text(&self) -> String {
        let Self { name, region, account, profile, alarm_email, strict } = self;
        let mut lines = vec![
            format!("[stages.{name}]"),
            format!("region = {}", quoted(region)),
            commented(
                format!("account = {}", quoted(account)),
                "pinned: another account is refused before the first write",
            ),
        ];
        lines.extend(profile.as_ref().map(|profile| format!("profile = {}", quoted(profile))));
        lines.extend(alarm_email.as_ref().map(|email| format!("parameters = {{ AlarmEmail = {} }}", quoted(email))));
        lines.extend(strict.then(|| "strict = true".to_owned()));
        lines.push(commented(
            "# protected = true".into(),
            "every write needs a reason, and a deployment the stage's name, too",
        ));
        lines.join("\n") + "\n"
    }
}

fn commented(line: String, comment: &str) -> String {
    format!("{line:<32}# {comment}")
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    fn stages(aws: Option<AwsStage>) -> NewStages {
        NewStages { app: "shop".into(), template: None, local: true, aws }
    }

    fn hostile() -> AwsStage {
        AwsStage {
            name: "dev".into(),
            region: "eu-west-1".into(),
            account: "012345678901".into(),
            profile: Some("a \"b\"\n[stages.x]\n${HOME} 프로필 \u{1b}[31m".into()),
            alarm_email: Some("o'brien@example.com".into()),
            strict: false,
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was_given() {
        let text = stages(Some(hostile())).file();

        let config = Config::parse(&text, Path::new("/app/srvls.toml")).expect("valid");

        assert_eq!((config.app.as_str(), config.stage(None).expect("the default").settings.emulator), ("shop", true));
        assert_eq!(config.stage_names().collect::<Vec<_>>(), ["dev", "local"]);
        let dev = config.stage(Some("dev")).expect("there").settings;
        assert_eq!((dev.account.as_deref(), dev.region.as_deref()), (Some("012345678901"), Some("eu-west-1")));
        assert_eq!(dev.profile, hostile().profile);
        assert_eq!(dev.parameters["AlarmEmail"], "o'brien@example.com");
        assert!(!dev.protected);
    }

    #[test]
    fn without_an_account_there_is_only_the_local_stage() {
        let text = stages(None).file();

        let config = Config::parse(&text, Path::new("/app/srvls.toml")).expect("valid");

        assert_eq!(config.stage_names().collect::<Vec<_>>(), ["local"]);
    }

    #[test]
    fn a_stage_is_added_to_a_file_as_it_is() {
        for former in
            ["app = 'a'\ndefault_stage = 'x' # mine\n[stages.x]", "app = 'a'\ndefault_stage = 'x'\n[stages.x]\n"]
        {
            let new = NewStages { local: false, ..stages(Some(hostile())) };

            let text = new.added_to(former);

            assert!(text.starts_with(&format!("{}\n", former.trim_end())), "{text}");
            let config = Config::parse(&text, Path::new("/app/srvls.toml")).expect("valid");
            assert_eq!(config.stage_names().collect::<Vec<_>>(), ["dev", "x"]);
        }
    }
}
