//! srvls' own commands: they act on the same stage again.

use std::path::Path;

use super::quoted::quoted;
use crate::options::GlobalArgs;

/// How srvls is called again: the flags that chose the stage, whether the caller gave them as such or as variables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SrvlsCommand {
    /// ` -s dev`, or nothing where the default was taken.
    stage: &'static str,
    config: &'static str,
    /// ` --artifacts dist`, or nothing where this run builds what it ships.
    artifacts: &'static str,
}

impl SrvlsCommand {
    /// On the default stage of the configuration that is found.
    #[cfg(test)]
    pub(crate) const DEFAULT: Self = Self { stage: "", config: "", artifacts: "" };

    pub(crate) fn of(global: &GlobalArgs) -> Self {
        let config = global.config.as_ref().map(|path| path.display().to_string());
        Self { stage: flag("-s", global.stage.clone()), config: flag("--config", config), artifacts: "" }
    }

    /// The same, where this run ships the package in `folder`: so does the next one.
    pub(crate) fn shipping(self, folder: &Path) -> Self {
        Self { artifacts: flag("--artifacts", Some(folder.display().to_string())), ..self }
    }

    /// A command of srvls with these flags, also where the shell puts its answer into another.
    pub(super) fn command(self, command: &str) -> String {
        let Self { stage, config, .. } = self;
        match command.strip_prefix("srvls ") {
            Some(on_another) if on_another.starts_with("-s ") => format!("srvls{config} {on_another}"),
            Some(arguments) => format!("srvls{stage}{config} {arguments}{}", self.artifacts_for(arguments)),
            None => command.replace("$(srvls ", &format!("$(srvls{stage}{config} ")),
        }
    }
}

impl SrvlsCommand {
    fn artifacts_for(self, arguments: &str) -> &'static str {
        let ships = ["deploy", "diff"].iter().any(|command| arguments.split(' ').next() == Some(command));
        if ships && !arguments.contains("--artifacts") { self.artifacts } else { "" }
    }
}

fn flag(name: &str, value: Option<String>) -> &'static str {
    match value {
        // One run has one caller: this lives as long as that does.
        Some(value) => format!(" {name} {}", quoted(&value)).leak(),
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Cli;

    fn srvls(flags: &[&str]) -> SrvlsCommand {
        let words = [&["srvls"], flags, &["status"]].concat();
        SrvlsCommand::of(&Cli::try_parse_from(words).expect("flags").global)
    }

    #[test]
    fn a_command_acts_on_the_stage_that_the_caller_chose() {
        let srvls = srvls(&["-s", "stg", "--config", "my apps/srvls.toml"]);

        let flags = "srvls -s stg --config 'my apps/srvls.toml'";
        assert_eq!(srvls.command("srvls deploy"), format!("{flags} deploy"));
        assert_eq!(srvls.command("eval \"$(srvls local env)\""), format!("eval \"$({flags} local env)\""));
    }

    #[test]
    fn a_command_ships_the_package_that_this_run_ships() {
        let srvls = srvls(&["-s", "stg"]).shipping(Path::new("my dist"));

        let shipped = |command| srvls.command(command);
        assert_eq!(shipped("srvls deploy --plan 0123"), "srvls -s stg deploy --plan 0123 --artifacts 'my dist'");
        assert_eq!(shipped("srvls diff"), "srvls -s stg diff --artifacts 'my dist'");
        assert_eq!(shipped("srvls deploy --artifacts x"), "srvls -s stg deploy --artifacts x");
        assert_eq!(shipped("srvls rollback"), "srvls -s stg rollback");
    }

    #[test]
    fn a_command_for_another_stage_stays_one() {
        let command = srvls(&["-s", "stg", "--config", "a.toml"]).command("srvls -s STAGE package");

        assert_eq!(command, "srvls --config a.toml -s STAGE package");
    }
}
