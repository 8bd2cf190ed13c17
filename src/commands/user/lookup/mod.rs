//! `srvls user lookup`: one user's account, profile and data, and whether they can sign in.

mod leftovers;
mod stores;
mod view;

use jiff::Timestamp;
use serde::Serialize;

use self::{
    leftovers::or_leftovers,
    stores::{DataTotals, Readers, Stores, data, profile},
};
use super::verdict::{Evidence, Verdict, verdict};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        images::{ImageTotals, Images},
        optional,
        tables::{Item, Tables},
        users::{User, UserStatus, Users},
    },
    context::{Context, user_handle::Handle},
    error::Error,
    privacy::Privacy,
    time::clock,
};

/// Show one user: account, profile, data, images
///
/// Personal data is masked unless you pass `--reveal`.
#[derive(Debug, clap::Args)]
pub(crate) struct LookupArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
}

pub(crate) async fn run(cx: &Context, args: &LookupArgs) -> Result<LookupReport, Error> {
    let sources = Sources { users: &cx.aws.users, tables: &cx.aws.tables, images: &cx.aws.artifacts };
    let handle = Handle::from(args.handle.as_str());
    let find = async |outputs: &_| handle.find(sources.users, &Stores::of(outputs)?.pool).await;
    let (outputs, found) = cx.read_by_outputs(find).await?;
    let stores = Stores::of(&outputs)?;
    let user = match found {
        Ok(user) => user,
        Err(error) => {
            let readers = Readers { tables: sources.tables, images: sources.images, stores: &stores };
            return Err(or_leftovers(error, handle.sub(), readers, &cx.stack_name()).await);
        }
    };
    let privacy = cx.privacy(&Target::user(&user.sub)).await?;
    let request = Request { user, stores, privacy, now: clock::now() };
    let (report, mfa_error) = lookup(&sources, &request).await?;
    let report = LookupReport { verdict: report.verdict.map_commands(|command| cx.command_line(command)), ..report };
    if let Some(error) = mfa_error {
        cx.progress.warn(format_args!("could not read the user's MFA methods: {error}: {}", error.message()));
    }
    Ok(report)
}

struct Request {
    user: User,
    stores: Stores,
    privacy: Privacy,
    now: Timestamp,
}

struct Sources<'a, U, T, I> {
    users: &'a U,
    tables: &'a T,
    images: &'a I,
}

/// The report, and the error if the MFA methods could not be read: that takes a permission that older policies lack,
/// and the rest is worth showing without it.
async fn lookup<U: Users, T: Tables, I: Images>(
    from: &Sources<'_, U, T, I>,
    request: &Request,
) -> Result<(LookupReport, Option<AwsError>), Error> {
    let Request { user, stores, privacy, .. } = request;
    let pool = &stores.pool;
    let mfa = async { Ok(optional(from.users.mfa_methods(pool, &user.username)).await) };
    let invitation_days = async {
        match user.status {
            UserStatus::ForceChangePassword => from.users.invitation_days(pool).await.map(Some),
            _ => Ok(None),
        }
    };
    let (groups, mfa, invitation_days, profile, data, images) = tokio::try_join!(
        from.users.groups(pool, &user.username),
        mfa,
        invitation_days,
        profile(from.tables, stores, &user.sub),
        data(from.tables, stores, &user.sub),
        from.images.totals(&stores.images, &user.sub),
    )?;
    let verdict = verdict(&Evidence { user, has_profile: profile.is_some(), invitation_days, now: request.now });
    let (mfa, mfa_error) = match mfa {
        Ok(methods) => (Mfa { enabled: Some(!methods.is_empty()), methods }, None),
        Err(error) => (Mfa::default(), Some(error)),
    };
    let account = Account { user: user.clone(), groups, mfa };
    Ok((LookupReport::new(account, profile, data, images, verdict, *privacy), mfa_error))
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct LookupReport {
    user: Account,
    profile: Option<Item>,
    data: DataTotals,
    images: ImageTotals,
    verdict: Verdict,
    masked: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct Account {
    #[serde(flatten)]
    user: User,
    groups: Vec<String>,
    mfa: Mfa,
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct Mfa {
    /// `None` when it could not be read.
    enabled: Option<bool>,
    /// AWS's names, such as `SOFTWARE_TOKEN_MFA`.
    methods: Vec<String>,
}

impl LookupReport {
    fn new(
        mut account: Account,
        mut profile: Option<Item>,
        data: DataTotals,
        images: ImageTotals,
        verdict: Verdict,
        privacy: Privacy,
    ) -> Self {
        let User { username, email, phone, name, .. } = &mut account.user;
        for personal in [email, phone, name].into_iter().flatten() {
            *personal = privacy.show(personal);
        }
        // A user name can itself be an e-mail address or a phone number.
        *username = privacy.show_handle(username);
        if let Some(profile) = &mut profile {
            privacy.apply(profile);
        }
        Self { user: account, profile, data, images, verdict, masked: privacy.is_masked() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::{
        stores::{MOST_COUNTED, MOST_PAGES},
        *,
    };
    use crate::aws::{
        images::fake::FakeImages,
        tables::{Found, Operand, fake::FakeTables},
        users::fake::{FakeUsers, ada},
    };

    pub(super) fn request(privacy: Privacy) -> Request {
        let outputs = ["UserPoolId", "UserProfilesTable", "AppDataTable", "ImagesBucket"];
        let outputs = outputs.map(|name| (name.to_owned(), name.to_lowercase())).into();
        Request {
            user: ada(),
            stores: Stores::of(&outputs).expect("complete"),
            privacy,
            now: "2026-11-22T00:00:00Z".parse().expect("a time"),
        }
    }

    pub(super) fn tables() -> FakeTables {
        let entry = |category: &str, timestamp: &str| json!({ "category": category, "timestamp": timestamp });
        let entries = json!([
            entry("notes", "2026-11-03T00:00:00.000Z"),
            entry("work", "2026-11-05T00:00:00.000Z"),
            entry("notes", "2026-11-04T00:00:00.000Z"),
        ]);
        let profile = json!({ "userId": ada().sub, "email": "ada@example.com", "name": "Ada Lovelace", "version": 3 });
        FakeTables {
            rows: BTreeMap::from([("userprofilestable".to_owned(), serde_json::from_value(profile).expect("an item"))]),
            found: Found { items: serde_json::from_value(entries).expect("items"), ..Found::default() },
            ..FakeTables::default()
        }
    }

    pub(super) async fn report(
        users: FakeUsers,
        tables: FakeTables,
        privacy: Privacy,
    ) -> (LookupReport, Option<AwsError>) {
        let images = FakeImages(ImageTotals { objects: 2, size_bytes: 2048, complete: true });
        let sources = Sources { users: &users, tables: &tables, images: &images };
        let request = Request { user: users.users[0].clone(), ..request(privacy) };
        lookup(&sources, &request).await.expect("found")
    }

    pub(super) fn pool_with_ada() -> FakeUsers {
        let mfa_methods = Some(vec!["SOFTWARE_TOKEN_MFA".to_owned()]);
        FakeUsers { users: vec![ada()], groups: vec!["admin".into()], mfa_methods, ..FakeUsers::default() }
    }

    #[tokio::test]
    async fn the_report_masks_all_personal_data() {
        let (report, _) = report(pool_with_ada(), tables(), Privacy::Masked).await;

        assert_eq!(
            serde_json::to_value(&report).expect("JSON"),
            json!({
                "user": {
                    "sub": ada().sub, "username": ada().username, "email": "a***@e***.com", "email_verified": true,
                    "phone": "+***78", "name": "A***", "status": "CONFIRMED", "enabled": true,
                    "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-02T00:00:00Z",
                    "groups": ["admin"], "mfa": { "enabled": true, "methods": ["SOFTWARE_TOKEN_MFA"] },
                },
                "profile": { "userId": ada().sub, "email": "a***@e***.com", "name": "A***", "version": 3 },
                "data": {
                    "items": 3, "complete": true, "by_category": { "notes": 2, "work": 1 }, "latest_at": "2026-11-05T00:00:00.000Z",
                },
                "images": { "objects": 2, "size_bytes": 2048, "complete": true },
                "verdict": { "can_sign_in": true, "reasons": [], "next": [] },
                "masked": true,
            })
        );
    }

    #[tokio::test]
    async fn revealed_personal_data_is_not_masked() {
        let (report, _) = report(pool_with_ada(), tables(), Privacy::Revealed).await;

        assert_eq!(report.user.user, ada());
        assert_eq!(report.profile.expect("a profile")["email"], "ada@example.com");
        assert!(!report.masked);
    }

    #[tokio::test]
    async fn unreadable_mfa_methods_are_unknown_rather_than_none() {
        let users = FakeUsers { mfa_methods: None, ..pool_with_ada() };

        let (report, mfa_error) = report(users, tables(), Privacy::Masked).await;

        assert_eq!(report.user.mfa, Mfa { enabled: None, methods: vec![] });
        assert!(mfa_error.is_some_and(|error| error.has_code("AccessDeniedException")));
    }

    #[tokio::test]
    async fn a_user_without_data_still_has_every_list() {
        let users = FakeUsers { users: vec![ada()], mfa_methods: Some(vec![]), ..FakeUsers::default() };

        let (report, _) = report(users, FakeTables::default(), Privacy::Masked).await;

        let json = serde_json::to_value(&report).expect("JSON");
        assert_eq!(json["profile"], Value::Null);
        assert_eq!(json["data"], json!({ "items": 0, "complete": true, "by_category": {}, "latest_at": null }));
        assert_eq!(json["user"]["groups"], json!([]));
        assert_eq!(json["user"]["mfa"], json!({ "enabled": false, "methods": [] }));
    }

    #[tokio::test]
    async fn entries_are_counted_in_the_users_own_partition() {
        let tables = tables();
        let images = FakeImages::default();
        let users = pool_with_ada();
        let sources = Sources { users: &users, tables: &tables, images: &images };

        lookup(&sources, &request(Privacy::Masked)).await.expect("found");

        let searches = tables.searches.borrow();
        assert_eq!(searches[0].values[":user"], Operand::String(ada().sub));
        assert_eq!((searches[0].limit, searches[0].filter.as_deref()), (Some(MOST_COUNTED), None));
        assert_eq!(searches[0].max_pages, Some(MOST_PAGES));
    }

    #[tokio::test]
    async fn many_entries_are_counted_no_further_than_a_page() {
        let mut tables = tables();
        tables.found.truncated = true;

        let (report, _) = report(pool_with_ada(), tables, Privacy::Masked).await;

        assert_eq!((report.data.complete, report.data.count().as_str()), (false, "at least 3 entries"));
        assert_eq!(report.data.latest_at.as_deref(), Some("2026-11-05T00:00:00.000Z"), "the newest come first");
    }
}
