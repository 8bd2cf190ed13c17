//! What to do about a failed AWS call, and how it ends the program.

use super::{
    error::{AwsError, AwsErrorKind},
    template_hints,
};
use crate::{error::Failure, exit::Exit};

impl Failure for AwsError {
    fn hint(&self) -> Option<String> {
        Some(match self.kind {
            AwsErrorKind::NoCredentials | AwsErrorKind::Credentials => credentials_hint(self.code.as_deref()).into(),
            AwsErrorKind::NotAllowed if self.action.starts_with("s3:") => format!(
                "ask your AWS administrator to allow `{}` for your role; S3 also denies access to a bucket of another \
                 account",
                self.action
            ),
            AwsErrorKind::NotAllowed => format!("ask your AWS administrator to allow `{}` for your role", self.action),
            AwsErrorKind::Throttled => "try again in a minute".into(),
            AwsErrorKind::Unavailable => {
                "try again in a minute; https://health.aws.amazon.com/health/status shows outages".into()
            }
            AwsErrorKind::TimedOut | AwsErrorKind::Refused | AwsErrorKind::Unreachable => {
                "check the network, the proxy, the region and the endpoint (`srvls doctor`)".into()
            }
            AwsErrorKind::Unreadable => {
                "try again; if it stays so, a proxy or the network's sign-in page answers in AWS's place".into()
            }
            AwsErrorKind::NoProfile => {
                "pass one with --profile, or set it up with `aws configure --profile NAME` or `aws configure sso`"
                    .into()
            }
            AwsErrorKind::Setting => "correct the setting, or unset it".into(),
            AwsErrorKind::NoRegion => "set `region` for the stage in srvls.toml, or pass `--region`".into(),
            AwsErrorKind::Service => {
                let code = self.code.as_deref();
                let of_template = template_hints::hint_of(self.action, code, &self.message());
                let of_users = || mail_hint(self.action, code).or_else(|| import_job_hint(self.action, code));
                return of_template.or_else(of_users).map(str::to_owned);
            }
        })
    }

    fn code(&self) -> &'static str {
        match self.kind {
            AwsErrorKind::NoCredentials | AwsErrorKind::Credentials => "no_credentials",
            AwsErrorKind::NotAllowed => "not_allowed",
            AwsErrorKind::Throttled => "throttled",
            AwsErrorKind::Unavailable => "unavailable",
            AwsErrorKind::TimedOut | AwsErrorKind::Refused | AwsErrorKind::Unreachable => "unreachable",
            AwsErrorKind::Unreadable => "unreadable",
            AwsErrorKind::NoRegion => "no_region",
            AwsErrorKind::NoProfile => "no_profile",
            AwsErrorKind::Setting => "bad_setting",
            AwsErrorKind::Service => "aws_error",
        }
    }

    fn exit(&self) -> Exit {
        match self.kind {
            AwsErrorKind::NoCredentials
            | AwsErrorKind::Credentials
            | AwsErrorKind::NotAllowed
            | AwsErrorKind::NoProfile => Exit::NotAllowed,
            AwsErrorKind::NoRegion | AwsErrorKind::Setting => Exit::Usage,
            AwsErrorKind::Throttled
            | AwsErrorKind::Unavailable
            | AwsErrorKind::TimedOut
            | AwsErrorKind::Refused
            | AwsErrorKind::Unreachable
            | AwsErrorKind::Unreadable
            | AwsErrorKind::Service => Exit::Failure,
        }
    }

    fn aws_code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

/// What keeps Cognito from mailing a code or an invitation.
///
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html#API_ResendConfirmationCode_Errors>
fn mail_hint(action: &str, code: Option<&str>) -> Option<&'static str> {
    const MAILING: [&str; 3] =
        ["cognito-idp:AdminCreateUser", "cognito-idp:AdminResetUserPassword", "cognito-idp:ResendConfirmationCode"];
    match code {
        _ if !MAILING.contains(&action) => None,
        // One exception for both.
        Some("LimitExceededException") => Some(
            "Cognito's own sender has sent its 50 mails of the day, for all stages of the account, or this user has asked \
             too often. Without a mail, once you know who they are: `srvls user confirm` for a sign-up, \
             `srvls user reset-password --print-password` (ops) for the others. Ops sets EmailIdentityArn to send more",
        ),
        Some("CodeDeliveryFailureException" | "InvalidEmailRoleAccessPolicyException") => Some(
            "the mail was refused: see whether the address is right; with EmailIdentityArn, ops sees whether its identity of \
             SES is verified, and out of the sandbox",
        ),
        _ => None,
    }
}

/// Why Cognito does not start an import job that has its file.
///
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html>
fn import_job_hint(action: &str, code: Option<&str>) -> Option<&'static str> {
    let is_start = action == "cognito-idp:StartUserImportJob" && code == Some("PreconditionNotMetException");
    is_start.then_some(
        "Cognito runs one import job at a time in an account, perhaps of another stage now: run the same command again when \
         that one has ended",
    )
}

/// AWS also reports other problems as invalid credentials: a disabled region, or a wrong clock.
fn credentials_hint(code: Option<&str>) -> &'static str {
    match code {
        // An opt-in region accepts none of the account's credentials until the account enables it.
        // https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
        Some(
            "AuthFailure" | "InvalidClientTokenId" | "InvalidToken" | "OptInRequired" | "UnrecognizedClientException",
        ) => {
            "sign in again, or ask an administrator whether the account has this region enabled \
             (`aws account list-regions`)"
        }
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
        Some("InvalidSignatureException" | "RequestExpired" | "RequestTimeTooSkewed" | "SignatureDoesNotMatch") => {
            "check this machine's clock (`srvls doctor` compares it with AWS's) and the secret key"
        }
        _ => {
            "sign in (`aws sso login`, or new keys in the environment) and try again; to choose a profile, set `profile` \
             for the stage in srvls.toml, or pass --profile"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_about_credentials_may_be_the_region_or_the_clock() {
        let hint = |code| {
            let mut error = AwsError::service("sts:GetCallerIdentity", code);
            error.kind = AwsErrorKind::Credentials;
            error.hint().expect("a hint")
        };

        assert!(hint("InvalidClientTokenId").contains("region enabled"));
        assert!(hint("RequestTimeTooSkewed").contains("clock"));
        assert!(hint("ExpiredToken").contains("`aws sso login`"));
    }

    #[test]
    fn a_mail_that_cognito_does_not_send_has_a_way_around_it() {
        let hint = |action, code| AwsError::service(action, code).hint();
        let resend = "cognito-idp:ResendConfirmationCode";

        assert!(hint(resend, "LimitExceededException").is_some_and(|hint| hint.contains("`srvls user confirm`")));
        let refused = hint(resend, "CodeDeliveryFailureException").unwrap_or_default();
        assert!(refused.starts_with("the mail was refused") && refused.contains("EmailIdentityArn"), "{refused}");
        assert_eq!(hint("cognito-idp:AdminAddUserToGroup", "LimitExceededException"), None);
    }
}
