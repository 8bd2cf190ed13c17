//! The csv that an import job of Cognito gets, made of a file's rows, and the rows that it can't have.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
};

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    console_csv,
    job_rules::Rules,
    row::{Account, PoolRow},
};
use crate::{
    copies::{FileFormat, SideFile, beside, read_error},
    digest::hex,
    error::Error,
    terminal::output::size,
};

/// What one job takes.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html>
const MOST_USERS: u64 = 500_000;
const MOST_BYTES: u64 = 100 << 20;

/// The file of a job.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct JobFile {
    /// It holds the users' data: [`JobFile::remove`] it.
    pub(super) path: PathBuf,
    pub(super) users: u64,
    pub(super) bytes: u64,
    /// Of its content.
    pub(super) digest: String,
    pub(super) rejected: u64,
    /// The file with the rows that were rejected.
    pub(super) rejects: Option<PathBuf>,
    /// Users who are in groups, by their rows: a job adds no user to one.
    pub(super) grouped: u64,
}

impl JobFile {
    /// Writes it beside `source`, whose rows are of `format`.
    pub(super) fn write(source: &Path, format: FileFormat, mut rules: Rules<'_>) -> Result<Self, Error> {
        let path = beside(source, ".job.csv");
        // Empty, whatever an earlier run left.
        let mut csv = SideFile::open(path.clone(), 0)?;
        let mut rejects = SideFile::open(beside(source, ".rejects.jsonl"), 0)?;
        let mut digest = Sha256::new();
        let mut file = Self { path, users: 0, bytes: 0, digest: String::new(), rejected: 0, rejects: None, grouped: 0 };
        let mut columns = Vec::new();
        let mut add = |line: &str| {
            digest.update(line.as_bytes());
            csv.append(line)
        };
        add(&rules.header())?;
        let lines = BufReader::new(File::open(source).map_err(read_error(source))?).lines();
        for (number, line) in (1_u64..).zip(lines) {
            let line = line.map_err(read_error(source))?;
            if number == 1 && format == FileFormat::Csv {
                columns = console_csv::cells(line.trim_start_matches('\u{feff}'));
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            let written = match user(&line, format, &columns) {
                Ok(None) => continue,
                Ok(Some((account, has_mfa))) => rules.line(&account, has_mfa).map(|row| (account, row)),
                Err(reason) => Err(reason),
            };
            match written {
                Ok((account, row)) => {
                    add(&row)?;
                    file.users += 1;
                    file.grouped += u64::from(!account.groups.is_empty());
                }
                Err(reason) => {
                    file.rejected += 1;
                    rejects.append(&format!("{}\n", json!({ "line": number, "reason": reason, "row": line })))?;
                }
            }
        }
        file.bytes = csv.bytes();
        file.digest = hex(&digest.finalize());
        file.rejects = rejects.path().map(Path::to_owned);
        Ok(file)
    }

    /// # Errors
    /// When a job would not take the file.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.users == 0 {
            let rejects = self.rejects.as_ref().map(|path| format!("{} has the reasons", path.display()));
            let hint = rejects.unwrap_or_else(|| "the file has no row of a user".into());
            return Err(Error::usage("the file has no user whom a job can import", hint));
        }
        if self.users > MOST_USERS || self.bytes > MOST_BYTES {
            let (users, bytes) = (self.users, size(self.bytes));
            let most = size(MOST_BYTES);
            return Err(Error::usage(
                format!("a job takes {MOST_USERS} users and {most}, and the file has {users} and {bytes}"),
                "split the file, or pass `--here` to send the users from this machine",
            ));
        }
        Ok(())
    }

    pub(super) fn remove(&self) {
        // What stays is readable only by its user.
        let _ = fs::remove_file(&self.path);
    }
}

/// The user of a row, and whether they get codes by messages; `None` for a group.
fn user(line: &str, format: FileFormat, columns: &[String]) -> Result<Option<(Account, bool)>, String> {
    match format {
        FileFormat::Csv => {
            let account = console_csv::account(line, columns)?;
            Ok(Some((account, console_csv::has_mfa(line, columns))))
        }
        FileFormat::Jsonl => match serde_json::from_str(line) {
            Ok(PoolRow::User(account)) => Ok(Some((account, false))),
            Ok(PoolRow::Group(_)) => Ok(None),
            Err(error) => Err(format!("it is no row of a pool: {error}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::settings;

    const COLUMNS: [&str; 4] = ["email", "email_verified", "cognito:mfa_enabled", "cognito:username"];

    fn written(name: &str, text: &str) -> (JobFile, String, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let source = folder.path().join(name);
        fs::write(&source, text).expect("written");
        let pool = settings();
        let rules = Rules::of(COLUMNS.map(str::to_owned).into(), &pool);
        let file = JobFile::write(&source, FileFormat::of(&source), rules).expect("written");
        let csv = fs::read_to_string(&file.path).expect("read");
        (file, csv, folder)
    }

    #[test]
    fn what_an_export_wrote_becomes_the_csv_of_a_job_and_the_rest_is_rejected_with_its_reason() {
        let user = |email: &str, more: &str| {
            format!(
                "{{\"user\":{{\"username\":\"1\",\"attributes\":{{\"email\":\"{email}\",\"email_verified\":\"true\"}}{more}}}}}\n"
            )
        };
        let group = "{\"group\":{\"name\":\"admin\",\"description\":null,\"precedence\":null}}\n";
        let rows = [
            user("ada@example.com", ",\"groups\":[\"admin\"]"),
            user("bob@example.com", ",\"enabled\":false"),
            "[]\n".into(),
        ];

        let (file, csv, _folder) = written("users.jsonl", &format!("{group}{}", rows.concat()));

        assert_eq!(
            csv,
            "email,email_verified,cognito:mfa_enabled,cognito:username\nada@example.com,true,false,ada@example.com\n"
        );
        assert_eq!((file.users, file.rejected, file.grouped), (1, 2, 1));
        assert_eq!(file.digest, crate::digest::sha256(csv.as_bytes()));
        let rejects = fs::read_to_string(file.rejects.as_ref().expect("a file")).expect("read");
        let reasons: Vec<serde_json::Value> =
            rejects.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!((&reasons[0]["line"], &reasons[1]["line"]), (&json!(3), &json!(4)));
        assert_eq!(reasons[0]["reason"], "the user is disabled, and a job would enable them");
        file.check().expect("a job takes it");
        file.remove();
        assert!(!file.path.exists());
    }

    #[test]
    fn a_csv_gets_every_column_and_a_file_for_no_job_is_refused() {
        let text = "cognito:username,email,email_verified,cognito:mfa_enabled\nada,ada@example.com,TRUE,true\n\n";
        let (file, csv, _folder) = written("users.csv", text);

        assert!(csv.ends_with("\nada@example.com,TRUE,true,ada@example.com\n"), "{csv}");
        assert_eq!((file.users, file.rejected, &file.rejects), (1, 0, &None));
        let (none, _, _folder) = written("users.csv", "cognito:username,email\nada,ada@example.com\n");
        let error = none.check().expect_err("no user");
        assert!(error.hint().is_some_and(|hint| hint.ends_with("users.csv.rejects.jsonl has the reasons")));
        let many = JobFile { users: 500_001, ..file };
        assert!(many.check().expect_err("too many").to_string().starts_with("a job takes 500000 users and 100.00 MiB"));
    }
}
