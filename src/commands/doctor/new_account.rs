//! Checks of what AWS leaves out of a new account: a role for API Gateway's logs, and mails to everyone.
//!
//! docs/first-deployment.md has the rest, which no API reports.

use super::{
    account::Account,
    check::{Check, Verdict},
};
use crate::{
    aws::{
        AwsError,
        account_setup::{AccountSetup, MailAccount},
    },
    template::Template,
};

pub(super) const API_LOGS: &str = "API Gateway's logs";
pub(super) const MAIL: &str = "mail";

/// A parameter of the stage's template; `None` if the template has none of this name.
fn parameter(account: &Account<'_>, name: &str) -> Option<String> {
    let template = Template::read(&account.setup.config.template_path()).ok()?;
    template.parameter(name, &account.setup.stage.settings.parameters)
}

/// What could not be read is not known to be wrong.
fn unread(name: &'static str, error: AwsError) -> Check {
    let failed = Check::failed(name, &error.into());
    Check { result: Verdict::Skip, detail: format!("not known: {}", failed.detail), ..failed }
}

/// Without the role, API Gateway rejects a stage that writes logs.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>
pub(super) async fn api_logs(setup: &impl AccountSetup, account: &Account<'_>) -> Vec<Check> {
    let Some(wanted) = parameter(account, "ApiLogsRole") else { return Vec::new() };
    if account.setup.stage.settings.emulator {
        return vec![Check::skip(API_LOGS, "the emulator needs no role for them")];
    }
    vec![match setup.api_logs_role().await {
        Ok(role) => role_for_logs(role.as_deref(), wanted == "present", &account.setup.stage.stack_name().0),
        Err(error) => unread(API_LOGS, error),
    }]
}

fn role_for_logs(role: Option<&str>, is_expected: bool, stack: &str) -> Check {
    match (role, is_expected) {
        (None, false) => Check::pass(API_LOGS, "the first deployment creates the role"),
        (None, true) => Check::fail(API_LOGS, "the account has no role for them, but ApiLogsRole is present")
            .fixed_by("remove ApiLogsRole from the stage's `parameters`, and the deployment creates the role")
            .explained(
                "API Gateway writes the logs of all APIs of an account and region with one role. Without it, it \
                 rejects the API's stage: CloudWatch Logs role ARN must be set in account settings.",
            ),
        (Some(role), true) => Check::pass(API_LOGS, role),
        (Some(role), false) if role.contains(&format!("/{stack}-")) => Check::pass(API_LOGS, role),
        (Some(role), false) => {
            Check::skip(API_LOGS, format!("{role} writes them for the whole account; this stage would replace it"))
                .fixed_by("set `parameters = { ApiLogsRole = \"present\" }` for the stage")
                .explained(
                    "API Gateway has one role per account and region. A second stage, or another team, has set one: \
                     leave it in place.",
                )
        }
    }
}

/// SES sends to verified addresses alone until AWS grants production access.
/// <https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html>
pub(super) async fn mail(setup: &impl AccountSetup, account: &Account<'_>) -> Vec<Check> {
    let Some(identity) = parameter(account, "EmailIdentityArn") else { return Vec::new() };
    if account.setup.stage.settings.emulator {
        return vec![Check::skip(MAIL, "the emulator sends none")];
    }
    let Some(region) = identity.split(':').nth(3).filter(|region| !region.is_empty()) else {
        return Vec::new();
    };
    vec![match setup.mail(region).await {
        Ok(mail) => of_ses(mail, region),
        Err(error) => unread(MAIL, error),
    }]
}

fn of_ses(mail: MailAccount, region: &str) -> Check {
    let quota = mail.mails_per_day.map(|mails| format!(", at most {mails} mails a day")).unwrap_or_default();
    match mail {
        MailAccount { is_paused: true, .. } => {
            Check::fail(MAIL, format!("SES sends nothing for this account in {region}"))
                .fixed_by("open the SES console: it says why sending is paused, and what to do")
                .explained("SES pauses an account whose mails bounce or are reported as spam; the account's administrators can pause it too.")
        }
        MailAccount { is_in_sandbox: true, .. } => {
            Check::fail(MAIL, format!("SES is in its sandbox in {region}: it sends to verified addresses alone{quota}"))
                .fixed_by("request production access in the SES console, in that region; AWS answers within a day")
                .explained("Until then, only addresses that are verified in SES get a code.")
        }
        MailAccount { .. } => Check::pass(MAIL, format!("SES in {region}{quota}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::AwsErrorKind;

    const OURS: &str = "arn:aws:iam::1:role/srvls-dev-ApiLogsServiceRole-X";
    const THEIRS: &str = "arn:aws:iam::1:role/gateway-logs";

    #[test]
    fn a_role_is_created_where_there_is_none_and_kept_where_another_stack_has_one() {
        let verdict = |role, is_expected| role_for_logs(role, is_expected, "srvls-dev").result;

        assert_eq!(verdict(None, false), Verdict::Pass);
        assert_eq!(verdict(None, true), Verdict::Fail);
        assert_eq!(verdict(Some(OURS), false), Verdict::Pass);
        assert_eq!(verdict(Some(THEIRS), true), Verdict::Pass);
        let replaced = role_for_logs(Some(THEIRS), false, "srvls-dev");
        assert_eq!(replaced.result, Verdict::Skip);
        assert!(replaced.fix.is_some_and(|fix| fix.contains("ApiLogsRole = \"present\"")));
    }

    #[test]
    fn the_sandbox_of_ses_and_a_pause_fail() {
        let mail = |is_in_sandbox, is_paused| {
            of_ses(MailAccount { is_in_sandbox, is_paused, mails_per_day: Some(200) }, "eu-west-1")
        };

        assert_eq!(mail(false, false).detail, "SES in eu-west-1, at most 200 mails a day");
        assert_eq!([mail(true, false).result, mail(false, true).result], [Verdict::Fail; 2]);
    }

    #[test]
    fn what_could_not_be_read_is_never_a_failure() {
        for kind in [AwsErrorKind::NotAllowed, AwsErrorKind::TimedOut, AwsErrorKind::Service] {
            let mut error = AwsError::service("ses:GetAccount", "Whatever");
            error.kind = kind;

            let check = unread(MAIL, error);

            assert_eq!(check.result, Verdict::Skip, "{kind:?}");
            assert!(check.detail.starts_with("not known: "), "{}", check.detail);
        }
    }
}
