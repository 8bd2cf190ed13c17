//! `srvls user list`: the users of the pool that meet some conditions, newest first.

mod report;
mod token;

use jiff::Timestamp;

pub(super) use self::report::ListReport;
use self::token::{Conditions, ListToken, Place};
use super::account::Account;
use crate::{
    audit::Target,
    aws::users::{PoolId, Pools, Selection, User, UserStatus, Users},
    context::{Context, deployed_stack::not_found, output::part},
    error::Error,
    time::{TimeSpec, clock},
};

/// List users, newest first
///
/// Cognito searches by one condition: the group, else disabled, else the status. srvls reads what that finds until it
/// has `--limit` users that meet the other conditions too, and says how many it read. Users are sorted among those that
/// one answer lists.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user list
  srvls user list --status unconfirmed --since 2d
  srvls -s prod user list --group admin -o csv")]
pub(crate) struct ListArgs {
    /// Only in this state, such as unconfirmed
    #[arg(long, value_name = "S", value_parser = status)]
    status: Option<UserStatus>,
    /// Only the members of this group
    #[arg(long, value_name = "G", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    group: Option<String>,
    /// Only disabled users
    #[arg(long)]
    disabled: bool,
    /// Only created since: 15m, 2h30m, 2d, 2026-11-22
    #[arg(long, value_name = "T")]
    since: Option<TimeSpec>,
    /// List at most this many users
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Go on where an answer stopped, with its `next`
    #[arg(long, value_name = "TOKEN")]
    next: Option<String>,
}

/// `confirmed`, `FORCE_CHANGE_PASSWORD`, `reset-required`.
fn status(text: &str) -> Result<UserStatus, String> {
    let name = text.to_ascii_uppercase().replace('-', "_");
    let found = UserStatus::ALL.into_iter().find(|status| status.as_str() == name);
    found.ok_or_else(|| {
        let all = UserStatus::ALL.map(|status| status.as_str().to_ascii_lowercase());
        format!("it must be one of {}", all.join(", "))
    })
}

pub(super) async fn run(cx: &Context, args: &ListArgs) -> Result<ListReport, Error> {
    let users = &cx.aws.users;
    let outputs = cx.api().deployed().await?.outputs;
    let pool = PoolId(part(&outputs, "UserPoolId")?);
    let (conditions, place) = start(args, &pool)?;
    let privacy = cx.privacy(&Target::named("user_pool", &pool.0)).await?;
    let bar = cx.progress.bar(None, "{spinner} {msg} {elapsed:.dim}");
    let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
    let read = read(users, &pool, &conditions, place, limit, |scanned, found| {
        bar.set_message(format!("read {scanned} users, {found} match"));
        bar.tick();
    })
    .await;
    bar.finish_and_clear();
    let Some(Listing { users: found, scanned, next }) = read? else {
        let groups = users.groups(&pool).await?;
        let name = conditions.group.as_deref().unwrap_or_default();
        return Err(not_found("group", name, groups.iter().map(|group| group.name.as_str())));
    };
    let next = next.map(|place| ListToken { pool: pool.0.clone(), conditions, place });
    let accounts = found.into_iter().map(|user| Account::listed(user).shown_to(privacy)).collect();
    Ok(ListReport::new(accounts, scanned, next.as_ref(), privacy))
}

/// What to look for, and from where.
///
/// # Errors
/// When the token continues another list.
fn start(args: &ListArgs, pool: &PoolId) -> Result<(Conditions, Place), Error> {
    let asked = Conditions {
        status: args.status,
        group: args.group.clone(),
        disabled: args.disabled,
        since: args.since.as_ref().map(|since| since.resolve(&clock::local())),
    };
    let Some(token) = &args.next else { return Ok((asked, Place::default())) };
    let token: ListToken = token.parse().map_err(|rule| Error::usage("`--next` is no token", rule))?;
    let kept = &token.conditions;
    let same = (asked.status.is_none() || asked.status == kept.status)
        && (asked.group.is_none() || asked.group == kept.group)
        && (!asked.disabled || kept.disabled);
    if token.pool != pool.0 || !same {
        return Err(Error::usage(
            "`--next` continues a list of other users",
            "the token has the conditions of its list: leave out the others, or list from the start without `--next`",
        ));
    }
    Ok((kept.clone(), token.place.clone()))
}

/// What was found of the pool, newest first.
#[derive(Debug, PartialEq)]
struct Listing {
    users: Vec<User>,
    scanned: u64,
    next: Option<Place>,
}

/// `None` when there is no such group. `on_page` is told how many users were read, and how many of them count.
async fn read(
    users: &impl Users,
    pool: &PoolId,
    conditions: &Conditions,
    mut place: Place,
    limit: usize,
    on_page: impl Fn(u64, usize),
) -> Result<Option<Listing>, Error> {
    let selection = conditions.selection();
    let (mut found, mut scanned) = (Vec::new(), 0);
    let next = 'pages: loop {
        let Some(page) = users.page(pool, &selection, place.token.as_deref()).await? else { return Ok(None) };
        for (index, user) in page.users.into_iter().enumerate().skip(place.skip) {
            if found.len() == limit {
                break 'pages Some(Place { token: place.token, skip: index });
            }
            scanned += 1;
            if conditions.are_met_by(&user) {
                found.push(user);
            }
        }
        on_page(scanned, found.len());
        let Some(token) = page.next else { break None };
        place = Place { token: Some(token), skip: 0 };
        if found.len() == limit {
            break Some(place);
        }
    };
    found.sort_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| a.sub.cmp(&b.sub)));
    Ok(Some(Listing { users: found, scanned, next }))
}

impl Conditions {
    /// The condition that Cognito searches by: the one that leaves the fewest users, as a rule.
    fn selection(&self) -> Selection {
        match (&self.group, self.disabled, self.status) {
            (Some(group), _, _) => Selection::Group(group.clone()),
            (None, true, _) => Selection::Disabled,
            (None, false, Some(status)) => Selection::Status(status),
            (None, false, None) => Selection::All,
        }
    }

    fn are_met_by(&self, user: &User) -> bool {
        // A user without a time may have come before.
        let is_recent = |since: Timestamp| user.created_at.is_some_and(|created| created >= since);
        self.status.is_none_or(|status| user.status == status)
            && (!self.disabled || !user.enabled)
            && self.since.is_none_or(is_recent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::{FakeUsers, ada};

    fn pool() -> PoolId {
        PoolId("us-east-1_a".into())
    }

    /// Ten users, a day apart, of whom every third is disabled and every second unconfirmed.
    fn ten(page_size: usize) -> FakeUsers {
        let user = |index: i32| User {
            sub: index.to_string(),
            enabled: index % 3 != 0,
            status: if index % 2 == 0 { UserStatus::Unconfirmed } else { UserStatus::Confirmed },
            created_at: format!("2026-11-{:02}T00:00:00Z", index + 1).parse().ok(),
            ..ada()
        };
        FakeUsers {
            users: (0..10).map(user).collect(),
            page_size,
            groups: vec!["admin".into()],
            ..FakeUsers::default()
        }
    }

    async fn list(users: &FakeUsers, conditions: &Conditions, place: Place, limit: usize) -> Listing {
        let listing = read(users, &pool(), conditions, place, limit, |_, _| {}).await.expect("read");
        listing.expect("there")
    }

    fn subs(listing: &Listing) -> Vec<&str> {
        listing.users.iter().map(|user| user.sub.as_str()).collect()
    }

    #[tokio::test]
    async fn what_cognito_does_not_search_by_is_looked_for_in_what_it_finds() {
        let disabled = Conditions { disabled: true, status: Some(UserStatus::Confirmed), ..Conditions::default() };
        let recent = Conditions { since: "2026-11-09T00:00:00Z".parse().ok(), ..Conditions::default() };

        let (disabled, recent) = (
            list(&ten(3), &disabled, Place::default(), 100).await,
            list(&ten(3), &recent, Place::default(), 100).await,
        );

        assert_eq!((subs(&disabled), disabled.scanned), (vec!["9", "3"], 4), "of the four that are disabled");
        assert_eq!((subs(&recent), recent.scanned), (vec!["9", "8"], 10), "newest first");
        assert_eq!((disabled.next, recent.next), (None, None));
    }

    #[tokio::test]
    async fn pages_of_any_length_list_every_user_once() {
        for limit in 1..=11 {
            let conditions = Conditions { status: Some(UserStatus::Confirmed), ..Conditions::default() };
            let (users, mut place, mut seen) = (ten(4), Place::default(), Vec::new());
            loop {
                let listing = list(&users, &conditions, place, limit).await;
                assert!(listing.users.len() <= limit);
                seen.extend(listing.users.iter().map(|user| user.sub.clone()));
                let Some(next) = listing.next else { break };
                place = next;
            }
            seen.sort();

            assert_eq!(seen, ["1", "3", "5", "7", "9"], "{limit}");
        }
    }

    #[tokio::test]
    async fn a_missing_group_is_not_an_empty_one() {
        let of_group = |name: &str| Conditions { group: Some(name.into()), ..Conditions::default() };
        let users = ten(0);

        let missing = read(&users, &pool(), &of_group("admins"), Place::default(), 9, |_, _| {}).await.expect("read");
        let found = list(&users, &of_group("admin"), Place::default(), 100).await;

        assert_eq!((missing, found.users.len()), (None, 10));
    }

    fn args(status: Option<UserStatus>, next: Option<ListToken>) -> ListArgs {
        let next = next.map(|token| token.to_string());
        ListArgs { status, group: None, disabled: false, since: None, limit: 100, next }
    }

    #[test]
    fn a_token_has_the_conditions_of_its_list_and_takes_no_others() {
        let conditions = Conditions { status: Some(UserStatus::Confirmed), ..Conditions::default() };
        let place = Place { token: Some("t".into()), skip: 3 };
        let token =
            |pool: &str| Some(ListToken { pool: pool.into(), conditions: conditions.clone(), place: place.clone() });

        let continued = start(&args(None, token("us-east-1_a")), &pool()).expect("continued");
        let repeated = start(&args(Some(UserStatus::Confirmed), token("us-east-1_a")), &pool());
        let others = start(&args(Some(UserStatus::Unconfirmed), token("us-east-1_a")), &pool());
        let elsewhere = start(&args(None, token("us-east-1_b")), &pool());

        assert_eq!(continued, (conditions.clone(), place.clone()));
        assert!(repeated.is_ok() && others.is_err() && elsewhere.is_err());
    }

    #[test]
    fn a_status_is_taken_in_any_writing_and_a_wrong_one_names_them_all() {
        for text in ["force-change-password", "FORCE_CHANGE_PASSWORD", "Force_Change_Password"] {
            assert_eq!(status(text), Ok(UserStatus::ForceChangePassword), "{text}");
        }
        assert!(status("invited").expect_err("none").contains("unconfirmed, confirmed, external_provider"));
    }
}
