//! `srvls user reset-password`: the user chooses a new password, with a code by mail or with a temporary one.

use super::{
    change::{self, ChangeArgs, RequestedChange},
    edit_report::EditReport,
    random_password::random_password,
    subject::subject,
    tokens::{access_token_minutes, still_accepted},
};
use crate::{
    aws::{
        optional,
        users::{Edits as _, Lasting, Pools as _, User},
    },
    context::Context,
    error::Error,
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

pub(super) async fn run(cx: &Context, args: &ResetArgs, out: &Output) -> Result<Exit, Error> {
    if args.print_password {
        return out.emit(&set_temporary(cx, &args.user).await?).await;
    }
    out.emit(&change::run(cx, &args.user, RequestedChange::ResetPassword).await?).await
}

async fn set_temporary(cx: &Context, args: &ChangeArgs) -> Result<EditReport, Error> {
    let users = &cx.aws.users;
    let password = random_password()?;
    let subject = subject(cx, args.handle()).await?;
    let question = "Set a temporary password, which this prints, for";
    let (_permit, app, user) = subject.confirmed(Some(question)).await?;
    let (set, settings, minutes) = tokio::join!(
        users.set_password(&app.pool, &user.username, &password, Lasting::OneSignIn),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::users::fake::ada, terminal::output::Report as _};

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
