//! What protects a stack: termination protection and a stack policy.

use serde_json::Value;

use super::{AwsError, aws_error, stacks::CloudFormation};
use crate::stage::StackName;

impl CloudFormation {
    /// Turns on termination protection: the stack can't be deleted until it is turned off.
    pub(crate) async fn protect_from_deletion(&self, stack: &StackName) -> Result<(), AwsError> {
        let request = self.client.update_termination_protection().stack_name(&stack.0);
        let request = request.enable_termination_protection(true);
        request.send().await.map_err(aws_error("cloudformation:UpdateTerminationProtection"))?;
        Ok(())
    }

    /// Sets the stack policy: what updates may do to the stack's resources.
    pub(crate) async fn set_policy(&self, stack: &StackName, policy: &Value) -> Result<(), AwsError> {
        let request = self.client.set_stack_policy().stack_name(&stack.0).stack_policy_body(policy.to_string());
        request.send().await.map_err(aws_error("cloudformation:SetStackPolicy"))?;
        Ok(())
    }
}
