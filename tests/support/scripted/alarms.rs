//! CloudWatch's answers in its CBOR protocol: which alarms fire, and what `metrics` publishes. It has no mute rules.

use std::collections::{BTreeMap, BTreeSet};

use ciborium::{Value as Cbor, cbor, tag};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    World,
    answers::ACCOUNT,
    http::{Request, Response},
    stack::Stack,
};

/// CBOR's tag for a time.
pub(super) const EPOCH_SECONDS: u64 = 1;

#[derive(Default)]
pub(super) struct Alarms {
    /// The alarms that have changed their state, with the state and the time. All others are `OK`.
    states: BTreeMap<String, (&'static str, Timestamp)>,
    /// Those whose actions are disabled.
    disabled: BTreeSet<String>,
    /// By ARN.
    tags: BTreeMap<String, BTreeMap<String, String>>,
    /// What is defined of an alarm, by its name.
    defined: BTreeMap<String, Value>,
}

impl Alarms {
    pub(super) fn of(defined: BTreeMap<String, Value>) -> Self {
        Self { defined, ..Self::default() }
    }

    pub(super) fn change(&mut self, name: String, state: &'static str, minutes_ago: i64) {
        #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
        let now = Timestamp::now();
        self.states.insert(name, (state, now - SignedDuration::from_mins(minutes_ago)));
    }

    /// The mutes that are recorded in tags have ended long ago.
    pub(super) fn outlive_mutes(&mut self) {
        for until in self.tags.values_mut().filter_map(|tags| tags.get_mut("srvls:muted-until")) {
            *until = "2026-01-01T00:00:00Z".into();
        }
    }

    /// The tags of all alarms, in words.
    pub(super) fn tags(&self) -> Vec<String> {
        let of = |(arn, tags): (&String, &BTreeMap<String, String>)| {
            let name = arn.rsplit(':').next().unwrap_or_default().to_owned();
            tags.iter().map(|(key, value)| format!("{name} {key}={value}")).collect::<Vec<_>>()
        };
        self.tags.iter().flat_map(of).collect()
    }

    fn described(&self, name: &str, region: &str) -> Cbor {
        let (state, since) = self.states.get(name).copied().unwrap_or(("OK", Timestamp::UNIX_EPOCH));
        let since = tag::Required::<_, EPOCH_SECONDS>(since.as_second());
        let defined = self.defined.get(name).cloned();
        let alarm = cbor!({
            "AlarmName" => name, "AlarmArn" => arn(name, region), "StateValue" => state,
            "StateTransitionedTimestamp" => since, "ActionsEnabled" => !self.disabled.contains(name),
        });
        let topic = format!("arn:aws:sns:{region}:{ACCOUNT}:shop-dev-Topic");
        let defined = defined.unwrap_or_else(|| json!({ "AlarmActions": [topic] }));
        let mut members = alarm.expect("CBOR").into_map().expect("members");
        members.extend(Cbor::serialized(&defined).expect("CBOR").into_map().expect("members"));
        Cbor::Map(members)
    }

    /// The one change of its state.
    fn history(&self, name: &str) -> Cbor {
        let item = |(state, since): &(&'static str, Timestamp)| {
            let at = tag::Required::<_, EPOCH_SECONDS>(since.as_second());
            let states = json!({ "oldState": { "stateValue": "OK" }, "newState": { "stateValue": state } });
            cbor!({
                "AlarmName" => name, "HistoryItemType" => "StateUpdate", "Timestamp" => at,
                "HistorySummary" => "updated", "HistoryData" => states.to_string(),
            })
            .expect("CBOR")
        };
        let items: Vec<Cbor> = self.states.get(name).map(item).into_iter().collect();
        cbor!({ "AlarmHistoryItems" => items }).expect("CBOR")
    }

    fn answer(&mut self, operation: &str, asked: &BTreeMap<String, Cbor>) -> Option<Cbor> {
        let texts = |member: &str| {
            let list = asked.get(member).and_then(Cbor::as_array).into_iter().flatten();
            list.filter_map(|text| text.as_text().map(str::to_owned)).collect::<Vec<_>>()
        };
        let arn = || asked.get("ResourceARN").and_then(Cbor::as_text).unwrap_or_default().to_owned();
        match operation {
            "DisableAlarmActions" => self.disabled.extend(texts("AlarmNames")),
            "EnableAlarmActions" => {
                let enabled = texts("AlarmNames");
                self.disabled.retain(|name| !enabled.contains(name));
            }
            "TagResource" => self.tags.entry(arn()).or_default().extend(pairs(asked.get("Tags")?)),
            "UntagResource" => {
                let tags = self.tags.entry(arn()).or_default();
                let removed = texts("TagKeys");
                tags.retain(|key, _| !removed.contains(key));
            }
            "ListTagsForResource" => {
                let tags = self.tags.get(&arn()).cloned().unwrap_or_default().into_iter();
                let tags = tags.map(|(key, value)| cbor!({ "Key" => key, "Value" => value }).expect("CBOR"));
                return Some(cbor!({ "Tags" => tags.collect::<Vec<_>>() }).expect("CBOR"));
            }
            "DescribeAlarmHistory" => {
                let name = asked.get("AlarmName").and_then(Cbor::as_text).unwrap_or_default();
                return Some(self.history(name));
            }
            _ => return None,
        }
        Some(cbor!({}).expect("CBOR"))
    }
}

/// Every topic has one subscriber.
pub(super) fn subscribers(request: &Request) -> Response {
    let topic = request.query.get("TopicArn").map(String::as_str).unwrap_or_default();
    let members = format!(
        "<Protocol>email</Protocol><Endpoint>oncall@example.com</Endpoint><SubscriptionArn>{topic}:1</SubscriptionArn>"
    );
    let list = format!("<Subscriptions><member>{members}</member></Subscriptions>");
    let result = format!("<ListSubscriptionsByTopicResult>{list}</ListSubscriptionsByTopicResult>");
    Response::ok(format!("<ListSubscriptionsByTopicResponse>{result}</ListSubscriptionsByTopicResponse>"))
}

fn arn(name: &str, region: &str) -> String {
    format!("arn:aws:cloudwatch:{region}:{ACCOUNT}:alarm:{name}")
}

/// A list of tags as pairs.
fn pairs(tags: &Cbor) -> Vec<(String, String)> {
    let pair = |tag: &Cbor| {
        let members = members(tag.clone());
        let text = |member: &str| members.get(member).and_then(Cbor::as_text).unwrap_or_default().to_owned();
        (text("Key"), text("Value"))
    };
    tags.as_array().expect("tags").iter().map(pair).collect()
}

fn members(value: Cbor) -> BTreeMap<String, Cbor> {
    let members = value.into_map().expect("a map").into_iter();
    members.map(|(name, value)| (name.into_text().expect("a name"), value)).collect()
}

impl World {
    pub(super) fn cloudwatch(&mut self, operation: &str, request: &Request) -> Response {
        let asked = members(ciborium::from_reader(&request.body[..]).expect("CBOR"));
        let answer = match operation {
            "DescribeAlarms" => cbor!({ "MetricAlarms" => self.alarms_named(&asked, &request.region) }),
            "GetMetricData" => {
                let asked = ciborium::from_reader(&request.body[..]).expect("CBOR");
                #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
                let now = Timestamp::now().as_second();
                Ok(self.published.answer(&asked, now))
            }
            "ListAlarmMuteRules" => cbor!({ "AlarmMuteRuleSummaries" => [] }),
            _ => match self.alarms.answer(operation, &asked) {
                Some(answer) => return Response::cbor(&answer),
                None => return Response::cbor_error("InvalidAction", &format!("{operation} is not scripted")),
            },
        };
        Response::cbor(&answer.expect("CBOR"))
    }

    /// The requested alarms, as far as they belong to a stack in the region of the request.
    fn alarms_named(&self, asked: &BTreeMap<String, Cbor>, region: &str) -> Vec<Cbor> {
        let names = asked.get("AlarmNames").and_then(Cbor::as_array).into_iter().flatten();
        let names = names.filter_map(Cbor::as_text);
        let is_here = |name: &&str| {
            let here = self.stacks.iter().filter(|stack| stack.region == region);
            here.flat_map(Stack::resources).any(|resource| resource.physical_id == *name)
        };
        names.filter(is_here).map(|name| self.alarms.described(name, region)).collect()
    }
}
