//! Functions in a VPC: every service that they call has an endpoint there.

use std::collections::BTreeSet;

use super::{
    check::{Check, Faults},
    functions::with_sources,
    subject::{Subject, options},
};

pub(super) const CHECKS: &[Check] = &[Check::error("SRV711", "unreachable-service", unreachable_services)];

/// Without an endpoint or a NAT gateway, a call runs into its time-out.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>
fn unreachable_services(subject: &Subject<'_>, faults: &mut Faults) {
    let endpoints: BTreeSet<String> = subject
        .of_kind("AWS::EC2::VPCEndpoint")
        .filter_map(|endpoint| subject.text(&endpoint.properties["ServiceName"]))
        .filter_map(|name| name.rsplit('.').next().map(str::to_owned))
        .collect();
    // A template without endpoints leaves them to the owner of the VPC.
    if endpoints.is_empty() {
        return;
    }
    for (function, uses) in with_sources(subject) {
        let in_vpc = options(&function.properties["VpcConfig"]).into_iter().any(|config| !config.is_null());
        let services = uses.actions.iter().filter_map(|action| action.split_once(':')).map(|(service, _)| service);
        let missing: BTreeSet<&str> = services.filter(|service| !endpoints.contains(*service)).collect();
        for service in missing.into_iter().filter(|_| in_vpc) {
            faults.add(
                function.at("/VpcConfig"),
                format!("{} calls {service}, which has no endpoint in the VPC", function.id),
                format!("add an AWS::EC2::VPCEndpoint for com.amazonaws.REGION.{service}"),
            );
        }
    }
}
