//! The questions of `srvls init`: each with its flag, its rule and, where there is one, its default.

use std::collections::BTreeMap;

use super::error::StageFileError;
use crate::{
    config::broken_name_rule,
    context::prompt::ask_for_text,
    error::Error,
    stage::is_region,
    terminal::{can_ask, progress::Progress},
};

pub(super) const APP: &str = "`--app NAME`";
pub(super) const REGION: &str = "`--region REGION`";
pub(super) const ALARM_EMAIL: &str = "`--alarm-email ADDRESS`";

/// The longest address that a mail can be sent to.
/// <https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3>
const LONGEST_EMAIL: usize = 254;

pub(super) struct Question {
    flag: &'static str,
    /// As the error names it that asks for the flag.
    what: &'static str,
    prompt: &'static str,
    /// Empty for none.
    default: Option<String>,
    /// The rule that an answer breaks.
    broken_rule: fn(&str) -> Option<&'static str>,
}

impl Question {
    pub(super) fn app(default: String) -> Self {
        let default = Some(default);
        Self { flag: APP, what: "the app's name", prompt: "Name of the app", default, broken_rule: broken_name_rule }
    }

    /// srvls picks no region: without one in the environment or the profile, there is no default.
    pub(super) fn region(default: Option<String>) -> Self {
        let prompt = if default.is_some() { "Region" } else { "Region, such as eu-west-1" };
        Self { flag: REGION, what: "the region", prompt, default, broken_rule: region_rule }
    }

    pub(super) fn alarm_email() -> Self {
        let (what, default) = ("the address for alarms", Some(String::new()));
        Self { flag: ALARM_EMAIL, what, prompt: "E-mail address for alarms", default, broken_rule: email_rule }
    }

    async fn ask(&self, progress: Progress) -> Result<String, Error> {
        let question = match self.default.as_deref() {
            Some("") => format!("{} [none]", self.prompt),
            Some(default) => format!("{} [{default}]", self.prompt),
            None => self.prompt.to_owned(),
        };
        loop {
            let typed = ask_for_text(&question, progress).await?;
            if let Some(default) = self.default.as_ref().filter(|_| typed.is_empty()) {
                return Ok(default.clone());
            }
            match (self.broken_rule)(&typed) {
                None => return Ok(typed),
                Some(rule) => progress.warn(rule),
            }
        }
    }
}

/// The answers, by flag. `yes` takes the defaults.
///
/// # Errors
/// When there is no terminal to ask on.
pub(super) async fn answers(
    questions: &[Question],
    yes: bool,
    progress: Progress,
) -> Result<BTreeMap<&'static str, String>, Error> {
    let is_open = |question: &&Question| !yes || question.default.is_none();
    let open: Vec<&Question> = questions.iter().filter(is_open).collect();
    if !open.is_empty() && !can_ask() {
        let open = open.iter().map(|question| (question.what, question.flag));
        return Err(StageFileError::NeedsAnswers(open.collect()).into());
    }
    let mut answers = BTreeMap::new();
    for question in questions {
        let answer = match question.default.clone().filter(|_| yes) {
            Some(default) => default,
            None => question.ask(progress).await?,
        };
        answers.insert(question.flag, answer);
    }
    Ok(answers)
}

fn region_rule(text: &str) -> Option<&'static str> {
    (!is_region(text)).then_some("it must be an AWS region, such as eu-west-1")
}

/// Strict where a mail address could be anything: it stands in a file and in a template.
pub(super) fn email_rule(text: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".!#%&'*+-/=?^_`|~".contains(c);
    let is_domain = |domain: &str| {
        domain.contains('.')
            && domain
                .split('.')
                .all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
    };
    let is_address = text.len() <= LONGEST_EMAIL
        && text
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && name.chars().all(plain) && is_domain(domain));
    (!is_address).then_some("it must be an e-mail address, such as ops@example.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_nothing_that_means_something_elsewhere() {
        for good in ["ops@example.com", "o.p-s+alarms@mail.example.co.kr", "o'brien@example.com"] {
            assert_eq!(email_rule(good), None, "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in [
            "",
            "ops",
            "@example.com",
            "ops@",
            "ops@host",
            "a b@x.com",
            "a\n@x.com",
            "${A}@x.com",
            "a\"@x.com",
            "a@b@c.d",
        ]
        .into_iter()
        .chain([long.as_str(), "ä@example.com", "ops@example..com"])
        {
            assert!(email_rule(bad).is_some(), "{bad}");
        }
    }
}
