//! `srvls user create`: an account for someone, who is invited by mail now or later.

use serde_json::{Map, json};

use super::{address, edit_report::EditReport, half_done::HalfDone, subject::App};
use crate::{
    audit::Target,
    aws::{
        AwsError, optional,
        users::{Created, Edits, NewUser, PoolId, Pools, Searchable, User, UserStatus, Users},
    },
    context::{
        Context,
        deployed_stack::not_found,
        guard::{Danger, Permit, allow_write},
    },
    error::Error,
    privacy::Privacy,
    terminal::pasteable::quoted,
};

/// Create a user, who is invited by e-mail
///
/// The invitation has a temporary password, which the user changes when they first sign in. Without `--send-invite`
/// nothing is sent yet: `srvls user resend` does that later.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user create ada@example.com --send-invite --reason T-1
  srvls -s prod user create ada@example.com --name 'Ada Lovelace' --group admin --reason T-1")]
pub(crate) struct CreateArgs {
    /// The address that the user signs in with
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    email: String,
    /// The user's name
    #[arg(long, value_name = "N", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    name: Option<String>,
    /// Add the user to this group
    #[arg(long = "group", value_name = "G", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    groups: Vec<String>,
    /// Send the invitation now
    #[arg(long)]
    send_invite: bool,
}

pub(super) async fn run(cx: &Context, args: &CreateArgs) -> Result<EditReport, Error> {
    let users = &cx.aws.users;
    let email = address::email(&args.email).map_err(|rule| Error::usage("this is no e-mail address", rule))?;
    let clearance = allow_write(cx, Danger::Mild).await?;
    let app = App::of(&cx.api().deployed().await?.outputs)?;
    check_groups(users, &app.pool, &args.groups).await?;
    if let Some(user) = users.matching(&app.pool, Searchable::Email, &email).await?.into_iter().next() {
        return Ok(exists(&user));
    }
    let permit = clearance.begin(&Target::user(&email)).await?;
    let invite = if args.send_invite { " and send the invitation" } else { "" };
    cx.confirm(&format!("Create the user {email}{invite}?")).await?;
    let new = NewUser::with_email(&email, args.name.as_deref(), args.send_invite);
    let (created, days) = tokio::join!(create(&permit, users, &app.pool, &new), optional(users.settings(&app.pool)));
    let Some(user) = created? else {
        return Err(Error::usage(
            "a user with this name exists already, but Cognito's list does not show them yet",
            "wait a moment, then run it again: it changes nothing if the user is there",
        ));
    };
    cx.record_user(&permit.caller, &user.sub).await;
    add_to_groups(&permit, users, &app.pool, &user, &args.groups).await?;
    let days = days.ok().map(|settings| settings.invitation_days);
    Ok(report(&user, &new, &args.groups, days).for_stage(cx))
}

/// Before anything is written.
async fn check_groups(pools: &impl Pools, pool: &PoolId, groups: &[String]) -> Result<(), Error> {
    if groups.is_empty() {
        return Ok(());
    }
    let known = pools.groups(pool).await?;
    match groups.iter().find(|group| known.iter().all(|known| known.name != **group)) {
        Some(missing) => Err(not_found("group", missing, known.iter().map(|group| group.name.as_str()))),
        None => Ok(()),
    }
}

/// `None` if there is a user of this name.
async fn create(_permit: &Permit, users: &impl Edits, pool: &PoolId, new: &NewUser) -> Result<Option<User>, AwsError> {
    Ok(match users.create(pool, new).await? {
        Created::New(user) => Some(*user),
        Created::Exists => None,
    })
}

async fn add_to_groups(
    _permit: &Permit,
    users: &impl Edits,
    pool: &PoolId,
    user: &User,
    groups: &[String],
) -> Result<(), Error> {
    for (index, group) in groups.iter().enumerate() {
        if let Err(source) = users.add_to_group(pool, &user.username, group).await {
            let (sub, left) = (&user.sub, &groups[index..]);
            let add = |group: &String| format!("srvls user group add {sub} {}", quoted(group));
            return Err(HalfDone {
                done: format!("user {sub} is created"),
                missing: format!("not in group {}", left.join(", ")),
                code: "created_only",
                rest: left.iter().map(add).collect::<Vec<_>>().join(" && "),
                undo: Some(format!("srvls user disable {sub}")),
                source,
            }
            .into());
        }
    }
    Ok(())
}

fn report(user: &User, new: &NewUser, groups: &[String], invitation_days: Option<i32>) -> EditReport {
    let sub = &user.sub;
    let days = invitation_days.map(|days| format!(" for {days} days")).unwrap_or_default();
    let note = if new.invite {
        format!("the temporary password in the mail is valid{days}; `srvls user resend {sub}` sends another")
    } else {
        format!("nothing was sent: `srvls user resend {sub}` sends the invitation, whose password is valid{days}")
    };
    let sent_to = new.invite.then(|| Privacy::Masked.show(&new.username));
    let in_groups = if groups.is_empty() { String::new() } else { format!(", in {}", groups.join(", ")) };
    let invited = sent_to.as_ref().map(|address| format!(", and invited at {address}")).unwrap_or_default();
    EditReport {
        action: "create",
        sub: sub.clone(),
        changed: true,
        result: format!("created{in_groups}{invited}"),
        sent_to,
        undo: Some(format!("srvls user disable {sub}")),
        note: Some(note),
        details: details(user.status, groups),
        ..EditReport::default()
    }
}

/// Running it again is no failure: the first answer may have been lost.
fn exists(user: &User) -> EditReport {
    let sub = &user.sub;
    let next = match user.status {
        UserStatus::ForceChangePassword => format!("`srvls user resend {sub}` sends the invitation again"),
        _ => format!("`srvls user lookup {sub}` shows the account"),
    };
    EditReport {
        action: "create",
        sub: sub.clone(),
        changed: false,
        result: format!("nothing to do: there is a user with this address, who is {}", user.status.as_str()),
        note: Some(format!("name and groups are as they were; {next}")),
        details: details(user.status, &[]),
        ..EditReport::default()
    }
}

fn details(status: UserStatus, groups: &[String]) -> Map<String, serde_json::Value> {
    Map::from_iter([("status".to_owned(), json!(status)), ("groups_added".to_owned(), json!(groups))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::{
        AccountChange,
        fake::{FakeUsers, ada},
    };

    fn pool() -> PoolId {
        PoolId("us-east-1_a".into())
    }

    fn new(invite: bool) -> NewUser {
        NewUser::with_email("ada@example.com", None, invite)
    }

    #[tokio::test]
    async fn a_missing_group_is_found_before_anyone_is_created() {
        let users = FakeUsers { groups: vec!["admin".into()], ..FakeUsers::default() };
        let groups = |name: &str| [name.to_owned()];

        let missing = check_groups(&users, &pool(), &groups("admins")).await.expect_err("no such group");

        assert_eq!(missing.to_string(), "there is no group `admins`");
        assert_eq!(missing.hint().as_deref(), Some("did you mean `admin`?"));
        assert!(check_groups(&users, &pool(), &groups("admin")).await.is_ok());
    }

    #[tokio::test]
    async fn a_user_without_their_group_is_said_to_be_created() {
        let users = FakeUsers { denied: Some(AccountChange::SignOut), ..FakeUsers::default() };

        let groups = ["admin".to_owned()];
        let error = add_to_groups(&Permit::of_test(), &users, &pool(), &ada(), &groups).await.expect_err("denied");

        assert_eq!(error.code(), "created_only");
        let hint = error.hint().expect("a hint");
        assert!(hint.contains(&format!("`srvls user group add {} admin` does the rest", ada().sub)), "{hint}");
    }

    #[test]
    fn the_answer_says_whether_something_was_sent_and_how_long_it_holds() {
        let sent = report(&ada(), &new(true), &["admin".into()], Some(3));
        let silent = report(&ada(), &new(false), &[], None);

        assert_eq!(sent.result, "created, in admin, and invited at a***@e***.com");
        assert!(
            sent.note.is_some_and(|note| note.starts_with("the temporary password in the mail is valid for 3 days;"))
        );
        assert_eq!((silent.result.as_str(), silent.sent_to), ("created", None));
        assert!(silent.note.is_some_and(|note| note.contains(&format!("`srvls user resend {}` sends", ada().sub))));
    }

    #[test]
    fn creating_a_user_again_changes_nothing_and_says_what_helps() {
        let invited = User { status: UserStatus::ForceChangePassword, ..ada() };

        let again = exists(&invited);

        assert!(!again.changed && again.undo.is_none());
        assert!(again.note.is_some_and(|note| note.contains("`srvls user resend ")));
    }
}
