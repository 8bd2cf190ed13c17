//! `srvls user reset-password`: the user chooses a new password, with a code by mail or with a temporary one.

use aws_lc_rs::rand;

use super::{
    change::{self, ChangeArgs, RequestedChange},
    edit_report::EditReport,
    subject::subject,
    tokens::{access_token_minutes, still_accepted},
};
use crate::{
    aws::{
        optional,
        users::{Edits as _, Pools as _, User},
    },
    context::Context,
    error::{Error, Failure},
    exit::Exit,
    terminal::output::Output,
};

#[derive(Debug, clap::Args)]
pub(crate) struct ResetArgs {
    #[command(flatten)]
    user: ChangeArgs,
    /// Set a temporary password and print it once, where no mail arrives
    #[arg(long)]
    print_password: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("this machine has no random numbers for a password")]
struct NoRandomness;

impl Failure for NoRandomness {
    fn code(&self) -> &'static str {
        "no_randomness"
    }
}

pub(super) async fn run(cx: &Context, args: &ResetArgs, out: &Output) -> Result<Exit, Error> {
    if args.print_password {
        return out.emit(&set_temporary(cx, &args.user).await?).await;
    }
    out.emit(&change::run(cx, &args.user, RequestedChange::ResetPassword).await?).await
}

async fn set_temporary(cx: &Context, args: &ChangeArgs) -> Result<EditReport, Error> {
    let users = &cx.aws.users;
    let password = temporary_password()?;
    let subject = subject(cx, args.handle()).await?;
    let question = "Set a temporary password, which this prints, for";
    let (_permit, app, user) = subject.confirmed(Some(question)).await?;
    let (set, settings, minutes) = tokio::join!(
        users.set_temporary_password(&app.pool, &user.username, &password),
        optional(users.settings(&app.pool)),
        access_token_minutes(users, &app),
    );
    set?;
    let days = settings.ok().map(|settings| settings.invitation_days);
    Ok(report(&user, password, days, minutes).for_stage(cx))
}

fn report(user: &User, password: String, days: Option<i32>, minutes: Option<i64>) -> EditReport {
    let days = days.map_or_else(|| "for as many days as an invitation".to_owned(), |days| format!("for {days} days"));
    let note = format!(
        "give it to the user in person, once you are sure who they are: it is valid {days}, is shown only here, and has \
         to be changed at the next sign-in. Open sessions stay open: `srvls user sign-out {}` ends them, and {}",
        user.sub,
        still_accepted(minutes)
    );
    EditReport {
        action: "reset_password",
        sub: user.sub.clone(),
        changed: true,
        result: "the old password is gone; a temporary one is set".into(),
        note: Some(note),
        temporary_password: Some(password),
        ..EditReport::default()
    }
}

/// What a person can read out: without letters and digits that look alike.
const ALPHABETS: [&[u8]; 4] = [b"abcdefghjkmnpqrstuvwxyz", b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"23456789", b"!#%*+-=?"];
const LENGTH: usize = 20;

/// With a character of every kind that a pool can ask for. The kinds take turns, so that no character has to be moved:
/// 20 characters of four kinds are above 70 bits.
fn temporary_password() -> Result<String, NoRandomness> {
    let alphabets = ALPHABETS.iter().cycle().take(LENGTH);
    alphabets.map(|alphabet| Ok(char::from(one_of(alphabet)?))).collect()
}

/// Every character as likely as any other: random bytes past the last whole round are thrown away.
fn one_of(alphabet: &[u8]) -> Result<u8, NoRandomness> {
    loop {
        let mut byte = [0];
        rand::fill(&mut byte).map_err(|_| NoRandomness)?;
        let index = usize::from(byte[0]);
        if index < 256 - 256 % alphabet.len() {
            return Ok(alphabet[index % alphabet.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{aws::users::fake::ada, terminal::output::Report as _};

    #[test]
    fn a_temporary_password_meets_every_rule_and_is_never_the_same() {
        let passwords: BTreeSet<String> = (0..200).map(|_| temporary_password().expect("random")).collect();

        assert_eq!(passwords.len(), 200);
        for password in passwords {
            assert_eq!(password.len(), LENGTH);
            for alphabet in ALPHABETS {
                assert!(password.bytes().any(|byte| alphabet.contains(&byte)), "{password}");
            }
        }
    }

    #[test]
    fn the_password_is_shown_once_with_how_long_it_holds() {
        let report = report(&ada(), "Secret-Password-1".into(), Some(3), Some(15));

        let (text, json) = (report.view().render(None).unstyled(), serde_json::to_string(&report).expect("JSON"));

        for shown in [&text, &json] {
            assert_eq!(shown.matches("Secret-Password-1").count(), 1, "{shown}");
        }
        assert!(text.contains("it is valid for 3 days") && text.contains("for up to 16 minutes"), "{text}");
    }
}
