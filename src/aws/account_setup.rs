//! What an account has to have before a stage can run in it, as far as only services without an SDK here know it.

use super::{
    AwsError,
    signed_requests::{Service, SignedRequests},
};

pub(crate) trait AccountSetup {
    /// The role with which API Gateway writes the logs of every API in the region; `None` before there is one.
    /// <https://docs.aws.amazon.com/apigateway/latest/api/API_GetAccount.html>
    async fn api_logs_role(&self) -> Result<Option<String>, AwsError>;

    /// What SES sends for the account from a region.
    /// <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html>
    async fn mail(&self, region: &str) -> Result<MailAccount, AwsError>;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MailAccount {
    /// SES sends to verified addresses alone.
    pub(crate) is_in_sandbox: bool,
    /// SES sends nothing, for now or for good.
    pub(crate) is_paused: bool,
    pub(crate) mails_per_day: Option<u64>,
}

const API_GATEWAY: Service = Service { id: "API Gateway", host: "apigateway", signed_as: "apigateway" };
const SES: Service = Service { id: "SESv2", host: "email", signed_as: "ses" };

impl AccountSetup for SignedRequests {
    async fn api_logs_role(&self) -> Result<Option<String>, AwsError> {
        let account = self.get("apigateway:GET", &API_GATEWAY, &self.region(), "/account").await?;
        Ok(account["cloudwatchRoleArn"].as_str().filter(|role| !role.is_empty()).map(str::to_owned))
    }

    async fn mail(&self, region: &str) -> Result<MailAccount, AwsError> {
        let account = self.get("ses:GetAccount", &SES, region, "/v2/email/account").await?;
        let (Some(production), Some(sends)) =
            (account["ProductionAccessEnabled"].as_bool(), account["SendingEnabled"].as_bool())
        else {
            return Err(AwsError::empty_answer("ses:GetAccount"));
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of mails, or -1 for any")]
        let mails_per_day =
            account["SendQuota"]["Max24HourSend"].as_f64().filter(|mails| *mails >= 0.0).map(|mails| mails as u64);
        // The account's own switch, and AWS's.
        let is_paused = !sends || account["EnforcementStatus"] == "SHUTDOWN";
        Ok(MailAccount { is_in_sandbox: !production, is_paused, mails_per_day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{AwsErrorKind, signed_requests::fake::answering};

    #[tokio::test]
    async fn a_request_is_signed_for_its_service_and_region() {
        let (account, server) = answering("200 OK", r#"{"cloudwatchRoleArn":"arn:aws:iam::1:role/logs"}"#);

        let role = account.api_logs_role().await.expect("answered");

        assert_eq!(role.as_deref(), Some("arn:aws:iam::1:role/logs"));
        let request = server.join().expect("a request");
        assert!(request.starts_with("get /account http/1.1"), "{request}");
        assert!(request.contains("credential=akidexample/") && request.contains("/eu-west-1/apigateway/aws4_request"));
        for header in ["x-amz-date: ", "x-amz-security-token: session", "accept: application/json"] {
            assert!(request.contains(header), "{header} in {request}");
        }
        assert!(!request.contains("secret"), "{request}");
    }

    #[tokio::test]
    async fn an_account_without_the_role_has_none() {
        let (account, _server) = answering("200 OK", r#"{"throttleSettings":{}}"#);

        assert_eq!(account.api_logs_role().await.expect("answered"), None);
    }

    #[tokio::test]
    async fn the_sandbox_of_ses_is_read_from_its_own_region() {
        let body = r#"{"ProductionAccessEnabled":false,"SendingEnabled":true,"SendQuota":{"Max24HourSend":200.0}}"#;
        let (account, server) = answering("200 OK", body);

        let mail = account.mail("us-east-1").await.expect("answered");

        assert_eq!(mail, MailAccount { is_in_sandbox: true, is_paused: false, mails_per_day: Some(200) });
        assert!(server.join().expect("a request").contains("/us-east-1/ses/aws4_request"));
    }

    #[tokio::test]
    async fn a_denied_call_is_distinguished_from_half_an_answer() {
        let denied = "403 Forbidden\r\nx-amzn-errortype: AccessDeniedException:http://internal.amazon.com/";
        let (account, _server) = answering(denied, r#"{"Message":"no"}"#);
        let kind = account.mail("us-east-1").await.expect_err("denied").kind;
        assert_eq!(kind, AwsErrorKind::NotAllowed);

        let (account, _server) = answering("200 OK", "{}");
        assert!(account.mail("us-east-1").await.is_err(), "half an answer is none");
    }
}
