//! `srvls user lookup`: one user's account, profile and data, and whether they can sign in.

mod failed_reads;
mod leftovers;
mod stores;
mod view;

use jiff::Timestamp;
use serde::Serialize;

use self::{
    failed_reads::FailedReads,
    leftovers::or_leftovers,
    stores::{DataTotals, Readers, Stores, data, profile},
};
use super::verdict::{Evidence, Verdict, verdict};
use crate::{
    audit::Target,
    aws::{
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
#[command(after_help = "\
Examples:
  srvls user lookup ada@example.com
  srvls -s prod user lookup 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 --reveal --reason T-1")]
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
    let report = lookup(&sources, &request).await;
    report.not_read.report(cx.progress);
    Ok(LookupReport { verdict: report.verdict.map_commands(|command| cx.command_line(command)), ..report })
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

/// The account is what was asked for; whatever else can't be read is named in the report.
async fn lookup<U: Users, T: Tables, I: Images>(from: &Sources<'_, U, T, I>, request: &Request) -> LookupReport {
    let Request { user, stores, privacy, .. } = request;
    let (pool, sub) = (&stores.pool, user.sub.as_str());
    let invitation_days = async {
        match user.status {
            UserStatus::ForceChangePassword => from.users.invitation_days(pool).await.map(Some),
            _ => Ok(None),
        }
    };
    let (groups, mfa, profile, data, images, invitation_days) = tokio::join!(
        optional(from.users.groups(pool, &user.username)),
        optional(from.users.mfa_methods(pool, &user.username)),
        optional(profile(from.tables, stores, sub)),
        optional(data(from.tables, stores, sub)),
        optional(from.images.totals(&stores.images, sub)),
        optional(invitation_days),
    );
    let mut not_read = FailedReads::default();
    let account = Account {
        user: user.clone(),
        groups: not_read.value_or_note("groups", groups),
        mfa: Mfa::of(not_read.value_or_note("mfa", mfa)),
    };
    let profile = not_read.value_or_note("profile", profile);
    let (data, images) = (not_read.value_or_note("data", data), not_read.value_or_note("images", images));
    let invitation_days = not_read.value_or_note("invitation_days", invitation_days).flatten();
    let has_profile = profile.as_ref().map(Option::is_some);
    let verdict = verdict(&Evidence { user, has_profile, invitation_days, now: request.now });
    let report = LookupReport {
        user: account,
        profile: profile.flatten(),
        data,
        images,
        verdict,
        not_read,
        masked: privacy.is_masked(),
    };
    report.shown_to(*privacy)
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct LookupReport {
    user: Account,
    profile: Option<Item>,
    data: Option<DataTotals>,
    images: Option<ImageTotals>,
    verdict: Verdict,
    /// What is null because it could not be read.
    not_read: FailedReads,
    masked: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct Account {
    #[serde(flatten)]
    user: User,
    groups: Option<Vec<String>>,
    mfa: Mfa,
}

/// Both null where they could not be read.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Mfa {
    enabled: Option<bool>,
    /// AWS's names, such as `SOFTWARE_TOKEN_MFA`.
    methods: Option<Vec<String>>,
}

impl Mfa {
    fn of(methods: Option<Vec<String>>) -> Self {
        Self { enabled: methods.as_ref().map(|methods| !methods.is_empty()), methods }
    }
}

impl LookupReport {
    /// With its personal data masked, unless the caller may see it.
    fn shown_to(mut self, privacy: Privacy) -> Self {
        let User { username, email, phone, name, .. } = &mut self.user.user;
        for personal in [email, phone, name].into_iter().flatten() {
            *personal = privacy.show(personal);
        }
        // A user name can itself be an e-mail address or a phone number.
        *username = privacy.show_handle(username);
        if let Some(profile) = &mut self.profile {
            privacy.apply(profile);
        }
        self
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

    pub(super) async fn report(users: FakeUsers, tables: FakeTables, privacy: Privacy) -> LookupReport {
        let images = FakeImages(ImageTotals { objects: 2, size_bytes: 2048, complete: true });
        let sources = Sources { users: &users, tables: &tables, images: &images };
        let request = Request { user: users.users[0].clone(), ..request(privacy) };
        lookup(&sources, &request).await
    }

    pub(super) fn pool_with_ada() -> FakeUsers {
        let mfa_methods = Some(vec!["SOFTWARE_TOKEN_MFA".to_owned()]);
        FakeUsers { users: vec![ada()], groups: vec!["admin".into()], mfa_methods, ..FakeUsers::default() }
    }

    #[tokio::test]
    async fn the_report_masks_all_personal_data() {
        let report = report(pool_with_ada(), tables(), Privacy::Masked).await;

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
                "not_read": [],
                "masked": true,
            })
        );
    }

    #[tokio::test]
    async fn revealed_personal_data_is_not_masked() {
        let report = report(pool_with_ada(), tables(), Privacy::Revealed).await;

        assert_eq!(report.user.user, ada());
        assert_eq!(report.profile.expect("a profile")["email"], "ada@example.com");
        assert!(!report.masked);
    }

    #[tokio::test]
    async fn what_can_not_be_read_is_null_beside_its_name() {
        let users = FakeUsers { mfa_methods: None, ..pool_with_ada() };
        let tables = FakeTables { denied: true, ..tables() };

        let json = serde_json::to_value(report(users, tables, Privacy::Masked).await).expect("JSON");

        assert_eq!(json["not_read"], json!(["mfa", "profile", "data"]));
        assert_eq!(json["user"]["mfa"], json!({ "enabled": null, "methods": null }));
        assert_eq!((&json["profile"], &json["data"]), (&Value::Null, &Value::Null));
        assert_eq!(json["verdict"]["reasons"], json!([]), "an unread profile is not a missing one");
        assert_eq!(json["images"]["objects"], 2, "the rest is answered");
    }

    #[tokio::test]
    async fn a_user_without_data_still_has_every_list() {
        let users = FakeUsers { users: vec![ada()], mfa_methods: Some(vec![]), ..FakeUsers::default() };

        let report = report(users, FakeTables::default(), Privacy::Masked).await;

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

        lookup(&sources, &request(Privacy::Masked)).await;

        let searches = tables.searches.borrow();
        assert_eq!(searches[0].values[":user"], Operand::String(ada().sub));
        assert_eq!((searches[0].limit, searches[0].filter.as_deref()), (Some(MOST_COUNTED), None));
        assert_eq!(searches[0].max_pages, Some(MOST_PAGES));
    }

    #[tokio::test]
    async fn many_entries_are_counted_no_further_than_a_page() {
        let mut tables = tables();
        tables.found.truncated = true;

        let report = report(pool_with_ada(), tables, Privacy::Masked).await;

        let data = report.data.expect("read");
        assert_eq!((data.complete, data.count().as_str()), (false, "at least 3 entries"));
        assert_eq!(data.latest_at.as_deref(), Some("2026-11-05T00:00:00.000Z"), "the newest come first");
    }
}
