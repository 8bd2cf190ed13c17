//! `srvls releases`: what was deployed, when and by whom, how it ended, and which release is live.

use clap::builder::RangedU64ValueParser;
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::identity::Identity as _,
    context::{Context, guard::refuse_wrong_account},
    error::Error,
    releases::{Entry, History, Outcome, Record, remember_releases, short_name},
    terminal::output::{Report, Table, Tone, View, counted},
    time::{ago, clock},
};

/// List the releases of the stage, newest first, and mark the live one
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls releases
  srvls -s prod releases --limit 5 -o json")]
pub(crate) struct ReleasesArgs {
    /// Show at most this many
    #[arg(long, value_name = "N", default_value = "20", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    limit: usize,
}

pub(crate) async fn run(cx: &Context, args: &ReleasesArgs) -> Result<ReleasesReport, Error> {
    let caller = cx.aws.identity.caller().await?;
    let history = History::read(cx, &caller, args.limit).await?;
    if history.entries.is_empty() {
        refuse_wrong_account(cx, &caller)?;
        // What can't be read is not absent.
        history.unreadable().map_or(Ok(()), |unreadable| Err(Error::from(unreadable)))?;
    }
    for warning in &history.warnings {
        cx.progress.warn(warning);
    }
    let ids: Vec<&str> = history.entries.iter().map(|entry| entry.record.release.id.as_str()).collect();
    if let Err(error) = remember_releases(&cx.stage, &ids) {
        cx.progress.detail(format_args!("could not keep the releases for completions: {error}"));
    }
    let can_roll_back = history.rollback_target().is_some();
    Ok(ReleasesReport {
        releases: history.entries,
        older: history.older,
        not_read: history.broken,
        can_roll_back,
        now: clock::now(),
    })
}

#[derive(Debug, Serialize)]
pub(crate) struct ReleasesReport {
    releases: Vec<Entry>,
    /// How many more the ledger has.
    older: usize,
    /// The keys of the records that could not be read.
    not_read: Vec<String>,
    #[serde(skip)]
    can_roll_back: bool,
    #[serde(skip)]
    now: Timestamp,
}

impl Report for ReleasesReport {
    const ROWS: Option<&'static str> = Some("releases");

    fn view(&self) -> View {
        if self.releases.is_empty() {
            return View::new().text("this stage has no releases yet");
        }
        let mut table = Table::new(["RELEASE", "COMMIT", "WHEN", "OUTCOME", "DEPLOYED BY"]);
        for (index, entry) in self.releases.iter().enumerate() {
            let Record { release, outcome, .. } = &entry.record;
            let previous =
                self.releases[index + 1..].iter().find(|previous| previous.record.outcome == Outcome::Succeeded);
            let (words, tone) = if entry.live { ("live", Tone::Good) } else { (outcome.words(), tone_of(*outcome)) };
            table.row([
                (release.id.clone(), Tone::Plain),
                (release.revision().short().unwrap_or_default(), Tone::Plain),
                (ago(release.created_at, self.now), Tone::Plain),
                (words.to_owned(), tone),
                (deployed_by(&entry.record, previous.map(|previous| &previous.record)), Tone::Plain),
            ]);
        }
        let view = View::from(table);
        match self.not_read.as_slice() {
            [] => view,
            keys => view.text(format!("not read: {}", keys.join(", "))),
        }
    }

    fn hints(&self) -> Vec<String> {
        let all = self.older + self.releases.len();
        let hint = match (self.older, self.can_roll_back) {
            (0, false) => None,
            (0, true) => Some("`srvls rollback` restores the previous release".to_owned()),
            (older, _) => Some(format!("{}: `srvls releases --limit {all}`", counted(older, "older release"))),
        };
        hint.into_iter().collect()
    }
}

fn tone_of(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Started | Outcome::Unknown => Tone::Warning,
        Outcome::Succeeded => Tone::Plain,
        Outcome::Failed | Outcome::RolledBack => Tone::Bad,
        Outcome::Interrupted => Tone::Faint,
    }
}

/// `ada: back to r…; 2 of 23 functions; OPS-1`.
fn deployed_by(record: &Record, previous: Option<&Record>) -> String {
    let rollback = record.release.rollback_of.as_ref().map(|previous| format!("back to {previous}"));
    // A first release changed everything, and a record of the first format does not list its functions.
    let previous = previous.filter(|previous| previous.is_complete() && !record.code().is_empty());
    let code = previous.map(|previous| match record.code().difference(&previous.code()).count() {
        0 => "no code change".to_owned(),
        changed => format!("{changed} of {} functions", record.code().len()),
    });
    let why = [rollback, code, record.release.reason.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let by = short_name(&record.release.by);
    if why.is_empty() { by.to_owned() } else { format!("{by}: {why}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::releases::fake::record;

    fn report() -> ReleasesReport {
        let mut rollback = record(3);
        rollback.release.rollback_of = Some(record(1).release.id);
        rollback.release.reason = Some("OPS-7".into());
        (rollback.functions, rollback.stacks) = (record(1).functions, record(1).stacks);
        let mut failed = Record { outcome: Outcome::RolledBack, ..record(2) };
        failed.release.dirty = true;
        let entry = |live, record| Entry { live, record };
        ReleasesReport {
            releases: vec![entry(true, rollback), entry(false, failed), entry(false, record(1))],
            older: 4,
            not_read: Vec::new(),
            can_roll_back: true,
            now: "2026-11-22T12:03:00Z".parse().expect("a time"),
        }
    }

    #[test]
    fn the_live_one_is_marked_and_each_says_how_it_ended() {
        let text = report().view().render(None).unstyled();

        let expected = "\
RELEASE               COMMIT     WHEN    OUTCOME      DEPLOYED BY
r20261122T100300000Z  03c0ffee   2h ago  live         ada: back to r20261122T100100000Z; no code change; OPS-7
r20261122T100200000Z  02c0ffee+  2h ago  rolled back  ada: 1 of 2 functions
r20261122T100100000Z  01c0ffee   2h ago  succeeded    ada";
        assert_eq!(text, expected);
    }

    #[test]
    fn an_id_stays_whole_at_eighty_columns() {
        let text = report().view().render(Some(80)).unstyled();

        assert_eq!(text.lines().filter(|line| line.starts_with("r20261122T10")).count(), 3, "{text}");
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
        assert!(text.contains("r20261122T100300000Z  "), "{text}");
    }

    #[test]
    fn a_script_finds_the_fields_of_the_interface() {
        let json = serde_json::to_value(report()).expect("JSON");

        let newest = &json["releases"][0];
        assert_eq!((&newest["live"], &newest["outcome"]), (&json!(true), &json!("succeeded")));
        for field in ["id", "commit", "created_at", "by", "reason", "functions", "previous", "duration_ms", "stacks"] {
            assert!(newest.get(field).is_some(), "{field}");
        }
        assert_eq!((&json["older"], &newest["functions"][0]["name"]), (&json!(4), &json!("get_profile")));
    }
}
