//! The archive of an export: files with their digests, and a manifest of them at its end.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    digest::hex,
    error::{Error, Failure},
    exit::Exit,
};

#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    #[error("`{file}` exists")]
    Exists { file: String },
    #[error("could not write `{file}`")]
    Write { file: String, source: io::Error },
}

impl Failure for ArchiveError {
    fn hint(&self) -> Option<String> {
        matches!(self, Self::Exists { .. })
            .then(|| "choose another name with `--out FILE`, or move the old one away".into())
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "file_exists",
            Self::Write { .. } => "io",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Exists { .. } => Exit::Usage,
            Self::Write { .. } => Exit::Failure,
        }
    }
}

/// A file in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) size_bytes: u64,
}

/// Written beside its final name, which it only gets when it is whole. Readable only by the user.
pub(super) struct Archive {
    target: PathBuf,
    part: Part,
    zip: ZipWriter<File>,
    entries: Vec<Entry>,
}

/// The file of an archive that is not whole: it goes with it.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // Once the archive has its name, there is none.
        let _ = fs::remove_file(&self.0);
    }
}

impl Archive {
    pub(super) fn create(target: &Path) -> Result<Self, Error> {
        if target.exists() {
            return Err(ArchiveError::Exists { file: target.display().to_string() }.into());
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = target.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let file =
            options.open(&part).map_err(|source| ArchiveError::Write { file: part.display().to_string(), source })?;
        Ok(Self { target: target.to_owned(), part: Part(part), zip: ZipWriter::new(file), entries: Vec::new() })
    }

    /// Adds a file that `content` writes.
    pub(super) async fn add(
        &mut self,
        name: &str,
        content: impl AsyncFnOnce(&mut Digested<'_, ZipWriter<File>>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let options =
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).unix_permissions(0o600);
        self.zip.start_file(name, options).map_err(|error| self.failed(error.into()))?;
        let mut digested = Digested { inner: &mut self.zip, digest: Sha256::new(), size_bytes: 0 };
        content(&mut digested).await?;
        let (sha256, size_bytes) = (hex(&digested.digest.finalize()), digested.size_bytes);
        self.entries.push(Entry { name: name.to_owned(), sha256, size_bytes });
        Ok(())
    }

    /// Adds a file with these bytes.
    pub(super) async fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let file = self.part.0.display().to_string();
        self.add(name, async |to| to.write_all(bytes).map_err(|source| ArchiveError::Write { file, source }.into()))
            .await
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The archive is whole, and gets its name.
    pub(super) fn finish(self) -> Result<u64, Error> {
        let failed = |source| Error::from(ArchiveError::Write { file: self.target.display().to_string(), source });
        let file = self.zip.finish().map_err(|error| failed(error.into()))?;
        file.sync_all().map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        fs::rename(&self.part.0, &self.target).map_err(failed)?;
        Ok(size)
    }

    fn failed(&self, source: io::Error) -> ArchiveError {
        ArchiveError::Write { file: self.part.0.display().to_string(), source }
    }
}

/// Counts and digests what is written through it.
pub(super) struct Digested<'a, W: Write> {
    inner: &'a mut W,
    digest: Sha256,
    size_bytes: u64,
}

impl<W: Write> Write for Digested<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.size_bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Read as _, os::unix::fs::PermissionsExt as _};

    use zip::ZipArchive;

    use super::*;
    use crate::digest::sha256;

    #[tokio::test]
    async fn an_archive_has_its_files_with_their_digests_and_is_only_for_its_user() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("ada.zip");
        let mut archive = Archive::create(&target).expect("created");

        archive.add_bytes("profile.json", b"{}").await.expect("added");
        assert!(!target.exists(), "it is not whole yet");
        let entry = Entry { name: "profile.json".into(), sha256: sha256(b"{}"), size_bytes: 2 };
        assert_eq!(archive.entries(), [entry]);
        archive.finish().expect("finished");

        let mode = fs::metadata(&target).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode, fs::read_dir(folder.path()).expect("read").count()), (0o600, 1));
        let mut zip = ZipArchive::new(File::open(&target).expect("opened")).expect("an archive");
        let mut text = String::new();
        zip.by_name("profile.json").expect("there").read_to_string(&mut text).expect("text");
        assert_eq!(text, "{}");
    }

    #[tokio::test]
    async fn an_existing_file_is_not_overwritten_and_a_discarded_one_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("ada.zip");

        Archive::create(&target).expect("created");
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 0);
        fs::write(&target, "mine").expect("written");

        let Err(error) = Archive::create(&target) else { panic!("refused") };
        assert_eq!((error.code(), error.exit()), ("file_exists", Exit::Usage));
    }
}
