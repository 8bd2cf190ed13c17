//! Which version of the GNU C library a binary needs.
//!
//! It stands alone, so that the tests can ask it of the handlers that they build.

use std::fmt;

use object::{Endianness, read::elf::ElfFile64};

/// A version of the GNU C library, which a binary is linked to and the machine that runs it has to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Glibc {
    major: u16,
    minor: u16,
}

impl Glibc {
    /// What the runtime `provided.al2023` has.
    /// <https://docs.aws.amazon.com/linux/al2023/ug/lambda.html>
    pub(crate) const OF_LAMBDA: Self = Self { major: 2, minor: 34 };

    /// The oldest that a binary runs with; `None` when it is linked to none, as a static one.
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

    /// Reads the name of a symbol's version, as `GLIBC_2.34` or `GLIBC_2.2.5`; those of other libraries are `None`.
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
