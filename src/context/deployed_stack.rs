//! A deployed stack with its resources: which functions and alarms it has.

use std::collections::BTreeMap;

use super::stage_stack::{self, NotDeployed};
use crate::{
    aws::{
        AwsError,
        stacks::{Resource, Stack, Stacks},
    },
    error::Error,
    nearest::{did_you_mean, nearest_few},
    stage::{FunctionName, StackName},
};

#[derive(Debug)]
pub(crate) struct DeployedStack {
    pub(crate) name: StackName,
    pub(crate) stack: Stack,
    pub(crate) resources: Vec<Resource>,
    /// The stack of the edge, if it was looked for and there is one; `resources` has its resources too.
    pub(crate) edge: Option<Stack>,
}

impl DeployedStack {
    /// # Errors
    /// When the stack is not deployed.
    pub(crate) async fn find(stacks: &impl Stacks, name: StackName) -> Result<Self, Error> {
        Ok(Self::look_up(stacks, name.clone()).await?.ok_or(NotDeployed(name))?)
    }

    /// `None` when the stack is not deployed.
    pub(super) async fn look_up(stacks: &impl Stacks, name: StackName) -> Result<Option<Self>, AwsError> {
        // At once: where there is no stack, its resources can't be listed, but then they don't matter.
        let (stack, resources) = tokio::join!(stacks.find(&name), stacks.resources(&name));
        let Some(stack) = stage_stack::deployed(stack?) else { return Ok(None) };
        Ok(Some(Self { name, stack, resources: resources?, edge: None }))
    }

    /// The same with the stack of the edge beside it, if there is one.
    pub(crate) fn with_edge(mut self, edge: Option<Self>) -> Self {
        if let Some(edge) = edge {
            self.resources.extend(edge.resources);
            self.edge = Some(edge.stack);
        }
        self
    }

    /// The functions by the names of their operations.
    pub(crate) fn functions(&self) -> BTreeMap<FunctionName, &Resource> {
        let functions = self.resources.iter().filter(|resource| resource.kind == "AWS::Lambda::Function");
        functions.map(|function| (FunctionName::of_logical_id(&function.logical_id), function)).collect()
    }

    /// The functions called `names`, or with these logical ids; without names, all of them.
    ///
    /// # Errors
    /// When the stack has no function of one of the names.
    pub(crate) fn functions_called(&self, names: &[String]) -> Result<Vec<FunctionName>, Error> {
        let functions: Vec<FunctionName> = self.functions().into_keys().collect();
        if names.is_empty() {
            return Ok(functions);
        }
        // SAM's own tools know a function by its logical id.
        let is_called =
            |function: &FunctionName, name: &str| function.0 == name || *function == FunctionName::of_logical_id(name);
        if let Some(unknown) = names.iter().find(|name| !functions.iter().any(|function| is_called(function, name))) {
            return Err(not_found("function", unknown, functions.iter().map(|function| function.0.as_str())));
        }
        let is_wanted = |function: &FunctionName| names.iter().any(|name| is_called(function, name));
        Ok(functions.into_iter().filter(is_wanted).collect())
    }

    /// Why there is no access log of the API to read.
    pub(crate) fn no_access_log(&self) -> &'static str {
        let is_api = |kind: &str| matches!(kind, "AWS::ApiGateway::RestApi" | "AWS::ApiGatewayV2::Api");
        match self.resources.iter().any(|resource| is_api(&resource.kind)) {
            true => "the API writes no access log",
            false => "the stage has no API",
        }
    }

    /// The ARNs of the topics.
    pub(crate) fn topic_arns(&self) -> Vec<String> {
        let topics = self.resources.iter().filter(|resource| resource.kind == "AWS::SNS::Topic");
        topics.map(|topic| topic.physical_id.clone()).collect()
    }

    /// The names of the metric and composite alarms.
    pub(crate) fn alarm_names(&self) -> Vec<String> {
        let is_alarm = |kind: &str| matches!(kind, "AWS::CloudWatch::Alarm" | "AWS::CloudWatch::CompositeAlarm");
        let alarms = self.resources.iter().filter(|resource| is_alarm(&resource.kind));
        // A composite alarm is known to CloudFormation by its ARN, which ends in its name.
        alarms.map(|alarm| after(&alarm.physical_id, ":alarm:").to_owned()).filter(|name| !name.is_empty()).collect()
    }
}

fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or(text, |(_, rest)| rest)
}

/// More names would bury the message.
const MOST_LISTED: usize = 9;

/// That there is no `what` of this name, and which ones there are.
pub(crate) fn not_found<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    let hint = did_you_mean(name, known.clone(), || {
        let all: Vec<&str> = known.clone().collect();
        match (nearest_few(name, known), all.len()) {
            (_, 0) => format!("the stack has no {what}"),
            (_, 1..=MOST_LISTED) => format!("available: {}", all.join(", ")),
            (few, count) if few.is_empty() => format!("none of the {count} {what}s is called anything like it"),
            (few, count) => format!("of the {count} {what}s, the nearest are: {}", few.join(", ")),
        }
    });
    Error::not_found(what, name, Some(hint))
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;
    use crate::aws::stacks::{Status, fake::ready_stack};

    /// A deployed `srvls-dev` of these resources, `(type, logical id, physical id)`.
    pub(crate) fn deployed(resources: &[(&str, &str, &str)]) -> DeployedStack {
        let resource = |(kind, logical_id, physical_id): &(&str, &str, &str)| Resource {
            logical_id: (*logical_id).to_owned(),
            physical_id: (*physical_id).to_owned(),
            kind: (*kind).to_owned(),
            status: Status("CREATE_COMPLETE".into()),
            updated_at: None,
        };
        DeployedStack {
            name: StackName("srvls-dev".into()),
            stack: ready_stack(&[]),
            resources: resources.iter().map(resource).collect(),
            edge: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::stacks::{
        Status,
        fake::{FakeStacks, ready_stack},
    };

    fn deployed() -> DeployedStack {
        fake::deployed(&[
            ("AWS::Lambda::Function", "PutProfileFunction", "srvls-dev-put_profile"),
            ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile"),
            ("AWS::DynamoDB::Table", "UserProfilesTable", "srvls-dev-UserProfilesTable-1"),
            ("AWS::CloudWatch::Alarm", "ErrorsAlarm", "srvls-dev-errors"),
            ("AWS::CloudWatch::CompositeAlarm", "DownAlarm", "arn:aws:cloudwatch:us-east-1:1:alarm:srvls-dev-down"),
        ])
    }

    #[tokio::test]
    async fn a_stack_that_is_not_there_is_not_deployed() {
        let error =
            DeployedStack::find(&FakeStacks::default(), StackName("srvls-dev".into())).await.expect_err("missing");

        assert!(error.is::<NotDeployed>());
    }

    #[tokio::test]
    async fn a_stack_that_only_has_a_change_set_is_not_deployed() {
        let in_review = Stack { status: Status("REVIEW_IN_PROGRESS".into()), ..ready_stack(&[]) };
        let stacks = FakeStacks { stack: Some(in_review), ..FakeStacks::default() };

        let error = DeployedStack::find(&stacks, StackName("srvls-dev".into())).await.expect_err("empty");

        assert!(error.is::<NotDeployed>());
    }

    #[test]
    fn a_stage_without_an_api_has_no_access_log_for_another_reason() {
        let api = fake::deployed(&[("AWS::ApiGateway::RestApi", "Api", "a1b2c3")]);

        assert_eq!(api.no_access_log(), "the API writes no access log");
        assert_eq!(deployed().no_access_log(), "the stage has no API");
    }

    #[test]
    fn no_name_means_every_function() {
        let functions = deployed().functions_called(&[]).expect("exist");

        assert_eq!(functions, [FunctionName("get_profile".into()), FunctionName("put_profile".into())]);
    }

    #[test]
    fn a_logical_id_is_a_name_too() {
        let functions = deployed().functions_called(&["PutProfileFunction".into()]).expect("exists");

        assert_eq!(functions, [FunctionName("put_profile".into())]);
    }

    #[test]
    fn a_wrong_function_name_suggests_the_nearest() {
        let error = deployed().functions_called(&["get_profil".into()]).expect_err("unknown");

        assert_eq!(error.to_string(), "there is no function `get_profil`");
        assert_eq!(error.hint().as_deref(), Some("did you mean `get_profile`?"));
    }

    #[test]
    fn metric_and_composite_alarms_are_named() {
        assert_eq!(deployed().alarm_names(), ["srvls-dev-errors", "srvls-dev-down"]);
    }
}
