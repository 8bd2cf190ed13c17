//! The settings of a user pool: what its users have, and what applies to all of them.

use aws_sdk_cognitoidentityprovider::{
    error::ProvideErrorMetadata as _,
    types::{
        AttributeDataType, EmailSendingAccountType, GroupType, SchemaAttributeType, TimeUnitsType,
        TokenValidityUnitsType, UserPoolMfaType, UserPoolType, UsernameAttributeType, VerifiedAttributeType,
    },
};
use serde::{Deserialize, Serialize};

use super::{Cognito, PoolId, Searchable};
use crate::aws::{AwsError, aws_error};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PoolSettings {
    pub(crate) name: String,
    /// The validity of an invitation's temporary password.
    pub(crate) invitation_days: i32,
    pub(crate) mfa: MfaRequirement,
    pub(crate) attributes: Vec<Attribute>,
    /// The attributes that are the user's name at the sign-in; of a pool with user names, none.
    pub(crate) signs_in_with: Vec<Searchable>,
    /// The attributes whose former value stays until the user enters the code that was sent to the new one.
    pub(crate) kept_until_verified: Vec<String>,
    /// The attributes that Cognito verifies with a code, and through which a user gets a new password.
    pub(crate) verifies: Vec<Searchable>,
    /// Whether Cognito mails by itself, few mails a day, and not through an identity of SES.
    pub(crate) mails_itself: bool,
    /// Whether `Ada` and `ada` are two users.
    pub(crate) is_case_sensitive: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MfaRequirement {
    Off,
    Optional,
    Required,
}

/// An attribute of the pool's schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) kind: AttributeKind,
    pub(crate) mutable: bool,
    pub(crate) required: bool,
}

/// What an attribute holds, and its limits.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SchemaAttributeType.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributeKind {
    /// In characters.
    Text {
        shortest: Option<usize>,
        longest: Option<usize>,
    },
    Number {
        smallest: Option<i64>,
        largest: Option<i64>,
    },
    Boolean,
    Datetime,
}

/// A group of the pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// Of a user's groups, the one with the lowest comes first.
    pub(crate) precedence: Option<i32>,
}

/// What commands need from a pool itself.
pub(crate) trait Pools {
    async fn settings(&self, pool: &PoolId) -> Result<PoolSettings, AwsError>;

    /// How long an access token is valid that this app client gets, in minutes, rounded up.
    async fn access_token_minutes(&self, pool: &PoolId, client_id: &str) -> Result<i64, AwsError>;

    async fn groups(&self, pool: &PoolId) -> Result<Vec<Group>, AwsError>;

    /// Whether the pool has this group.
    async fn has_group(&self, pool: &PoolId, group: &str) -> Result<bool, AwsError>;
}

impl Pools for Cognito {
    async fn settings(&self, pool: &PoolId) -> Result<PoolSettings, AwsError> {
        const ACTION: &str = "cognito-idp:DescribeUserPool";
        let request = self.client.describe_user_pool().user_pool_id(&pool.0);
        let described = request.send().await.map_err(aws_error("cognito-idp:DescribeUserPool"))?;
        described.user_pool.map(PoolSettings::from).ok_or_else(|| AwsError::empty_answer(ACTION))
    }

    async fn access_token_minutes(&self, pool: &PoolId, client_id: &str) -> Result<i64, AwsError> {
        const ACTION: &str = "cognito-idp:DescribeUserPoolClient";
        let request = self.client.describe_user_pool_client().user_pool_id(&pool.0).client_id(client_id);
        let described = request.send().await.map_err(aws_error("cognito-idp:DescribeUserPoolClient"))?;
        let client = described.user_pool_client.ok_or_else(|| AwsError::empty_answer(ACTION))?;
        Ok(minutes(client.access_token_validity, client.token_validity_units.as_ref()))
    }

    async fn groups(&self, pool: &PoolId) -> Result<Vec<Group>, AwsError> {
        let mut pages = self.client.list_groups().user_pool_id(&pool.0).into_paginator().items().send();
        let mut groups = Vec::new();
        while let Some(group) = pages.next().await {
            groups.push(Group::from(group.map_err(aws_error("cognito-idp:ListGroups"))?));
        }
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(groups)
    }

    async fn has_group(&self, pool: &PoolId, group: &str) -> Result<bool, AwsError> {
        match self.client.get_group().user_pool_id(&pool.0).group_name(group).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(false),
            Err(error) => Err(aws_error("cognito-idp:GetGroup")(error)),
        }
    }
}

/// Without a unit, Cognito counts an access token's validity in hours, and without a number it is one hour.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html>
fn minutes(validity: Option<i32>, units: Option<&TokenValidityUnitsType>) -> i64 {
    // The SDK returns zero for an absent number.
    let Some(validity) = validity.filter(|validity| *validity > 0).map(i64::from) else { return 60 };
    match units.and_then(|units| units.access_token.as_ref()) {
        Some(TimeUnitsType::Seconds) => (validity + 59) / 60,
        Some(TimeUnitsType::Minutes) => validity,
        Some(TimeUnitsType::Days) => validity * 24 * 60,
        _ => validity * 60,
    }
}

impl From<UserPoolType> for PoolSettings {
    fn from(pool: UserPoolType) -> Self {
        /// Cognito's default.
        const DEFAULT_DAYS: i32 = 7;
        let policy = pool.policies.and_then(|policies| policies.password_policy);
        // The SDK returns zero for an absent number.
        let days = policy.map(|policy| policy.temporary_password_validity_days).filter(|days| *days > 0);
        let sender = pool.email_configuration.and_then(|email| email.email_sending_account);
        let updates = pool.user_attribute_update_settings;
        let kept = updates.and_then(|updates| updates.attributes_require_verification_before_update);
        let verified = pool.auto_verified_attributes.unwrap_or_default();
        Self {
            name: pool.name.unwrap_or_default(),
            invitation_days: days.unwrap_or(DEFAULT_DAYS),
            mfa: match pool.mfa_configuration {
                Some(UserPoolMfaType::On) => MfaRequirement::Required,
                Some(UserPoolMfaType::Optional) => MfaRequirement::Optional,
                _ => MfaRequirement::Off,
            },
            attributes: pool.schema_attributes.unwrap_or_default().into_iter().map(Attribute::from).collect(),
            signs_in_with: pool.username_attributes.unwrap_or_default().iter().filter_map(signs_in_with).collect(),
            is_case_sensitive: pool.username_configuration.is_none_or(|names| names.case_sensitive),
            mails_itself: sender != Some(EmailSendingAccountType::Developer),
            kept_until_verified: kept.unwrap_or_default().iter().map(|name| name.as_str().to_owned()).collect(),
            verifies: verified.iter().filter_map(verifies).collect(),
        }
    }
}

fn signs_in_with(attribute: &UsernameAttributeType) -> Option<Searchable> {
    match attribute {
        UsernameAttributeType::Email => Some(Searchable::Email),
        UsernameAttributeType::PhoneNumber => Some(Searchable::Phone),
        _ => None,
    }
}

fn verifies(attribute: &VerifiedAttributeType) -> Option<Searchable> {
    match attribute {
        VerifiedAttributeType::Email => Some(Searchable::Email),
        VerifiedAttributeType::PhoneNumber => Some(Searchable::Phone),
        _ => None,
    }
}

impl From<SchemaAttributeType> for Attribute {
    fn from(attribute: SchemaAttributeType) -> Self {
        let text = attribute.string_attribute_constraints;
        let number = attribute.number_attribute_constraints;
        let kind = match attribute.attribute_data_type {
            Some(AttributeDataType::Boolean) => AttributeKind::Boolean,
            Some(AttributeDataType::Datetime) => AttributeKind::Datetime,
            Some(AttributeDataType::Number) => AttributeKind::Number {
                smallest: number.as_ref().and_then(|limits| limits.min_value.as_ref()?.parse().ok()),
                largest: number.as_ref().and_then(|limits| limits.max_value.as_ref()?.parse().ok()),
            },
            _ => AttributeKind::Text {
                shortest: text.as_ref().and_then(|limits| limits.min_length.as_ref()?.parse().ok()),
                longest: text.as_ref().and_then(|limits| limits.max_length.as_ref()?.parse().ok()),
            },
        };
        Self {
            name: attribute.name.unwrap_or_default(),
            kind,
            mutable: attribute.mutable.unwrap_or_default(),
            required: attribute.required.unwrap_or_default(),
        }
    }
}

impl From<GroupType> for Group {
    fn from(group: GroupType) -> Self {
        Self {
            name: group.group_name.unwrap_or_default(),
            description: group.description.filter(|text| !text.is_empty()),
            precedence: group.precedence,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const DESCRIBE_USER_POOL: &str = "AWSCognitoIdentityProviderService.DescribeUserPool";
    const DESCRIBE_USER_POOL_CLIENT: &str = "AWSCognitoIdentityProviderService.DescribeUserPoolClient";
    const LIST_GROUPS: &str = "AWSCognitoIdentityProviderService.ListGroups";

    fn pool() -> PoolId {
        PoolId("us-east-1_a".into())
    }

    async fn settings(pool_settings: &Value) -> PoolSettings {
        let answer = Answer::json(DESCRIBE_USER_POOL, 200, &json!({ "UserPool": pool_settings }));
        Cognito::new(&Replay::new([answer]).config()).settings(&pool()).await.expect("described")
    }

    #[tokio::test]
    async fn a_pool_that_says_nothing_has_cognitos_defaults() {
        let silent = settings(&json!({ "Id": "us-east-1_a" })).await;

        assert_eq!((silent.invitation_days, silent.mfa), (7, MfaRequirement::Off));
        assert_eq!((silent.attributes, silent.kept_until_verified), (vec![], vec![]));
        assert!(silent.is_case_sensitive);
    }

    #[tokio::test]
    async fn a_schema_is_read_with_its_limits() {
        let described = settings(&json!({
            "MfaConfiguration": "OPTIONAL",
            "UsernameConfiguration": { "CaseSensitive": false },
            "Policies": { "PasswordPolicy": { "TemporaryPasswordValidityDays": 3 } },
            "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] },
            "SchemaAttributes": [
                { "Name": "sub", "AttributeDataType": "String", "Mutable": false, "Required": true },
                { "Name": "custom:level", "AttributeDataType": "Number", "Mutable": true,
                  "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "9" } },
                { "Name": "name", "AttributeDataType": "String", "Mutable": true,
                  "StringAttributeConstraints": { "MinLength": "0", "MaxLength": "2048" } },
            ],
        }))
        .await;

        assert_eq!((described.invitation_days, described.mfa), (3, MfaRequirement::Optional));
        assert!(!described.is_case_sensitive);
        assert_eq!(described.kept_until_verified, ["email"]);
        let kinds: Vec<AttributeKind> = described.attributes.iter().map(|attribute| attribute.kind).collect();
        assert_eq!(
            kinds,
            [
                AttributeKind::Text { shortest: None, longest: None },
                AttributeKind::Number { smallest: Some(1), largest: Some(9) },
                AttributeKind::Text { shortest: Some(0), longest: Some(2048) },
            ]
        );
        assert!(described.attributes[0].required && !described.attributes[0].mutable);
    }

    #[tokio::test]
    async fn the_validity_of_a_token_is_told_in_minutes_whatever_its_unit() {
        let minutes = async |validity: Value| {
            let answer = Answer::json(DESCRIBE_USER_POOL_CLIENT, 200, &json!({ "UserPoolClient": validity }));
            let cognito = Cognito::new(&Replay::new([answer]).config());
            cognito.access_token_minutes(&pool(), "client").await.expect("described")
        };
        let in_units = |validity: i32, unit: &str| json!({ "AccessTokenValidity": validity, "TokenValidityUnits": { "AccessToken": unit } });

        assert_eq!(minutes(in_units(15, "minutes")).await, 15);
        assert_eq!(minutes(in_units(301, "seconds")).await, 6);
        assert_eq!(minutes(in_units(1, "days")).await, 1440);
        assert_eq!(minutes(json!({ "AccessTokenValidity": 2 })).await, 120);
        assert_eq!(minutes(json!({})).await, 60);
    }

    #[tokio::test]
    async fn the_groups_of_every_page_are_listed_by_name() {
        let page = |name: &str, next: Option<&str>| {
            let group = json!({ "GroupName": name, "Description": "", "Precedence": 1 });
            Answer::json(LIST_GROUPS, 200, &json!({ "Groups": [group], "NextToken": next }))
        };
        let cognito = Cognito::new(&Replay::new([page("writers", Some("more")), page("admin", None)]).config());

        let groups = cognito.groups(&pool()).await.expect("listed");

        let group = |name: &str| Group { name: name.into(), description: None, precedence: Some(1) };
        assert_eq!(groups, [group("admin"), group("writers")]);
    }
}
