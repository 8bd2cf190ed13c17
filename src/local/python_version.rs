//! A version of Python.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u16,
    pub(crate) minor: u16,
    pub(crate) patch: u16,
}

impl Version {
    pub(crate) const OLDEST: Self = Self { major: 3, minor: 10, patch: 0 };

    /// The version that the probe printed.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().splitn(3, '.').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self { major: next()?, minor: next()?, patch: next()? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_three_numbers() {
        assert_eq!(Version::parse("3.11.7\n"), Some(Version { major: 3, minor: 11, patch: 7 }));
        assert_eq!(Version::parse("3.11"), None);
        assert_eq!(Version::parse("Python 3.11.7"), None);
        assert_eq!(Version::parse(""), None);
    }
}
