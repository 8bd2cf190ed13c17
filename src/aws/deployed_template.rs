//! The template of a deployed stack.

use aws_sdk_cloudformation::types::TemplateStage;
use serde_json::Value;

use super::{AwsError, aws_error, stacks::CloudFormation};
use crate::stage::StackName;

impl CloudFormation {
    /// The text of the deployed template as submitted.
    pub(crate) async fn live_template_text(&self, stack: &StackName) -> Result<Option<String>, AwsError> {
        self.template_text(stack, TemplateStage::Original).await
    }

    /// The deployed template after SAM, with every generated resource.
    pub(crate) async fn processed_template(&self, stack: &StackName) -> Result<Option<Value>, AwsError> {
        self.template(stack, TemplateStage::Processed).await
    }

    async fn template(&self, stack: &StackName, stage: TemplateStage) -> Result<Option<Value>, AwsError> {
        let text = self.template_text(stack, stage).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    async fn template_text(&self, stack: &StackName, stage: TemplateStage) -> Result<Option<String>, AwsError> {
        let request = self.client.get_template().stack_name(&stack.0).template_stage(stage);
        Ok(request.send().await.map_err(aws_error("cloudformation:GetTemplate"))?.template_body)
    }
}
