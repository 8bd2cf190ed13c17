//! The variables of the environment, of which srvls, its flags and the AWS SDK read some: set but empty is unset.

use std::{
    env,
    ffi::{OsStr, OsString},
    os::unix::process::CommandExt as _,
    process::Command,
};

/// Every variable of ours and of the AWS SDK begins so.
const PREFIXES: [&str; 2] = ["AWS_", "SRVLS_"];

/// The other variables that srvls, or a library that it is made of, reads; those of proxies also in lower case.
const OTHERS: [&str; 13] = [
    "ALL_PROXY",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "GITHUB_ACTIONS",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_COLOR",
    "NO_PROXY",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "XDG_CACHE_HOME",
];

/// Whether srvls reads the variable, itself or through a library.
pub(crate) fn is_read(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) || OTHERS.contains(&&*name.to_ascii_uppercase())
}

/// The variable's value; none where it is set but empty.
#[expect(clippy::disallowed_methods, reason = "the one place that reads a variable by its name")]
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether a variable is set to `true`, as the AWS CLI reads it.
pub(crate) fn is_true(name: &str) -> bool {
    variable(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Begins again without the variables that are set but empty, if there are any: clap takes an empty value for a wrong
/// one, and the AWS SDK panics on some. Returns if nothing is to be left out, or if the program can't be started again.
pub(crate) fn leave_out_empty_variables() {
    let empty: Vec<OsString> =
        env::vars_os().filter(|(name, value)| value.is_empty() && is_read(name)).map(|(name, _)| name).collect();
    let (false, Ok(program)) = (empty.is_empty(), env::current_exe()) else { return };
    let mut arguments = env::args_os();
    let mut again = Command::new(&program);
    again.arg0(arguments.next().unwrap_or_else(|| program.into())).args(arguments);
    for name in empty {
        again.env_remove(name);
    }
    // Replaces this process: what it returns is the error.
    let _ = again.exec();
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_variable_of_a_flag_is_one_that_may_be_empty() {
        let command = Cli::command();

        let flags: Vec<&OsStr> = command.get_arguments().filter_map(|argument| argument.get_env()).collect();

        assert!(flags.contains(&OsStr::new("SRVLS_STAGE")) && flags.contains(&OsStr::new("AWS_ENDPOINT_URL")));
        assert!(flags.iter().all(|name| is_read(name)), "{flags:?}");
    }

    #[test]
    fn variables_of_other_programs_are_left_alone() {
        for read in ["AWS_CA_BUNDLE", "SRVLS_LOCAL_PORT", "NO_COLOR", "http_proxy", "HTTPS_PROXY", "no_proxy"] {
            assert!(is_read(OsStr::new(read)), "{read}");
        }
        for other in ["PATH", "TERM", "LANG", "MY_AWS_KEY"] {
            assert!(!is_read(OsStr::new(other)), "{other}");
        }
    }
}
