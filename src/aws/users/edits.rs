//! What changes more of a user than the state of their account: who they are, their groups, factors and password.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::{
    error::ProvideErrorMetadata as _,
    types::{AttributeType, DeliveryMediumType, EmailMfaSettingsType, MessageActionType, SmsMfaSettingsType},
};

use super::{Cognito, Group, PoolId, User};
use crate::aws::{AwsError, aws_error};

/// A user to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewUser {
    /// What the user signs in with: an address, unless the pool has user names.
    pub(crate) username: String,
    /// By Cognito's names.
    pub(crate) attributes: BTreeMap<String, String>,
    /// Whether Cognito mails the temporary password.
    pub(crate) invite: bool,
}

impl NewUser {
    /// A user who signs in with this address.
    pub(crate) fn with_email(email: &str, name: Option<&str>, invite: bool) -> Self {
        // Only who reads the mail can sign in, so the address is the user's own.
        let mut attributes = BTreeMap::from([("email", email), ("email_verified", "true")]);
        attributes.extend(name.map(|name| ("name", name)));
        let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { username: email.to_owned(), attributes, invite }
    }
}

/// How long a password lasts that an administrator sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// Until the user signs in with it, and has to change it.
    OneSignIn,
    /// The user counts as confirmed.
    ForGood,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Created {
    New(Box<User>),
    /// There is a user with this name or address.
    Exists,
}

pub(crate) trait Edits {
    async fn create(&self, pool: &PoolId, user: &NewUser) -> Result<Created, AwsError>;

    /// Sets the attributes, by Cognito's names; an empty value removes one.
    async fn set(&self, pool: &PoolId, username: &str, attributes: &BTreeMap<String, String>) -> Result<(), AwsError>;

    async fn add_to_group(&self, pool: &PoolId, username: &str, group: &str) -> Result<(), AwsError>;

    async fn remove_from_group(&self, pool: &PoolId, username: &str, group: &str) -> Result<(), AwsError>;

    /// Forgets the user's authenticator app, if there is one.
    ///
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html>
    async fn delete_software_token(&self, pool: &PoolId, username: &str) -> Result<(), AwsError>;

    /// Turns off second factors that are sent as messages.
    async fn turn_off_messages(&self, pool: &PoolId, username: &str) -> Result<(), AwsError>;

    async fn set_password(
        &self,
        pool: &PoolId,
        username: &str,
        password: &str,
        lasting: Lasting,
    ) -> Result<(), AwsError>;

    /// Creates a group, without a role. `false` if there is one of this name.
    async fn create_group(&self, pool: &PoolId, group: &Group) -> Result<bool, AwsError>;

    /// Sets the description and precedence of a group.
    async fn set_group(&self, pool: &PoolId, group: &Group) -> Result<(), AwsError>;
}

impl Edits for Cognito {
    async fn create(&self, pool: &PoolId, user: &NewUser) -> Result<Created, AwsError> {
        const ACTION: &str = "cognito-idp:AdminCreateUser";
        let request = self.client.admin_create_user().user_pool_id(&pool.0).username(&user.username);
        let request = request.set_user_attributes(Some(attribute_list(&user.attributes)?));
        let request = if user.invite {
            request.desired_delivery_mediums(DeliveryMediumType::Email)
        } else {
            request.message_action(MessageActionType::Suppress)
        };
        match request.send().await {
            Ok(answer) => {
                let created = answer.user.ok_or_else(|| AwsError::empty_answer(ACTION))?;
                Ok(Created::New(Box::new(User::from(created))))
            }
            Err(error) if error.code() == Some("UsernameExistsException") => Ok(Created::Exists),
            Err(error) => Err(aws_error("cognito-idp:AdminCreateUser")(error)),
        }
    }

    async fn set(&self, pool: &PoolId, username: &str, attributes: &BTreeMap<String, String>) -> Result<(), AwsError> {
        let request = self.client.admin_update_user_attributes().user_pool_id(&pool.0).username(username);
        let request = request.set_user_attributes(Some(attribute_list(attributes)?));
        request.send().await.map(drop).map_err(aws_error("cognito-idp:AdminUpdateUserAttributes"))
    }

    async fn add_to_group(&self, pool: &PoolId, username: &str, group: &str) -> Result<(), AwsError> {
        let request = self.client.admin_add_user_to_group().user_pool_id(&pool.0).username(username).group_name(group);
        request.send().await.map(drop).map_err(aws_error("cognito-idp:AdminAddUserToGroup"))
    }

    async fn remove_from_group(&self, pool: &PoolId, username: &str, group: &str) -> Result<(), AwsError> {
        let request = self.client.admin_remove_user_from_group().user_pool_id(&pool.0).username(username);
        let request = request.group_name(group);
        request.send().await.map(drop).map_err(aws_error("cognito-idp:AdminRemoveUserFromGroup"))
    }

    async fn delete_software_token(&self, pool: &PoolId, username: &str) -> Result<(), AwsError> {
        let request = self.client.admin_delete_software_token().user_pool_id(&pool.0).username(username);
        request.send().await.map(drop).map_err(aws_error("cognito-idp:AdminDeleteSoftwareToken"))
    }

    async fn turn_off_messages(&self, pool: &PoolId, username: &str) -> Result<(), AwsError> {
        let request = self.client.admin_set_user_mfa_preference().user_pool_id(&pool.0).username(username);
        let request = request
            .sms_mfa_settings(SmsMfaSettingsType::builder().enabled(false).preferred_mfa(false).build())
            .email_mfa_settings(EmailMfaSettingsType::builder().enabled(false).preferred_mfa(false).build());
        request.send().await.map(drop).map_err(aws_error("cognito-idp:AdminSetUserMFAPreference"))
    }

    async fn set_password(
        &self,
        pool: &PoolId,
        username: &str,
        password: &str,
        lasting: Lasting,
    ) -> Result<(), AwsError> {
        let request = self.client.admin_set_user_password().user_pool_id(&pool.0).username(username);
        let request = request.password(password).permanent(lasting == Lasting::ForGood);
        request.send().await.map(drop).map_err(aws_error("cognito-idp:AdminSetUserPassword"))
    }

    async fn create_group(&self, pool: &PoolId, group: &Group) -> Result<bool, AwsError> {
        let request = self.client.create_group().user_pool_id(&pool.0).group_name(&group.name);
        let request = request.set_description(group.description.clone()).set_precedence(group.precedence);
        match request.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("GroupExistsException") => Ok(false),
            Err(error) => Err(aws_error("cognito-idp:CreateGroup")(error)),
        }
    }

    async fn set_group(&self, pool: &PoolId, group: &Group) -> Result<(), AwsError> {
        let request = self.client.update_group().user_pool_id(&pool.0).group_name(&group.name);
        let request = request.set_description(group.description.clone()).set_precedence(group.precedence);
        request.send().await.map(drop).map_err(aws_error("cognito-idp:UpdateGroup"))
    }
}

fn attribute_list(attributes: &BTreeMap<String, String>) -> Result<Vec<AttributeType>, AwsError> {
    let built = attributes.iter().map(|(name, value)| AttributeType::builder().name(name).value(value).build());
    built.collect::<Result<_, _>>().map_err(|_| AwsError::empty_answer("cognito-idp:AdminUpdateUserAttributes"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    fn target(action: &str) -> &'static str {
        format!("AWSCognitoIdentityProviderService.{action}").leak()
    }

    fn pool() -> PoolId {
        PoolId("us-east-1_a".into())
    }

    fn ada(invite: bool) -> NewUser {
        NewUser::with_email("ada@example.com", None, invite)
    }

    async fn created(status: u16, answer: &Value, user: &NewUser) -> (Result<Created, AwsError>, Value) {
        let replay = Replay::new([Answer::json(target("AdminCreateUser"), status, answer)]);
        let created = Cognito::new(&replay.config()).create(&pool(), user).await;
        (created, replay.requests()[0].body.clone())
    }

    #[tokio::test]
    async fn an_invitation_is_sent_only_when_it_is_asked_for() {
        let answer = json!({ "User": { "Username": "1", "Attributes": [{ "Name": "sub", "Value": "1" }] } });

        let (silent, of_silent) = created(200, &answer, &ada(false)).await;
        let (_, of_invited) = created(200, &answer, &NewUser::with_email("ada@example.com", Some("Ada"), true)).await;

        assert!(matches!(silent.expect("created"), Created::New(user) if user.sub == "1"));
        assert_eq!(
            (&of_silent["MessageAction"], &of_silent["Username"]),
            (&json!("SUPPRESS"), &json!("ada@example.com"))
        );
        assert_eq!(of_invited["MessageAction"], Value::Null);
        assert_eq!(of_invited["DesiredDeliveryMediums"], json!(["EMAIL"]));
        let name = json!({ "Name": "name", "Value": "Ada" });
        assert!(of_invited["UserAttributes"].as_array().expect("a list").contains(&name));
    }

    #[tokio::test]
    async fn a_user_who_exists_is_no_failure() {
        let (exists, _) = created(400, &json!({ "__type": "UsernameExistsException" }), &ada(false)).await;
        let (failed, _) = created(400, &json!({ "__type": "InvalidParameterException" }), &ada(false)).await;

        assert_eq!(exists.expect("answered"), Created::Exists);
        assert!(failed.expect_err("refused").has_code("InvalidParameterException"));
    }

    #[tokio::test]
    async fn a_password_lasts_as_long_as_it_should() {
        let replay = Replay::new([(); 2].map(|()| Answer::json(target("AdminSetUserPassword"), 200, &json!({}))));
        let cognito = Cognito::new(&replay.config());

        cognito.set_password(&pool(), "1", "Secret-1", Lasting::OneSignIn).await.expect("set");
        cognito.set_password(&pool(), "1", "Secret-1", Lasting::ForGood).await.expect("set");

        let permanent: Vec<Value> = replay.requests().iter().map(|request| request.body["Permanent"].clone()).collect();
        assert_eq!(permanent, [json!(false), json!(true)]);
    }

    #[tokio::test]
    async fn a_group_that_exists_is_no_failure() {
        let exists = json!({ "__type": "GroupExistsException" });
        let answers = [(200, json!({})), (400, exists)];
        let replay = Replay::new(answers.map(|(status, body)| Answer::json(target("CreateGroup"), status, &body)));
        let cognito = Cognito::new(&replay.config());
        let group = Group { name: "admin".into(), description: None, precedence: Some(1) };

        assert!(cognito.create_group(&pool(), &group).await.expect("created"));
        assert!(!cognito.create_group(&pool(), &group).await.expect("answered"));
        assert_eq!(replay.requests()[0].body["Precedence"], 1);
        assert_eq!(replay.requests()[0].body["Description"], Value::Null);
    }
}
