//! Who changed what drifted, and when: CloudTrail's last call on each resource that no deployment made.
//!
//! An event reaches CloudTrail up to 15 minutes after the call, and stays for 90 days. LookupEvents takes two calls a second
//! in a region, so a few resources are looked up, and the others are said not to have been.
//! <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use super::{Drift, OutOfBandChange};
use crate::{
    aws::{
        AwsError, optional,
        stacks::Resource,
        trail::{LookUp, OutOfBandCall, Trail},
    },
    context::Context,
};

/// How many calls are made to CloudTrail for one answer.
const MAX_LOOKUPS: usize = 6;

/// The pause between two of them on AWS.
const PAUSE: Duration = Duration::from_millis(500);

/// Completes `drifts` by who changed them; `resources` are those of their stacks. Returns what is not known, a sentence
/// each.
pub(crate) async fn attribute(cx: &Context, drifts: &mut [Drift], resources: &[Resource]) -> Vec<String> {
    if drifts.is_empty() {
        return Vec::new();
    }
    if cx.stage.settings.emulator {
        return vec!["who changed what drifted: the emulator keeps no history of calls".to_owned()];
    }
    let trails = Trails { home: &cx.aws.trail, global: cx.aws.global_trail() };
    // On this machine, nothing has to be spared.
    let pause = PAUSE.min(cx.poll_interval());
    optional(trails.attribute(drifts, resources, &cx.stage.edge_stack_name().0, pause)).await
}

/// CloudTrail in the stage's region, and in the one that has the calls to global services.
struct Trails<'a, T> {
    home: &'a T,
    global: Option<&'a T>,
}

/// A resource to look up.
struct Sought<'a> {
    drift: &'a mut Drift,
    physical_id: String,
    service: String,
    in_global: bool,
}

impl<T: Trail> Trails<'_, T> {
    async fn attribute(
        &self,
        drifts: &mut [Drift],
        resources: &[Resource],
        edge: &str,
        pause: Duration,
    ) -> Vec<String> {
        let mut sought: Vec<Sought<'_>> = drifts
            .iter_mut()
            .filter_map(|drift| {
                let resource = resources.iter().find(|resource| resource.logical_id == drift.logical_id)?;
                let service = service_of(&resource.kind)?;
                let global = service == "iam" || drift.stack.0 == edge;
                let in_global = self.global.is_some() && global;
                Some(Sought { physical_id: resource.physical_id.clone(), service, in_global, drift })
            })
            .collect();
        let mut lookups = 0;
        // First by the service, which answers for all of its resources at once; then one by one.
        let mut by_service: BTreeMap<(bool, String), Vec<OutOfBandCall>> = BTreeMap::new();
        let services: BTreeSet<(bool, String)> =
            sought.iter().map(|sought| (sought.in_global, sought.service.clone())).collect();
        for (in_global, service) in services {
            match self.look_up(in_global, LookUp::Service(&service), &mut lookups, pause).await {
                Some(Ok(calls)) => drop(by_service.insert((in_global, service), calls)),
                Some(Err(error)) => return vec![format!("who changed what drifted: {error}")],
                None => break,
            }
        }
        for sought in &mut sought {
            let calls = by_service.get(&(sought.in_global, sought.service.clone()));
            sought.found(calls.into_iter().flatten());
        }
        let mut left_out = Vec::new();
        for sought in sought.iter_mut().filter(|sought| sought.drift.changed.is_none()) {
            let name = short(&sought.physical_id).to_owned();
            match self.look_up(sought.in_global, LookUp::Resource(&name), &mut lookups, pause).await {
                Some(Ok(calls)) => sought.found(&calls),
                Some(Err(error)) => return vec![format!("who changed what drifted: {error}")],
                None => left_out.push(sought.drift.logical_id.clone()),
            }
        }
        let unknown = |drift: &&Drift| drift.changed.is_none() && !left_out.contains(&drift.logical_id);
        let unknown: Vec<&str> = drifts.iter().filter(unknown).map(|drift| drift.logical_id.as_str()).collect();
        let mut remarks = Vec::new();
        if !unknown.is_empty() {
            remarks.push(format!(
                "who changed {}: CloudTrail shows no such call; it lags by up to 15 minutes and keeps 90 days",
                unknown.join(", ")
            ));
        }
        if !left_out.is_empty() {
            remarks.push(format!("who changed {}: too many to look up at once", left_out.join(", ")));
        }
        remarks
    }

    /// `None` once enough was looked up.
    async fn look_up(
        &self,
        in_global: bool,
        of: LookUp<'_>,
        lookups: &mut usize,
        pause: Duration,
    ) -> Option<Result<Vec<OutOfBandCall>, AwsError>> {
        if *lookups >= MAX_LOOKUPS {
            return None;
        }
        if *lookups > 0 {
            tokio::time::sleep(pause).await;
        }
        *lookups += 1;
        let trail = self.global.filter(|_| in_global).unwrap_or(self.home);
        Some(trail.out_of_band_calls(of).await)
    }
}

impl Sought<'_> {
    /// Takes the newest of these calls that is about the resource.
    fn found<'a>(&mut self, calls: impl IntoIterator<Item = &'a OutOfBandCall>) {
        let about = calls.into_iter().filter(|call| call.is_about(short(&self.physical_id)));
        if let Some(call) = about.max_by_key(|call| call.at) {
            let (by, action) = (call.by.clone(), call.action.clone());
            self.drift.changed = Some(OutOfBandChange { at: call.at, by, action });
        }
    }
}

/// The name by which calls know a resource: its id, or the last part of its ARN or URL.
fn short(physical_id: &str) -> &str {
    physical_id.rsplit(['/', ':']).next().filter(|name| !name.is_empty()).unwrap_or(physical_id)
}

/// The name that a service has in CloudTrail: `lambda` of `AWS::Lambda::Function`.
fn service_of(kind: &str) -> Option<String> {
    let mut parts = kind.split("::");
    let (Some("AWS"), Some(service)) = (parts.next(), parts.next()) else { return None };
    Some(match service {
        "Cognito" => "cognito-idp".to_owned(),
        "CloudWatch" => "monitoring".to_owned(),
        "StepFunctions" => "states".to_owned(),
        // In two words, or with a version.
        other => other.to_lowercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::drift, *};
    use crate::aws::{
        stacks::Status,
        trail::fake::{FakeCalls, FakeTrail, out_of_band_call},
    };

    fn resource(logical_id: &str, kind: &str, physical_id: &str) -> Resource {
        Resource {
            logical_id: logical_id.into(),
            physical_id: physical_id.into(),
            kind: kind.into(),
            status: Status("CREATE_COMPLETE".into()),
            updated_at: None,
        }
    }

    async fn attributed(trail: &impl Trail, drifts: &mut [Drift], resources: &[Resource]) -> Vec<String> {
        let trails = Trails { home: trail, global: Some(trail) };
        trails.attribute(drifts, resources, "srvls-dev-edge", Duration::ZERO).await
    }

    #[tokio::test]
    async fn the_last_call_on_a_resource_says_who_changed_it() {
        let calls = FakeCalls(BTreeMap::from([
            (
                "lambda",
                vec![
                    out_of_band_call(2, "arn:aws:iam::1:user/bob", "lambda:TagResource", "srvls-dev-other"),
                    out_of_band_call(
                        1,
                        "arn:aws:iam::1:user/ada",
                        "lambda:UpdateFunctionConfiguration",
                        "srvls-dev-get",
                    ),
                ],
            ),
            (
                "srvls-dev-Role-1",
                vec![out_of_band_call(3, "arn:aws:iam::1:user/eve", "iam:PutRolePolicy", "srvls-dev-Role-1")],
            ),
        ]));
        let mut drifts = [drift("Get", "/Timeout"), drift("Role", "/Policies"), drift("Gone", "/Tags")];
        let resources = [
            resource("Get", "AWS::Lambda::Function", "srvls-dev-get"),
            resource("Role", "AWS::IAM::Role", "srvls-dev-Role-1"),
            resource("Gone", "AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/1/srvls-dev-Gone"),
        ];

        let remarks = attributed(&calls, &mut drifts, &resources).await;

        let who = |drift: &Drift| drift.changed.as_ref().map(|changed| (changed.by.clone(), changed.action.clone()));
        let expected = |by: &str, action: &str| Some((format!("arn:aws:iam::1:user/{by}"), action.to_owned()));
        assert_eq!(who(&drifts[0]), expected("ada", "lambda:UpdateFunctionConfiguration"));
        assert_eq!(who(&drifts[1]), expected("eve", "iam:PutRolePolicy"));
        let unknown = "who changed Gone: CloudTrail shows no such call; it lags by up to 15 minutes and keeps 90 days";
        assert_eq!(remarks, [unknown]);
    }

    #[tokio::test]
    async fn who_may_not_look_is_said_not_to_have_looked() {
        let mut drifts = [drift("Get", "/Timeout")];
        let resources = [resource("Get", "AWS::Lambda::Function", "srvls-dev-get")];

        let remarks = attributed(&FakeTrail(None), &mut drifts, &resources).await;

        let [remark] = &remarks[..] else { panic!("one: {remarks:?}") };
        assert!(remark.starts_with("who changed what drifted: cloudtrail:LookupEvents"), "{remark}");
        assert_eq!(drifts[0].changed, None);
    }

    #[tokio::test]
    async fn of_many_resources_some_are_said_not_to_have_been_looked_up() {
        let ids: Vec<String> = (0..9).map(|number| format!("Queue{number}")).collect();
        let mut drifts: Vec<Drift> = ids.iter().map(|id| drift(id, "/Tags")).collect();
        let resources: Vec<Resource> = ids.iter().map(|id| resource(id, "AWS::SQS::Queue", id)).collect();

        let remarks = attributed(&FakeCalls(BTreeMap::new()), &mut drifts, &resources).await;

        assert!(
            remarks[0].starts_with("who changed Queue0, Queue1, Queue2, Queue3, Queue4: CloudTrail"),
            "{remarks:?}"
        );
        assert_eq!(remarks[1], "who changed Queue5, Queue6, Queue7, Queue8: too many to look up at once");
    }
}
