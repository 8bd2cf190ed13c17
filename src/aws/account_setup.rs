//! What an account has to have before a stage can run in it, as far as only services without an SDK here know it: signed
//! requests, made by hand.

use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_sdk_sts::config::ProvideCredentials as _;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningInstructions, SigningSettings, sign},
    sign::v4::SigningParams,
};
use serde_json::Value;

use super::{AwsError, AwsErrorKind, Partition, shared_config::endpoint_of};
use crate::{http, time::clock};

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

/// A service, by the name that the variable of its endpoint has, that of its hosts, and the one its requests are signed
/// with.
struct Service {
    id: &'static str,
    host: &'static str,
    signed_as: &'static str,
}

const API_GATEWAY: Service = Service { id: "API Gateway", host: "apigateway", signed_as: "apigateway" };
const SES: Service = Service { id: "SESv2", host: "email", signed_as: "ses" };

const TIMEOUT: Duration = Duration::from_secs(5);

pub(crate) struct SignedRequests {
    config: SdkConfig,
}

impl SignedRequests {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { config: config.clone() }
    }

    async fn get(&self, action: &'static str, service: &Service, region: &str, path: &str) -> Result<Value, AwsError> {
        let url = match endpoint_of(&self.config, service.id) {
            Some(endpoint) => format!("{}{path}", endpoint.trim_end_matches('/')),
            None => format!("https://{}.{region}.{}{path}", service.host, Partition::of(region).domain()),
        };
        let unanswered = |error: reqwest::Error| {
            let kind = if error.is_timeout() { AwsErrorKind::TimedOut } else { AwsErrorKind::Unreachable };
            AwsError::new(action, kind, error.without_url())
        };
        let client = http::client_for(&url).timeout(TIMEOUT).build().map_err(unanswered)?;
        // Without it, API Gateway returns another form.
        let request = client.get(&url).header("accept", "application/json");
        let signed = self.signature(action, service, region, &url).await?;
        let request = signed.headers().fold(request, |request, (name, value)| request.header(name, value));
        let response = request.send().await.map_err(unanswered)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body: Value = response.json().await.unwrap_or_default();
        if status.is_success() {
            return if body.is_object() { Ok(body) } else { Err(AwsError::empty_answer(action)) };
        }
        let code = headers.get("x-amzn-errortype").and_then(|code| code.to_str().ok()).unwrap_or(status.as_str());
        let message = body["message"].as_str().or_else(|| body["Message"].as_str()).unwrap_or_default();
        Err(AwsError::refused(action, code.split(':').next().unwrap_or_default(), message))
    }

    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>
    async fn signature(
        &self,
        action: &'static str,
        service: &Service,
        region: &str,
        url: &str,
    ) -> Result<SigningInstructions, AwsError> {
        let provider = self.config.credentials_provider();
        let provider = provider.ok_or_else(|| AwsError::new(action, AwsErrorKind::Credentials, "there are none"))?;
        let credentials = provider.provide_credentials().await;
        let identity = credentials.map_err(|error| AwsError::new(action, AwsErrorKind::Credentials, error))?.into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(region)
            .name(service.signed_as)
            .time(SystemTime::from(clock::now()))
            .settings(SigningSettings::default())
            .build();
        let failed =
            |error: Box<dyn std::error::Error + Send + Sync>| AwsError::new(action, AwsErrorKind::Service, error);
        let params = params.map_err(|error| failed(error.into()))?.into();
        let request = SignableRequest::new("GET", url, std::iter::empty(), SignableBody::Bytes(&[]));
        let request = request.map_err(|error| failed(error.into()))?;
        let (instructions, _) = sign(request, &params).map_err(|error| failed(error.into()))?.into_parts();
        Ok(instructions)
    }
}

impl AccountSetup for SignedRequests {
    async fn api_logs_role(&self) -> Result<Option<String>, AwsError> {
        let region = self.config.region().map(ToString::to_string).unwrap_or_default();
        let account = self.get("apigateway:GET", &API_GATEWAY, &region, "/account").await?;
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
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        thread::{self, JoinHandle},
    };

    use aws_config::{BehaviorVersion, Region};
    use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};

    use super::*;

    /// Answers one request, and returns it.
    fn answering(head: &str, body: &str) -> (SignedRequests, JoinHandle<String>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let response = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut request = [0; 4096];
            let length = stream.read(&mut request).expect("bytes");
            stream.write_all(response.as_bytes()).expect("sent");
            String::from_utf8_lossy(&request[..length]).to_ascii_lowercase()
        });
        let key = Credentials::new("AKIDEXAMPLE", "secret", Some("session".into()), None, "a test");
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .endpoint_url(url)
            .credentials_provider(SharedCredentialsProvider::new(key));
        (SignedRequests::new(&config.build()), server)
    }

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
