//! The receipt of an erasure: what was removed, and what remains for how long.

use serde::Serialize;

use crate::{
    commands::user::stores::DataTotals,
    exit::Exit,
    terminal::output::{Report, Text, Tone, View, counted, fields},
};

/// What there is of a user.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Left {
    pub(super) account: bool,
    pub(super) profile: bool,
    pub(super) data: DataTotals,
    pub(super) image_versions: usize,
}

impl Left {
    pub(super) fn has_data(&self) -> bool {
        self.profile || self.data.items > 0 || self.image_versions > 0
    }

    pub(super) fn is_nothing(&self) -> bool {
        !self.account && !self.has_data()
    }

    /// `the account, the profile, 3 entries and 2 versions of images`.
    pub(super) fn words(&self) -> String {
        let parts = [
            self.account.then(|| "the account".to_owned()),
            self.profile.then(|| "the profile".to_owned()),
            (self.data.items > 0).then(|| self.data.count()),
            (self.image_versions > 0).then(|| format!("{} of images", counted(self.image_versions, "version"))),
        ];
        let mut parts: Vec<String> = parts.into_iter().flatten().collect();
        match (parts.pop(), parts.is_empty()) {
            (None, _) => "nothing".into(),
            (Some(only), true) => only,
            (Some(last), false) => format!("{} and {last}", parts.join(", ")),
        }
    }
}

/// What stays although the user is erased; null where it could not be read.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Remains {
    /// For as many days the tables can be restored to a time before; 0 if they can't.
    pub(super) backup_days: Option<i32>,
    /// Whether an edge keeps images.
    pub(super) edge: Option<bool>,
    /// How long the edge and browsers keep an image; null without an edge, too.
    pub(super) image_cache_seconds: Option<u64>,
    /// How long the logs name the user, by the sub.
    pub(super) log_days: Option<u32>,
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Receipt {
    sub: String,
    complete: bool,
    removed: Left,
    left: Left,
    remains: Remains,
    /// Later turns of the function delete what is written with tokens that outlive the account.
    later_passes_minutes: u32,
}

impl Receipt {
    pub(super) fn new(sub: String, before: Left, left: Left, remains: Remains) -> Self {
        Self { sub, complete: left.is_nothing(), removed: before, left, remains, later_passes_minutes: 30 }
    }
}

impl Report for Receipt {
    fn view(&self) -> View {
        let left = (!self.complete).then(|| (Text::from(self.left.words()), Tone::Bad));
        let backups = match self.remains.backup_days {
            Some(0) => "no backups".to_owned(),
            Some(days) => format!("in the tables' backups for {days} days"),
            None => "in the tables' backups: for how long could not be read".to_owned(),
        };
        let logs =
            self.remains.log_days.map_or_else(|| "until they expire".to_owned(), |days| format!("for {days} days"));
        let cache = match (self.remains.edge, self.remains.image_cache_seconds) {
            (_, Some(seconds)) => Some(format!("images at the edge and in browsers for {seconds} s")),
            (Some(false), None) => None,
            (_, None) => Some("images at the edge and in browsers: for how long could not be read".to_owned()),
        };
        let remains = [
            Some(backups),
            Some(format!("the sub in the logs {logs}")),
            Some("a pseudonym in the audit log for 400 days".to_owned()),
            cache,
        ];
        let passes = format!(
            "what is written with a token that is still valid is deleted within {} minutes",
            self.later_passes_minutes
        );
        fields([
            ("User", Some((Text::from(self.sub.as_str()), Tone::Plain))),
            ("Erased", Some((Text::from(self.removed.words()), Tone::Good))),
            ("Left", left),
            ("Remains", Some((Text::lines(remains.into_iter().flatten()), Tone::Plain))),
            ("Later", Some((Text::from(passes), Tone::Plain))),
        ])
        .into()
    }

    fn exit(&self) -> Exit {
        if self.complete { Exit::Success } else { Exit::Failure }
    }

    fn hints(&self) -> Vec<String> {
        let again = || format!("`srvls user erase {}` goes on", self.sub);
        (!self.complete).then(again).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(left: Left) -> Receipt {
        let before = Left { account: true, profile: true, image_versions: 2, ..Left::default() };
        let remains =
            Remains { backup_days: Some(35), edge: Some(true), image_cache_seconds: Some(300), log_days: None };
        Receipt::new("6e0fd3e7".into(), before, left, remains)
    }

    #[test]
    fn a_receipt_says_what_is_gone_and_what_is_kept_for_how_long() {
        let text = receipt(Left::default()).view().render(None).unstyled();

        assert!(text.contains("Erased   the account, the profile and 2 versions of images"), "{text}");
        for kept in ["backups for 35 days", "in the logs until they expire", "for 300 s", "within 30 minutes"] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        assert_eq!(receipt(Left::default()).exit(), Exit::Success);
    }

    #[test]
    fn what_is_left_is_said_and_is_a_failure() {
        let unfinished = receipt(Left { image_versions: 1, ..Left::default() });

        assert_eq!(unfinished.exit(), Exit::Failure);
        assert!(unfinished.view().render(Some(80)).unstyled().contains("Left     1 version of images"));
        assert_eq!(unfinished.hints(), ["`srvls user erase 6e0fd3e7` goes on"]);
    }
}
