//! How a user signed in, as far as the pool's threat protection records it.

use aws_sdk_cognitoidentityprovider::{error::ProvideErrorMetadata as _, types::AuthEventType};
use jiff::Timestamp;
use serde::Serialize;

use super::{Cognito, PoolId};
use crate::aws::{AwsError, aws_error, timestamp};

/// A sign-in, a sign-up, or a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SignIn {
    pub(crate) at: Option<Timestamp>,
    /// AWS's name, such as `SignIn`.
    pub(crate) what: String,
    /// `Pass`, `Fail` or `InProgress`.
    pub(crate) outcome: String,
    /// What threat protection thought of it, such as `High`.
    pub(crate) risk: Option<String>,
}

/// The newest ones, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignInPage {
    pub(crate) events: Vec<SignIn>,
    /// Whether these are all.
    pub(crate) complete: bool,
}

impl SignIn {
    /// `SignIn Fail, risk High`.
    pub(crate) fn words(&self) -> String {
        let risk = self.risk.as_ref().map(|risk| format!(", risk {risk}")).unwrap_or_default();
        format!("{} {}{risk}", self.what, self.outcome)
    }
}

pub(crate) trait SignIns {
    /// One page; `None` if the pool records none, for want of threat protection.
    ///
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html>
    async fn sign_ins(&self, pool: &PoolId, username: &str) -> Result<Option<SignInPage>, AwsError>;
}

/// One page has at most 60.
const MOST_LISTED: i32 = 60;

impl SignIns for Cognito {
    async fn sign_ins(&self, pool: &PoolId, username: &str) -> Result<Option<SignInPage>, AwsError> {
        let request = self.client.admin_list_user_auth_events().user_pool_id(&pool.0).username(username);
        match request.max_results(MOST_LISTED).send().await {
            Ok(page) => Ok(Some(SignInPage {
                complete: page.next_token.is_none(),
                events: page.auth_events.unwrap_or_default().into_iter().map(SignIn::from).collect(),
            })),
            Err(error) if error.code() == Some("UserPoolAddOnNotEnabledException") => Ok(None),
            Err(error) => Err(aws_error("cognito-idp:AdminListUserAuthEvents")(error)),
        }
    }
}

impl From<AuthEventType> for SignIn {
    fn from(event: AuthEventType) -> Self {
        let level = event.event_risk.and_then(|risk| risk.risk_level);
        Self {
            at: event.creation_date.as_ref().and_then(timestamp),
            what: event.event_type.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            outcome: event.event_response.map(|response| response.as_str().to_owned()).unwrap_or_default(),
            risk: level.map(|level| level.as_str().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const LIST: &str = "AWSCognitoIdentityProviderService.AdminListUserAuthEvents";

    #[tokio::test]
    async fn a_pool_without_threat_protection_records_nothing() {
        let event = json!({
            "EventId": "1", "EventType": "SignIn", "CreationDate": 1_795_305_600, "EventResponse": "Fail",
            "EventRisk": { "RiskLevel": "High" },
        });
        let answers = [
            Answer::json(LIST, 200, &json!({ "AuthEvents": [event] })),
            Answer::json(LIST, 400, &json!({ "__type": "UserPoolAddOnNotEnabledException" })),
            Answer::json(LIST, 400, &json!({ "__type": "UserNotFoundException" })),
        ];
        let cognito = Cognito::new(&Replay::new(answers).config());
        let listed = async || cognito.sign_ins(&PoolId("us-east-1_a".into()), "ada").await;

        let page = listed().await.expect("listed").expect("recorded");
        let [event] = &page.events[..] else { panic!("one event") };

        assert_eq!(
            (event.what.as_str(), event.outcome.as_str(), event.risk.as_deref()),
            ("SignIn", "Fail", Some("High"))
        );
        assert_eq!(listed().await.expect("answered"), None);
        assert!(listed().await.is_err());
    }
}
