//! The tools that a machine may lack, and how to install each.

use std::fmt;

/// One shell line that needs no system package: most systems refuse `pip install` outside of a virtual environment
/// (PEP 668). The environment has to be active, because cargo-zigbuild runs Zig through the first `python3` on the
/// PATH.
pub(crate) const GET_ZIGBUILD: &str =
    "`python3 -m venv ~/.zigbuild && . ~/.zigbuild/bin/activate && pip install cargo-zigbuild ziglang`";

/// What a machine may lack to build for another processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lack {
    /// Rust's standard library for that target.
    Library(&'static str),
    /// A linker for that target.
    Zigbuild,
}

impl Lack {
    pub(super) fn remedy(self) -> String {
        match self {
            Self::Library(target) => format!("`rustup target add {target}`"),
            Self::Zigbuild => GET_ZIGBUILD.to_owned(),
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library(target) => write!(f, "Rust's standard library for {target}"),
            Self::Zigbuild => f.write_str("cargo-zigbuild, the linker for it"),
        }
    }
}
