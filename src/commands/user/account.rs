//! One user, as the answers show them.

use serde::Serialize;

use crate::{
    aws::users::{SecondFactors, User},
    privacy::Privacy,
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Account {
    #[serde(flatten)]
    pub(super) user: User,
    /// `None` if they could not be read, or were not.
    pub(super) groups: Option<Vec<String>>,
    pub(super) mfa: Mfa,
}

/// All null where they could not be read, or were not.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct Mfa {
    pub(super) enabled: Option<bool>,
    /// AWS's names, such as `SOFTWARE_TOKEN_MFA`.
    pub(super) methods: Option<Vec<String>>,
    /// The one that Cognito asks for, if the user chose one.
    pub(super) preferred: Option<String>,
}

impl Mfa {
    pub(super) fn of(factors: Option<SecondFactors>) -> Self {
        let Some(SecondFactors { methods, preferred }) = factors else { return Self::default() };
        Self { enabled: Some(!methods.is_empty()), methods: Some(methods), preferred }
    }
}

impl Account {
    /// As Cognito lists a user: without groups and factors.
    pub(super) fn listed(user: User) -> Self {
        Self { user, groups: None, mfa: Mfa::default() }
    }

    /// With personal data masked, unless the caller may see it.
    pub(super) fn shown_to(mut self, privacy: Privacy) -> Self {
        let User { username, email, phone, name, .. } = &mut self.user;
        for personal in [email, phone, name].into_iter().flatten() {
            *personal = privacy.show(personal);
        }
        // A user name can itself be an e-mail address or a phone number.
        *username = privacy.show_handle(username);
        self
    }
}
