//! Which of the records are asked for.

use jiff::Timestamp;

use crate::audit::Record;

pub(super) struct Selection<'a> {
    pub(super) since: Timestamp,
    pub(super) by: Option<&'a str>,
    /// Those of one user.
    pub(super) pseudonyms: Option<&'a [String]>,
}

impl Selection<'_> {
    pub(super) fn of(&self, records: Vec<Record>) -> Vec<Record> {
        records.into_iter().filter(|record| self.has(record)).collect()
    }

    fn has(&self, record: &Record) -> bool {
        // The log has the ends of records that began before.
        record.at >= self.since
            && self.by.is_none_or(|who| record.is_by(who))
            && self.pseudonyms.is_none_or(|pseudonyms| record.is_about(pseudonyms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Outcome, fake::record};

    fn selected(selection: &Selection<'_>) -> Vec<String> {
        let other = Record {
            who: "arn:aws:iam::1:user/bob".into(),
            target: Some("stack:shop-prod".into()),
            ..record("bob's", Outcome::Done)
        };
        let earlier = Record { at: Timestamp::UNIX_EPOCH, ..record("earlier", Outcome::Done) };
        let records = vec![record("ada's", Outcome::Done), other, earlier];
        selection.of(records).into_iter().map(|record| record.id).collect()
    }

    #[test]
    fn records_are_selected_by_time_caller_and_user() {
        let since = "2026-11-22T10:00:00Z".parse().expect("a time");
        let all = Selection { since, by: None, pseudonyms: None };
        let pseudonyms = ["3f9a2b1c0d4e5f60".to_owned()];

        assert_eq!(selected(&all), ["ada's", "bob's"]);
        assert_eq!(selected(&Selection { by: Some("bob"), ..all }), ["bob's"]);
        let of_user = Selection { since, by: None, pseudonyms: Some(&pseudonyms) };
        assert_eq!(selected(&of_user), ["ada's"]);
    }
}
