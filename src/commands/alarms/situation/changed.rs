//! What changed before the first alarm fired: by a deployment, by hand, by support.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde::Serialize;

use super::release::LastRelease;
use crate::{
    audit::{Outcome, Record, records},
    aws::{
        alarms::Alarm,
        logs::{Logs, NewestEvents, Pattern, newest},
        trail::{LookUp, Trail},
    },
    context::deployed_stack::DeployedStack,
    error::{Error, Failure},
    releases::short_name,
    time::minute,
};

#[derive(Debug, Clone, Serialize)]
pub(super) struct Changed {
    /// Null if nothing was ever deployed, or it could not be read.
    pub(super) release: Option<LastRelease>,
    /// The calls that changed a resource and that no deployment made; null if they could not be read.
    pub(super) by_hand: Option<Vec<ByHand>>,
    /// What people did with srvls; null if it could not be read.
    pub(super) support: Option<Vec<Action>>,
    #[serde(skip)]
    pub(super) first_alarm_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ByHand {
    at: Timestamp,
    by: String,
    action: String,
    resource: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Action {
    at: Timestamp,
    by: String,
    command: String,
}

/// How long CloudTrail can take to list a call.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html>
const TRAIL_MINUTES: i64 = 15;

/// More would bury the rest.
const MOST: usize = 3;

impl Changed {
    pub(super) fn rollback(&self) -> Option<String> {
        self.release.as_ref()?.rollback.clone()
    }

    pub(super) fn lines(&self, now: Timestamp) -> Vec<String> {
        let mut lines =
            self.release.iter().flat_map(|release| release.lines(self.first_alarm_at, now)).collect::<Vec<_>>();
        let by_hand = self.by_hand.iter().flatten();
        let by_hand =
            by_hand.map(|call| format!("{} of {} by {} {}", call.action, call.resource, call.by, minute(call.at)));
        some(&mut lines, by_hand.collect());
        let recent = now.duration_since(self.first_alarm_at).as_mins() < TRAIL_MINUTES;
        if recent && self.by_hand.as_ref().is_some_and(Vec::is_empty) {
            lines.push(format!("by hand: not known before {TRAIL_MINUTES} minutes have passed, by CloudTrail"));
        }
        let support = self.support.iter().flatten();
        some(&mut lines, support.map(|did| format!("{} by {} {}", did.command, did.by, minute(did.at))).collect());
        if lines.is_empty() && self.by_hand.is_some() && self.support.is_some() {
            lines.push("nothing that srvls can see".to_owned());
        }
        lines
    }
}

/// The newest of what happened, and how many more there are.
fn some(lines: &mut Vec<String>, happened: Vec<String>) {
    let more = happened.len().saturating_sub(MOST);
    lines.extend(happened.into_iter().take(MOST));
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
}

/// The calls since `since` about resources of the stage, newest first, to the services that the alarms are about.
pub(super) async fn by_hand(
    trail: &impl Trail,
    deployed: &DeployedStack,
    firing: &[&Alarm],
    since: Timestamp,
) -> Result<Vec<ByHand>, Error> {
    let services: BTreeSet<&str> = firing.iter().flat_map(|alarm| services(alarm)).copied().collect();
    let calls = services.iter().map(|service| trail.out_of_band_calls(LookUp::Service(service)));
    let calls = try_join_all(calls).await?.into_iter().flatten();
    let about = |call: crate::aws::trail::OutOfBandCall| {
        let resource = deployed.resources.iter().find(|resource| call.is_about(&resource.physical_id))?;
        Some(ByHand {
            at: call.at,
            by: short_name(&call.by).to_owned(),
            action: call.action,
            resource: resource.logical_id.clone(),
        })
    };
    let mut found: Vec<ByHand> = calls.filter(|call| call.at >= since).filter_map(about).collect();
    found.sort_by_key(|call| std::cmp::Reverse(call.at));
    Ok(found)
}

/// The services whose resources an alarm is about. LookupEvents takes two calls a second, so these are few.
fn services(alarm: &Alarm) -> &'static [&'static str] {
    match alarm.subject.as_ref().map(|subject| subject.kind) {
        Some("table") => &["dynamodb"],
        Some("queue") => &["sqs", "lambda"],
        Some("user pool") => &["cognito-idp"],
        Some("firewall") => &["wafv2"],
        Some("CDN") => &["cloudfront"],
        _ => &["lambda", "apigateway"],
    }
}

/// What people did with srvls that changed something, newest first. Deployments are in the releases.
pub(super) async fn support(logs: &impl Logs, group: &str, since: Timestamp) -> Result<Vec<Action>, Error> {
    const PAGES: usize = 1;
    let all = Pattern::Phrase("command".into());
    let read = newest(logs, (group.to_owned(), since, all), PAGES).await?;
    let NewestEvents { events, complete } = read.unwrap_or(NewestEvents { events: Vec::new(), complete: true });
    let (records, _) = records(events.iter().map(|event| event.message.as_str()));
    let action = |record: Record| Action {
        at: record.at,
        by: record.short_who().to_owned(),
        command: match &record.target {
            Some(target) => format!("{} {target}", record.command),
            None => record.command.clone(),
        },
    };
    let actions: Vec<Action> = records.into_iter().filter(changes).map(action).collect();
    if actions.is_empty() && !complete {
        return Err(AuditLogCutOff.into());
    }
    Ok(actions)
}

/// The records that were read are about deployments and alarms alone, and there are more.
#[derive(Debug, thiserror::Error)]
#[error("the audit log has more records than were read")]
struct AuditLogCutOff;

impl Failure for AuditLogCutOff {
    fn hint(&self) -> Option<String> {
        Some("`srvls audit` shows them".into())
    }

    fn code(&self) -> &'static str {
        "incomplete"
    }
}

fn changes(record: &Record) -> bool {
    let command = record.command.as_str();
    let of_other_lines = ["deploy", "rollback", "alarms", "diff", "package"];
    let elsewhere = of_other_lines.iter().any(|word| command == *word || command.starts_with(&format!("{word} ")));
    let done = matches!(record.outcome, Outcome::Done | Outcome::Unknown | Outcome::Interrupted);
    done && !elsewhere && !command.ends_with("--reveal")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::fake::record,
        aws::{
            alarms::{AlarmState, fake::alarm},
            logs::fake::{FakeLogs, event},
            trail::fake::{FakeCalls, out_of_band_call},
        },
        context::deployed_stack::fake::deployed,
    };

    const GROUP: &str = "/srvls/srvls-dev/audit";

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[tokio::test]
    async fn a_call_by_hand_counts_if_it_is_recent_and_about_the_stage() {
        let deployed = deployed(&[("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile")]);
        let call =
            |at, name| out_of_band_call(at, "arn:aws:sts::1:assumed-role/Admin/ada", "lambda:UpdateFunctionCode", name);
        let calls =
            vec![call(1_000, "srvls-dev-get_profile"), call(1_000, "shop-get"), call(10, "srvls-dev-get_profile")];
        let firing = alarm("srvls-dev-5xx", AlarmState::Alarm, "");

        let found = by_hand(&FakeCalls([("lambda", calls)].into()), &deployed, &[&firing], second(500)).await;

        let [found] = &found.expect("read")[..] else { panic!("one") };
        assert_eq!((found.resource.as_str(), found.by.as_str()), ("GetProfileFunction", "ada"));
    }

    #[tokio::test]
    async fn what_support_changed_is_listed_and_what_it_looked_at_is_not() {
        let events: Vec<_> = ["user disable", "user lookup --reveal", "deploy", "alarms mute"]
            .iter()
            .zip(1..)
            .map(|(command, at)| {
                let record = Record { command: (*command).into(), ..record(&at.to_string(), Outcome::Done) };
                event(&at.to_string(), at, &serde_json::to_string(&record).expect("JSON"))
            })
            .collect();

        let found =
            support(&FakeLogs::new(&[(GROUP, &events[..2])]), GROUP, Timestamp::UNIX_EPOCH).await.expect("read");

        let commands: Vec<&str> = found.iter().map(|action| action.command.as_str()).collect();
        assert_eq!(commands, ["user disable user:3f9a2b1c0d4e5f60"]);
        let found =
            support(&FakeLogs::new(&[(GROUP, &events[2..])]), GROUP, Timestamp::UNIX_EPOCH).await.expect("read");
        assert_eq!(found, []);
        let missing = support(&FakeLogs::new(&[]), GROUP, Timestamp::UNIX_EPOCH).await.expect("no log yet");
        assert_eq!(missing, []);
    }

    fn changed(by_hand: Option<Vec<ByHand>>) -> Changed {
        Changed { release: None, by_hand, support: Some(Vec::new()), first_alarm_at: second(0) }
    }

    #[test]
    fn nothing_is_said_only_once_cloudtrail_can_know() {
        assert_eq!(changed(Some(Vec::new())).lines(second(3_600)), ["nothing that srvls can see"]);
        let early = changed(Some(Vec::new())).lines(second(60));
        assert_eq!(early, ["by hand: not known before 15 minutes have passed, by CloudTrail"]);
        assert_eq!(changed(None).lines(second(3_600)), [""; 0], "what could not be read is said elsewhere");
    }

    #[test]
    fn much_that_happened_is_counted() {
        let call = ByHand { at: second(0), by: "ada".into(), action: "lambda:X".into(), resource: "A".into() };
        let lines = changed(Some(vec![call; 5])).lines(second(3_600));

        assert_eq!((lines.len(), lines[3].as_str()), (4, "and 2 more"));
        assert_eq!(lines[0], "lambda:X of A by ada 1970-01-01 00:00Z");
    }
}
