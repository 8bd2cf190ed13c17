//! The stage's stacks and their resource types, from which the IAM policies are built.

use super::place::Place;
use crate::{
    aws::{AwsError, stacks::Stacks},
    context::{Setup, stacks::edge_template},
    error::Error,
    stage::EDGE_REGION,
    template::Template,
};

/// Resource types that SAM adds to the template's own for a canary deployment.
const CANARY_TYPES: [&str; 2] = ["AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"];

/// A stack's place, and the types of its resources.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) place: Place,
    pub(crate) kinds: Vec<String>,
}

impl Part {
    fn new(place: Place, template: &Template) -> Self {
        Self { place, kinds: template.resource_types().into_iter().collect() }
    }
}

/// With the id of the user pool, which is known once the stage is deployed.
pub(crate) async fn deployed(mut parts: Vec<Part>, stacks: &impl Stacks) -> Result<Vec<Part>, AwsError> {
    let Some(api) = parts.first() else { return Ok(parts) };
    let stack = stacks.find(&api.place.stack).await?;
    let user_pool = stack.and_then(|stack| stack.outputs.get("UserPoolId").cloned());
    parts.iter_mut().for_each(|part| part.place.user_pool.clone_from(&user_pool));
    Ok(parts)
}

/// The API's first.
pub(crate) fn parts(setup: &Setup, region: Option<&str>, account: Option<&str>) -> Result<Vec<Part>, Error> {
    let Setup { config, stage, .. } = setup;
    let template = Template::read(&config.template_path())?;
    let mut place = Place::new(stage.stack_name(), region, account, &template);
    // Included even if the stage has no edge now: it may have had one.
    place.edge = Some(stage.edge_stack_name());
    let mut api = Part::new(place, &template);
    if stage.settings.canary.is_some() {
        api.kinds.extend(CANARY_TYPES.map(str::to_owned));
    }
    let Some(edge) = edge_template(config, stage, region.unwrap_or_default()) else { return Ok(vec![api]) };
    let edge = Template::read(&edge)?;
    let of_edge = Place::new(stage.edge_stack_name(), Some(EDGE_REGION), account, &edge);
    Ok(vec![api, Part::new(of_edge, &edge)])
}
