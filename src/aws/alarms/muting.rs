//! Muting alarms: rules that end by themselves, and where CloudWatch has none, disabled actions whose end the alarm's
//! own tags keep.
//!
//! A tag is on the alarm itself: everyone who sees the alarm sees it, in every tool, and it goes with the alarm.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::{
    error::ProvideErrorMetadata as _,
    types::{MuteTargets, Rule, Schedule, StateValue, Tag},
};
use aws_smithy_types::DateTime;
use jiff::Timestamp;

use super::{Alarm, CloudWatch, Means, Mute, MuteRule, mutes::has_no_mute_rules};
use crate::aws::{AwsError, aws_error};

/// The tags of an alarm whose actions are disabled for a while.
const UNTIL: &str = "srvls:muted-until";
const BY: &str = "srvls:muted-by";

/// DisableAlarmActions and EnableAlarmActions take this many names.
const NAMES_PER_CALL: usize = 100;

/// Until when an alarm's actions are disabled, and who disabled them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RecordedMute {
    pub(crate) until: Timestamp,
    pub(crate) by: String,
}

pub(crate) trait Muting {
    /// Creates the rule, or replaces the one of its name. `false` where CloudWatch has no mute rules.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html>
    async fn put_rule(&self, rule: &MuteRule) -> Result<bool, AwsError>;

    /// Deletes the rule, if there is one of this name: what it muted and still fires notifies at once.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarmMuteRule.html>
    async fn delete_rule(&self, rule: &MuteRule) -> Result<(), AwsError>;

    /// Records in their tags until when the alarms are muted, then disables their actions.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html>
    async fn disable_actions(&self, alarms: &[Alarm], mute: &RecordedMute) -> Result<(), AwsError>;

    /// Enables the actions of the alarms, then removes what is recorded of a mute.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html>
    async fn enable_actions(&self, alarms: &[Alarm]) -> Result<(), AwsError>;

    /// What is recorded of those alarms whose actions are disabled.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html>
    async fn recorded_mutes(&self, alarms: &[Alarm]) -> Result<Vec<Mute>, AwsError>;

    /// Puts the alarm into ALARM until CloudWatch evaluates it again.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html>
    async fn set_alarm(&self, alarm: &Alarm, reason: &str) -> Result<(), AwsError>;
}

impl Muting for CloudWatch {
    async fn put_rule(&self, rule: &MuteRule) -> Result<bool, AwsError> {
        let schedule = Schedule::builder().expression(&rule.expression).duration(&rule.duration);
        let schedule = schedule.set_timezone(rule.timezone.clone()).build();
        let request = self
            .client
            .put_alarm_mute_rule()
            .name(&rule.name)
            .set_description(rule.description.clone())
            .rule(Rule::builder().schedule(schedule).build())
            .mute_targets(MuteTargets::builder().set_alarm_names(Some(rule.alarms.clone())).build())
            .set_expire_date(rule.expires.map(|at| DateTime::from_secs(at.as_second())));
        match request.send().await {
            Ok(_) => Ok(true),
            Err(error) if has_no_mute_rules(error.code()) => Ok(false),
            Err(error) => Err(aws_error("cloudwatch:PutAlarmMuteRule")(error)),
        }
    }

    async fn delete_rule(&self, rule: &MuteRule) -> Result<(), AwsError> {
        let request = self.client.delete_alarm_mute_rule().alarm_mute_rule_name(&rule.name);
        request.send().await.map(drop).map_err(aws_error("cloudwatch:DeleteAlarmMuteRule"))
    }

    async fn disable_actions(&self, alarms: &[Alarm], mute: &RecordedMute) -> Result<(), AwsError> {
        // First the end: an alarm that is silent without one would stay so.
        let tags = [(UNTIL, mute.until.to_string()), (BY, tag_value(&mute.by))];
        let tags: Vec<Tag> =
            tags.into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
        for arn in alarms.iter().filter_map(|alarm| alarm.arn.as_ref()) {
            let request = self.client.tag_resource().resource_arn(arn).set_tags(Some(tags.clone()));
            request.send().await.map_err(aws_error("cloudwatch:TagResource"))?;
        }
        for names in names(alarms).chunks(NAMES_PER_CALL) {
            let request = self.client.disable_alarm_actions().set_alarm_names(Some(names.to_vec()));
            request.send().await.map_err(aws_error("cloudwatch:DisableAlarmActions"))?;
        }
        Ok(())
    }

    async fn enable_actions(&self, alarms: &[Alarm]) -> Result<(), AwsError> {
        for names in names(alarms).chunks(NAMES_PER_CALL) {
            let request = self.client.enable_alarm_actions().set_alarm_names(Some(names.to_vec()));
            request.send().await.map_err(aws_error("cloudwatch:EnableAlarmActions"))?;
        }
        for arn in alarms.iter().filter_map(|alarm| alarm.arn.as_ref()) {
            let request = self.client.untag_resource().resource_arn(arn).tag_keys(UNTIL).tag_keys(BY);
            request.send().await.map_err(aws_error("cloudwatch:UntagResource"))?;
        }
        Ok(())
    }

    async fn recorded_mutes(&self, alarms: &[Alarm]) -> Result<Vec<Mute>, AwsError> {
        let mut mutes = Vec::new();
        for alarm in alarms.iter().filter(|alarm| !alarm.actions_enabled) {
            let Some(arn) = &alarm.arn else { continue };
            let request = self.client.list_tags_for_resource().resource_arn(arn);
            let found = request.send().await.map_err(aws_error("cloudwatch:ListTagsForResource"))?;
            let tags = found.tags.unwrap_or_default().into_iter().filter_map(|tag| Some((tag.key?, tag.value?)));
            mutes.extend(recorded(&alarm.name, &tags.collect()));
        }
        Ok(mutes)
    }

    async fn set_alarm(&self, alarm: &Alarm, reason: &str) -> Result<(), AwsError> {
        let request = self.client.set_alarm_state().alarm_name(&alarm.name).state_value(StateValue::Alarm);
        request.state_reason(reason).send().await.map(drop).map_err(aws_error("cloudwatch:SetAlarmState"))
    }
}

fn names(alarms: &[Alarm]) -> Vec<String> {
    alarms.iter().map(|alarm| alarm.name.clone()).collect()
}

/// `None` for an alarm whose actions were disabled without an end.
fn recorded(alarm: &str, tags: &BTreeMap<String, String>) -> Option<Mute> {
    let until = tags.get(UNTIL)?.parse().ok();
    let rule = tags.get(BY).cloned().unwrap_or_default();
    Some(Mute { rule, alarms: vec![alarm.to_owned()], until, means: Means::DisabledActions })
}

/// `text` as a tag takes it.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Tag.html>
fn tag_value(text: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || " _.:/=+-@".contains(c);
    text.chars().map(|c| if allowed(c) { c } else { '_' }).take(256).collect()
}

#[cfg(test)]
pub(crate) mod fake {
    use std::cell::RefCell;

    use super::*;

    /// Keeps the calls in words.
    #[derive(Default)]
    pub(crate) struct FakeMuting {
        pub(crate) calls: RefCell<Vec<String>>,
        /// Whether the regions have mute rules.
        pub(crate) lacks_rules: bool,
        pub(crate) recorded: Vec<Mute>,
        /// The region whose calls are denied.
        pub(crate) denied: Option<&'static str>,
    }

    impl FakeMuting {
        fn call(&self, region: &str, words: String) -> Result<(), AwsError> {
            if self.denied == Some(region) {
                return Err(AwsError::refused("cloudwatch:PutAlarmMuteRule", "AccessDenied", "made by a test"));
            }
            self.calls.borrow_mut().push(words);
            Ok(())
        }

        fn call_each(&self, verb: &str, alarms: &[Alarm]) -> Result<(), AwsError> {
            alarms.iter().try_for_each(|alarm| self.call(alarm.region(), format!("{verb} {}", alarm.name)))
        }
    }

    impl Muting for FakeMuting {
        async fn put_rule(&self, rule: &MuteRule) -> Result<bool, AwsError> {
            if self.lacks_rules {
                return Ok(false);
            }
            let MuteRule { region, name, expression, duration, .. } = rule;
            self.call(region, format!("put {name} in {region}: {} {expression} {duration}", rule.alarms.join("+")))?;
            Ok(true)
        }

        async fn delete_rule(&self, rule: &MuteRule) -> Result<(), AwsError> {
            self.call(&rule.region, format!("delete {}", rule.name))
        }

        async fn disable_actions(&self, alarms: &[Alarm], mute: &RecordedMute) -> Result<(), AwsError> {
            self.call_each(&format!("disable until {}", mute.until), alarms)
        }

        async fn enable_actions(&self, alarms: &[Alarm]) -> Result<(), AwsError> {
            self.call_each("enable", alarms)
        }

        async fn recorded_mutes(&self, alarms: &[Alarm]) -> Result<Vec<Mute>, AwsError> {
            let asked: Vec<String> =
                alarms.iter().filter(|alarm| !alarm.actions_enabled).map(|alarm| alarm.name.clone()).collect();
            Ok(self.recorded.iter().filter(|mute| mute.covers(&asked)).cloned().collect())
        }

        async fn set_alarm(&self, alarm: &Alarm, reason: &str) -> Result<(), AwsError> {
            self.call(alarm.region(), format!("set {}: {reason}", alarm.name))
        }
    }
}

#[cfg(test)]
mod tests {
    use ciborium::cbor;
    use serde_json::json;

    use super::*;
    use crate::aws::{
        alarms::{AlarmState, fake::alarm},
        replay::{Answer, Replay},
    };

    fn answer(operation: &str, status: u16, body: &ciborium::Value) -> Answer {
        let base = "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation";
        Answer::cbor(Box::leak(format!("{base}/{operation}").into_boxed_str()), status, body)
    }

    fn nothing(operation: &str) -> Answer {
        answer(operation, 200, &cbor!({}).expect("CBOR"))
    }

    fn rule() -> MuteRule {
        MuteRule {
            name: "srvls-dev-5xx".into(),
            alarms: vec!["srvls-dev-5xx".into()],
            expression: "at(2026-11-22T10:12)".into(),
            duration: "PT31M".into(),
            expires: "2026-11-22T10:43:00Z".parse().ok(),
            ..MuteRule::default()
        }
    }

    #[tokio::test]
    async fn a_rule_names_its_alarms_and_its_window() {
        let replay = Replay::new([nothing("PutAlarmMuteRule")]);

        let put = CloudWatch::new(&replay.config()).put_rule(&rule()).await;

        assert!(put.expect("put"));
        let body = &replay.requests()[0].body;
        assert_eq!(body["MuteTargets"]["AlarmNames"], json!(["srvls-dev-5xx"]));
        assert_eq!(body["Rule"]["Schedule"], json!({ "Expression": "at(2026-11-22T10:12)", "Duration": "PT31M" }));
    }

    #[tokio::test]
    async fn a_region_without_mute_rules_is_distinguished_from_a_denial() {
        let put = async |code| {
            let body = cbor!({ "__type" => code, "message" => "no" }).expect("CBOR");
            let replay = Replay::new([answer("PutAlarmMuteRule", 400, &body)]);
            CloudWatch::new(&replay.config()).put_rule(&rule()).await
        };

        assert!(!put("InvalidAction").await.expect("answered"));
        assert!(put("AccessDenied").await.is_err());
    }

    #[tokio::test]
    async fn the_end_is_recorded_before_actions_are_disabled_and_removed_after_they_are_enabled() {
        let operations = ["TagResource", "DisableAlarmActions", "EnableAlarmActions", "UntagResource"];
        let replay = Replay::new(operations.map(nothing));
        let cloudwatch = CloudWatch::new(&replay.config());
        let alarms = [alarm("srvls-dev-5xx", AlarmState::Alarm, "critical: call")];
        let until = "2026-11-22T10:43:00Z".parse().expect("a time");

        // The replay accepts its calls only in this order.
        let mute = RecordedMute { until, by: "ada, on call".into() };
        cloudwatch.disable_actions(&alarms, &mute).await.expect("disabled");
        cloudwatch.enable_actions(&alarms).await.expect("enabled");

        let requests = replay.requests();
        let tags = json!([
            { "Key": "srvls:muted-until", "Value": "2026-11-22T10:43:00Z" },
            { "Key": "srvls:muted-by", "Value": "ada_ on call" },
        ]);
        assert_eq!(requests[0].body["Tags"], tags);
        assert_eq!(requests[1].body["AlarmNames"], json!(["srvls-dev-5xx"]));
        assert_eq!(requests[3].body["TagKeys"], json!(["srvls:muted-until", "srvls:muted-by"]));
    }

    #[tokio::test]
    async fn only_the_tags_of_alarms_with_disabled_actions_are_read() {
        let tags = cbor!({ "Tags" => [
            { "Key" => "srvls:muted-until", "Value" => "2026-11-22T10:43:00Z" },
            { "Key" => "srvls:muted-by", "Value" => "ada" },
        ] });
        let by_hand = cbor!({ "Tags" => [{ "Key" => "team", "Value" => "platform" }] });
        let replay = Replay::new([tags, by_hand].map(|body| answer("ListTagsForResource", 200, &body.expect("CBOR"))));
        let disabled = |name| Alarm { actions_enabled: false, ..alarm(name, AlarmState::Ok, "") };
        let alarms = [disabled("srvls-dev-5xx"), disabled("srvls-dev-4xx"), alarm("srvls-dev-a", AlarmState::Ok, "")];

        let mutes = CloudWatch::new(&replay.config()).recorded_mutes(&alarms).await.expect("read");

        let [mute] = &mutes[..] else { panic!("one: {mutes:?}") };
        assert_eq!((mute.rule.as_str(), &mute.means), ("ada", &Means::DisabledActions));
        assert_eq!(mute.until.map(|until| until.to_string()).as_deref(), Some("2026-11-22T10:43:00Z"));
        assert_eq!(replay.requests().len(), 2);
    }
}
