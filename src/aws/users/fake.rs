//! A user pool in memory.

use std::{cell::RefCell, collections::BTreeMap};

use super::{
    AccountChange, Attribute, AttributeKind, Created, Edits, Group, Lasting, MfaRequirement, NewUser, PoolId,
    PoolSettings, Pools, Searchable, SecondFactors, Selection, SignIn, SignInPage, SignIns, User, UserPage, UserStatus,
    Users,
};
use crate::aws::AwsError;

/// A pool held in memory.
#[derive(Default)]
pub(crate) struct FakeUsers {
    pub(crate) users: Vec<User>,
    pub(crate) groups: Vec<String>,
    /// How many users a page has; all on one, if 0.
    pub(crate) page_size: usize,
    /// `None` means that reading them is denied.
    pub(crate) mfa_methods: Option<Vec<String>>,
    pub(crate) preferred_mfa: Option<String>,
    pub(crate) mfa: Option<MfaRequirement>,
    /// `None` without threat protection.
    pub(crate) sign_ins: Option<Vec<SignIn>>,
    /// The edits that were made, in words.
    pub(crate) edits: RefCell<Vec<String>>,
    pub(crate) changes: RefCell<Vec<AccountChange>>,
    pub(crate) codes_sent: RefCell<usize>,
    /// A change that is not allowed.
    pub(crate) denied: Option<AccountChange>,
}

impl Users for FakeUsers {
    async fn matching(&self, _pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError> {
        Ok(self.users.iter().filter(|user| attribute.is(user, value)).cloned().collect())
    }

    async fn page(
        &self,
        _pool: &PoolId,
        selection: &Selection,
        token: Option<&str>,
    ) -> Result<Option<UserPage>, AwsError> {
        let selected = |user: &&User| match selection {
            Selection::All => true,
            Selection::Status(status) => user.status == *status,
            Selection::Disabled => !user.enabled,
            Selection::Group(_) => true,
            Selection::Prefix(Searchable::Email, start) => {
                user.email.as_ref().is_some_and(|email| email.to_lowercase().starts_with(&start.to_lowercase()))
            }
            Selection::Prefix(Searchable::Sub, start) => user.sub.starts_with(start.as_str()),
            Selection::Prefix(Searchable::Username, start) => user.username.starts_with(start.as_str()),
            Selection::Prefix(Searchable::Phone, start) => {
                user.phone.as_ref().is_some_and(|phone| phone.starts_with(start.as_str()))
            }
        };
        if matches!(selection, Selection::Group(group) if !self.groups.contains(group)) {
            return Ok(None);
        }
        let selected: Vec<User> = self.users.iter().filter(selected).cloned().collect();
        let size = if self.page_size == 0 { usize::MAX } else { self.page_size };
        let start: usize = token.map_or(0, |token| token.parse().expect("a token of this pool"));
        let users: Vec<User> = selected.iter().skip(start).take(size).cloned().collect();
        let end = start.saturating_add(size);
        Ok(Some(UserPage { users, next: (end < selected.len()).then(|| end.to_string()) }))
    }

    async fn groups_of(&self, _pool: &PoolId, _username: &str) -> Result<Vec<String>, AwsError> {
        Ok(self.groups.clone())
    }

    async fn second_factors(&self, _pool: &PoolId, _username: &str) -> Result<SecondFactors, AwsError> {
        let refused = || AwsError::service("cognito-idp:AdminGetUserAuthFactors", "AccessDeniedException");
        let methods = self.mfa_methods.clone().ok_or_else(refused)?;
        Ok(SecondFactors { methods, preferred: self.preferred_mfa.clone() })
    }

    async fn change(&self, _pool: &PoolId, _username: &str, change: AccountChange) -> Result<(), AwsError> {
        if self.denied == Some(change) {
            return Err(AwsError::service("cognito-idp:AdminUserGlobalSignOut", "AccessDeniedException"));
        }
        self.changes.borrow_mut().push(change);
        Ok(())
    }

    async fn resend_code(&self, _pool: &PoolId, _client_id: &str, _username: &str) -> Result<(), AwsError> {
        *self.codes_sent.borrow_mut() += 1;
        Ok(())
    }
}

impl Pools for FakeUsers {
    async fn settings(&self, _pool: &PoolId) -> Result<PoolSettings, AwsError> {
        Ok(PoolSettings { mfa: self.mfa.unwrap_or(MfaRequirement::Optional), ..settings() })
    }

    async fn access_token_minutes(&self, _pool: &PoolId, _client_id: &str) -> Result<i64, AwsError> {
        Ok(15)
    }

    async fn groups(&self, _pool: &PoolId) -> Result<Vec<Group>, AwsError> {
        let group = |name: &String| Group { name: name.clone(), description: None, precedence: None };
        Ok(self.groups.iter().map(group).collect())
    }

    async fn has_group(&self, _pool: &PoolId, group: &str) -> Result<bool, AwsError> {
        Ok(self.groups.iter().any(|name| name == group))
    }
}

impl SignIns for FakeUsers {
    async fn sign_ins(&self, _pool: &PoolId, _username: &str) -> Result<Option<SignInPage>, AwsError> {
        Ok(self.sign_ins.clone().map(|events| SignInPage { events, complete: true }))
    }
}

impl Edits for FakeUsers {
    async fn create(&self, _pool: &PoolId, user: &NewUser) -> Result<Created, AwsError> {
        if self.users.iter().any(|known| Searchable::Email.is(known, &user.username)) {
            return Ok(Created::Exists);
        }
        self.edits.borrow_mut().push(format!("create {} invite={}", user.username, user.invite));
        let created = User {
            email: user.attributes.get("email").cloned(),
            name: user.attributes.get("name").cloned(),
            status: UserStatus::ForceChangePassword,
            ..ada()
        };
        Ok(Created::New(Box::new(created)))
    }

    async fn set(
        &self,
        _pool: &PoolId,
        _username: &str,
        attributes: &BTreeMap<String, String>,
    ) -> Result<(), AwsError> {
        self.edits.borrow_mut().push(format!("set {attributes:?}"));
        Ok(())
    }

    async fn add_to_group(&self, _pool: &PoolId, _username: &str, group: &str) -> Result<(), AwsError> {
        if self.denied.is_some() {
            return Err(AwsError::service("cognito-idp:AdminAddUserToGroup", "AccessDeniedException"));
        }
        self.edits.borrow_mut().push(format!("add to {group}"));
        Ok(())
    }

    async fn remove_from_group(&self, _pool: &PoolId, _username: &str, group: &str) -> Result<(), AwsError> {
        self.edits.borrow_mut().push(format!("remove from {group}"));
        Ok(())
    }

    async fn delete_software_token(&self, _pool: &PoolId, _username: &str) -> Result<(), AwsError> {
        self.edits.borrow_mut().push("delete software token".into());
        Ok(())
    }

    async fn turn_off_messages(&self, _pool: &PoolId, _username: &str) -> Result<(), AwsError> {
        self.edits.borrow_mut().push("turn off messages".into());
        Ok(())
    }

    async fn set_password(
        &self,
        _pool: &PoolId,
        _username: &str,
        password: &str,
        lasting: Lasting,
    ) -> Result<(), AwsError> {
        self.edits.borrow_mut().push(format!("password of {} characters, {lasting:?}", password.chars().count()));
        Ok(())
    }

    async fn create_group(&self, _pool: &PoolId, group: &Group) -> Result<bool, AwsError> {
        let is_new = !self.groups.contains(&group.name);
        if is_new {
            self.edits.borrow_mut().push(format!("create group {}", group.name));
        }
        Ok(is_new)
    }

    async fn set_group(&self, _pool: &PoolId, group: &Group) -> Result<(), AwsError> {
        self.edits.borrow_mut().push(format!("set group {}", group.name));
        Ok(())
    }
}

/// A pool like that of the templates, with an attribute of its own.
pub(crate) fn settings() -> PoolSettings {
    let text = |name: &str, mutable, required| Attribute {
        name: name.into(),
        kind: AttributeKind::Text { shortest: Some(0), longest: Some(20) },
        mutable,
        required,
    };
    PoolSettings {
        name: "people".into(),
        invitation_days: 7,
        mfa: MfaRequirement::Optional,
        attributes: vec![
            text("sub", false, true),
            text("name", true, false),
            text("email", true, true),
            text("phone_number", true, false),
            Attribute { kind: AttributeKind::Boolean, ..text("email_verified", true, false) },
            Attribute {
                kind: AttributeKind::Number { smallest: Some(1), largest: Some(9) },
                ..text("custom:level", true, false)
            },
            Attribute { kind: AttributeKind::Datetime, ..text("custom:born", true, false) },
        ],
        signs_in_with: vec![Searchable::Email],
        kept_until_verified: vec!["email".into()],
        verifies: vec![Searchable::Email],
        mails_itself: false,
        is_case_sensitive: false,
    }
}

/// A confirmed user with a verified address.
pub(crate) fn ada() -> User {
    User {
        sub: "7a0c4e52-0000-4000-8000-000000000001".into(),
        username: "7a0c4e52-0000-4000-8000-000000000001".into(),
        email: Some("ada@example.com".into()),
        email_verified: true,
        phone: Some("+821012345678".into()),
        name: Some("Ada Lovelace".into()),
        status: UserStatus::Confirmed,
        enabled: true,
        created_at: "2026-11-01T00:00:00Z".parse().ok(),
        updated_at: "2026-11-02T00:00:00Z".parse().ok(),
        attributes: BTreeMap::new(),
    }
}
