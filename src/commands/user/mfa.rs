//! `srvls user mfa`: a user's second factors, and how to be rid of a lost one.

use serde::Serialize;

use super::{
    account::Mfa,
    edit_report::EditReport,
    half_done::HalfDone,
    subject::{App, subject},
};
use crate::{
    aws::{
        optional,
        users::{Edits, MfaRequirement, PoolId, Pools, SecondFactors, User, Users},
    },
    context::{Context, guard::Permit, output::part, remembered_outputs::StackOutputs},
    error::Error,
    exit::Exit,
    terminal::output::{Output, Report, Text, Tone, View, fields},
};

/// Show and reset a user's second factors
#[derive(Debug, clap::Subcommand)]
pub(crate) enum MfaCommand {
    /// Show the second factors that a user has set up
    #[command(after_help = "Examples:\n  srvls user mfa status ada@example.com")]
    Status(FactorsArgs),
    /// Forget a user's second factors, as after a lost phone
    ///
    /// Make sure that it is the user who asks: a password is all that is needed to sign in afterwards, unless the pool
    /// requires a second factor.
    #[command(after_help = "Examples:\n  srvls user mfa reset ada@example.com --reason T-1")]
    Reset(FactorsArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct FactorsArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
}

impl MfaCommand {
    pub(super) fn reads(&self) -> bool {
        matches!(self, Self::Status(_))
    }
}

pub(super) async fn run(cx: &Context, command: &MfaCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        MfaCommand::Status(args) => out.emit(&status(cx, args).await?).await,
        MfaCommand::Reset(args) => out.emit(&reset(cx, args).await?).await,
    }
}

#[derive(Debug, PartialEq, Serialize)]
struct MfaReport {
    sub: String,
    mfa: Mfa,
    /// Whether the pool lets users have one; null if that could not be read.
    pool: Option<MfaRequirement>,
    not_read: Vec<&'static str>,
}

async fn status(cx: &Context, args: &FactorsArgs) -> Result<MfaReport, Error> {
    let users = &cx.aws.users;
    let handle = cx.handle(&args.handle);
    let find = async |known: &StackOutputs| handle.find(users, &PoolId(part(&known.outputs, "UserPoolId")?)).await;
    let (stack, found) = cx.read_by_outputs(find).await?;
    let (pool, user) = (PoolId(part(&stack.outputs, "UserPoolId")?), found?);
    let (factors, settings) =
        tokio::join!(users.second_factors(&pool, &user.username), optional(users.settings(&pool)));
    let not_read = if settings.is_err() { vec!["pool"] } else { vec![] };
    let pool = settings.ok().map(|settings| settings.mfa);
    Ok(MfaReport { sub: user.sub, mfa: Mfa::of(Some(factors?)), pool, not_read })
}

impl Report for MfaReport {
    fn view(&self) -> View {
        let methods = self.mfa.methods.clone().unwrap_or_default();
        let listed = if methods.is_empty() { "none set up".to_owned() } else { methods.join(", ") };
        let pool = match self.pool {
            Some(MfaRequirement::Off) => ("turned off for everyone", Tone::Plain),
            Some(MfaRequirement::Optional) => ("users may have a second factor", Tone::Plain),
            Some(MfaRequirement::Required) => ("every user needs a second factor", Tone::Plain),
            None => ("not read", Tone::Warning),
        };
        fields([
            ("User", Some((Text::from(self.sub.as_str()), Tone::Plain))),
            ("Factors", Some((Text::from(listed), Tone::Plain))),
            ("Preferred", self.mfa.preferred.as_deref().map(|name| (Text::from(name), Tone::Plain))),
            ("Pool", Some((Text::from(pool.0), pool.1))),
        ])
        .into()
    }

    fn hints(&self) -> Vec<String> {
        let lost = format!("if the user lost it: `srvls user mfa reset {}`", self.sub);
        Some(lost).filter(|_| self.mfa.enabled == Some(true)).into_iter().collect()
    }
}

async fn reset(cx: &Context, args: &FactorsArgs) -> Result<EditReport, Error> {
    let users = &cx.aws.users;
    let subject = subject(cx, &args.handle).await?;
    let (factors, settings) = tokio::join!(
        users.second_factors(&subject.app.pool, &subject.user.username),
        optional(users.settings(&subject.app.pool)),
    );
    let (factors, required) = (factors?, settings.ok().map(|settings| settings.mfa));
    let (permit, app, user) = subject.confirmed(Some("Forget the second factors of")).await?;
    forget(&permit, users, &app, &user, &factors).await?;
    Ok(report(&user, &factors, required).for_stage(cx))
}

/// The app is forgotten even if it is not listed: the call is safe to repeat.
async fn forget(
    _permit: &Permit,
    users: &impl Edits,
    app: &App,
    user: &User,
    factors: &SecondFactors,
) -> Result<(), Error> {
    users.delete_software_token(&app.pool, &user.username).await?;
    let sent = factors.methods.iter().any(|method| method != SOFTWARE_TOKEN);
    if sent && let Err(source) = users.turn_off_messages(&app.pool, &user.username).await {
        let sub = &user.sub;
        return Err(HalfDone {
            done: format!("the authenticator app of user {sub} is forgotten"),
            missing: "codes are still sent as messages".into(),
            code: "app_only",
            rest: format!("srvls user mfa reset {sub}"),
            undo: None,
            source,
        }
        .into());
    }
    Ok(())
}

const SOFTWARE_TOKEN: &str = "SOFTWARE_TOKEN_MFA";

fn report(user: &User, factors: &SecondFactors, required: Option<MfaRequirement>) -> EditReport {
    let (sub, changed) = (&user.sub, !factors.methods.is_empty());
    let after = match required {
        Some(MfaRequirement::Required) => "the user sets up a new one when they next sign in",
        Some(_) => "a password is all that is needed to sign in, until the user sets up a new one",
        None => "whether the pool asks for a new one could not be read",
    };
    let result =
        if changed { "the second factors are forgotten" } else { "nothing to do: no second factor was set up" };
    EditReport {
        action: "mfa_reset",
        sub: sub.clone(),
        changed,
        result: result.into(),
        note: Some(format!("{after}; open sessions stay open: `srvls user sign-out {sub}` ends them")),
        details: [("methods_removed".to_owned(), factors.methods.clone().into())].into_iter().collect(),
        ..EditReport::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::{FakeUsers, ada};

    fn with(methods: &[&str]) -> (FakeUsers, SecondFactors) {
        let methods: Vec<String> = methods.iter().map(|method| (*method).to_owned()).collect();
        let users = FakeUsers { mfa_methods: Some(methods.clone()), ..FakeUsers::default() };
        (users, SecondFactors { methods, preferred: None })
    }

    async fn forgotten(methods: &[&str]) -> Vec<String> {
        let (users, factors) = with(methods);
        let app = App { pool: PoolId("p".into()), client_id: "client".into() };
        forget(&Permit::of_test(), &users, &app, &ada(), &factors).await.expect("done");
        users.edits.take()
    }

    #[tokio::test]
    async fn a_lost_phone_is_forgotten_whatever_factors_it_was() {
        assert_eq!(forgotten(&["SOFTWARE_TOKEN_MFA"]).await, ["delete software token"]);
        assert_eq!(forgotten(&["SMS_MFA"]).await, ["delete software token", "turn off messages"]);
    }

    #[test]
    fn resetting_again_changes_nothing() {
        let again = report(&ada(), &SecondFactors::default(), None);
        let lost = report(&ada(), &with(&["SOFTWARE_TOKEN_MFA"]).1, None);

        assert!(!again.changed && again.result.starts_with("nothing to do"));
        assert!(lost.changed);
    }

    #[test]
    fn the_answer_says_what_the_pool_asks_for_next() {
        let note = |required| report(&ada(), &SecondFactors::default(), required).note.expect("a note");

        assert!(note(Some(MfaRequirement::Required)).starts_with("the user sets up a new one"));
        assert!(note(Some(MfaRequirement::Optional)).starts_with("a password is all that is needed"));
        assert!(note(None).starts_with("whether the pool asks for a new one could not be read"));
    }
}
