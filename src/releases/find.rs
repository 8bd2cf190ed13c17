//! Finds a release by its id, a prefix of its id, or its commit.

use super::{Entry, History, Outcome};
use crate::error::Error;

/// Shorter prefixes match too many commits.
const MIN_COMMIT_LENGTH: usize = 4;

impl History {
    /// # Errors
    /// When there is none, or more than one, or it never went live.
    pub(crate) fn find(&self, wanted: &str) -> Result<&Entry, Error> {
        let by_id: Vec<&Entry> =
            self.entries.iter().filter(|entry| entry.record.release.id.starts_with(wanted)).collect();
        let found = match by_id.as_slice() {
            [one] => one,
            [] => self.by_commit(wanted)?,
            several => return Err(ambiguous(wanted, several)),
        };
        let release = &found.record.release;
        match found.record.outcome {
            Outcome::Succeeded => Ok(found),
            Outcome::Unknown => Err(Error::usage(
                format!("it is not known whether release {} went live: its end is not recorded", release.name()),
                "`srvls releases` lists the ones that did",
            )),
            outcome => Err(Error::usage(
                format!("release {} never went live: it {}", release.name(), how_it_ended(outcome)),
                "`srvls releases` lists the ones that did",
            )),
        }
    }

    /// The one that went live; if none did, one whose outcome says why.
    fn by_commit(&self, wanted: &str) -> Result<&Entry, Error> {
        let is_of = |entry: &&Entry| {
            wanted.len() >= MIN_COMMIT_LENGTH
                && entry.record.release.commit.as_deref().is_some_and(|commit| commit.starts_with(wanted))
        };
        let found: Vec<&Entry> = self.entries.iter().filter(is_of).collect();
        let went_live = |entry: &&Entry| entry.record.outcome == Outcome::Succeeded;
        match found.iter().copied().filter(went_live).collect::<Vec<_>>().as_slice() {
            [one] => Ok(one),
            [] => found.first().copied().ok_or_else(|| {
                Error::not_found(
                    "release",
                    wanted.to_owned(),
                    Some(format!("`srvls releases` lists them; srvls searched the last {}", self.entries.len())),
                )
            }),
            // The work tree or the parameters may differ: the same commit is not always the same release.
            several => Err(ambiguous_commit(wanted, several)),
        }
    }
}

fn how_it_ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Started => "is in progress",
        Outcome::RolledBack => "was rolled back",
        Outcome::Interrupted => "was interrupted",
        Outcome::Failed | Outcome::Succeeded | Outcome::Unknown => outcome.words(),
    }
}

fn ambiguous_commit(wanted: &str, found: &[&Entry]) -> Error {
    let lines = found.iter().map(|entry| {
        let release = &entry.record.release;
        let dirty = if release.dirty { ", with local changes" } else { "" };
        let live = if entry.live { ", live" } else { "" };
        format!("\n  {}  deployed {}{dirty}{live}", release.id, release.created_at.strftime("%F %T UTC"))
    });
    Error::usage(
        format!("{} releases of commit `{wanted}` went live", found.len()),
        format!("choose one by its id:{}", lines.collect::<String>()),
    )
}

fn ambiguous(wanted: &str, found: &[&Entry]) -> Error {
    let names: Vec<String> = found.iter().take(3).map(|entry| entry.record.release.name()).collect();
    Error::usage(
        format!("`{wanted}` matches {} releases", found.len()),
        format!("write more of the id, such as {}", names.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Record, record::fake::record},
        *,
    };

    fn history(records: Vec<Record>) -> History {
        let entries = records.into_iter().map(|record| Entry { live: false, record }).collect();
        History { entries, ..History::default() }
    }

    fn found(history: &History, wanted: &str) -> Result<String, String> {
        let found = history.find(wanted);
        found.map(|entry| entry.record.release.id.clone()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_release_goes_by_its_id_the_beginning_of_it_or_its_commit() {
        let history = history(vec![record(12), record(11)]);

        for wanted in ["r20261122T101100000Z", "r20261122T1011", "11c0ffee"] {
            assert_eq!(found(&history, wanted).as_deref(), Ok("r20261122T101100000Z"), "{wanted}");
        }
        assert_eq!(found(&history, "r2026").expect_err("two"), "`r2026` matches 2 releases");
        assert_eq!(found(&history, "11").expect_err("too short"), "there is no release `11`");
    }

    #[test]
    fn a_commit_of_several_releases_says_which() {
        let of = |mut record: Record| {
            record.release.commit = Some("c0ffee00".into());
            record
        };
        let failed = Record { outcome: Outcome::Failed, ..of(record(13)) };
        let mut dirty = of(record(12));
        dirty.release.dirty = true;
        let mut history = history(vec![failed, dirty, of(record(11))]);
        history.entries[2].live = true;

        let error = history.find("c0ffee").expect_err("two went live");

        assert_eq!(error.to_string(), "2 releases of commit `c0ffee` went live");
        let hint = "choose one by its id:
  r20261122T101200000Z  deployed 2026-11-22 10:12:00 UTC, with local changes
  r20261122T101100000Z  deployed 2026-11-22 10:11:00 UTC, live";
        assert_eq!(error.hint().as_deref(), Some(hint));
        assert_eq!(error.exit(), crate::exit::Exit::Usage);
        history.entries.remove(1);
        assert_eq!(found(&history, "c0ffee").as_deref(), Ok("r20261122T101100000Z"), "the failed one does not count");
    }

    #[test]
    fn what_never_went_live_is_nothing_to_go_back_to() {
        let history = history(vec![Record { outcome: Outcome::RolledBack, ..record(1) }]);

        let message = found(&history, "r2026").expect_err("failed");

        assert_eq!(message, "release r20261122T100100000Z (01c0ffee0000) never went live: it was rolled back");
    }
}
