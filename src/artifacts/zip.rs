//! Reproducible zips: the same code gives the same bytes, on any machine, at any time.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::BuildProfile;

/// How hard to compress, as a level of flate2.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effort {
    /// For the emulator, which reads from the same disk.
    Fast = 1,
    /// For AWS, which loads the zip on every cold start.
    Best = 9,
}

impl From<BuildProfile> for Effort {
    fn from(profile: BuildProfile) -> Self {
        match profile {
            BuildProfile::Dev => Self::Fast,
            BuildProfile::Lambda => Self::Best,
        }
    }
}

/// One file of a zip.
#[derive(Debug, PartialEq)]
pub(super) struct ZippedFile {
    /// Relative to the zip, with slashes.
    pub(super) name: String,
    pub(super) content: Vec<u8>,
    pub(super) executable: bool,
}

/// A zip of these files, in their order.
pub(super) fn files(files: &[ZippedFile], effort: Effort) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for ZippedFile { name, content, executable } in files {
        writer.start_file(name, options(effort, if *executable { 0o755 } else { 0o644 }))?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn options(effort: Effort, permissions: u32) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(effort as i64))
        .last_modified_time(DateTime::default())
        .unix_permissions(permissions)
}

/// A zip with one executable file, `bootstrap`, which Lambda's `provided` runtimes start.
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html>
pub(super) fn bootstrap(binary: &[u8], effort: Effort) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("bootstrap", options(effort, 0o755))?;
    writer.write_all(binary)?;
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_zip_has_one_executable_bootstrap_dated_1980() {
        let bytes = bootstrap(b"code", Effort::Fast).expect("zipped");

        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        assert_eq!(archive.len(), 1);
        let mut file = archive.by_index(0).expect("the file");
        assert_eq!(file.name().expect("UTF-8"), "bootstrap");
        assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o755));
        assert_eq!(file.last_modified(), Some(DateTime::default()));
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("read");
        assert_eq!(content, b"code");
    }

    #[test]
    fn the_same_binary_gives_the_same_bytes() {
        assert_eq!(
            bootstrap(b"code", Effort::Best).expect("zipped"),
            bootstrap(b"code", Effort::Best).expect("zipped")
        );
    }
}
