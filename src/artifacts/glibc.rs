//! The version of the GNU C library that a binary needs.
//!
//! This file imports nothing of ours, so that the integration tests can include it to check the handlers they build.

use std::fmt;

use object::{Endianness, read::elf::ElfFile64};

/// A version of the GNU C library: the one that a binary needs, or the one that a machine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Glibc {
    major: u16,
    minor: u16,
}

impl Glibc {
    /// The version in the runtime `provided.al2023`.
    /// <https://docs.aws.amazon.com/linux/al2023/ug/lambda.html>
    pub(crate) const OF_LAMBDA: Self = Self { major: 2, minor: 34 };

    /// The oldest version that the binary runs with; `None` if it does not link to glibc, as a static binary.
    ///
    /// # Errors
    /// When `bytes` is not a 64-bit ELF file.
    pub(crate) fn needed_by(bytes: &[u8]) -> Result<Option<Self>, object::Error> {
        let file: ElfFile64<'_, Endianness> = ElfFile64::parse(bytes)?;
        let (endian, sections) = (file.endian(), file.elf_section_table());
        let Some((libraries, names)) = sections.gnu_verneed(endian, bytes)? else { return Ok(None) };
        let names = sections.strings(endian, bytes, names)?;
        let mut newest = None;
        for library in libraries {
            let (_, versions) = library?;
            for version in versions {
                newest = newest.max(Self::named(version?.name(endian, names)?));
            }
        }
        Ok(newest)
    }

    /// Parses the name of a symbol version, `GLIBC_2.34` or `GLIBC_2.2.5`; `None` for other libraries.
    pub(super) fn named(version: &[u8]) -> Option<Self> {
        let version = std::str::from_utf8(version).ok()?.strip_prefix("GLIBC_")?;
        if version == "ABI_DT_RELR" {
            // Compact relocations: <https://sourceware.org/glibc/wiki/Release/2.36>
            return Some(Self { major: 2, minor: 36 });
        }
        let mut numbers = version.split('.').map_while(|number| number.parse().ok());
        Some(Self { major: numbers.next()?, minor: numbers.next()? })
    }
}

impl fmt::Display for Glibc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
