//! CloudFormation's answers in its query protocol.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html>

use super::{
    World,
    http::{Request, Response, escaped},
    scenario::{Act, Beat},
    stack::{ChangeSet, Event, Stack},
};

pub(crate) const ACCOUNT: &str = "123456789012";

/// An operation that has started on a stack.
pub(super) struct Operation {
    pub(super) stack_id: String,
    pub(super) token: String,
    pub(super) beats: Vec<Beat>,
}

pub(super) fn caller() -> Response {
    let arn = format!("arn:aws:iam::{ACCOUNT}:user/ada");
    let result = format!("<Arn>{arn}</Arn><UserId>AIDA</UserId><Account>{ACCOUNT}</Account>");
    wrapped("GetCallerIdentity", &result)
}

/// A function that works.
pub(super) fn function() -> Response {
    Response::ok(r#"{"Configuration":{"State":"Active","LastUpdateStatus":"Successful","CodeSize":1024}}"#)
}

/// The API's answer to a request without a token, through the edge and around it.
///
/// The edge's managed rules block a request that does not name its client, as `NoUserAgent_HEADER` does:
/// <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html>
pub(super) fn stranger(request: &Request) -> Response {
    let passes_edge = request.path.starts_with("/cdn/") && request.user_agent.starts_with("srvls/");
    Response::bare(if passes_edge { 401 } else { 403 })
}

/// An alias whose traffic is shifting to the next version.
pub(super) fn alias() -> Response {
    Response::ok(r#"{"Name":"live","FunctionVersion":"7","RoutingConfig":{"AdditionalVersionWeights":{"8":0.1}}}"#)
}

impl World {
    /// The answer, and the operation that the call starts.
    pub(super) fn formation(&mut self, action: &str, request: &Request) -> (Response, Option<Operation>) {
        let response = match action {
            "DescribeStacks" => self.describe_stacks(request),
            "ListStackResources" => self.list_resources(request),
            "DescribeStackEvents" => self.describe_events(request),
            "DescribeEvents" => self.failed_events(),
            "CreateChangeSet" => self.create_change_set(request),
            "DescribeChangeSet" => self.describe_change_set(request),
            "ListChangeSets" => self.list_change_sets(request),
            "DeleteChangeSet" => {
                if let Some((stack, index)) = self.change_set(request) {
                    stack.change_sets.remove(index);
                }
                wrapped(action, "")
            }
            "DetectStackResourceDrift" => {
                let drift = self.drift_of(request.parameter("LogicalResourceId"));
                wrapped(action, &format!("<StackResourceDrift>{drift}</StackResourceDrift>"))
            }
            "DetectStackDrift" => self.detect_drift(request),
            "DescribeStackDriftDetectionStatus" => self.detection_status(request),
            "DescribeStackResourceDrifts" => self.describe_drifts(request),
            "GetTemplate" => {
                let executed = self.stack(request).filter(|_| self.scenario.keeps_templates);
                let executed = executed.and_then(|stack| stack.template.as_deref());
                let script = self.stack(request).and_then(|stack| self.scripts.get(stack.name.as_str()));
                let live = script.and_then(|script| script.template).unwrap_or(self.scenario.template);
                wrapped(action, &element("TemplateBody", executed.unwrap_or(live)))
            }
            "SetStackPolicy" => wrapped(action, ""),
            "UpdateTerminationProtection" => {
                if let Some(stack) = self.stack_mut(request) {
                    stack.protected = true;
                }
                wrapped(action, "")
            }
            "ExecuteChangeSet" => return self.execute_change_set(request),
            "CancelUpdateStack" | "DeleteStack" | "RollbackStack" => return self.undo(action, request),
            _ => Response::error(400, "InvalidAction", &format!("{action} is not scripted")),
        };
        (response, None)
    }

    pub(super) fn operation_of(&self, stack_id: &str) -> &str {
        let stack = self.stacks.iter().find(|stack| stack.id == stack_id);
        stack.map(|stack| stack.operation.as_str()).unwrap_or_default()
    }

    pub(super) fn happen(&mut self, operation: &Operation, beat: &Beat) {
        let Some(stack) = self.stacks.iter_mut().find(|stack| stack.id == operation.stack_id) else { return };
        stack.happen(beat, &operation.token);
        if let Beat::Alarm { logical_id, state } = beat {
            self.alarms.change(stack.physical_id(logical_id), state, 0);
        }
        let status = stack.status();
        let over = matches!(beat, Beat::Event { resource: None, .. })
            && status.ends_with("_COMPLETE")
            && status != "DELETE_COMPLETE";
        self.scenario.unlisted &= !over;
        let script = self.scripts.get_mut(stack.name.as_str()).filter(|script| over && !script.acts.is_empty());
        script.into_iter().for_each(|script| drop(script.acts.remove(0)));
    }

    /// In the region of the request. By name, the one that is not deleted; by id, any.
    fn place(&self, request: &Request) -> Option<usize> {
        let name = request.parameter("StackName");
        let named = |stack: &Stack| stack.name == name && stack.status() != "DELETE_COMPLETE";
        let here = |stack: &Stack| stack.region == request.region;
        self.stacks.iter().position(|stack| here(stack) && (stack.id == name || named(stack)))
    }

    pub(super) fn stack(&self, request: &Request) -> Option<&Stack> {
        self.place(request).map(|place| &self.stacks[place])
    }

    pub(super) fn stack_mut(&mut self, request: &Request) -> Option<&mut Stack> {
        self.place(request).map(|place| &mut self.stacks[place])
    }

    /// What a change set with the parameters of this request finds to do.
    fn act(&self, request: &Request) -> Act {
        let next = self.scripts.get(request.parameter("StackName")).and_then(|script| script.acts.first());
        let due = next.filter(|act| act.given.is_none_or(|name| request.gives(name)));
        due.cloned().unwrap_or_default()
    }

    fn describe_stacks(&self, request: &Request) -> Response {
        let Some(stack) = self.stack(request) else { return missing(request) };
        let ids = [element("StackId", &stack.id), element("StackName", &stack.name)].concat();
        let status = element("StackStatus", &stack.status());
        let times = "<CreationTime>2026-11-01T08:00:00Z</CreationTime>";
        let outputs = format!("<Outputs>{}</Outputs>", self.outputs(stack));
        let protected = element("EnableTerminationProtection", if stack.protected { "true" } else { "" });
        let times = format!("{times}{protected}{}{}", Self::drift_information(stack), self.parameters(stack));
        wrapped("DescribeStacks", &format!("<Stacks><member>{ids}{status}{times}{outputs}</member></Stacks>"))
    }

    fn parameters(&self, stack: &Stack) -> String {
        let parameters = self.scripts.get(stack.name.as_str()).into_iter().flat_map(|script| &script.parameters);
        let parameter = |(key, value): (&String, &String)| {
            member(&[element("ParameterKey", key), element("ParameterValue", value)].concat())
        };
        format!("<Parameters>{}</Parameters>", parameters.map(parameter).collect::<String>())
    }

    fn outputs(&self, stack: &Stack) -> String {
        let script = self.scripts.get(stack.name.as_str()).filter(|_| stack.was_created());
        let output = |(key, value): &(&str, &str)| {
            let value = value.replace("{url}", &self.url);
            member(&[element("OutputKey", key), element("OutputValue", &value)].concat())
        };
        script.map(|script| script.outputs.iter().map(output).collect()).unwrap_or_default()
    }

    fn list_resources(&mut self, request: &Request) -> Response {
        let size = self.scenario.resource_page_size;
        let Some(stack) = self.stack(request) else { return missing(request) };
        let resources = stack.resources();
        let start: usize = request.parameter("NextToken").parse().unwrap_or(0);
        let end = resources.len().min(start + size);
        let members: String = resources[start..end].iter().map(|event| member(&resource(event))).collect();
        let next = if end < resources.len() { element("NextToken", &end.to_string()) } else { String::new() };
        let summaries = format!("<StackResourceSummaries>{members}</StackResourceSummaries>{next}");
        wrapped("ListStackResources", &summaries)
    }

    fn describe_events(&mut self, request: &Request) -> Response {
        let size = self.scenario.page_size;
        let Some(stack) = self.stack(request) else { return missing(request) };
        // Newest first. The token of a page is the number of older events, so new events don't shift it.
        let older = request.parameter("NextToken").parse().unwrap_or(stack.events.len());
        let rest = older.saturating_sub(size);
        let members: String = stack.events[rest..older].iter().rev().map(|event| member(&event_of(event))).collect();
        let next = if rest > 0 { element("NextToken", &rest.to_string()) } else { String::new() };
        wrapped("DescribeStackEvents", &format!("<StackEvents>{members}</StackEvents>{next}"))
    }

    fn failed_events(&self) -> Response {
        let members: String = self.scenario.failed_events.iter().map(|event| member(event)).collect();
        wrapped("DescribeEvents", &format!("<OperationEvents>{members}</OperationEvents>"))
    }

    fn create_change_set(&mut self, request: &Request) -> Response {
        let creates = request.parameter("ChangeSetType") == "CREATE";
        let (number, pending, act) = (self.stacks.len() + 1, self.scenario.pending, self.act(request));
        let template = self.template_of(request);
        if creates && self.stack(request).is_none() {
            let name = request.parameter("StackName");
            let names = self.scripts.get(name).map(|script| script.names.clone()).unwrap_or_default();
            let mut stack = Stack::named(name, &request.region, number, names);
            stack.happen(&super::stack_beat("REVIEW_IN_PROGRESS", "User Initiated"), "");
            self.stacks.push(stack);
        }
        let Some(stack) = self.stack_mut(request) else { return missing(request) };
        if creates != (stack.status() == "REVIEW_IN_PROGRESS") {
            return Response::error(400, "ValidationError", &format!("Stack is in {} state", stack.status()));
        }
        let name = request.parameter("ChangeSetName").to_owned();
        let (region, count) = (&stack.region, stack.change_sets.len());
        let id = format!("arn:aws:cloudformation:{region}:{ACCOUNT}:changeSet/{name}/{count}");
        let result = [element("Id", &id), element("StackId", &stack.id)].concat();
        stack.change_sets.push(ChangeSet { id, name, pending, act, template });
        wrapped("CreateChangeSet", &result)
    }

    /// The template in a request, or the one that it refers to.
    fn template_of(&self, request: &Request) -> Option<String> {
        let url = request.parameter("TemplateURL");
        match url.strip_prefix(&self.url) {
            Some(path) => self.storage.text(path),
            None => Some(request.parameter("TemplateBody").to_owned()).filter(|body| !body.is_empty()),
        }
    }

    fn describe_change_set(&mut self, request: &Request) -> Response {
        let (size, refusal, unlisted) = (self.scenario.page_size, self.scenario.refusal, self.scenario.unlisted);
        let valued = request.parameter("IncludePropertyValues") == "true";
        let unrenderable = self.scenario.unrenderable.filter(|_| valued);
        let Some((stack, index)) = self.change_set(request) else { return no_change_set(request) };
        let Stack { id, name, change_sets, .. } = stack;
        let change_set = &mut change_sets[index];
        let ids = [element("ChangeSetId", &change_set.id), element("StackId", id), element("StackName", name)];
        let status = |status: &str, reason: &str, rest: &str| {
            let status = [element("Status", status), element("StatusReason", reason)].concat();
            wrapped("DescribeChangeSet", &format!("{}{status}{rest}", ids.concat()))
        };
        if change_set.pending > 0 {
            change_set.pending -= 1;
            return status("CREATE_IN_PROGRESS", "", "");
        }
        if let Some(refusal) = refusal {
            return status("FAILED", refusal, "");
        }
        let mut changes = change_set.act.changes.clone();
        changes.retain(|(_, logical_id, _)| unrenderable != Some(*logical_id));
        if changes.is_empty() && unrenderable.is_none() && !unlisted {
            let nothing = "The submitted information didn't contain changes. Submit different information to create a change set.";
            return status("FAILED", nothing, "");
        }
        let start: usize = request.parameter("NextToken").parse().unwrap_or(0);
        let end = changes.len().min(start + size);
        let of_stack = |change| member(&change_of(change, name));
        let members: String = changes[start..end].iter().map(of_stack).collect();
        let next = if end < changes.len() { element("NextToken", &end.to_string()) } else { String::new() };
        let warning = unrenderable.map(|logical_id| {
            format!(
                "[WARN] --include-property-values option can return incomplete ChangeSet data because: \
                 Logical Id: {logical_id}, failed property validation"
            )
        });
        let warning = warning.unwrap_or_default();
        status("CREATE_COMPLETE", &warning, &format!("<Changes>{members}</Changes>{next}"))
    }

    fn list_change_sets(&mut self, request: &Request) -> Response {
        let Some(stack) = self.stack(request) else { return missing(request) };
        let summary = |change_set: &ChangeSet| {
            let ids = [element("ChangeSetId", &change_set.id), element("ChangeSetName", &change_set.name)];
            member(&format!("{}<CreationTime>2026-11-01T08:00:00Z</CreationTime>", ids.concat()))
        };
        let summaries: String = stack.change_sets.iter().map(summary).collect();
        wrapped("ListChangeSets", &format!("<Summaries>{summaries}</Summaries>"))
    }

    /// Finds a change set by its id: its stack, and its index there.
    fn change_set(&mut self, request: &Request) -> Option<(&mut Stack, usize)> {
        let wanted = request.parameter("ChangeSetName");
        self.stacks.iter_mut().filter(|stack| stack.region == request.region).find_map(|stack| {
            let index = stack.change_sets.iter().position(|change_set| change_set.id == wanted)?;
            Some((stack, index))
        })
    }

    fn execute_change_set(&mut self, request: &Request) -> (Response, Option<Operation>) {
        let beats;
        let Some((stack, index)) = self.change_set(request) else { return (no_change_set(request), None) };
        let ChangeSet { act, template, .. } = stack.change_sets.remove(index);
        (stack.template, beats) = (template, act.execution);
        // Executing a change set deletes all others.
        stack.change_sets.clear();
        (wrapped("ExecuteChangeSet", ""), Some(begin(stack, request.parameter("ClientRequestToken"), beats)))
    }

    fn undo(&mut self, action: &str, request: &Request) -> (Response, Option<Operation>) {
        let script = self.scripts.get(request.parameter("StackName"));
        let beats = script.map(|script| script.cancellation.clone()).unwrap_or_default();
        let Some(stack) = self.stack_mut(request) else { return (wrapped(action, ""), None) };
        if action == "CancelUpdateStack" && stack.status() != "UPDATE_IN_PROGRESS" {
            let message = "CancelUpdateStack cannot be called from current stack status";
            return (Response::error(400, "ValidationError", message), None);
        }
        if stack.status() == "REVIEW_IN_PROGRESS" {
            stack.happen(&super::stack_beat("DELETE_COMPLETE", ""), "");
            return (wrapped(action, ""), None);
        }
        (wrapped(action, ""), Some(begin(stack, request.parameter("ClientRequestToken"), beats)))
    }
}

/// The first event happens with the call itself.
fn begin(stack: &mut Stack, token: &str, mut beats: Vec<Beat>) -> Operation {
    stack.operation = token.to_owned();
    if let Some(first) = (!beats.is_empty()).then(|| beats.remove(0)) {
        stack.happen(&first, token);
    }
    Operation { stack_id: stack.id.clone(), token: token.to_owned(), beats }
}

fn event_of(event: &Event) -> String {
    let id = element("EventId", &event.id);
    let time = element("Timestamp", &event.timestamp.to_string());
    let token = element("ClientRequestToken", &event.token);
    format!("{id}{time}{}{token}", resource(event))
}

fn resource(event: &Event) -> String {
    [
        element("LogicalResourceId", &event.logical_id),
        element("PhysicalResourceId", &event.physical_id),
        element("ResourceType", &event.kind),
        element("ResourceStatus", &event.status),
        element("ResourceStatusReason", &event.reason),
        element("LastUpdatedTimestamp", &event.timestamp.to_string()),
    ]
    .concat()
}

fn change_of((action, logical_id, kind): &(&str, &str, &str), stack: &str) -> String {
    let physical_id = if *action == "Add" { String::new() } else { Stack::id_of(stack, logical_id) };
    let ids = [element("LogicalResourceId", logical_id), element("PhysicalResourceId", &physical_id)].concat();
    let ids = format!("{ids}{}", element("ResourceType", kind));
    let (action, replacement, property, recreation) = match *action {
        "Replace" => ("Modify", "True", "KeySchema", "Always"),
        action => (action, "False", "Description", "Never"),
    };
    // A modification without details would not count as one.
    let details = format!(
        "<Details><member><Target><Attribute>Properties</Attribute><Name>{property}</Name>\
         <RequiresRecreation>{recreation}</RequiresRecreation></Target><Evaluation>Static</Evaluation>\
         <ChangeSource>DirectModification</ChangeSource></member></Details>"
    );
    let replacement = element("Replacement", replacement);
    let details = if action == "Modify" { format!("{replacement}{details}") } else { String::new() };
    format!("<Type>Resource</Type><ResourceChange>{}{ids}{details}</ResourceChange>", element("Action", action))
}

pub(super) fn missing(request: &Request) -> Response {
    let name = request.parameter("StackName");
    Response::error(400, "ValidationError", &format!("Stack with id {name} does not exist"))
}

fn no_change_set(request: &Request) -> Response {
    let name = request.parameter("ChangeSetName");
    Response::error(404, "ChangeSetNotFound", &format!("ChangeSet [{name}] does not exist"))
}

pub(super) fn element(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("<{name}>{}</{name}>", escaped(value)) }
}

pub(super) fn member(content: &str) -> String {
    format!("<member>{content}</member>")
}

pub(super) fn wrapped(action: &str, result: &str) -> Response {
    Response::ok(format!(
        "<{action}Response><{action}Result>{result}</{action}Result>\
         <ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></{action}Response>"
    ))
}
