//! `srvls user`: look up users and change their accounts.

mod account;
mod address;
mod change;
mod create;
mod edit_report;
mod erase;
mod export;
mod failed_reads;
mod group;
mod half_done;
mod list;
mod lookup;
mod mfa;
mod password;
mod pool;
mod pseudonym;
mod random_password;
mod requests;
mod set;
mod stores;
mod subject;
mod support_actions;
mod timeline;
mod tokens;
mod verdict;

use self::change::{ChangeArgs, RequestedChange};
use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Look up users and manage their accounts
#[derive(Debug, clap::Subcommand)]
pub(crate) enum UserCommand {
    Lookup(lookup::LookupArgs),
    List(list::ListArgs),
    Timeline(timeline::TimelineArgs),
    Create(create::CreateArgs),
    Set(set::SetArgs),
    Export(export::ExportArgs),
    Import(pool::ImportArgs),
    Jobs(pool::JobsArgs),
    Erase(erase::EraseArgs),
    #[command(subcommand)]
    Group(group::GroupCommand),
    #[command(subcommand)]
    Mfa(mfa::MfaCommand),
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
    ///
    /// Cognito sends a code with which the user sets it. The old password is gone at once.
    #[command(after_help = "\
Examples:
  srvls user reset-password ada@example.com --reason T-1
  srvls user reset-password ada@example.com --print-password --reason T-1")]
    ResetPassword(password::ResetArgs),
    /// Mark a user's e-mail address as verified
    #[command(after_help = "Examples:\n  srvls user verify-email ada@example.com --reason T-1")]
    VerifyEmail(ChangeArgs),
}

impl UserCommand {
    /// Whether it changes nothing.
    pub(crate) fn reads(&self) -> bool {
        match self {
            Self::Lookup(_) | Self::List(_) | Self::Export(_) | Self::Timeline(_) => true,
            Self::Jobs(args) => args.reads(),
            Self::Group(command) => command.reads(),
            Self::Mfa(command) => command.reads(),
            _ => false,
        }
    }
}

pub(crate) async fn run(cx: &Context, command: &UserCommand, out: &Output) -> Result<Exit, Error> {
    let (args, requested) = match command {
        UserCommand::Lookup(args) => return lookup::run(cx, args, out).await,
        UserCommand::List(args) => return out.emit(&list::run(cx, args).await?).await,
        UserCommand::Create(args) => return out.emit(&create::run(cx, args).await?).await,
        UserCommand::Timeline(args) => return out.emit(&timeline::run(cx, args).await?).await,
        UserCommand::Export(args) => return export::run(cx, args, out).await,
        UserCommand::Import(args) => return pool::import(cx, args, out).await,
        UserCommand::Jobs(args) => return out.emit(&pool::jobs(cx, args).await?).await,
        UserCommand::Erase(args) => return out.emit(&erase::run(cx, args).await?).await,
        UserCommand::Set(args) => return out.emit(&set::run(cx, args).await?).await,
        UserCommand::Group(command) => return group::run(cx, command, out).await,
        UserCommand::Mfa(command) => return mfa::run(cx, command, out).await,
        UserCommand::ResetPassword(args) => return password::run(cx, args, out).await,
        UserCommand::Enable(args) => (args, RequestedChange::Enable),
        UserCommand::Disable(args) => (args, RequestedChange::Disable),
        UserCommand::Contain(args) => (args, RequestedChange::Contain),
        UserCommand::Confirm(args) => (args, RequestedChange::Confirm),
        UserCommand::Resend(args) => (args, RequestedChange::Resend),
        UserCommand::SignOut(args) => (args, RequestedChange::SignOut),
        UserCommand::VerifyEmail(args) => (args, RequestedChange::VerifyEmail),
    };
    out.emit(&change::run(cx, args, requested).await?).await
}
