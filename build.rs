//! What `srvls --version` says beside the version: the commit and its date, of a release build.

use std::{env, process::Command};

#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "cargo passes the profile to a build script in its environment, and reads its stdout"
)]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    // A developer's build would be compiled again after each commit.
    let details = match env::var("PROFILE").as_deref() {
        Ok("release") => release(env::var("SOURCE_DATE_EPOCH").ok().as_deref()),
        _ => "development build".to_owned(),
    };
    let version = if details.is_empty() { version } else { format!("{version} ({details})") };
    println!("cargo::rustc-env=SRVLS_VERSION={version}");
}

/// The commit and its date, or the date alone: a packager may build from an archive, and say when it was made.
/// <https://reproducible-builds.org/docs/source-date-epoch/>
#[allow(clippy::print_stdout, reason = "cargo reads it")]
fn release(epoch: Option<&str>) -> String {
    let is_own = git(&["ls-files", "--error-unmatch", "build.rs"]).is_some();
    let commit = is_own.then(|| git(&["rev-parse", "--short=12", "HEAD"])).flatten();
    if let (Some(_), Some(head)) = (&commit, git(&["rev-parse", "--git-path", "logs/HEAD"])) {
        println!("cargo::rerun-if-changed={head}");
    }
    let changed =
        commit.is_some() && git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|it| !it.is_empty());
    let seconds =
        epoch.map(str::to_owned).or_else(|| commit.as_ref().and_then(|_| git(&["log", "-1", "--format=%ct"])));
    let date = seconds.and_then(|seconds| seconds.trim().parse().ok()).map(date);
    let commit = commit.map(|commit| if changed { format!("{commit}+") } else { commit });
    commit.into_iter().chain(date).collect::<Vec<_>>().join(" ")
}

/// What git prints, in this folder; `None` without git or a repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The date in UTC, by Howard Hinnant's `civil_from_days`.
fn date(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}
