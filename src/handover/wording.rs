//! Texts from elsewhere, made fit for a page that many read: masked, on one line, without characters that act.

use crate::{
    aws::alarms,
    privacy::{Privacy, redacted},
    releases::short_name,
    terminal::output::{Text, excerpt},
};

/// Longer messages bury the others.
const LONGEST: usize = 240;

/// How texts of one stage are shown.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    pub(super) privacy: Privacy,
    /// The stack, whose name every alarm begins with.
    pub(super) stack: String,
}

impl Wording {
    pub(super) fn text(&self, text: &str) -> String {
        let masked = redacted(&self.privacy.show_text(text));
        Text::one_line(&excerpt(&masked, LONGEST)).unstyled()
    }

    pub(super) fn optional(&self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.text(text))
    }

    /// The name in an ARN: that of a session can be an e-mail address.
    pub(super) fn who(&self, arn: &str) -> String {
        self.text(&self.privacy.show_handle(short_name(arn)))
    }

    /// An alarm without the name of the stack.
    pub(super) fn alarm(&self, name: &str) -> String {
        Text::one_line(alarms::short_name(name, &self.stack)).unstyled()
    }
}

#[cfg(test)]
pub(super) mod fake {
    use super::*;

    pub(in crate::handover) fn wording() -> Wording {
        Wording { privacy: Privacy::Masked, stack: "shop-dev".into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_from_elsewhere_is_masked_on_one_line_and_acts_on_nothing() {
        let wording = fake::wording();

        assert_eq!(wording.text("no ada@example.com\nor +821012345678"), "no a***@e***.com\\nor +***78");
        assert_eq!(wording.text("a\u{1b}[2Jb\u{202e}c\r"), "a\\u{1b}[2Jb\\u{202e}c\\r");
        assert_eq!(wording.who("arn:aws:sts::1:assumed-role/Ops/ada@example.com"), "a***@e***.com");
        assert!(wording.text(&"word ".repeat(200)).chars().count() <= LONGEST);
    }

    #[test]
    fn an_alarm_goes_by_its_short_name() {
        assert_eq!(fake::wording().alarm("shop-dev-5xx"), "5xx");
        assert_eq!(fake::wording().alarm("shop-prod-5xx"), "shop-prod-5xx");
    }
}
