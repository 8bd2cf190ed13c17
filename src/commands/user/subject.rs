//! The user whom a command changes: found before anything is written, then recorded and confirmed.

use std::collections::BTreeMap;

use crate::{
    audit::Target,
    aws::users::{PoolId, User},
    context::{
        Context,
        guard::{Clearance, Danger, Permit, allow_write},
        output::part,
    },
    error::Error,
};

/// Where the users of a stage are, and the app that they use.
pub(super) struct App {
    pub(super) pool: PoolId,
    pub(super) client_id: String,
}

impl App {
    pub(super) fn of(outputs: &BTreeMap<String, String>) -> Result<Self, Error> {
        Ok(Self { pool: PoolId(part(outputs, "UserPoolId")?), client_id: part(outputs, "UserPoolClientId")? })
    }
}

/// A user, and leave to change them once the change is known.
pub(super) struct Subject<'a> {
    cx: &'a Context,
    clearance: Clearance<'a>,
    pub(super) app: App,
    pub(super) user: User,
}

/// # Errors
/// When the guards forbid a write, and when there is no such user, or more than one.
pub(super) async fn subject<'a>(cx: &'a Context, handle: &str) -> Result<Subject<'a>, Error> {
    let clearance = allow_write(cx, Danger::Mild).await?;
    let app = App::of(&cx.api().deployed().await?.outputs)?;
    let user = cx.handle(handle).find(&cx.aws.users, &app.pool).await?;
    Ok(Subject { cx, clearance, app, user })
}

impl Subject<'_> {
    /// Begins the record, and asks `question` about the user: `Disable` becomes `Disable 6e0fd3e7 (a***@e***.com)?`.
    /// Without a question there is nothing to confirm.
    pub(super) async fn confirmed(self, question: Option<&str>) -> Result<(Permit, App, User), Error> {
        let Self { cx, clearance, app, user } = self;
        let target = Target::user(&user.sub);
        let permit = clearance.begin(&target).await?;
        if let Some(question) = question {
            let privacy = cx.privacy(&target).await?;
            let email = user.email.as_ref().map(|email| format!(" ({})", privacy.show(email))).unwrap_or_default();
            cx.confirm_showing(&format!("{question} {}{email}?", user.sub), privacy).await?;
        }
        Ok((permit, app, user))
    }
}
