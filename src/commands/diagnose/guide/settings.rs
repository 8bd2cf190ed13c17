//! What the settings of the stage and the account say: CORS, hot keys, caches, retention, quotas.

use std::collections::BTreeMap;

use super::check::Check;
use crate::{
    aws::{AwsError, log_groups::LogGroup, logs::NewestEvents, quotas::LambdaQuotas},
    log_lines::{LogLine, Source},
    terminal::output::{Verdict, counted, size},
};

pub(super) const CORS: &str = "CORS";
pub(super) const HOT_KEYS: &str = "hot keys";
pub(super) const RETENTION: &str = "log retention";
pub(super) const CACHE: &str = "cache";
pub(super) const QUOTAS: &str = "quotas";

/// The template's own, which is no app's.
const EXAMPLE_ORIGIN: &str = "https://app.example.com";

/// Preflights that failed, and which pages may call the API.
pub(super) fn cors(
    preflights: &Result<Option<NewestEvents>, AwsError>,
    api: &Source,
    no_access_log: &'static str,
    parameters: &BTreeMap<String, String>,
) -> Check {
    let found = match preflights {
        Err(error) => return Check::unread(CORS, error),
        Ok(None) => return Check::unknown(CORS, no_access_log),
        Ok(Some(found)) => found,
    };
    let lines: Vec<LogLine> = found.events.iter().map(|event| api.line(event)).collect();
    let failed: Vec<&LogLine> =
        lines.iter().filter(|line| line.number_field("status").is_some_and(|status| status >= 400)).collect();
    let origin = parameters.get("AllowedOrigin").map(String::as_str);
    let allowed = origin.map(|origin| format!("pages of {origin} may call the API"));
    if let Some(last) = failed.last() {
        let evidence =
            format!("{} of {} failed, last: {}", failed.len(), counted(lines.len(), "preflight"), last.message);
        let fix = "a path that the contract lacks answers no preflight: `srvls template check`";
        return Check::found(CORS, Verdict::Fail, [evidence].into_iter().chain(allowed).collect(), fix);
    }
    if let Some(allowed) = allowed.as_ref().filter(|_| origin == Some(EXAMPLE_ORIGIN)) {
        let fix = "set `parameters = { AllowedOrigin = \"https://…\" }` of the stage to where the web app is";
        return Check::found(CORS, Verdict::Warn, vec![format!("{allowed}: the template's example")], fix);
    }
    if lines.is_empty() && !found.complete {
        return Check::unknown(
            CORS,
            "no preflight in the part of the access log that was read: narrow it with `--since`",
        );
    }
    let seen = if found.complete {
        counted(lines.len(), "preflight")
    } else {
        format!("the last {}", counted(lines.len(), "preflight"))
    };
    let evidence: Vec<String> = [format!("none of {seen} failed")].into_iter().chain(allowed).collect();
    Check::pass(CORS, evidence.join("; "))
}

/// Whether a key that is used too much would show.
pub(super) fn hot_keys(tables: &[(String, Result<bool, AwsError>)]) -> Check {
    let of = |wanted: bool| {
        let found = tables.iter().filter(move |(_, on)| on.as_ref().is_ok_and(|on| *on == wanted));
        found.map(|(table, _)| table.clone()).collect::<Vec<_>>()
    };
    if let Some((_, Err(error))) = tables.iter().find(|(_, on)| on.is_err()) {
        return Check::unread(HOT_KEYS, error);
    }
    let (on, off) = (of(true), of(false));
    match off.first() {
        None if on.is_empty() => Check::skip(HOT_KEYS, "the stage has no tables"),
        None => Check::pass(
            HOT_KEYS,
            format!("Contributor Insights counts the keys of {}: see its rules in CloudWatch", on.join(", ")),
        ),
        Some(first) => {
            let fix = format!(
                "for a table that throttles, ops turns it on: `aws dynamodb update-contributor-insights --table-name {first} \
                 --contributor-insights-action ENABLE`; it is billed by the event"
            );
            let why = format!("Contributor Insights is off: {}", off.join(", "));
            Check { fix: Some(fix), ..Check::unknown(HOT_KEYS, why) }
        }
    }
}

/// The API has no cache by choice, which the template explains; the edge caches images.
pub(super) fn cache(has_edge: bool) -> Check {
    let edge = if has_edge { "; CloudFront caches the images" } else { "" };
    Check::skip(CACHE, format!("the API has no cache, so nothing is missed{edge}"))
}

/// Groups of the stage that keep their lines for good.
pub(super) fn retention(groups: &[Result<Vec<LogGroup>, AwsError>]) -> Check {
    if let Some(Err(error)) = groups.iter().find(|groups| groups.is_err()) {
        return Check::unread(RETENTION, error);
    }
    let all: Vec<&LogGroup> = groups.iter().flatten().flatten().collect();
    let endless: Vec<&&LogGroup> = all.iter().filter(|group| group.retention_days.is_none()).collect();
    let Some(first) = endless.first() else {
        return match all.len() {
            0 => Check::unknown(RETENTION, "the stage has no log groups"),
            count => Check::pass(RETENTION, format!("{} expire", counted(count, "log group"))),
        };
    };
    let evidence = endless.iter().map(|group| format!("{} keeps its lines for good", group.name)).collect();
    let fix =
        format!("ops sets it: `aws logs put-retention-policy --retention-in-days 30 --log-group-name {}`", first.name);
    Check::found(RETENTION, Verdict::Warn, evidence, fix)
}

/// Below this many concurrent executions an account is a new one.
const FEW: i32 = 100;

pub(super) fn quotas(found: &Result<LambdaQuotas, AwsError>, is_emulator: bool) -> Check {
    if is_emulator {
        return Check::skip(QUOTAS, "the emulator has none");
    }
    let found = match found {
        Ok(found) => *found,
        Err(error) => return Check::unread(QUOTAS, error),
    };
    let LambdaQuotas { concurrency, code_limit_bytes, code_size_bytes } = found;
    let code = format!("code storage: {} of {} used", size(code_size_bytes), size(code_limit_bytes));
    let executions = format!("{concurrency} concurrent executions for the whole account");
    if found.is_code_nearly_full() {
        let fix =
            "an administrator deletes old versions of functions, or asks for more under Service Quotas, AWS Lambda";
        return Check::found(QUOTAS, Verdict::Fail, vec![code, executions], fix);
    }
    if concurrency < FEW {
        let fix =
            "ask for 1000 under Service Quotas, AWS Lambda, Concurrent executions (L-B99A9384): it is free of charge";
        return Check::found(QUOTAS, Verdict::Warn, vec![executions, code], fix);
    }
    Check::pass(QUOTAS, format!("{executions}; {code}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{aws::logs::fake::event, stage::StackName};

    fn denied<T>() -> Result<T, AwsError> {
        Err(AwsError::service("logs:DescribeLogGroups", "Refused"))
    }

    fn preflights(statuses: &[u16]) -> Result<Option<NewestEvents>, AwsError> {
        let line = |status: &u16| json!({ "requestId": "g", "method": "OPTIONS", "resource": "/data", "status": status.to_string() });
        let events = statuses.iter().map(|status| event("1", 1, &line(status).to_string())).collect();
        Ok(Some(NewestEvents { events, complete: true }))
    }

    fn cors_of(found: &Result<Option<NewestEvents>, AwsError>, origin: &str) -> Check {
        cors_with(found, &BTreeMap::from([("AllowedOrigin".to_owned(), origin.to_owned())]))
    }

    fn cors_with(found: &Result<Option<NewestEvents>, AwsError>, parameters: &BTreeMap<String, String>) -> Check {
        cors(found, &Source::api(&StackName("shop-dev".into())), "the API writes no access log", parameters)
    }

    #[test]
    fn a_preflight_that_fails_is_found_and_so_is_the_example_of_an_origin() {
        let failed = cors_of(&preflights(&[204, 404]), "https://shop.example.org");

        assert_eq!(failed.result, Verdict::Fail);
        assert_eq!(failed.evidence[0], "1 of 2 preflights failed, last: OPTIONS /data 404");
        assert_eq!(cors_of(&preflights(&[204]), EXAMPLE_ORIGIN).result, Verdict::Warn);
        assert_eq!(cors_of(&preflights(&[204]), "https://shop.example.org").result, Verdict::Pass);
        let of_another_template = cors_with(&preflights(&[204]), &BTreeMap::new());
        assert_eq!(of_another_template.evidence, ["none of 1 preflight failed"]);
        assert_eq!(cors_of(&Ok(None), EXAMPLE_ORIGIN).result, Verdict::Unknown);
        assert_eq!(cors_of(&denied(), EXAMPLE_ORIGIN).result, Verdict::Unknown);
        let cut_off = Ok(Some(NewestEvents { events: Vec::new(), complete: false }));
        assert_eq!(cors_of(&cut_off, "https://shop.example.org").result, Verdict::Unknown);
    }

    #[test]
    fn a_table_without_contributor_insights_is_unknown_with_how_to_enable_it() {
        let check = hot_keys(&[("AppData-1".into(), Ok(false)), ("UserProfiles-1".into(), Ok(true))]);

        assert_eq!(check.result, Verdict::Unknown);
        assert!(check.fix.is_some_and(|fix| fix.contains("--table-name AppData-1 ")));
        assert_eq!(hot_keys(&[("AppData-1".into(), Ok(true))]).result, Verdict::Pass);
        assert_eq!(hot_keys(&[("AppData-1".into(), denied())]).result, Verdict::Unknown);
    }

    #[test]
    fn a_log_group_that_never_expires_is_named_with_the_command() {
        let group = |name: &str, retention_days| LogGroup { name: name.into(), retention_days };

        let check = retention(&[Ok(vec![group("/a", Some(30))]), Ok(vec![group("/b", None)])]);

        assert_eq!((check.result, check.evidence), (Verdict::Warn, vec!["/b keeps its lines for good".to_owned()]));
        assert!(check.fix.is_some_and(|fix| fix.ends_with("--log-group-name /b`")));
        assert_eq!(retention(&[Ok(vec![group("/a", Some(30))])]).result, Verdict::Pass);
        assert_eq!(retention(&[Ok(vec![group("/a", Some(30))]), denied()]).result, Verdict::Unknown);
    }

    #[test]
    fn quotas_near_their_end_are_found() {
        let of = |concurrency, code_size_bytes| {
            quotas(&Ok(LambdaQuotas { concurrency, code_limit_bytes: 1_000, code_size_bytes }), false).result
        };

        assert_eq!((of(1000, 100), of(10, 100), of(1000, 950)), (Verdict::Pass, Verdict::Warn, Verdict::Fail));
        assert_eq!(
            (quotas(&denied(), false).result, quotas(&denied(), true).result),
            (Verdict::Unknown, Verdict::Skip)
        );
    }
}
