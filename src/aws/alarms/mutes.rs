//! Mute rules, which silence alarms in windows of time.

use aws_sdk_cloudwatch::{
    Client,
    error::ProvideErrorMetadata as _,
    types::{AlarmMuteRuleStatus, AlarmMuteRuleSummary, Schedule},
};
use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;

use super::window::open_until;
use crate::aws::{AwsError, aws_error, timestamp};

/// What keeps alarms from notifying now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mute {
    /// The name of the rule; of disabled actions, who disabled them.
    pub(crate) rule: String,
    /// The names of the muted alarms.
    pub(crate) alarms: Vec<String>,
    /// When the mute ends; `None` if srvls can't determine that.
    pub(crate) until: Option<Timestamp>,
    pub(crate) means: Means,
}

/// How alarms are muted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Means {
    /// By a rule, which ends by itself.
    Rule(MuteRule),
    /// Their actions are disabled, and their tags say until when. Nothing in AWS enables them again.
    #[default]
    DisabledActions,
}

/// The definition of a mute rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MuteRule {
    pub(crate) region: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) alarms: Vec<String>,
    /// `at(2026-11-22T10:00)`, or a cron expression.
    pub(crate) expression: String,
    /// In the form of ISO 8601.
    pub(crate) duration: String,
    pub(crate) timezone: Option<String>,
    pub(crate) expires: Option<Timestamp>,
}

impl Mute {
    /// Whether its time is over, and nothing in AWS ends it.
    pub(crate) fn is_overdue(&self, now: Timestamp) -> bool {
        self.means == Means::DisabledActions && self.until.is_some_and(|until| until <= now)
    }

    /// Whether it mutes one of these alarms.
    pub(crate) fn covers(&self, names: &[String]) -> bool {
        self.alarms.iter().any(|alarm| names.contains(alarm))
    }
}

impl MuteRule {
    /// Whether it mutes once, and not again and again.
    pub(crate) fn is_one_time(&self) -> bool {
        self.expression.starts_with("at(")
    }
}

/// How many rules to read at once.
const RULES_AT_ONCE: usize = 8;

/// Whether this error says that CloudWatch has no mute rules, as in an emulator or in a region that lacks them.
pub(super) fn has_no_mute_rules(code: Option<&str>) -> bool {
    matches!(code, Some("InvalidAction" | "UnknownOperationException"))
}

/// The active mute rules of the region.
pub(super) async fn active(client: &Client, region: &str, now: Timestamp) -> Result<Vec<Mute>, AwsError> {
    let request = client.list_alarm_mute_rules().statuses(AlarmMuteRuleStatus::Active);
    let mut listed = request.into_paginator().items().send();
    let mut rules = Vec::new();
    while let Some(rule) = listed.next().await {
        match rule {
            Ok(rule) => rules.push(rule),
            // Where CloudWatch has no mute rules, no rule mutes.
            Err(error) if has_no_mute_rules(error.code()) => return Ok(Vec::new()),
            Err(error) => return Err(aws_error("cloudwatch:ListAlarmMuteRules")(error)),
        }
    }
    let mutes = rules.into_iter().map(|rule| mute(client, region, rule, now));
    futures_util::stream::iter(mutes).buffered(RULES_AT_ONCE).try_filter_map(async |mute| Ok(mute)).try_collect().await
}

async fn mute(
    client: &Client,
    region: &str,
    rule: AlarmMuteRuleSummary,
    now: Timestamp,
) -> Result<Option<Mute>, AwsError> {
    let arn = rule.alarm_mute_rule_arn.unwrap_or_default();
    let name = arn.rsplit_once(':').map_or(arn.as_str(), |(_, name)| name).to_owned();
    let request = client.get_alarm_mute_rule().alarm_mute_rule_name(&name);
    let detail = match request.send().await {
        Ok(detail) => detail,
        // Deleted since it was listed.
        Err(error) if error.code() == Some("ResourceNotFoundException") => return Ok(None),
        Err(error) => return Err(aws_error("cloudwatch:GetAlarmMuteRule")(error)),
    };
    let schedule = detail.rule.and_then(|rule| rule.schedule);
    let end = schedule.as_ref().and_then(|schedule| open_until(schedule, now));
    let expires = rule.expire_date.as_ref().and_then(timestamp);
    let alarms = detail.mute_targets.and_then(|targets| targets.alarm_names).unwrap_or_default();
    let text = |part: fn(&Schedule) -> Option<&str>| schedule.as_ref().and_then(part).map(str::to_owned);
    let definition = MuteRule {
        region: region.to_owned(),
        name: name.clone(),
        description: detail.description,
        alarms: alarms.clone(),
        expression: text(Schedule::expression).unwrap_or_default(),
        duration: text(Schedule::duration).unwrap_or_default(),
        timezone: text(Schedule::timezone),
        expires,
    };
    // A rule that expires closes its window.
    let until = end.map(|end| end.min(expires.unwrap_or(Timestamp::MAX)));
    Ok(Some(Mute { rule: name, alarms, until, means: Means::Rule(definition) }))
}

#[cfg(test)]
mod tests {
    use ciborium::{cbor, tag};
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const LIST_MUTE_RULES: &str =
        "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/ListAlarmMuteRules";
    const GET_MUTE_RULE: &str =
        "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/GetAlarmMuteRule";
    /// The CBOR tag for a time.
    const EPOCH_SECONDS: u64 = 1;

    #[tokio::test]
    async fn where_there_are_no_mute_rules_nothing_is_muted() {
        let unknown = |code| cbor!({ "__type" => code, "message" => "no" }).expect("CBOR");
        let read = async |code| {
            let replay = Replay::new([Answer::cbor(LIST_MUTE_RULES, 400, &unknown(code))]);
            active(&Client::new(&replay.config()), "us-east-1", Timestamp::UNIX_EPOCH).await
        };

        assert_eq!(read("InvalidAction").await.expect("none"), []);
        assert!(read("AccessDenied").await.is_err(), "not known is not none");
    }

    #[tokio::test]
    async fn a_mute_lasts_until_its_window_closes_or_its_rule_expires() {
        let arn = |name| format!("arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:{name}");
        let rules = cbor!({
            "AlarmMuteRuleSummaries" => [
                { "AlarmMuteRuleArn" => arn("night") },
                {
                    "AlarmMuteRuleArn" => arn("last-night"),
                    "ExpireDate" => tag::Required::<_, EPOCH_SECONDS>(1_795_305_600),
                },
                { "AlarmMuteRuleArn" => arn("odd") },
            ],
        });
        let rule = |expression| {
            cbor!({
                "Rule" => { "Schedule" => { "Expression" => expression, "Duration" => "PT4H" } },
                "MuteTargets" => { "AlarmNames" => ["errors"] },
            })
        };
        let rules = Answer::cbor(LIST_MUTE_RULES, 200, &rules.expect("CBOR"));
        let details = ["cron(0 22 * * *)", "cron(0 22 * * *)", "now and then"]
            .map(|expression| Answer::cbor(GET_MUTE_RULE, 200, &rule(expression).expect("CBOR")));
        let replay = Replay::new([rules].into_iter().chain(details));
        let client = Client::new(&replay.config());

        let mutes = active(&client, "us-east-1", "2026-11-21T23:00:00Z".parse().expect("a time")).await.expect("read");

        let ends: Vec<_> = mutes.iter().map(|mute| (&*mute.rule, mute.until.map(|end| end.to_string()))).collect();
        let expected = [
            ("night", Some("2026-11-22T02:00:00Z".to_owned())),
            ("last-night", Some("2026-11-22T00:00:00Z".to_owned())),
            ("odd", None),
        ];
        assert_eq!(ends, expected);
        assert!(mutes.iter().all(|mute| mute.covers(&["errors".into()]) && !mute.covers(&["down".into()])));
        let requests = replay.requests();
        assert_eq!(requests[0].body["Statuses"], json!(["ACTIVE"]));
        assert_eq!(requests[1].body["AlarmMuteRuleName"], "night");
        let Means::Rule(night) = &mutes[0].means else { panic!("a rule") };
        assert_eq!((night.expression.as_str(), night.duration.as_str()), ("cron(0 22 * * *)", "PT4H"));
        assert_eq!((night.region.as_str(), night.is_one_time()), ("us-east-1", false));
    }
}
