//! CloudFront, the firewalls, and what the functions have in a VPC.

use super::entry::Entry;
use crate::personas::bound::{OF_THE_STACK, VIA_A_SERVICE, VIA_CLOUDFORMATION};

const CLOUDFRONT: &[&str] = &[
    "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
];
const VPC: &[&str] = &["AWS::EC2::SecurityGroup", "AWS::EC2::VPCEndpoint"];
const WEB_ACL: &[&str] = &[
    "arn:{partition}:wafv2:{region}:{account}:*/webacl/{stack}-*/*",
    "arn:{partition}:wafv2:{region}:{account}:*/webacl/{stack}/*",
];
const API_STAGES: &[&str] = &["arn:{partition}:apigateway:{region}::/restapis/*/stages/*"];

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "Distributions",
        kinds: CLOUDFRONT,
        service: "cloudfront",
        verbs: "CreateCachePolicy CreateDistribution CreateResponseHeadersPolicy DeleteCachePolicy DeleteDistribution \
            DeleteOriginAccessControl DeleteResponseHeadersPolicy GetCachePolicy GetCachePolicyConfig GetDistribution \
            GetDistributionConfig GetOriginAccessControl GetOriginAccessControlConfig GetResponseHeadersPolicy \
            GetResponseHeadersPolicyConfig ListTagsForResource TagResource UntagResource UpdateCachePolicy \
            UpdateDistribution UpdateOriginAccessControl UpdateResponseHeadersPolicy",
        // Their ids are random, and CloudFormation does not tag them as the stack's own.
        arns: &[
            "arn:{partition}:cloudfront::{account}:cache-policy/*",
            "arn:{partition}:cloudfront::{account}:distribution/*",
            "arn:{partition}:cloudfront::{account}:origin-access-control/*",
            "arn:{partition}:cloudfront::{account}:response-headers-policy/*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "NewOriginAccessControls",
        kinds: CLOUDFRONT,
        service: "cloudfront",
        verbs: "CreateOriginAccessControl",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Networks",
        kinds: VPC,
        service: "ec2",
        verbs: "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateSecurityGroup CreateTags \
            CreateVpcEndpoint DeleteTags ModifyVpcEndpoint RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
        // The VPC, its subnets and its route tables are not the stack's own, so they do not have its tag.
        arns: &[
            "arn:{partition}:ec2:{region}:{account}:route-table/*",
            "arn:{partition}:ec2:{region}:{account}:security-group/*",
            "arn:{partition}:ec2:{region}:{account}:security-group-rule/*",
            "arn:{partition}:ec2:{region}:{account}:subnet/*",
            "arn:{partition}:ec2:{region}:{account}:vpc/*",
            "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "OwnSecurityGroups",
        kinds: VPC,
        service: "ec2",
        verbs: "DeleteSecurityGroup",
        arns: &["arn:{partition}:ec2:{region}:{account}:security-group/*"],
        bounds: &[VIA_CLOUDFORMATION, OF_THE_STACK],
    },
    Entry {
        name: "OwnEndpoints",
        kinds: VPC,
        service: "ec2",
        verbs: "DeleteVpcEndpoints",
        arns: &["arn:{partition}:ec2:{region}:{account}:vpc-endpoint/*"],
        bounds: &[VIA_CLOUDFORMATION, OF_THE_STACK],
    },
    // Lambda reads them too, to put a function into the VPC.
    Entry {
        name: "NetworksThere",
        kinds: VPC,
        service: "ec2",
        verbs: "DescribeNetworkInterfaces DescribePrefixLists DescribeSecurityGroups DescribeSubnets \
            DescribeVpcEndpoints DescribeVpcs",
        arns: &["*"],
        bounds: &[VIA_A_SERVICE],
    },
    Entry {
        name: "Firewalls",
        kinds: &["AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation"],
        service: "wafv2",
        verbs: "AssociateWebACL CreateWebACL DeleteWebACL ListTagsForResource TagResource UntagResource UpdateWebACL",
        arns: WEB_ACL,
        bounds: &[VIA_CLOUDFORMATION],
    },
    // CloudFront reads the web ACL that a distribution names.
    Entry {
        name: "FirewallsThere",
        kinds: &["AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation"],
        service: "wafv2",
        verbs: "GetWebACL",
        arns: WEB_ACL,
        bounds: &[VIA_A_SERVICE],
    },
    // A web ACL may be created or changed with these only if its author may use them in one.
    Entry {
        name: "FirewallRules",
        kinds: &["AWS::WAFv2::IPSet", "AWS::WAFv2::WebACL"],
        service: "wafv2",
        verbs: "CreateWebACL UpdateWebACL",
        arns: &[
            "arn:{partition}:wafv2:{region}:{account}:*/ipset/*/*",
            "arn:{partition}:wafv2:{region}:{account}:*/managedruleset/*/*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "AddressSets",
        kinds: &["AWS::WAFv2::IPSet"],
        service: "wafv2",
        verbs: "CreateIPSet GetIPSet ListTagsForResource TagResource UntagResource",
        // CloudFormation names an unnamed set after its resource only, not after the stack.
        arns: &["arn:{partition}:wafv2:{region}:{account}:*/ipset/*/*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "OwnAddressSets",
        kinds: &["AWS::WAFv2::IPSet"],
        service: "wafv2",
        verbs: "DeleteIPSet UpdateIPSet",
        arns: &["arn:{partition}:wafv2:{region}:{account}:*/ipset/*/*"],
        bounds: &[VIA_CLOUDFORMATION, OF_THE_STACK],
    },
    // WAF asks for it when it puts the web ACL before the API.
    Entry {
        name: "FirewallOfTheApi",
        kinds: &["AWS::WAFv2::WebACLAssociation"],
        service: "apigateway",
        verbs: "SetWebACL",
        arns: API_STAGES,
        bounds: &[VIA_A_SERVICE],
    },
    // These are about the resource behind the firewall.
    Entry {
        name: "FirewallsOfResources",
        kinds: &["AWS::WAFv2::WebACLAssociation"],
        service: "wafv2",
        verbs: "AssociateWebACL DisassociateWebACL GetWebACLForResource",
        arns: API_STAGES,
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "FirewallOfAResource",
        kinds: &["AWS::WAFv2::WebACLAssociation"],
        service: "wafv2",
        verbs: "GetWebACLForResource",
        // Whichever web ACL it has now.
        arns: &["arn:{partition}:wafv2:{region}:{account}:*/webacl/*/*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "FirewallLogs",
        kinds: &["AWS::WAFv2::LoggingConfiguration"],
        service: "wafv2",
        verbs: "DeleteLoggingConfiguration GetLoggingConfiguration PutLoggingConfiguration",
        arns: WEB_ACL,
        bounds: &[VIA_CLOUDFORMATION],
    },
];
