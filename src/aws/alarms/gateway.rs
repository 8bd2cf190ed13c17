//! The gateway to CloudWatch's alarms.

use aws_config::SdkConfig;
use aws_sdk_cloudwatch::types::{self, AlarmType, ComparisonOperator, Dimension, MetricDataQuery};
use aws_smithy_types::DateTime;
use jiff::Timestamp;
use serde_json::Value;

use super::{Alarm, AlarmKind, AlarmState, Alarms, HistoryItem, Mute, Subject, Watch, formula, mutes, query};
use crate::aws::{AwsError, aws_error, calls::client, timestamp};

/// The maximum number of names in one DescribeAlarms call.
const NAMES_PER_CALL: usize = 100;

pub(crate) struct CloudWatch {
    pub(super) client: aws_sdk_cloudwatch::Client,
    pub(super) region: String,
}

impl CloudWatch {
    pub(in crate::aws) fn new(config: &SdkConfig) -> Self {
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        Self { client: client!(aws_sdk_cloudwatch, config), region }
    }
}

/// Without this, CloudWatch returns metric alarms only.
fn both_kinds() -> Option<Vec<AlarmType>> {
    Some(vec![AlarmType::MetricAlarm, AlarmType::CompositeAlarm])
}

impl Alarms for CloudWatch {
    async fn named(&self, names: &[String]) -> Result<Vec<Alarm>, AwsError> {
        let mut alarms = Vec::new();
        for names in names.chunks(NAMES_PER_CALL) {
            let request = self.client.describe_alarms().set_alarm_types(both_kinds());
            let mut pages = request.set_alarm_names(Some(names.to_vec())).into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(aws_error("cloudwatch:DescribeAlarms"))?;
                alarms.extend(page.metric_alarms.unwrap_or_default().into_iter().map(Alarm::from));
                alarms.extend(page.composite_alarms.unwrap_or_default().into_iter().map(Alarm::from));
            }
        }
        Ok(alarms)
    }

    async fn history(&self, name: &str, since: Timestamp) -> Result<Vec<HistoryItem>, AwsError> {
        let request = self.client.describe_alarm_history().alarm_name(name).set_alarm_types(both_kinds());
        let request = request.start_date(DateTime::from_millis(since.as_millisecond().max(0)));
        let mut items = request.into_paginator().items().send();
        let mut history = Vec::new();
        while let Some(item) = items.next().await {
            history.push(HistoryItem::from(item.map_err(aws_error("cloudwatch:DescribeAlarmHistory"))?));
        }
        Ok(history)
    }

    async fn mutes(&self, now: Timestamp) -> Result<Vec<Mute>, AwsError> {
        mutes::active(&self.client, &self.region, now).await
    }
}

impl From<types::MetricAlarm> for Alarm {
    fn from(alarm: types::MetricAlarm) -> Self {
        let (unit, formula) = (formula::unit(&alarm), formula::formula(alarm.metrics()));
        let subject = Subject::of(&alarm);
        let (query, period_seconds) = (query::query(&alarm), query::period_seconds(&alarm));
        let (description, dashboard) = Self::split_dashboard(alarm.alarm_description);
        let since = alarm.state_transitioned_timestamp.or(alarm.state_updated_timestamp);
        let value = alarm.state_reason_data.as_deref().and_then(last_value);
        let statistic = alarm.statistic.map(|statistic| statistic.as_str().to_owned()).or(alarm.extended_statistic);
        Self {
            name: alarm.alarm_name.unwrap_or_default(),
            arn: alarm.alarm_arn,
            configured_at: alarm.alarm_configuration_updated_timestamp.as_ref().and_then(timestamp),
            kind: AlarmKind::Metric,
            description,
            dashboard,
            state: state(alarm.state_value),
            since: since.as_ref().and_then(timestamp),
            value: value.or_else(|| formula::value_in(alarm.state_reason.as_deref()?)),
            reason: alarm.state_reason,
            subject,
            watch: Some(Watch {
                query,
                formula,
                unit,
                metric: metric(alarm.namespace, alarm.metric_name, alarm.metrics.unwrap_or_default()),
                comparison: alarm.comparison_operator.as_ref().map(comparison).unwrap_or_default(),
                threshold: alarm.threshold,
                statistic,
                dimensions: alarm.dimensions.unwrap_or_default().into_iter().map(dimension).collect(),
                period_seconds,
                evaluation_periods: alarm.evaluation_periods,
                datapoints_to_alarm: alarm.datapoints_to_alarm,
                treat_missing_data: alarm.treat_missing_data,
            }),
            rule: None,
            actions_enabled: alarm.actions_enabled.unwrap_or_default(),
            alarm_actions: alarm.alarm_actions.unwrap_or_default(),
            ok_actions: alarm.ok_actions.unwrap_or_default(),
        }
    }
}

impl From<types::CompositeAlarm> for Alarm {
    fn from(alarm: types::CompositeAlarm) -> Self {
        let (description, dashboard) = Self::split_dashboard(alarm.alarm_description);
        let since = alarm.state_transitioned_timestamp.or(alarm.state_updated_timestamp);
        Self {
            name: alarm.alarm_name.unwrap_or_default(),
            arn: alarm.alarm_arn,
            configured_at: alarm.alarm_configuration_updated_timestamp.as_ref().and_then(timestamp),
            kind: AlarmKind::Composite,
            description,
            dashboard,
            state: state(alarm.state_value),
            since: since.as_ref().and_then(timestamp),
            reason: alarm.state_reason,
            subject: None,
            watch: None,
            value: None,
            rule: alarm.alarm_rule,
            actions_enabled: alarm.actions_enabled.unwrap_or_default(),
            alarm_actions: alarm.alarm_actions.unwrap_or_default(),
            ok_actions: alarm.ok_actions.unwrap_or_default(),
        }
    }
}

fn state(value: Option<types::StateValue>) -> AlarmState {
    AlarmState::parse(value.as_ref().map(types::StateValue::as_str).unwrap_or_default())
}

/// The name of a metric; for metric math, the label or else the expression of the query that is compared.
fn metric(namespace: Option<String>, name: Option<String>, queries: Vec<MetricDataQuery>) -> String {
    if let Some(name) = name {
        return [namespace.unwrap_or_default(), name].join(" ").trim().to_owned();
    }
    let Some(compared) = queries.into_iter().find(|query| query.return_data != Some(false)) else {
        return String::new();
    };
    let stat = compared.metric_stat.and_then(|stat| stat.metric);
    let stat = stat.map(|stat| metric(stat.namespace, stat.metric_name, Vec::new()));
    let label = compared.label.filter(|label| !label.is_empty());
    label.or(compared.expression).or(stat).unwrap_or_default()
}

fn comparison(operator: &ComparisonOperator) -> String {
    match operator {
        ComparisonOperator::GreaterThanOrEqualToThreshold => ">=".into(),
        ComparisonOperator::GreaterThanThreshold => ">".into(),
        ComparisonOperator::LessThanThreshold => "<".into(),
        ComparisonOperator::LessThanOrEqualToThreshold => "<=".into(),
        band => band.as_str().to_owned(),
    }
}

fn dimension(dimension: Dimension) -> String {
    format!("{}={}", dimension.name.unwrap_or_default(), dimension.value.unwrap_or_default())
}

/// The newest datapoint in a StateReasonData document.
fn last_value(reason_data: &str) -> Option<f64> {
    let data: Value = serde_json::from_str(reason_data).ok()?;
    // These have timestamps; the plain list, oldest first, leaves out missing datapoints.
    let evaluated = data["evaluatedDatapoints"].as_array().into_iter().flatten();
    let dated = evaluated.filter_map(|point| Some((point["timestamp"].as_str()?, point["value"].as_f64()?)));
    let newest = dated.max_by(|a, b| a.0.cmp(b.0)).map(|(_, value)| value);
    newest.or_else(|| data["recentDatapoints"].as_array()?.last()?.as_f64())
}

#[cfg(test)]
mod tests {
    use ciborium::{cbor, tag};
    use serde_json::json;

    use super::*;
    use crate::aws::{
        AwsErrorKind,
        replay::{Answer, Replay},
    };

    const DESCRIBE_ALARMS: &str =
        "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/DescribeAlarms";
    const DESCRIBE_ALARM_HISTORY: &str = "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/DescribeAlarmHistory";
    /// The CBOR tag for a time.
    const EPOCH_SECONDS: u64 = 1;

    #[tokio::test]
    async fn metric_and_composite_alarms_are_read_from_every_page() {
        let first = cbor!({
            "MetricAlarms" => [{
                "AlarmName" => "errors",
                "StateValue" => "ALARM",
                "StateTransitionedTimestamp" => tag::Required::<_, EPOCH_SECONDS>(1_795_305_600.5),
                "Namespace" => "AWS/Lambda",
                "MetricName" => "Errors",
                "ComparisonOperator" => "GreaterThanThreshold",
                "Threshold" => 5.0,
                "StateReasonData" => r#"{"recentDatapoints":[1.0,7.0]}"#,
                "ActionsEnabled" => true,
            }],
            "NextToken" => "more",
        });
        let second = cbor!({ "CompositeAlarms" => [{ "AlarmName" => "down", "AlarmRule" => "ALARM(errors)" }] });
        let replay = Replay::new([first, second].map(|page| Answer::cbor(DESCRIBE_ALARMS, 200, &page.expect("CBOR"))));
        let alarms = CloudWatch::new(&replay.config());

        let alarms = alarms.named(&["errors".into(), "down".into()]).await.expect("described");

        let [errors, down] = &alarms[..] else { panic!("two alarms") };
        assert_eq!((errors.state, errors.kind, errors.value), (AlarmState::Alarm, AlarmKind::Metric, Some(7.0)));
        assert_eq!(errors.since.map(|time| time.to_string()).as_deref(), Some("2026-11-22T00:00:00.5Z"));
        let watch = errors.watch.as_ref().expect("a metric alarm");
        assert_eq!((watch.metric.as_str(), watch.comparison.as_str()), ("AWS/Lambda Errors", ">"));
        assert_eq!((down.state, down.kind), (AlarmState::InsufficientData, AlarmKind::Composite));
        assert_eq!(down.rule.as_deref(), Some("ALARM(errors)"));
        let [first, second] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!(first.body["AlarmTypes"], json!(["MetricAlarm", "CompositeAlarm"]));
        assert_eq!((&first.body["NextToken"], &second.body["NextToken"]), (&Value::Null, &json!("more")));
    }

    #[tokio::test]
    async fn without_names_no_call_is_made() {
        let replay = Replay::new([]);
        let alarms = CloudWatch::new(&replay.config());

        // Without names, CloudWatch would return every alarm of the account.
        assert_eq!(alarms.named(&[]).await.expect("described"), []);
        assert_eq!(replay.requests().len(), 0);
    }

    #[tokio::test]
    async fn a_denied_call_is_not_allowed() {
        let denied = cbor!({ "__type" => "AccessDenied" }).expect("CBOR");
        let alarms = CloudWatch::new(&Replay::new([Answer::cbor(DESCRIBE_ALARMS, 403, &denied)]).config());

        let error = alarms.named(&["errors".into()]).await.expect_err("denied");

        assert_eq!((error.kind, error.action), (AwsErrorKind::NotAllowed, "cloudwatch:DescribeAlarms"));
    }

    #[tokio::test]
    async fn a_state_update_has_both_states_and_the_reason() {
        let history = cbor!({
            "AlarmHistoryItems" => [{
                "Timestamp" => tag::Required::<_, EPOCH_SECONDS>(1),
                "HistoryItemType" => "StateUpdate",
                "HistorySummary" => "Alarm updated from OK to ALARM",
                "HistoryData" =>
                    r#"{"oldState":{"stateValue":"OK"},"newState":{"stateValue":"ALARM","stateReason":"7 > 5"}}"#,
            }],
        });
        let replay = Replay::new([Answer::cbor(DESCRIBE_ALARM_HISTORY, 200, &history.expect("CBOR"))]);
        let alarms = CloudWatch::new(&replay.config());

        let history = alarms.history("errors", Timestamp::UNIX_EPOCH).await.expect("answered");

        assert_eq!(history[0].kind, "StateUpdate");
        assert_eq!((history[0].from, history[0].to), (Some(AlarmState::Ok), Some(AlarmState::Alarm)));
        assert_eq!(history[0].reason.as_deref(), Some("7 > 5"));
        let [request] = &replay.requests()[..] else { panic!("one request") };
        assert_eq!(request.body["AlarmName"], "errors");
        assert_eq!(request.body["AlarmTypes"], json!(["MetricAlarm", "CompositeAlarm"]));
    }

    #[test]
    fn a_calculated_metric_goes_by_its_label_or_its_expression() {
        let input = MetricDataQuery::builder().id("errors").return_data(false).label("input").build();
        let rate = MetricDataQuery::builder().id("rate").expression("errors / calls").return_data(true);

        assert_eq!(metric(None, None, vec![input.clone(), rate.clone().build()]), "errors / calls");
        assert_eq!(metric(None, None, vec![input, rate.label("error rate").build()]), "error rate");
    }

    #[test]
    fn the_value_is_the_newest_datapoint_that_is_not_missing() {
        let data = r#"{"recentDatapoints":[3.0],"evaluatedDatapoints":[
            {"timestamp":"2026-11-22T10:02:00.000+0000"},
            {"timestamp":"2026-11-22T10:01:00.000+0000","sampleCount":2.0,"value":4.5},
            {"timestamp":"2026-11-22T10:00:00.000+0000","sampleCount":2.0,"value":1.5}]}"#;

        assert_eq!(last_value(data), Some(4.5));
        assert_eq!(last_value(r#"{"recentDatapoints":[1.0,2.0]}"#), Some(2.0));
        assert_eq!(last_value(r#"{"triggeringAlarms":[]}"#), None);
        assert_eq!(last_value("not JSON"), None);
    }
}
