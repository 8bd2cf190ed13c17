//! `srvls user group`: the groups of the pool, and who is in them.

use serde::Serialize;

use super::{
    edit_report::EditReport,
    subject::subject,
    tokens::{access_token_minutes, in_new_tokens},
};
use crate::{
    aws::users::{Edits as _, Group, PoolId, Pools, User, Users},
    context::{Context, deployed_stack::not_found, output::part, remembered_outputs::StackOutputs},
    error::Error,
    exit::Exit,
    terminal::{
        output::{Output, Report, Table, Tone, View, counted},
        pasteable::quoted,
    },
};

/// List groups, and change who is in them
#[derive(Debug, clap::Subcommand)]
pub(crate) enum GroupCommand {
    /// List the groups of the pool, or those of a user
    #[command(after_help = "Examples:\n  srvls user group list\n  srvls user group list ada@example.com")]
    List(GroupListArgs),
    /// Add a user to a group
    #[command(after_help = "Examples:\n  srvls user group add ada@example.com admin --reason T-1")]
    Add(MemberArgs),
    /// Remove a user from a group
    #[command(after_help = "Examples:\n  srvls user group remove ada@example.com admin --reason T-1")]
    Remove(MemberArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct GroupListArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MemberArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
    /// The group's name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    group: String,
}

impl GroupCommand {
    pub(super) fn reads(&self) -> bool {
        matches!(self, Self::List(_))
    }
}

pub(super) async fn run(cx: &Context, command: &GroupCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        GroupCommand::List(args) => out.emit(&list(cx, args).await?).await,
        GroupCommand::Add(args) => out.emit(&change(cx, args, Membership::Add).await?).await,
        GroupCommand::Remove(args) => out.emit(&change(cx, args, Membership::Remove).await?).await,
    }
}

#[derive(Debug, PartialEq, Serialize)]
struct GroupsReport {
    /// Whose groups they are; null where they are all of the pool.
    sub: Option<String>,
    groups: Vec<Group>,
}

async fn list(cx: &Context, args: &GroupListArgs) -> Result<GroupsReport, Error> {
    let users = &cx.aws.users;
    let handle = args.handle.as_deref().map(|handle| cx.handle(handle));
    let find = async |known: &StackOutputs| -> Result<(PoolId, Option<User>), Error> {
        let pool = PoolId(part(&known.outputs, "UserPoolId")?);
        let user = match &handle {
            Some(handle) => Some(handle.find(users, &pool).await?),
            None => None,
        };
        Ok((pool, user))
    };
    let (_, found) = cx.read_by_outputs(find).await?;
    let (pool, user) = found?;
    let Some(user) = user else {
        return Ok(GroupsReport { sub: None, groups: users.groups(&pool).await? });
    };
    let (groups, names) = tokio::join!(users.groups(&pool), users.groups_of(&pool, &user.username));
    let (mut groups, names) = (groups?, names?);
    groups.retain(|group| names.contains(&group.name));
    Ok(GroupsReport { sub: Some(user.sub), groups })
}

impl Report for GroupsReport {
    const ROWS: Option<&'static str> = Some("groups");

    fn view(&self) -> View {
        let whose = self.sub.as_ref().map_or_else(|| "of the pool".to_owned(), |sub| format!("of user {sub}"));
        if self.groups.is_empty() {
            return View::new().text(format!("no groups {whose}"));
        }
        let mut table = Table::new(["GROUP", "PRECEDENCE", "DESCRIPTION"]);
        for Group { name, description, precedence } in &self.groups {
            let precedence = precedence.map(|precedence| precedence.to_string()).unwrap_or_default();
            let description = description.clone().unwrap_or_default();
            table.row([(name.clone(), Tone::Plain), (precedence, Tone::Plain), (description, Tone::Plain)]);
        }
        View::new().table(table).text(format!("{} {whose}", counted(self.groups.len(), "group")))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    Add,
    Remove,
}

async fn change(cx: &Context, args: &MemberArgs, membership: Membership) -> Result<EditReport, Error> {
    let (users, group) = (&cx.aws.users, args.group.as_str());
    let subject = subject(cx, &args.handle).await?;
    let pool = &subject.app.pool;
    let (exists, before, minutes) = tokio::join!(
        users.has_group(pool, group),
        users.groups_of(pool, &subject.user.username),
        access_token_minutes(users, &subject.app),
    );
    if !exists? {
        let known = users.groups(pool).await?;
        return Err(not_found("group", group, known.iter().map(|group| group.name.as_str())));
    }
    let was_member = before?.iter().any(|name| name == group);
    let question = match membership {
        Membership::Add => format!("Add to group {group} the user"),
        Membership::Remove => format!("Remove from group {group} the user"),
    };
    let (_permit, app, user) = subject.confirmed(Some(&question)).await?;
    // Both can be repeated: what the list says never saves a call.
    match membership {
        Membership::Add => users.add_to_group(&app.pool, &user.username, group).await?,
        Membership::Remove => users.remove_from_group(&app.pool, &user.username, group).await?,
    }
    Ok(report(membership, &user, group, was_member, minutes).for_stage(cx))
}

fn report(membership: Membership, user: &User, group: &str, was_member: bool, minutes: Option<i64>) -> EditReport {
    let sub = &user.sub;
    let (action, changed, result, undo) = match membership {
        Membership::Add => {
            ("group_add", !was_member, "added to", format!("srvls user group remove {sub} {}", quoted(group)))
        }
        Membership::Remove => {
            ("group_remove", was_member, "removed from", format!("srvls user group add {sub} {}", quoted(group)))
        }
    };
    let result = match (changed, membership) {
        (true, _) => format!("{result} {group}"),
        (false, Membership::Add) => format!("already in {group}"),
        (false, Membership::Remove) => format!("not in {group} before either"),
    };
    EditReport {
        action,
        sub: sub.clone(),
        changed,
        result,
        undo: Some(undo).filter(|_| changed),
        note: Some(in_new_tokens(minutes)),
        details: [("group".to_owned(), group.into()), ("access_token_minutes".to_owned(), minutes.into())]
            .into_iter()
            .collect(),
        ..EditReport::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::ada;

    #[test]
    fn the_undo_is_the_other_command_and_only_for_what_changed() {
        let undo = |membership, was_member| report(membership, &ada(), "admin", was_member, Some(15)).undo;
        let sub = ada().sub;

        assert_eq!(undo(Membership::Add, false), Some(format!("srvls user group remove {sub} admin")));
        assert_eq!(undo(Membership::Remove, true), Some(format!("srvls user group add {sub} admin")));
        assert_eq!((undo(Membership::Add, true), undo(Membership::Remove, false)), (None, None));
    }

    #[test]
    fn the_answer_says_when_the_api_sees_it() {
        let added = report(Membership::Add, &ada(), "admin", false, Some(15));

        assert_eq!((added.result.as_str(), added.changed), ("added to admin", true));
        assert!(added.note.is_some_and(|note| note.contains("at the latest after 16 minutes")));
        assert_eq!(report(Membership::Remove, &ada(), "admin", false, None).result, "not in admin before either");
    }

    #[test]
    fn groups_are_listed_with_whose_they_are() {
        let group = Group { name: "admin".into(), description: Some("reads all".into()), precedence: Some(1) };
        let text = |sub: Option<&str>, groups: Vec<Group>| {
            GroupsReport { sub: sub.map(str::to_owned), groups }.view().render(None).unstyled()
        };

        assert!(text(None, vec![group]).ends_with("1 group of the pool"));
        assert_eq!(text(Some("6e0fd3e7"), vec![]), "no groups of user 6e0fd3e7");
    }
}
