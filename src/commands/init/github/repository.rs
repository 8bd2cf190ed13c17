//! The repository on GitHub, as git knows it.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use crate::revision::git;

/// `owner/name`. Nothing else gets into a workflow or a template by this way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repository {
    pub(super) owner: String,
    pub(super) name: String,
}

impl FromStr for Repository {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected OWNER/NAME, as in the address of a repository on GitHub";
        let is_named = |part: &str, more: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        let (owner, name) = text.split_once('/').ok_or(EXPECTED)?;
        let is_owner = owner.len() <= 39 && is_named(owner, "-");
        let is_name = name.len() <= 100 && is_named(name, "-_.") && !matches!(name, "." | "..");
        if is_owner && is_name { Ok(Self { owner: owner.into(), name: name.into() }) } else { Err(EXPECTED) }
    }
}

impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

/// The name of a branch, of the characters that mean nothing in YAML and in patterns of branches.
pub(super) fn branch(text: &str) -> Result<String, &'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let is_branch = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(plain);
    if is_branch { Ok(text.to_owned()) } else { Err("expected the name of a branch: letters, digits and - _ . /") }
}

/// The top folder of the work tree, in which GitHub looks for workflows.
pub(super) async fn root(folder: &Path) -> Option<PathBuf> {
    git(folder, &["rev-parse", "--show-toplevel"]).await.map(PathBuf::from)
}

pub(super) async fn of_origin(folder: &Path) -> Option<Repository> {
    of_url(&git(folder, &["remote", "get-url", "origin"]).await?)
}

/// Of the addresses that git takes for a repository on GitHub.
fn of_url(url: &str) -> Option<Repository> {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let after_user = after_scheme.split_once('@').map_or(after_scheme, |(_, rest)| rest);
    let path =
        ["github.com/", "github.com:", "ssh.github.com:443/"].iter().find_map(|host| after_user.strip_prefix(host))?;
    path.trim_end_matches('/').trim_end_matches(".git").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remote_on_github_names_the_repository() {
        for url in [
            "git@github.com:acme/shop.git",
            "https://github.com/acme/shop",
            "https://github.com/acme/shop.git",
            "https://user:secret@github.com/acme/shop.git",
            "ssh://git@github.com/acme/shop.git",
            "ssh://git@ssh.github.com:443/acme/shop.git",
        ] {
            assert_eq!(of_url(url).map(|it| it.to_string()).as_deref(), Some("acme/shop"), "{url}");
        }
        for url in ["git@gitlab.com:acme/shop.git", "/srv/git/shop.git", "https://github.com/acme", ""] {
            assert_eq!(of_url(url), None, "{url}");
        }
    }

    #[test]
    fn what_means_something_in_a_workflow_is_no_name() {
        for text in
            ["acme", "acme/", "/shop", "acme/shop/x", "acme/${{ x }}", "acme/*", "a cme/shop", "acme/..", "a\n/b"]
        {
            assert!(Repository::from_str(text).is_err(), "{text}");
        }
        assert!(Repository::from_str("acme-1/shop.web_2").is_ok());
    }

    #[test]
    fn a_branch_is_no_pattern() {
        assert!(branch("main").is_ok() && branch("release/2.x").is_ok());
        for text in ["", "release/*", "a b", "-x", "main\"", "${{ x }}", "!main"] {
            assert!(branch(text).is_err(), "{text}");
        }
    }
}
