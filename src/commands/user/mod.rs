//! `srvls user`: look up users and change their accounts.

mod change;
mod disabled_only;
mod lookup;
mod verdict;

use self::change::{ChangeArgs, RequestedChange};
use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Look up users and manage their accounts
#[derive(Debug, clap::Subcommand)]
pub(crate) enum UserCommand {
    Lookup(lookup::LookupArgs),
    /// Let a disabled user sign in again
    #[command(after_help = "Examples:\n  srvls user enable ada@example.com --reason T-1")]
    Enable(ChangeArgs),
    /// Block a user from signing in
    #[command(after_help = "Examples:\n  srvls user disable ada@example.com --reason T-1")]
    Disable(ChangeArgs),
    /// Disable a user and sign them out everywhere
    #[command(after_help = "Examples:\n  srvls user contain ada@example.com --reason T-1")]
    Contain(ChangeArgs),
    /// Confirm a sign-up without its code
    #[command(after_help = "Examples:\n  srvls user confirm ada@example.com --reason T-1")]
    Confirm(ChangeArgs),
    /// Resend the sign-up code or the invitation
    #[command(after_help = "Examples:\n  srvls user resend ada@example.com --reason T-1")]
    Resend(ChangeArgs),
    /// Sign a user out everywhere
    #[command(after_help = "Examples:\n  srvls user sign-out ada@example.com --reason T-1")]
    SignOut(ChangeArgs),
    /// Require a user to set a new password
    #[command(after_help = "Examples:\n  srvls user reset-password ada@example.com --reason T-1")]
    ResetPassword(ChangeArgs),
    /// Mark a user's e-mail address as verified
    #[command(after_help = "Examples:\n  srvls user verify-email ada@example.com --reason T-1")]
    VerifyEmail(ChangeArgs),
}

impl UserCommand {
    /// Whether it changes nothing.
    pub(crate) fn reads(&self) -> bool {
        matches!(self, Self::Lookup(_))
    }
}

pub(crate) async fn run(cx: &Context, command: &UserCommand, out: &Output) -> Result<Exit, Error> {
    let (args, requested) = match command {
        UserCommand::Lookup(args) => return out.emit(&lookup::run(cx, args).await?).await,
        UserCommand::Enable(args) => (args, RequestedChange::Enable),
        UserCommand::Disable(args) => (args, RequestedChange::Disable),
        UserCommand::Contain(args) => (args, RequestedChange::Contain),
        UserCommand::Confirm(args) => (args, RequestedChange::Confirm),
        UserCommand::Resend(args) => (args, RequestedChange::Resend),
        UserCommand::SignOut(args) => (args, RequestedChange::SignOut),
        UserCommand::ResetPassword(args) => (args, RequestedChange::ResetPassword),
        UserCommand::VerifyEmail(args) => (args, RequestedChange::VerifyEmail),
    };
    out.emit(&change::run(cx, args, requested).await?).await
}
