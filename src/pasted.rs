//! Commands that are told to be pasted: they act where this run acts, on the same stage.

use crate::{cli::GlobalArgs, context::Context};

impl Context {
    /// A command that is told by itself, not in a text.
    pub(crate) fn pasted(&self, command: &str) -> String {
        self.progress.again.command(command)
    }
}

/// How srvls is called again: the flags that chose the stage, whether the caller gave them as such or as variables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Again {
    /// ` -s dev`, or nothing where the default was taken.
    stage: &'static str,
    config: &'static str,
}

impl Again {
    /// On the default stage of the configuration that is found.
    #[cfg(test)]
    pub(crate) const DEFAULT: Self = Self { stage: "", config: "" };

    pub(crate) fn of(global: &GlobalArgs) -> Self {
        let flag = |name: &str, value: Option<String>| match value {
            // One run has one caller: this lives as long as that does.
            Some(value) => &*format!(" {name} {}", quoted(&value)).leak(),
            None => "",
        };
        let config = global.config.as_ref().map(|path| path.display().to_string());
        Self { stage: flag("-s", global.stage.clone()), config: flag("--config", config) }
    }

    /// `text` with these flags in each command of srvls that it names.
    pub(crate) fn in_text(self, text: &str) -> String {
        in_code(text, |code| self.command(code))
    }

    /// A command of srvls with these flags, also where the shell puts its answer into another.
    fn command(self, command: &str) -> String {
        let Self { stage, config } = self;
        match command.strip_prefix("srvls ") {
            Some(on_another) if on_another.starts_with("-s ") => format!("srvls{config} {on_another}"),
            Some(arguments) => format!("srvls{stage}{config} {arguments}"),
            None => command.replace("$(srvls ", &format!("$(srvls{stage}{config} ")),
        }
    }
}

/// `text` with something else in its backticks.
fn in_code(text: &str, written: impl Fn(&str) -> String) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<String> =
        parts.map(|(index, part)| if index % 2 == 1 { written(part) } else { part.to_owned() }).collect();
    parts.join("`")
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-+=:,./@%~".contains(c);
    if word.is_empty() || !word.chars().all(plain) { format!("'{}'", word.replace('\'', r"'\''")) } else { word.into() }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Cli;

    fn again(flags: &[&str]) -> Again {
        let words = [&["srvls"], flags, &["status"]].concat();
        Again::of(&Cli::try_parse_from(words).expect("flags").global)
    }

    #[test]
    fn a_named_command_acts_on_the_stage_that_the_caller_chose() {
        let again = again(&["-s", "stg", "--config", "my apps/srvls.toml"]);

        assert_eq!(
            again.in_text("run `srvls deploy` first"),
            "run `srvls -s stg --config 'my apps/srvls.toml' deploy` first"
        );
        let nested = "`eval \"$(srvls local env)\"` points there";
        assert_eq!(again.in_text(nested), nested.replace("srvls", "srvls -s stg --config 'my apps/srvls.toml'"));
    }

    #[test]
    fn whoever_chose_nothing_is_told_nothing_more() {
        let text = "`srvls watch` shows it; see `srvls.toml`";

        assert_eq!(again(&[]).in_text(text), text);
        assert_eq!(again(&["-s", "stg"]).in_text("see `srvls.toml`, srvls says"), "see `srvls.toml`, srvls says");
    }

    #[test]
    fn a_command_for_another_stage_stays_one() {
        let told = again(&["-s", "stg", "--config", "a.toml"]).in_text("`srvls -s STAGE package`");

        assert_eq!(told, "`srvls --config a.toml -s STAGE package`");
    }
}
