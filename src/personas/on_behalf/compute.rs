//! The API, its functions, and their roles.

use super::entry::Entry;
use crate::personas::bound::{
    FOR_API_DOMAINS, FOR_OWN_FUNCTIONS, TO_SERVICES_WITH_ROLES, VIA_A_SERVICE, VIA_CLOUDFORMATION,
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "Apis",
        kinds: &["AWS::ApiGateway::Account", "AWS::ApiGateway::RestApi", "AWS::Serverless::Api"],
        service: "apigateway",
        // The last is for the resource policy in the definition.
        // <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html>
        verbs: "DELETE GET PATCH POST PUT UpdateRestApiPolicy",
        // An API's id is random, and its parts have no tags of their own.
        arns: &[
            "arn:{partition}:apigateway:{region}::/account",
            "arn:{partition}:apigateway:{region}::/restapis",
            "arn:{partition}:apigateway:{region}::/restapis/*",
            "arn:{partition}:apigateway:{region}::/tags/*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // The name is a parameter of the stack, so no ARN can contain it. The last is for the tags that CloudFormation sets.
    Entry {
        name: "ApiDomains",
        kinds: &["AWS::ApiGateway::BasePathMapping", "AWS::ApiGateway::DomainName"],
        service: "apigateway",
        verbs: "DELETE GET PATCH POST PUT",
        arns: &[
            "arn:{partition}:apigateway:{region}::/domainnames",
            "arn:{partition}:apigateway:{region}::/domainnames/*",
            "arn:{partition}:apigateway:{region}::/tags/*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // API Gateway creates it, once per account, for the first domain name.
    // <https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html>
    Entry {
        name: "RoleForApiDomains",
        kinds: &["AWS::ApiGateway::DomainName"],
        service: "iam",
        verbs: "CreateServiceLinkedRole",
        arns: &["arn:{partition}:iam::{account}:role/aws-service-role/ops.apigateway.amazonaws.com/*"],
        bounds: &[VIA_A_SERVICE, FOR_API_DOMAINS],
    },
    // CloudFormation starts a deployment for each alias that it updates.
    // <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
    Entry {
        name: "TrafficShifting",
        kinds: &["AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"],
        service: "codedeploy",
        verbs: "CreateApplication CreateDeployment CreateDeploymentGroup DeleteApplication DeleteDeploymentGroup \
            GetApplication GetApplicationRevision GetDeployment GetDeploymentConfig GetDeploymentGroup \
            ListTagsForResource RegisterApplicationRevision TagResource UntagResource \
            UpdateApplication UpdateDeploymentGroup",
        arns: &[
            "arn:{partition}:codedeploy:{region}:{account}:application:{stack}-*",
            "arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:CodeDeployDefault.*",
            "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{stack}-*/*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "TrafficShiftingThatStops",
        kinds: &["AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"],
        service: "codedeploy",
        verbs: "StopDeployment",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Roles",
        kinds: &["AWS::IAM::Role"],
        service: "iam",
        verbs: "AttachRolePolicy CreateRole DeleteRole DeleteRolePolicy DetachRolePolicy GetRole GetRolePolicy \
            ListAttachedRolePolicies ListRolePolicies ListRoleTags PutRolePolicy TagRole UntagRole \
            UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription",
        arns: &["arn:{partition}:iam::{account}:role/{stack}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // Not a call of its own: the service that gets the role checks it. What gives the role away is one of the calls
    // above and below, which only CloudFormation can make.
    Entry {
        name: "RolesForServices",
        kinds: &["AWS::IAM::Role"],
        service: "iam",
        verbs: "PassRole",
        arns: &["arn:{partition}:iam::{account}:role/{stack}-*"],
        bounds: &[TO_SERVICES_WITH_ROLES],
    },
    Entry {
        name: "Policies",
        kinds: &["AWS::IAM::ManagedPolicy"],
        service: "iam",
        verbs: "CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion \
            ListEntitiesForPolicy ListPolicyTags ListPolicyVersions TagPolicy UntagPolicy",
        arns: &["arn:{partition}:iam::{account}:policy/{stack}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Functions",
        kinds: &["AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Serverless::Function"],
        service: "lambda",
        verbs: "AddPermission CreateAlias CreateFunction DeleteAlias DeleteFunction \
            DeleteProvisionedConcurrencyConfig GetAlias GetFunction GetFunctionCodeSigningConfig \
            GetFunctionConfiguration GetFunctionRecursionConfig GetPolicy GetProvisionedConcurrencyConfig \
            GetRuntimeManagementConfig ListTags ListVersionsByFunction PublishVersion \
            PutFunctionRecursionConfig PutProvisionedConcurrencyConfig RemovePermission TagResource UntagResource UpdateAlias \
            UpdateFunctionCode UpdateFunctionConfiguration",
        arns: &["arn:{partition}:lambda:{region}:{account}:function:{stack}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "NewEventSources",
        kinds: &["AWS::Lambda::EventSourceMapping"],
        service: "lambda",
        verbs: "CreateEventSourceMapping",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION, FOR_OWN_FUNCTIONS],
    },
    Entry {
        name: "EventSources",
        kinds: &["AWS::Lambda::EventSourceMapping"],
        service: "lambda",
        verbs: "DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping",
        arns: &["arn:{partition}:lambda:{region}:{account}:event-source-mapping:*"],
        bounds: &[VIA_CLOUDFORMATION, FOR_OWN_FUNCTIONS],
    },
    Entry {
        name: "EventSourceTags",
        kinds: &["AWS::Lambda::EventSourceMapping"],
        service: "lambda",
        verbs: "ListTags TagResource UntagResource",
        arns: &["arn:{partition}:lambda:{region}:{account}:event-source-mapping:*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Rules",
        kinds: &["AWS::Events::Rule"],
        service: "events",
        verbs: "DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets \
            TagResource UntagResource",
        arns: &["arn:{partition}:events:{region}:{account}:rule/{stack}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
];
