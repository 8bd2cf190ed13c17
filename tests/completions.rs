//! Completions in the real shells, as a person gets them: typed, and completed with Tab.

use std::{env, fs, path::Path, process::Command};

use libtest_mimic::Trial;

use crate::support::{
    ROOT,
    srvls::{run, srvls},
    terminal::Terminal,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        bash_completes_commands_and_values,
        zsh_completes_commands_and_values,
        fish_completes_commands_and_values,
        elvish_completes_commands_and_values,
        values_come_from_the_project_and_never_from_users
    ]
}

const CONFIG: &str = "app = 'shop'\ndefault_stage = 'local'\n\
    [stages.local]\nemulator = true\n[stages.develop]\nregion = 'eu-west-1'\n";

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("srvls.toml"), CONFIG).unwrap();
    std::os::unix::fs::symlink(Path::new(ROOT).join("templates"), folder.path().join("templates")).unwrap();
    folder
}

/// A shell without the developer's own settings, with `srvls` on its PATH.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a test's own environment, and its own words")]
fn shell(folder: &Path, program: &str, arguments: &[&str]) -> Option<Command> {
    let is_there = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    let is_asked_for = env::var_os("SRVLS_TEST_SHELLS").is_some();
    assert!(is_there || !is_asked_for, "SRVLS_TEST_SHELLS is set, and there is no {program}");
    if !is_there {
        eprintln!("skipped, as there is no {program}: `apt-get install {program}`");
        return None;
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_srvls")).parent().unwrap().to_owned();
    let path = env::join_paths([binary].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap()))).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).env("PATH", path).env("HOME", folder).env("XDG_CACHE_HOME", folder.join("cache"));
    command.env("TERM", "xterm").env("PS1", "> ");
    Some(command)
}

/// Types each line, presses Tab twice, and sees the words.
fn completes(program: &str, arguments: &[&str], setup: &str) {
    let folder = project();
    let Some(command) = shell(folder.path(), program, arguments) else { return };
    let mut terminal = Terminal::run(folder.path(), 120, &command);
    terminal.press(&format!("{setup}; echo re''ady\n"));
    terminal.showing(&["ready"]);
    for (line, shown) in [
        ("srvls dep\t", "srvls deploy "),
        ("srvls -s dev\t", "srvls -s develop "),
        ("srvls table get UserPro\t", "srvls table get UserProfiles "),
        ("srvls logs tail put_pr\t", "srvls logs tail put_profile "),
        ("srvls alarms show api-sl\t", "srvls alarms show api-slow"),
        ("srvls help exit\t", "srvls help exit-codes"),
    ] {
        terminal.press(line);
        terminal.showing(&[shown.trim_end()]);
        // The line is given up, up to its beginning.
        terminal.press("\x15");
    }
    terminal.press("\x04");
    terminal.press("exit\n");
}

fn script(ending: &str) -> String {
    format!("{ROOT}/completions/srvls.{ending}")
}

fn bash_completes_commands_and_values() {
    completes("bash", &["--norc", "--noprofile", "-i"], &format!("source {}", script("bash")));
}

fn zsh_completes_commands_and_values() {
    completes("zsh", &["-f", "-i"], &format!("autoload -U compinit; compinit -u -D; source {}", script("zsh")));
}

fn fish_completes_commands_and_values() {
    completes("fish", &["--no-config", "-i"], &format!("source {}", script("fish")));
}

fn elvish_completes_commands_and_values() {
    completes("elvish", &["-norc"], &format!("eval (slurp < {})", script("elv")));
}

/// What srvls answers a shell for this line, whose last word is being typed; without options.
fn answer(folder: &Path, line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let mut command = srvls(folder);
    command.env("SRVLS_COMPLETE", "fish").env("XDG_CACHE_HOME", folder.join("cache")).arg("--").args(&words);
    let run = run(&mut command);
    assert_eq!(run.code, 0, "{line}: {}", run.stderr);
    let words = run.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned());
    words.filter(|word| !word.starts_with('-')).collect()
}

fn values_come_from_the_project_and_never_from_users() {
    let folder = project();
    let answer = |line: &str| answer(folder.path(), line);

    assert_eq!(answer("srvls -s "), ["develop", "local"]);
    assert_eq!(answer("srvls status --stage d"), ["develop"]);
    assert_eq!(answer("srvls table get "), ["UserProfiles", "AppData", "RateLimits"]);
    assert!(answer("srvls deploy --only ").contains(&"authorizer".to_owned()));
    assert!(answer("srvls logs tail w").contains(&"waf".to_owned()));
    let alarms = answer("srvls -s develop alarms mute ");
    assert!(alarms.contains(&"api-5xx".to_owned()) && alarms.contains(&"edge-cdn-5xx".to_owned()), "{alarms:?}");
    for line in ["srvls user lookup ", "srvls invoke get_profile --as ", "srvls audit --user ", "srvls rollback "] {
        assert_eq!(answer(line), [""; 0], "{line}");
    }
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(self::answer(nowhere.path(), "srvls -s "), [""; 0]);
    fs::write(folder.path().join("srvls.toml"), format!("{CONFIG}[stages.'$(touch x)']\nregion = 'x'\n")).unwrap();
    assert_eq!(answer("srvls -s "), [""; 0], "a file that is refused offers nothing");
}
