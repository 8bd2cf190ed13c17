//! What to run next, said on stderr after the answer.

use std::io;

use anstyle::{AnsiColor, Style};

use super::text::Text;
use crate::{
    privacy::{Privacy, redacted},
    terminal::{
        columns,
        pasteable::{self, AwsCli, SrvlsCommand},
    },
};

pub(super) const HINT: Style = AnsiColor::Cyan.on_default();

/// `hint: …`, its commands as they have to be typed for what this run acts on, wrapped for stderr.
pub(crate) fn hint_line(hint: &str, srvls: SrvlsCommand, aws: Option<&AwsCli>) -> Text {
    let hint = redacted(&Privacy::Masked.show_text(&pasteable::in_text(hint, srvls, aws)));
    (Text::styled("hint:", HINT) + " " + Text::indented(&hint, 2)).wrapped(columns::of(&io::stderr()), 2)
}
