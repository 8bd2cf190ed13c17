//! CloudWatch's answers in its CBOR protocol: which alarms fire, and what `metrics` publishes.

use std::collections::BTreeMap;

use ciborium::{Value as Cbor, cbor, tag};
use jiff::Timestamp;

use super::{
    World,
    http::{Request, Response},
    stack::Stack,
};

/// CBOR's tag for a time.
pub(super) const EPOCH_SECONDS: u64 = 1;

/// The alarms that have changed their state, with the state and the time. All others are `OK`.
#[derive(Default)]
pub(super) struct Alarms(BTreeMap<String, (&'static str, Timestamp)>);

impl Alarms {
    pub(super) fn change(&mut self, name: String, state: &'static str) {
        #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
        self.0.insert(name, (state, Timestamp::now()));
    }

    fn described(&self, name: &str) -> Cbor {
        let (state, since) = self.0.get(name).copied().unwrap_or(("OK", Timestamp::UNIX_EPOCH));
        let since = tag::Required::<_, EPOCH_SECONDS>(since.as_second());
        let alarm = cbor!({ "AlarmName" => name, "StateValue" => state, "StateTransitionedTimestamp" => since });
        alarm.expect("CBOR")
    }
}

impl World {
    pub(super) fn cloudwatch(&mut self, operation: &str, request: &Request) -> Response {
        let answer = match operation {
            "DescribeAlarms" => cbor!({ "MetricAlarms" => self.alarms_named(request) }),
            "GetMetricData" => {
                let asked = ciborium::from_reader(&request.body[..]).expect("CBOR");
                #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
                let now = Timestamp::now().as_second();
                Ok(self.published.answer(&asked, now))
            }
            "ListAlarmMuteRules" => cbor!({ "AlarmMuteRuleSummaries" => [] }),
            _ => return Response::error(400, "InvalidAction", &format!("{operation} is not scripted")),
        };
        Response::cbor(&answer.expect("CBOR"))
    }

    /// The requested alarms, as far as they belong to a stack in the region of the request.
    fn alarms_named(&self, request: &Request) -> Vec<Cbor> {
        let asked: Cbor = ciborium::from_reader(&request.body[..]).expect("CBOR");
        let members = asked.into_map().expect("a request").into_iter();
        let names = members.filter(|(member, _)| member.as_text() == Some("AlarmNames"));
        let names = names.flat_map(|(_, names)| names.into_array().expect("names"));
        let names = names.map(|name| name.into_text().expect("a name"));
        let is_here = |name: &String| {
            let here = self.stacks.iter().filter(|stack| stack.region == request.region);
            here.flat_map(Stack::resources).any(|resource| resource.physical_id == *name)
        };
        names.filter(is_here).map(|name| self.alarms.described(&name)).collect()
    }
}
