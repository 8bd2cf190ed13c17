//! What a command that edits a user did, what it did not do, and how to undo it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    context::Context,
    terminal::output::{Report, Text, Tone, View, fields},
};

#[derive(Debug, Default, PartialEq, Serialize)]
pub(crate) struct EditReport {
    pub(super) action: &'static str,
    pub(super) sub: String,
    /// `false` when it was so before, as far as Cognito's list of users said.
    pub(super) changed: bool,
    /// In words, for the table.
    #[serde(skip)]
    pub(super) result: String,
    /// Where a message goes, masked.
    pub(super) sent_to: Option<String>,
    /// The command that reverts the change, if there is one.
    pub(super) undo: Option<String>,
    /// What the change does not do, and what comes next.
    pub(super) note: Option<String>,
    /// What the action has besides.
    #[serde(flatten)]
    pub(super) details: Map<String, Value>,
    /// Shown once, and never kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) temporary_password: Option<String>,
}

impl EditReport {
    /// With its command as it can be pasted for the stage in hand.
    pub(super) fn for_stage(mut self, cx: &Context) -> Self {
        self.undo = self.undo.map(|undo| cx.command_line(&undo));
        self
    }
}

impl Report for EditReport {
    fn view(&self) -> View {
        let tone = if self.changed { Tone::Good } else { Tone::Plain };
        let plain = |text: &Option<String>| text.as_deref().map(|text| (Text::from(text), Tone::Plain));
        fields([
            ("User", Some((Text::from(self.sub.as_str()), Tone::Plain))),
            ("Result", Some((Text::from(self.result.as_str()), tone))),
            ("Password", plain(&self.temporary_password)),
            ("Note", plain(&self.note)),
            ("Undo", plain(&self.undo)),
        ])
        .into()
    }
}
