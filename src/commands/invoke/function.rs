//! The function to call, and what its request has.

use std::collections::BTreeMap;

use crate::{
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    stage::FunctionName,
    template::{ApiRequest, Template},
};

/// The values of parameters by their names.
pub(super) type Parameters = BTreeMap<String, String>;

/// A function of the stage.
pub(super) struct Function {
    pub(super) name: FunctionName,
    pub(super) physical_name: String,
    /// The ARN of the alias that its trigger calls, if there is one.
    pub(super) alias: Option<String>,
    /// The request of the API's operation that calls it, if one does.
    pub(super) request: Option<ApiRequest>,
}

impl Function {
    /// # Errors
    /// When the stack has no function of this name.
    pub(super) fn find(cx: &Context, deployed: &DeployedStack, name: &str) -> Result<Self, Error> {
        let names = deployed.functions_called(&[name.to_owned()])?;
        let functions = deployed.functions();
        let found = names.first().and_then(|name| functions.get_key_value(name));
        let (name, resource) = found.ok_or_else(|| Error::not_found("function", name, None))?;
        let template = Template::read(&cx.config.template_path()).ok();
        Ok(Self {
            name: name.clone(),
            physical_name: resource.physical_id.clone(),
            alias: alias_of(deployed, &resource.physical_id),
            request: template.and_then(|template| template.api_request(&resource.logical_id)),
        })
    }
}

fn alias_of(deployed: &DeployedStack, function: &str) -> Option<String> {
    let aliases = deployed.resources.iter().filter(|resource| resource.kind == "AWS::Lambda::Alias");
    let of_function = format!(":function:{function}:");
    aliases.map(|alias| &alias.physical_id).find(|arn| arn.contains(&of_function)).cloned()
}
