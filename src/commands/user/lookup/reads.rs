//! Everything about one user, read at once.

use jiff::{SignedDuration, Timestamp};

use super::{
    actions::actions,
    report::{FailedRequests, LookupReport, RecordedSignIns},
};
use crate::{
    audit::PseudonymKey,
    aws::{
        AwsError,
        images::Images,
        logs::Logs,
        optional,
        tables::{Item, Tables},
        users::{PoolId, Pools, Searchable, SignIns, User, Users},
    },
    commands::user::{
        account::{Account, Mfa},
        failed_reads::FailedReads,
        requests::requests,
        stores::{Stores, data, profile, requests_of_minute},
        support_actions::{SupportActions, support_actions},
        verdict::{Evidence, ProfileState, RateLimit, verdict},
    },
    privacy::Privacy,
    stage::StackName,
};

pub(super) struct Request {
    pub(super) user: User,
    pub(super) stores: Stores,
    pub(super) key: Result<Option<PseudonymKey>, String>,
    pub(super) audit_group: String,
    pub(super) stack: StackName,
    pub(super) user_rate_limit: Option<u64>,
    pub(super) privacy: Privacy,
    pub(super) now: Timestamp,
}

pub(super) struct Sources<'a, U, T, I, L> {
    pub(super) users: &'a U,
    pub(super) tables: &'a T,
    pub(super) images: &'a I,
    pub(super) logs: &'a L,
}

/// How far back the user's requests are looked at.
const REQUEST_HOURS: i64 = 24;
/// A page more would be another step.
const LOG_PAGES: usize = 1;
/// How far back support's actions are looked at.
const SUPPORT_DAYS: i64 = 90;

/// The account is what was asked for; whatever else can't be read is named in the report. All is read at once.
pub(super) async fn lookup<U, T, I, L>(from: &Sources<'_, U, T, I, L>, request: &Request) -> LookupReport
where
    U: Users + Pools + SignIns,
    T: Tables,
    I: Images,
    L: Logs,
{
    let Request { user, stores, privacy, now, .. } = request;
    let (pool, sub) = (&stores.pool, user.sub.as_str());
    let since = now.checked_sub(SignedDuration::from_hours(REQUEST_HOURS)).unwrap_or(Timestamp::MIN);
    let (groups, factors, settings, profile, data, images, rate, asked, done, sign_ins, same_address) = tokio::join!(
        optional(from.users.groups_of(pool, &user.username)),
        optional(from.users.second_factors(pool, &user.username)),
        optional(from.users.settings(pool)),
        optional(profile(from.tables, stores, sub)),
        optional(data(from.tables, stores, sub)),
        optional(from.images.totals(&stores.images, sub)),
        optional(rate_limit(from.tables, request)),
        optional(requests(from.logs, &request.stack, sub, since, LOG_PAGES)),
        optional(actions_about(from.logs, request)),
        optional(from.users.sign_ins(pool, &user.username)),
        optional(others_with_the_address(from.users, pool, user)),
    );
    let mut not_read = FailedReads::default();
    let groups = not_read.value_or_note("groups", groups);
    let factors = not_read.value_or_note("mfa", factors);
    let settings = not_read.value_or_note("pool", settings);
    let profile = not_read.value_or_note("profile", profile);
    let (data, images) = (not_read.value_or_note("data", data), not_read.value_or_note("images", images));
    let rate_limit = not_read.value_or_note("rate_limit", rate).flatten();
    if stores.rate_limits.is_none() || request.user_rate_limit.is_none() {
        not_read.note(
            "rate_limit",
            "the stack has no output RateLimitsTable, or no parameter UserRateLimit: ops adds them with `srvls deploy`"
                .into(),
        );
    }
    let asked = not_read.value_or_note("failed_requests", asked).flatten();
    if asked.is_none() {
        not_read.note("failed_requests", "the API writes no access log".into());
    }
    let support_actions = not_read.value_or_note("support_actions", done).flatten();
    if let Err(reason) = &request.key {
        not_read.note("support_actions", reason.clone());
    }
    let sign_ins = not_read.value_or_note("sign_ins", sign_ins);
    let same_address = not_read.value_or_note("same_address", same_address);
    let asked_for_erasure = asked.iter().flat_map(|asked| &asked.requests).rfind(|asked| asked.asks_for_erasure());
    let erasure_asked_at = asked_for_erasure.map(|asked| asked.at);
    let verdict = verdict(&Evidence {
        user,
        profile: profile.as_ref().map(profile_state),
        settings: settings.as_ref(),
        factors: factors.as_ref(),
        same_address: same_address.as_deref().unwrap_or_default(),
        rate: rate_limit,
        erasure_asked_at,
        disabled: support_actions.as_ref().and_then(SupportActions::disabling),
        now: *now,
    });
    let report = LookupReport {
        actions: if erasure_asked_at.is_some() { Vec::new() } else { actions(user, factors.as_ref()) },
        user: Account { user: user.clone(), groups, mfa: Mfa::of(factors) },
        profile: profile.flatten(),
        data,
        images,
        verdict,
        rate_limit,
        erasure_asked_at,
        failed_requests: asked.map(|asked| FailedRequests::of(asked.requests, asked.complete, since)),
        sign_ins: sign_ins.map(RecordedSignIns::of),
        support_actions,
        same_address,
        not_read,
        masked: privacy.is_masked(),
    };
    report.shown_to(*privacy)
}

async fn rate_limit(tables: &impl Tables, request: &Request) -> Result<Option<RateLimit>, AwsError> {
    let (Some(table), Some(limit)) = (&request.stores.rate_limits, request.user_rate_limit) else { return Ok(None) };
    let requests = requests_of_minute(tables, table, &request.user.sub, request.now).await?;
    Ok(Some(RateLimit { requests, limit, limited: requests >= limit }))
}

/// `None` if the key could not be read.
async fn actions_about(logs: &impl Logs, request: &Request) -> Result<Option<SupportActions>, AwsError> {
    let Request { key, audit_group, user, now, .. } = request;
    match key {
        Ok(Some(key)) => {
            let since = now.checked_sub(SignedDuration::from_hours(24 * SUPPORT_DAYS)).unwrap_or(Timestamp::MIN);
            support_actions(logs, audit_group, key, &user.sub, since, LOG_PAGES).await.map(Some)
        }
        // Without a key, no record names a user yet.
        Ok(None) => Ok(Some(SupportActions { actions: Vec::new(), complete: true })),
        Err(_) => Ok(None),
    }
}

/// The subs of other users with the user's e-mail address.
async fn others_with_the_address(users: &impl Users, pool: &PoolId, user: &User) -> Result<Vec<String>, AwsError> {
    let Some(email) = &user.email else { return Ok(Vec::new()) };
    let found = users.matching(pool, Searchable::Email, email).await?;
    Ok(found.into_iter().map(|other| other.sub).filter(|sub| *sub != user.sub).collect())
}

fn profile_state(profile: &Option<Item>) -> ProfileState<'_> {
    profile.as_ref().map_or(ProfileState::Missing, |profile| {
        ProfileState::Present(profile.get("email").and_then(serde_json::Value::as_str))
    })
}
