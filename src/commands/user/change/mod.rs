//! `srvls user enable|disable|contain|confirm|resend|sign-out|reset-password|verify-email`: one change to one account.

mod requested;

use std::collections::BTreeMap;

use serde::Serialize;

pub(super) use self::requested::RequestedChange;
use super::{
    half_done::HalfDone,
    subject::{App, subject},
    tokens::{access_token_minutes, still_accepted},
};
use crate::{
    aws::{
        AwsError,
        users::{AccountChange, Edits, User, UserStatus, Users},
    },
    context::{Context, guard::Permit},
    error::Error,
    privacy::Privacy,
    terminal::output::{Report, Text, Tone, View, fields},
};

#[derive(Debug, clap::Args)]
pub(crate) struct ChangeArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
}

impl ChangeArgs {
    pub(super) fn handle(&self) -> &str {
        &self.handle
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Change(AccountChange),
    ResendCode,
    VerifyEmail,
}

pub(super) async fn run(cx: &Context, args: &ChangeArgs, requested: RequestedChange) -> Result<ChangeReport, Error> {
    let subject = subject(cx, &args.handle).await?;
    let steps = steps(requested, &subject.user)?;
    let (permit, app, user) = subject.confirmed((!steps.is_empty()).then(|| requested.question())).await?;
    let token_minutes =
        async { if requested.ends_sessions() { access_token_minutes(&cx.aws.users, &app).await } else { None } };
    let (applied, token_minutes) = tokio::join!(apply(&permit, &cx.aws.users, &app, &user, &steps), token_minutes);
    applied?;
    let report = ChangeReport::new(requested, &user, token_minutes);
    Ok(ChangeReport { undo: report.undo.map(|undo| cx.command_line(&undo)), ..report })
}

async fn apply(
    _permit: &Permit,
    users: &(impl Users + Edits),
    app: &App,
    user: &User,
    steps: &[Step],
) -> Result<(), Error> {
    for (index, step) in steps.iter().enumerate() {
        let applied = match step {
            Step::Change(change) => users.change(&app.pool, name_for(*change, user), *change).await,
            Step::ResendCode => users.resend_code(&app.pool, &app.client_id, &user.username).await,
            Step::VerifyEmail => {
                let verified = BTreeMap::from([("email_verified".to_owned(), "true".to_owned())]);
                users.set(&app.pool, &user.username, &verified).await
            }
        };
        match applied {
            Ok(()) => {}
            Err(source) if index == 0 => return Err(source.into()),
            Err(source) => return Err(disabled_only(user, source).into()),
        }
    }
    Ok(())
}

/// What containing leaves when the sign-out fails: it is the only change of two steps.
fn disabled_only(user: &User, source: AwsError) -> HalfDone {
    let sub = &user.sub;
    HalfDone {
        done: format!("user {sub} is disabled"),
        missing: "not signed out: existing sessions stay open".into(),
        code: "disabled_only",
        rest: format!("srvls user sign-out {sub}"),
        undo: user.enabled.then(|| format!("srvls user enable {sub}")),
        source,
    }
}

/// Cognito generates the user name when users sign in by e-mail or phone, but resends an invitation only to that
/// address.
fn name_for(change: AccountChange, user: &User) -> &str {
    let generated = user.username == user.sub;
    let address = user.email.as_deref().or(user.phone.as_deref());
    address.filter(|_| generated && change == AccountChange::ResendInvitation).unwrap_or(&user.username)
}

/// The calls that make the change.
///
/// Cognito's list of users lags behind changes, so what it says of a user never saves a call that can be repeated:
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html>
///
/// # Errors
/// When Cognito would refuse the change: it would say so less clearly.
fn steps(requested: RequestedChange, user: &User) -> Result<Vec<Step>, Error> {
    use AccountChange::{Confirm, Disable, Enable, ResendInvitation, ResetPassword, SignOut};
    let change = |change| Ok(vec![Step::Change(change)]);
    match (requested, user.status) {
        (RequestedChange::Enable, _) => change(Enable),
        (RequestedChange::Disable, _) => change(Disable),
        // Disable first: the user could sign in again between the two calls.
        (RequestedChange::Contain, _) => Ok(vec![Step::Change(Disable), Step::Change(SignOut)]),
        (RequestedChange::SignOut, _) => change(SignOut),
        (RequestedChange::Confirm, UserStatus::Unconfirmed) => change(Confirm),
        // A confirmed user never becomes unconfirmed again.
        (RequestedChange::Confirm, UserStatus::Confirmed) => Ok(vec![]),
        (RequestedChange::Resend, UserStatus::Unconfirmed) => Ok(vec![Step::ResendCode]),
        (RequestedChange::Resend, UserStatus::ForceChangePassword) => change(ResendInvitation),
        (RequestedChange::ResetPassword, UserStatus::Confirmed | UserStatus::ResetRequired) => {
            refuse_reset(user)?;
            change(ResetPassword)
        }
        (RequestedChange::VerifyEmail, _) if user.email.is_some() => Ok(vec![Step::VerifyEmail]),
        // Any other change is refused by the status, or for want of an address.
        (_, status) => Err(Error::usage(
            format!("user {} is {}, but {}", user.sub, status.as_str(), requested.condition()),
            format!("run `srvls user lookup {}` to see which command helps", user.sub),
        )),
    }
}

/// Refuses to reset a password that Cognito would not reset: it needs an enabled user and a verified address for the
/// code. <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html>
fn refuse_reset(user: &User) -> Result<(), Error> {
    if !user.enabled {
        return Err(Error::usage(
            format!("user {} is disabled: Cognito resets no password of a disabled user", user.sub),
            format!("enable the user first: `srvls user enable {}`", user.sub),
        ));
    }
    if !user.email_verified && user.phone.is_none() {
        return Err(Error::usage(
            format!("user {} has no verified address to which the code could be sent", user.sub),
            format!("if the address is the user's own, verify it first: `srvls user verify-email {}`", user.sub),
        ));
    }
    Ok(())
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct ChangeReport {
    action: RequestedChange,
    sub: String,
    /// `false` when the account was already in this state, as far as Cognito's list of users said.
    changed: bool,
    /// Where a code or an invitation goes, masked.
    sent_to: Option<String>,
    /// The command that reverts the change, if there is one.
    undo: Option<String>,
    /// What the change does not do, and what comes next.
    note: Option<String>,
    /// How long an access token is valid that was issued before; null where that could not be read, or does not matter.
    access_token_minutes: Option<i64>,
}

impl ChangeReport {
    /// `user` is the account as it was listed before the change.
    fn new(requested: RequestedChange, user: &User, access_token_minutes: Option<i64>) -> Self {
        let changed = match requested {
            RequestedChange::Enable => !user.enabled,
            RequestedChange::Disable => user.enabled,
            RequestedChange::Confirm => user.status != UserStatus::Confirmed,
            RequestedChange::VerifyEmail => !user.email_verified,
            _ => true,
        };
        // Undoing must not enable a user who was disabled before.
        let was_disabled = matches!(requested, RequestedChange::Contain) && !user.enabled;
        let undo = requested.undo().filter(|_| changed && !was_disabled);
        Self {
            action: requested,
            sub: user.sub.clone(),
            changed,
            sent_to: requested.recipient(user).map(|address| Privacy::Masked.show(address)),
            undo: undo.map(|undo| format!("srvls user {undo} {}", user.sub)),
            note: if requested.ends_sessions() {
                Some(still_accepted(access_token_minutes))
            } else {
                requested.note().map(str::to_owned)
            },
            access_token_minutes,
        }
    }
}

impl Report for ChangeReport {
    fn view(&self) -> View {
        let result = match (self.changed, self.action) {
            (true, action) => (action.result(), Tone::Good),
            (false, RequestedChange::Enable) => ("already enabled", Tone::Plain),
            (false, RequestedChange::Disable) => ("already disabled", Tone::Plain),
            (false, RequestedChange::VerifyEmail) => ("already verified", Tone::Plain),
            (false, _) => ("nothing to do: the user is already confirmed", Tone::Plain),
        };
        let to = self.sent_to.as_ref().map(|address| format!(" to {address}")).unwrap_or_default();
        fields([
            ("User", Some((Text::from(self.sub.as_str()), Tone::Plain))),
            ("Result", Some((format!("{}{to}", result.0).into(), result.1))),
            ("Note", self.note.as_deref().map(|note| (note.into(), Tone::Plain))),
            ("Undo", self.undo.as_deref().map(|undo| (undo.into(), Tone::Plain))),
        ])
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::{
        PoolId,
        fake::{FakeUsers, ada},
    };

    #[test]
    fn the_answer_says_what_was_done_and_to_whom_something_was_sent() {
        let shown = |requested| ChangeReport::new(requested, &ada(), Some(15)).view().render(Some(80)).unstyled();

        assert!(shown(RequestedChange::Resend).contains("\nResult  sent again to a***@e***.com"));
        assert!(
            shown(RequestedChange::ResetPassword).contains("a code for a new password was sent to a***@e***.com\n")
        );
        let contained = shown(RequestedChange::Contain);
        assert!(contained.contains("\nResult  disabled, and signed out everywhere\n"), "{contained}");
        assert!(contained.contains("for up to 16 minutes"), "{contained}");
    }

    fn with_status(status: UserStatus) -> User {
        User { status, ..ada() }
    }

    fn disabled() -> User {
        User { enabled: false, ..ada() }
    }

    fn app() -> App {
        App { pool: PoolId("us-east-1_a".into()), client_id: "client".into() }
    }

    fn possible(requested: RequestedChange, user: &User) -> Result<Vec<Step>, Error> {
        steps(requested, user)
    }

    async fn applied(requested: RequestedChange, user: &User) -> FakeUsers {
        let users = FakeUsers::default();
        let app = app();
        let steps = steps(requested, user).expect("possible");
        apply(&Permit::of_test(), &users, &app, user, &steps).await.expect("applied");
        users
    }

    #[tokio::test]
    async fn containing_disables_before_it_signs_out_and_names_the_undo() {
        let users = applied(RequestedChange::Contain, &ada()).await;

        assert_eq!(*users.changes.borrow(), [AccountChange::Disable, AccountChange::SignOut]);
        let report = ChangeReport::new(RequestedChange::Contain, &ada(), None);
        assert_eq!(report.undo, Some(format!("srvls user enable {}", ada().sub)));
    }

    #[tokio::test]
    async fn containing_a_user_who_is_listed_as_disabled_disables_again_and_offers_no_undo() {
        let users = applied(RequestedChange::Contain, &disabled()).await;

        assert_eq!(*users.changes.borrow(), [AccountChange::Disable, AccountChange::SignOut]);
        assert_eq!(ChangeReport::new(RequestedChange::Contain, &disabled(), None).undo, None);
    }

    #[tokio::test]
    async fn a_sign_up_gets_a_new_code_and_an_invited_user_a_new_invitation() {
        let signed_up = applied(RequestedChange::Resend, &with_status(UserStatus::Unconfirmed)).await;
        let invited = applied(RequestedChange::Resend, &with_status(UserStatus::ForceChangePassword)).await;

        assert_eq!((*signed_up.codes_sent.borrow(), signed_up.changes.borrow().len()), (1, 0));
        assert_eq!(*invited.changes.borrow(), [AccountChange::ResendInvitation]);
    }

    #[tokio::test]
    async fn an_address_is_verified_even_if_it_is_listed_as_verified() {
        let users = applied(RequestedChange::VerifyEmail, &ada()).await;

        assert_eq!(*users.edits.borrow(), [r#"set {"email_verified": "true"}"#]);
        assert!(possible(RequestedChange::VerifyEmail, &User { email: None, ..ada() }).is_err(), "nothing to verify");
    }

    #[test]
    fn an_invitation_is_resent_by_the_address_the_user_signs_in_with() {
        let named = User { username: "ada".into(), ..ada() };

        assert_eq!(name_for(AccountChange::ResendInvitation, &ada()), "ada@example.com");
        assert_eq!(name_for(AccountChange::ResendInvitation, &named), "ada");
        assert_eq!(name_for(AccountChange::Disable, &ada()), ada().username);
    }

    #[tokio::test]
    async fn a_change_is_made_although_the_list_says_that_it_was_made_before() {
        let (enabled, disabled_again) =
            (applied(RequestedChange::Enable, &ada()).await, applied(RequestedChange::Disable, &disabled()).await);

        assert_eq!(*enabled.changes.borrow(), [AccountChange::Enable]);
        assert_eq!(*disabled_again.changes.borrow(), [AccountChange::Disable]);
        let report = ChangeReport::new(RequestedChange::Enable, &ada(), None);
        assert_eq!((report.changed, report.undo), (false, None));
        assert_eq!(possible(RequestedChange::Confirm, &ada()).expect("possible"), []);
    }

    #[tokio::test]
    async fn a_sign_out_that_fails_after_disabling_says_what_was_done_and_the_undo() {
        let users = FakeUsers { denied: Some(AccountChange::SignOut), ..FakeUsers::default() };
        let steps = possible(RequestedChange::Contain, &ada()).expect("possible");

        let error = apply(&Permit::of_test(), &users, &app(), &ada(), &steps).await.expect_err("denied");

        assert!(error.to_string().ends_with("is disabled, but not signed out: existing sessions stay open"));
        let hint = error.hint().expect("a hint");
        assert!(
            hint.contains("`srvls user sign-out 7a0c4e52") && hint.contains("`srvls user enable 7a0c4e52"),
            "{hint}"
        );
        assert_eq!(error.aws_code(), Some("AccessDeniedException"));
    }

    #[test]
    fn a_reset_that_cognito_refuses_is_refused_first_with_the_remedy() {
        let unverified = User { email_verified: false, phone: None, ..ada() };

        let of_disabled = possible(RequestedChange::ResetPassword, &disabled()).expect_err("disabled");
        let of_unverified = possible(RequestedChange::ResetPassword, &unverified).expect_err("unverified");

        assert!(of_disabled.hint().is_some_and(|hint| hint.contains("`srvls user enable ")));
        assert!(of_unverified.hint().is_some_and(|hint| hint.contains("`srvls user verify-email 7a0c4e52")));
        assert!(possible(RequestedChange::ResetPassword, &ada()).is_ok());
    }

    #[test]
    fn a_change_that_the_status_forbids_says_why() {
        let error = possible(RequestedChange::Resend, &ada()).expect_err("confirmed");

        assert!(
            error.to_string().ends_with("is CONFIRMED, but only an unconfirmed sign-up or an invitation can be resent")
        );
        assert!(possible(RequestedChange::ResetPassword, &with_status(UserStatus::ForceChangePassword)).is_err());
    }
}
