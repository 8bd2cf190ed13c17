//! `srvls user enable|disable|contain|confirm|resend|sign-out|reset-password`: one change to one account.

use serde::Serialize;

use super::handle::Handle;
use crate::{
    aws::users::{AccountChange, PoolId, User, UserStatus, Users},
    context::{
        Context,
        guard::{Danger, allow_write},
        output::pick,
    },
    error::Error,
    terminal::output::{Report, Tone, View, fields},
};

#[derive(Debug, clap::Args)]
pub(crate) struct ChangeArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
}

/// The change that an operator asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RequestedChange {
    Enable,
    Disable,
    /// Disable first, then sign out.
    Contain,
    Confirm,
    Resend,
    SignOut,
    ResetPassword,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Change(AccountChange),
    ResendCode,
}

pub(super) async fn run(cx: &Context, args: &ChangeArgs, requested: RequestedChange) -> Result<ChangeReport, Error> {
    allow_write(cx, Danger::Mild).await?;
    let privacy = cx.privacy()?;
    let outputs = cx.api().deployed().await?.outputs;
    let app = App { pool: PoolId(pick(&outputs, "UserPoolId")?), client_id: pick(&outputs, "UserPoolClientId")? };
    let user = Handle::from(args.handle.as_str()).find(&cx.aws.users, &app.pool, privacy).await?;
    let steps = steps(requested, &user)?;
    if !steps.is_empty() {
        let email = user.email.as_ref().map(|email| format!(" ({})", privacy.show(email))).unwrap_or_default();
        cx.confirm(&format!("{} {}{email}?", requested.question(), user.sub))?;
    }
    apply(&cx.aws.users, &app, &user, &steps).await?;
    let report = ChangeReport::new(requested, &user, !steps.is_empty());
    Ok(ChangeReport { undo: report.undo.map(|undo| cx.command_line(&undo)), ..report })
}

struct App {
    pool: PoolId,
    client_id: String,
}

async fn apply(users: &impl Users, app: &App, user: &User, steps: &[Step]) -> Result<(), Error> {
    for step in steps {
        match step {
            Step::Change(change) => users.change(&app.pool, name_for(*change, user), *change).await?,
            Step::ResendCode => users.resend_code(&app.client_id, &user.username).await?,
        }
    }
    Ok(())
}

/// Cognito generates the user name when users sign in by e-mail or phone, but resends an invitation only to that
/// address.
fn name_for(change: AccountChange, user: &User) -> &str {
    let generated = user.username == user.sub;
    let address = user.email.as_deref().or(user.phone.as_deref());
    address.filter(|_| generated && change == AccountChange::ResendInvitation).unwrap_or(&user.username)
}

/// The calls that make the change; none when the account is already in that state.
fn steps(requested: RequestedChange, user: &User) -> Result<Vec<Step>, Error> {
    use AccountChange::{Confirm, Disable, Enable, ResendInvitation, ResetPassword, SignOut};
    let change = |change| Ok(vec![Step::Change(change)]);
    match (requested, user.status) {
        (RequestedChange::Enable, _) if user.enabled => Ok(vec![]),
        (RequestedChange::Enable, _) => change(Enable),
        (RequestedChange::Disable, _) if !user.enabled => Ok(vec![]),
        (RequestedChange::Disable, _) => change(Disable),
        // Disable first: the user could sign in again between the two calls.
        (RequestedChange::Contain, _) if user.enabled => Ok(vec![Step::Change(Disable), Step::Change(SignOut)]),
        (RequestedChange::Contain | RequestedChange::SignOut, _) => change(SignOut),
        (RequestedChange::Confirm, UserStatus::Unconfirmed) => change(Confirm),
        (RequestedChange::Confirm, UserStatus::Confirmed) => Ok(vec![]),
        (RequestedChange::Resend, UserStatus::Unconfirmed) => Ok(vec![Step::ResendCode]),
        (RequestedChange::Resend, UserStatus::ForceChangePassword) => change(ResendInvitation),
        (RequestedChange::ResetPassword, UserStatus::Confirmed | UserStatus::ResetRequired) => change(ResetPassword),
        (RequestedChange::Confirm | RequestedChange::Resend | RequestedChange::ResetPassword, status) => {
            Err(Error::usage(
                format!("user {} is {}: {}", user.sub, status.as_str(), requested.condition()),
                format!("run `srvls user lookup {}` to see which command helps", user.sub),
            ))
        }
    }
}

impl RequestedChange {
    fn question(self) -> &'static str {
        match self {
            Self::Enable => "Enable",
            Self::Disable => "Disable",
            Self::Contain => "Disable and sign out",
            Self::Confirm => "Confirm the sign-up of",
            Self::Resend => "Resend the code or invitation to",
            Self::SignOut => "Sign out",
            Self::ResetPassword => "Reset the password of",
        }
    }

    /// Which users it applies to.
    fn condition(self) -> &'static str {
        match self {
            Self::Confirm => "only an unconfirmed sign-up can be confirmed",
            Self::Resend => "only an unconfirmed sign-up or an invitation can be resent",
            Self::ResetPassword => "only a confirmed user's password can be reset",
            Self::Enable | Self::Disable | Self::Contain | Self::SignOut => "any user can be changed",
        }
    }

    fn undo(self) -> Option<&'static str> {
        match self {
            Self::Enable => Some("disable"),
            Self::Disable | Self::Contain => Some("enable"),
            Self::Confirm | Self::Resend | Self::SignOut | Self::ResetPassword => None,
        }
    }

    fn note(self) -> Option<&'static str> {
        match self {
            Self::Disable | Self::Contain | Self::SignOut => Some(
                "access tokens already issued stay valid until they expire: the authorizer does not check for revocation",
            ),
            Self::ResetPassword => {
                Some("the user cannot sign in until they set a new password with the code that was sent")
            }
            Self::Enable | Self::Confirm | Self::Resend => None,
        }
    }
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct ChangeReport {
    action: RequestedChange,
    sub: String,
    /// `false` when there was nothing to do.
    changed: bool,
    /// The command that reverts the change, if there is one.
    undo: Option<String>,
    note: Option<&'static str>,
}

impl ChangeReport {
    fn new(requested: RequestedChange, user: &User, changed: bool) -> Self {
        // Undoing must not enable a user who was disabled before.
        let was_disabled = matches!(requested, RequestedChange::Contain) && !user.enabled;
        let undo = requested.undo().filter(|_| changed && !was_disabled);
        Self {
            action: requested,
            sub: user.sub.clone(),
            changed,
            undo: undo.map(|undo| format!("srvls user {undo} {}", user.sub)),
            note: requested.note().filter(|_| changed),
        }
    }
}

impl Report for ChangeReport {
    fn view(&self) -> View {
        let result = if self.changed { ("done", Tone::Good) } else { ("nothing to do", Tone::Plain) };
        fields([
            ("User", Some((self.sub.clone(), Tone::Plain))),
            ("Result", Some((result.0.to_owned(), result.1))),
            ("Note", self.note.map(|note| (note.to_owned(), Tone::Plain))),
            ("Undo", self.undo.clone().map(|undo| (undo, Tone::Plain))),
        ])
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::{FakeUsers, ada};

    fn with_status(status: UserStatus) -> User {
        User { status, ..ada() }
    }

    fn disabled() -> User {
        User { enabled: false, ..ada() }
    }

    async fn applied(requested: RequestedChange, user: &User) -> FakeUsers {
        let users = FakeUsers::default();
        let app = App { pool: PoolId("us-east-1_a".into()), client_id: "client".into() };
        apply(&users, &app, user, &steps(requested, user).expect("possible")).await.expect("applied");
        users
    }

    #[tokio::test]
    async fn containing_disables_before_it_signs_out_and_names_the_undo() {
        let users = applied(RequestedChange::Contain, &ada()).await;

        assert_eq!(*users.changes.borrow(), [AccountChange::Disable, AccountChange::SignOut]);
        let report = ChangeReport::new(RequestedChange::Contain, &ada(), true);
        assert_eq!(report.undo, Some(format!("srvls user enable {}", ada().sub)));
    }

    #[tokio::test]
    async fn containing_a_disabled_user_signs_out_and_offers_no_undo() {
        let users = applied(RequestedChange::Contain, &disabled()).await;

        assert_eq!(*users.changes.borrow(), [AccountChange::SignOut]);
        assert_eq!(ChangeReport::new(RequestedChange::Contain, &disabled(), true).undo, None);
    }

    #[tokio::test]
    async fn a_sign_up_gets_a_new_code_and_an_invited_user_a_new_invitation() {
        let signed_up = applied(RequestedChange::Resend, &with_status(UserStatus::Unconfirmed)).await;
        let invited = applied(RequestedChange::Resend, &with_status(UserStatus::ForceChangePassword)).await;

        assert_eq!((*signed_up.codes_sent.borrow(), signed_up.changes.borrow().len()), (1, 0));
        assert_eq!(*invited.changes.borrow(), [AccountChange::ResendInvitation]);
    }

    #[test]
    fn an_invitation_is_resent_by_the_address_the_user_signs_in_with() {
        let named = User { username: "ada".into(), ..ada() };

        assert_eq!(name_for(AccountChange::ResendInvitation, &ada()), "ada@example.com");
        assert_eq!(name_for(AccountChange::ResendInvitation, &named), "ada");
        assert_eq!(name_for(AccountChange::Disable, &ada()), ada().username);
    }

    #[test]
    fn a_change_already_made_takes_no_step() {
        assert_eq!(steps(RequestedChange::Enable, &ada()).expect("possible"), []);
        assert_eq!(steps(RequestedChange::Disable, &disabled()).expect("possible"), []);
        assert_eq!(steps(RequestedChange::Confirm, &ada()).expect("possible"), []);
        assert_eq!(ChangeReport::new(RequestedChange::Enable, &ada(), false).undo, None);
    }

    #[test]
    fn a_change_that_the_status_forbids_says_why() {
        let error = steps(RequestedChange::Resend, &ada()).expect_err("confirmed");

        assert!(
            error.to_string().ends_with("is CONFIRMED: only an unconfirmed sign-up or an invitation can be resent")
        );
        assert!(steps(RequestedChange::ResetPassword, &with_status(UserStatus::ForceChangePassword)).is_err());
    }
}
