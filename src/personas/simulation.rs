//! The calls that a statement allows, for IAM to simulate: as they would be made, with what their context would have.

use std::collections::BTreeMap;

use super::{Place, Statement};
use crate::aws::permissions::{ContextKey, ContextKind, Simulation};

/// The region of services that have one endpoint for all regions.
const GLOBAL: &str = "us-east-1";

impl Statement {
    /// Every action on every resource. Resources of different regions are simulated apart, as the region is part of
    /// the context.
    pub(crate) fn simulations(&self, place: &Place) -> Vec<Simulation> {
        let mut by_region: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for resource in &self.resources {
            by_region.entry(self.region_of(resource, place)).or_default().push(resource.clone());
        }
        let contexts = self.conditions.context();
        let each = by_region.iter().flat_map(|(region, resources)| {
            contexts.iter().map(|own| Simulation {
                actions: self.actions.clone(),
                resources: resources.clone(),
                context: self.context(own, region, place),
            })
        });
        each.collect()
    }

    fn region_of<'a>(&self, resource: &'a str, place: &'a Place) -> &'a str {
        let is_global = |service: &str| ["iam", "cloudfront", "budgets"].contains(&service);
        let service = self.actions.first().and_then(|action| action.split(':').next()).unwrap_or_default();
        match resource.split(':').nth(3) {
            Some(region) if !region.is_empty() && region != "*" => region,
            _ if is_global(service) => GLOBAL,
            _ => &place.region,
        }
    }

    /// What the conditions of this statement need, and what the call would have besides: the caller's own policies, or
    /// those of the organization, may ask for it.
    fn context(&self, own: &[ContextKey], region: &str, place: &Place) -> Vec<ContextKey> {
        let text = |name, value: &str| ContextKey { name, kind: ContextKind::String, value: value.to_owned() };
        let mut context = own.to_vec();
        let mut besides = vec![text("aws:RequestedRegion", region)];
        if !self.conditions.is_empty() {
            let stack = &place.stack.0;
            besides.extend([
                ContextKey {
                    name: "aws:CalledVia",
                    kind: ContextKind::StringList,
                    value: "cloudformation.amazonaws.com".into(),
                },
                ContextKey { name: "aws:ViaAWSService", kind: ContextKind::Boolean, value: "true".into() },
                text("aws:RequestTag/aws:cloudformation:stack-name", stack),
                text("aws:ResourceTag/aws:cloudformation:stack-name", stack),
            ]);
        }
        besides.retain(|key| own.iter().all(|given| given.name != key.name));
        context.extend(besides);
        context
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        personas::{Persona, on_behalf, own_policies},
        stage::StackName,
    };

    fn names(simulation: &Simulation) -> Vec<&str> {
        simulation.context.iter().map(|key| key.name).collect()
    }

    #[test]
    fn every_resource_is_simulated_in_its_own_region() {
        let place = Place { edge: Some(StackName("srvls-dev-edge".into())), ..Place::of_test() };
        let policies = own_policies(Persona::Oncall, &place);
        let stacks = &policies[0].statements[0];

        let simulations = stacks.simulations(&place);

        let regions: Vec<&str> = simulations.iter().map(|it| it.context[0].value.as_str()).collect();
        assert_eq!(regions, ["eu-west-1", "us-east-1"]);
        let simulated: Vec<&String> = simulations.iter().flat_map(|it| &it.resources).collect();
        assert_eq!(simulated.len(), stacks.resources.len());
        assert!(simulations.iter().all(|it| it.actions == stacks.actions && names(it) == ["aws:RequestedRegion"]));
    }

    #[test]
    fn what_cloudformation_calls_is_simulated_as_its_call() {
        let place = Place::of_test();
        let policies = on_behalf(["AWS::Cognito::UserPool", "AWS::IAM::Role"].into_iter(), &place).policies;
        let of = |action: &str| {
            let statement = policies.iter().flat_map(|policy| &policy.statements);
            let mut statement = statement.filter(|it| it.actions.iter().any(|it| it == action));
            statement.next().expect("a statement").simulations(&place)
        };

        let deletion = &of("cognito-idp:DeleteUserPool")[0];
        let tag = deletion.context.iter().find(|key| key.name.starts_with("aws:ResourceTag/")).expect("a tag");
        assert_eq!(tag.value, "srvls-dev");
        assert!(names(deletion).contains(&"aws:CalledVia"), "{deletion:?}");
        let passed: Vec<String> = of("iam:PassRole").iter().map(|it| it.context[0].value.clone()).collect();
        assert_eq!(passed.len(), 3, "a role is passed to one service at a time: {passed:?}");
    }
}
