//! The gateway to CloudFormation's change sets.

use aws_sdk_cloudformation::{
    error::ProvideErrorMetadata as _,
    types::{self, Capability, ChangeSetType, Parameter, Tag},
};

use super::{
    ChangeSet, ChangeSetKind, ChangeSetRequest, ChangeSetSummary, ChangeSets, OnFailure, TemplateSource,
    described::described,
};
use crate::{
    aws::{AwsError, aws_error, stacks::CloudFormation, timestamp},
    stage::StackName,
};

impl ChangeSets for CloudFormation {
    async fn create_change_set(&self, desired: &ChangeSetRequest) -> Result<String, AwsError> {
        let parameter =
            |(name, value): (&String, &String)| Parameter::builder().parameter_key(name).parameter_value(value).build();
        let tag = |(name, value): (&String, &String)| Tag::builder().key(name).value(value).build();
        let request = self
            .client
            .create_change_set()
            .stack_name(&desired.stack.0)
            .change_set_name(&desired.name)
            .client_token(&desired.name)
            .change_set_type(match desired.kind {
                ChangeSetKind::Create => ChangeSetType::Create,
                ChangeSetKind::Update => ChangeSetType::Update,
            })
            .description(&desired.description)
            .set_parameters(Some(desired.parameters.iter().map(parameter).collect()))
            .set_tags(Some(desired.tags.iter().map(tag).collect()))
            .capabilities(Capability::CapabilityIam)
            .capabilities(Capability::CapabilityNamedIam)
            .capabilities(Capability::CapabilityAutoExpand);
        let request = match &desired.template {
            TemplateSource::Url(url) => request.template_url(url),
            TemplateSource::Body(body) => request.template_body(body),
        };
        let output = request.send().await.map_err(aws_error("cloudformation:CreateChangeSet"))?;
        Ok(output.id.unwrap_or_default())
    }

    async fn describe_change_set(&self, id: &str) -> Result<ChangeSet, AwsError> {
        described(&self.client, id).await
    }

    async fn execute(&self, id: &str, token: &str, on_failure: OnFailure) -> Result<(), AwsError> {
        let request = self.client.execute_change_set().change_set_name(id).client_request_token(token);
        let request = request.disable_rollback(on_failure == OnFailure::Stop);
        request.send().await.map_err(aws_error("cloudformation:ExecuteChangeSet"))?;
        Ok(())
    }

    async fn discard_change_set(&self, id: &str) -> Result<(), AwsError> {
        let request = self.client.delete_change_set().change_set_name(id);
        request.send().await.map_err(aws_error("cloudformation:DeleteChangeSet"))?;
        Ok(())
    }

    async fn list_change_sets(&self, stack: &StackName) -> Result<Vec<ChangeSetSummary>, AwsError> {
        let mut pages = self.client.list_change_sets().stack_name(&stack.0).into_paginator().items().send();
        let mut summaries = Vec::new();
        while let Some(summary) = pages.next().await {
            match summary {
                // An executed change set stays in CloudFormation's list.
                Ok(summary) if is_executed(&summary) => {}
                Ok(summary) => summaries.push(ChangeSetSummary {
                    id: summary.change_set_id.unwrap_or_default(),
                    name: summary.change_set_name.unwrap_or_default(),
                    created_at: summary.creation_time.as_ref().and_then(timestamp),
                }),
                Err(error) if error.code() == Some("ValidationError") => return Ok(Vec::new()),
                Err(error) => return Err(aws_error("cloudformation:ListChangeSets")(error)),
            }
        }
        Ok(summaries)
    }
}

fn is_executed(summary: &types::ChangeSetSummary) -> bool {
    summary.execution_status.as_ref().is_some_and(|status| status.as_str().starts_with("EXECUTE_"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const ADDRESS: &str = "https://cloudformation.us-east-1.amazonaws.com/";

    #[tokio::test]
    async fn an_executed_change_set_is_not_listed() {
        let summary = |name: &str, status: &str| {
            format!(
                "<member><ChangeSetId>{name}</ChangeSetId><ChangeSetName>{name}</ChangeSetName>\
                 <ExecutionStatus>{status}</ExecutionStatus></member>"
            )
        };
        let summaries = [summary("done", "EXECUTE_COMPLETE"), summary("pending", "AVAILABLE")].concat();
        let answer = format!(
            "<ListChangeSetsResponse><ListChangeSetsResult><Summaries>{summaries}</Summaries></ListChangeSetsResult>\
             </ListChangeSetsResponse>"
        );
        let stacks = CloudFormation::new(&Replay::new([Answer::xml(ADDRESS, 200, &answer)]).config());

        let pending = stacks.list_change_sets(&StackName("srvls-dev".into())).await.expect("listed");

        assert_eq!(pending.iter().map(|summary| summary.name.as_str()).collect::<Vec<_>>(), ["pending"]);
    }
}
