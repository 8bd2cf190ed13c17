//! What may be done for a user, whatever is wrong: support knows from the user what it is.

use serde::Serialize;

use crate::aws::users::{SecondFactors, User, UserStatus};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Action {
    /// What it is for, in a word or two.
    #[serde(rename = "for")]
    pub(super) purpose: &'static str,
    pub(super) command: String,
}

pub(super) fn actions(user: &User, factors: Option<&SecondFactors>) -> Vec<Action> {
    let sub = &user.sub;
    let signs_in = matches!(user.status, UserStatus::Confirmed | UserStatus::ResetRequired);
    let has_factors = factors.is_some_and(|factors| !factors.methods.is_empty());
    let invited = user.status == UserStatus::ForceChangePassword;
    let all = [
        (signs_in && user.enabled, "new password", format!("srvls user reset-password {sub}")),
        (invited, "new mail", format!("srvls user resend {sub}")),
        (has_factors, "lost phone", format!("srvls user mfa reset {sub}")),
        (user.email.is_some(), "new address", format!("srvls user set {sub} email=ADDRESS --verified")),
        (signs_in && user.enabled, "no mail (ops)", format!("srvls user reset-password {sub} --print-password")),
        (signs_in && user.enabled, "stolen", format!("srvls user contain {sub}")),
        (true, "history", format!("srvls user timeline {sub}")),
        (true, "all of it", format!("srvls user export {sub}")),
        (true, "erase (ops)", format!("srvls user erase {sub}")),
    ];
    let possible = all.into_iter().filter(|(possible, ..)| *possible);
    possible.map(|(_, purpose, command)| Action { purpose, command }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::ada;

    fn purposes(user: &User, methods: &[&str]) -> Vec<&'static str> {
        let methods = methods.iter().map(|method| (*method).to_owned()).collect();
        let factors = SecondFactors { methods, preferred: None };
        actions(user, Some(&factors)).into_iter().map(|action| action.purpose).collect()
    }

    #[test]
    fn only_what_can_be_done_is_offered() {
        let with_status = |status| User { status, ..ada() };

        let always = ["history", "all of it", "erase (ops)"];
        let with = |more: &[&'static str]| [more, &always].concat();
        let active = ["new address", "no mail (ops)", "stolen"];
        assert_eq!(purposes(&ada(), &[]), with(&[&["new password"], &active[..]].concat()));
        assert_eq!(purposes(&ada(), &["SMS_MFA"]), with(&[&["new password", "lost phone"], &active[..]].concat()));
        assert_eq!(purposes(&with_status(UserStatus::ForceChangePassword), &[]), with(&["new mail", "new address"]));
        assert_eq!(purposes(&with_status(UserStatus::Unconfirmed), &[]), with(&["new address"]));
        assert_eq!(purposes(&User { enabled: false, ..ada() }, &[]), with(&["new address"]));
    }
}
