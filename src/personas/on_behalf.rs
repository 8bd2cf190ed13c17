//! The actions that CloudFormation calls to create, read, update and delete each resource type of our templates.
//!
//! They come from the handlers in the types' schemas, limited to the properties that our templates set. srvls passes no
//! service role, so CloudFormation calls them with the deployer's permissions.
//! <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html#schema-properties-handlers>

/// The statement that a group of resource types needs.
pub(super) struct Entry {
    /// Used as the `Sid`: letters and digits only.
    pub(super) name: &'static str,
    /// Empty if every template needs the statement.
    kinds: &'static [&'static str],
    service: &'static str,
    verbs: &'static str,
    pub(super) arns: &'static [&'static str],
}

impl Entry {
    pub(super) fn actions(&self) -> Vec<String> {
        self.verbs.split(' ').map(|verb| format!("{}:{verb}", self.service)).collect()
    }
}

/// The statements that these types need, and the types that no statement covers.
pub(super) fn entries<'a>(kinds: impl Iterator<Item = &'a str> + Clone) -> (Vec<&'static Entry>, Vec<String>) {
    let needed = |entry: &&Entry| entry.kinds.is_empty() || kinds.clone().any(|kind| entry.kinds.contains(&kind));
    let entries = ENTRIES.iter().filter(needed);
    let known = |kind: &&str| ENTRIES.iter().any(|entry| entry.kinds.contains(kind));
    (entries.collect(), kinds.clone().filter(|kind| !known(kind)).map(str::to_owned).collect())
}

const ENTRIES: &[Entry] = &[
    // A deployment detects drift in resources that hold data; for that, CloudFormation reads the account's type
    // configurations.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
    Entry {
        name: "Drift",
        kinds: &[],
        service: "cloudformation",
        verbs: "BatchDescribeTypeConfigurations",
        arns: &["*"],
    },
    Entry {
        name: "Apis",
        kinds: &["AWS::ApiGateway::Account", "AWS::ApiGateway::RestApi", "AWS::Serverless::Api"],
        service: "apigateway",
        verbs: "DELETE GET PATCH POST PUT",
        arns: &[
            "arn:{partition}:apigateway:{region}::/account",
            "arn:{partition}:apigateway:{region}::/restapis",
            "arn:{partition}:apigateway:{region}::/restapis/*",
            "arn:{partition}:apigateway:{region}::/tags/*",
        ],
    },
    Entry {
        name: "Budgets",
        kinds: &["AWS::Budgets::Budget"],
        service: "budgets",
        verbs: "ModifyBudget ViewBudget",
        arns: &["arn:{partition}:budgets::{account}:budget/*"],
    },
    Entry {
        name: "Alarms",
        kinds: &["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"],
        service: "cloudwatch",
        verbs: "DeleteAlarms ListTagsForResource PutCompositeAlarm PutMetricAlarm TagResource UntagResource",
        arns: &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{stack}-*"],
    },
    Entry {
        name: "AlarmsByNoName",
        kinds: &["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"],
        service: "cloudwatch",
        verbs: "DescribeAlarms",
        arns: &["*"],
    },
    Entry {
        name: "Dashboards",
        kinds: &["AWS::CloudWatch::Dashboard"],
        service: "cloudwatch",
        verbs: "DeleteDashboards GetDashboard PutDashboard",
        arns: &["arn:{partition}:cloudwatch::{account}:dashboard/{stack}"],
    },
    Entry {
        name: "Distributions",
        kinds: &[
            "AWS::CloudFront::Distribution",
            "AWS::CloudFront::OriginAccessControl",
            "AWS::CloudFront::ResponseHeadersPolicy",
        ],
        service: "cloudfront",
        verbs: "CreateDistribution CreateOriginAccessControl CreateResponseHeadersPolicy DeleteDistribution \
            DeleteOriginAccessControl DeleteResponseHeadersPolicy GetDistribution GetDistributionConfig \
            GetOriginAccessControl GetOriginAccessControlConfig GetResponseHeadersPolicy \
            GetResponseHeadersPolicyConfig ListTagsForResource TagResource UntagResource UpdateDistribution \
            UpdateOriginAccessControl UpdateResponseHeadersPolicy",
        // Their ids are random, and they have no tags yet when they are created.
        arns: &["arn:{partition}:cloudfront::{account}:*"],
    },
    // CloudFormation starts a deployment for each alias that it updates.
    // <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
    Entry {
        name: "TrafficShifting",
        kinds: &["AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"],
        service: "codedeploy",
        verbs: "CreateApplication CreateDeployment CreateDeploymentGroup DeleteApplication DeleteDeploymentGroup \
            GetApplication GetApplicationRevision GetDeployment GetDeploymentConfig GetDeploymentGroup \
            ListTagsForResource RegisterApplicationRevision StopDeployment TagResource UntagResource \
            UpdateApplication UpdateDeploymentGroup",
        arns: &[
            "arn:{partition}:codedeploy:{region}:{account}:application:{stack}-*",
            "arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:CodeDeployDefault.*",
            "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{stack}-*/*",
        ],
    },
    Entry {
        name: "UserPools",
        kinds: &["AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient"],
        service: "cognito-idp",
        verbs: "CreateUserPool CreateUserPoolClient DeleteUserPool DeleteUserPoolClient DescribeUserPool \
            DescribeUserPoolClient GetUserPoolMfaConfig ListTagsForResource SetUserPoolMfaConfig TagResource \
            UntagResource UpdateUserPool UpdateUserPoolClient",
        arns: &["arn:{partition}:cognito-idp:{region}:{account}:userpool/*"],
    },
    Entry {
        name: "Tables",
        kinds: &["AWS::DynamoDB::Table"],
        service: "dynamodb",
        verbs: "CreateTable DeleteTable DescribeContinuousBackups DescribeContributorInsights \
            DescribeKinesisStreamingDestination DescribeTable DescribeTimeToLive GetResourcePolicy \
            ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive",
        arns: &["arn:{partition}:dynamodb:{region}:{account}:table/{stack}-{table}-*"],
    },
    Entry {
        name: "Networks",
        kinds: &["AWS::EC2::SecurityGroup", "AWS::EC2::VPCEndpoint"],
        service: "ec2",
        verbs: "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateSecurityGroup CreateTags \
            CreateVpcEndpoint DeleteSecurityGroup DeleteTags DeleteVpcEndpoints DescribeNetworkInterfaces \
            DescribePrefixLists DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints DescribeVpcs \
            ModifyVpcEndpoint RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
        // Most support no resource-level permissions; the others act on random ids.
        arns: &["*"],
    },
    Entry {
        name: "Rules",
        kinds: &["AWS::Events::Rule"],
        service: "events",
        verbs: "DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets \
            TagResource UntagResource",
        arns: &["arn:{partition}:events:{region}:{account}:rule/{stack}-*"],
    },
    Entry {
        name: "Roles",
        kinds: &["AWS::IAM::Role"],
        service: "iam",
        verbs: "AttachRolePolicy CreateRole DeleteRole DeleteRolePolicy DetachRolePolicy GetRole GetRolePolicy \
            ListAttachedRolePolicies ListRolePolicies ListRoleTags PassRole PutRolePolicy TagRole UntagRole \
            UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription",
        arns: &["arn:{partition}:iam::{account}:role/{stack}-*"],
    },
    Entry {
        name: "Policies",
        kinds: &["AWS::IAM::ManagedPolicy"],
        service: "iam",
        verbs: "CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion \
            ListEntitiesForPolicy ListPolicyTags ListPolicyVersions TagPolicy UntagPolicy",
        arns: &["arn:{partition}:iam::{account}:policy/{stack}-*"],
    },
    Entry {
        name: "Keys",
        kinds: &["AWS::KMS::Key"],
        service: "kms",
        verbs: "CreateGrant Decrypt DescribeKey EnableKeyRotation GenerateDataKey GetKeyPolicy GetKeyRotationStatus \
            ListResourceTags PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription",
        arns: &["arn:{partition}:kms:{region}:{account}:key/*"],
    },
    Entry { name: "NewKeys", kinds: &["AWS::KMS::Key"], service: "kms", verbs: "CreateKey", arns: &["*"] },
    Entry {
        name: "Functions",
        kinds: &["AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Serverless::Function"],
        service: "lambda",
        verbs: "AddPermission CreateAlias CreateFunction DeleteAlias DeleteFunction \
            DeleteProvisionedConcurrencyConfig GetAlias GetFunction GetFunctionCodeSigningConfig \
            GetFunctionConfiguration GetFunctionRecursionConfig GetPolicy GetProvisionedConcurrencyConfig \
            GetRuntimeManagementConfig ListTags ListVersionsByFunction PublishVersion \
            PutProvisionedConcurrencyConfig RemovePermission TagResource UntagResource UpdateAlias \
            UpdateFunctionCode UpdateFunctionConfiguration",
        arns: &["arn:{partition}:lambda:{region}:{account}:function:{stack}-*"],
    },
    Entry {
        name: "EventSources",
        kinds: &["AWS::Lambda::EventSourceMapping"],
        service: "lambda",
        verbs: "CreateEventSourceMapping DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping",
        // The mapping's id is random, and CreateEventSourceMapping supports no resource-level permissions.
        arns: &["*"],
    },
    Entry {
        name: "LogGroups",
        kinds: &["AWS::Logs::LogGroup"],
        service: "logs",
        verbs: "AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey \
            ListTagsForResource PutRetentionPolicy TagResource UntagResource",
        arns: &[
            // IAM checks some actions on the log group's ARN and some on that ARN with `:*`; `-*` covers both.
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/apigateway/{stack}",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/apigateway/{stack}:*",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}-*",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/vendedlogs/cloudfront/{stack}",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/vendedlogs/cloudfront/{stack}:*",
            "arn:{partition}:logs:{region}:{account}:log-group:aws-waf-logs-{stack}",
            "arn:{partition}:logs:{region}:{account}:log-group:aws-waf-logs-{stack}:*",
        ],
    },
    Entry {
        name: "LogGroupsByNoName",
        kinds: &["AWS::Logs::LogGroup"],
        service: "logs",
        verbs: "DescribeLogGroups",
        arns: &["arn:{partition}:logs:{region}:{account}:log-group:*"],
    },
    Entry {
        name: "VendedLogs",
        kinds: &[
            "AWS::Logs::Delivery",
            "AWS::Logs::DeliveryDestination",
            "AWS::Logs::DeliverySource",
            "AWS::WAFv2::LoggingConfiguration",
        ],
        service: "cloudfront",
        verbs: "AllowVendedLogDeliveryForResource",
        arns: &["*"],
    },
    Entry {
        name: "LogDeliveries",
        kinds: &[
            "AWS::Logs::Delivery",
            "AWS::Logs::DeliveryDestination",
            "AWS::Logs::DeliverySource",
            "AWS::WAFv2::LoggingConfiguration",
        ],
        service: "logs",
        verbs: "CreateDelivery CreateLogDelivery DeleteDelivery DeleteDeliveryDestination DeleteDeliverySource \
            DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies GetDelivery GetDeliveryDestination \
            GetDeliverySource PutDeliveryDestination PutDeliverySource PutResourcePolicy",
        arns: &["*"],
    },
    Entry {
        name: "Buckets",
        kinds: &["AWS::S3::Bucket", "AWS::S3::BucketPolicy"],
        service: "s3",
        verbs: "CreateBucket DeleteBucket DeleteBucketPolicy GetBucketCORS GetBucketNotification \
            GetBucketOwnershipControls GetBucketPolicy GetBucketPublicAccessBlock GetBucketTagging \
            GetBucketVersioning GetEncryptionConfiguration GetLifecycleConfiguration ListBucket PutBucketCORS \
            PutBucketNotification PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock \
            PutBucketTagging PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration",
        arns: &["arn:{partition}:s3:::{stack}-{bucket}-*"],
    },
    Entry {
        name: "Secrets",
        kinds: &["AWS::SecretsManager::Secret"],
        service: "secretsmanager",
        verbs: "CreateSecret DeleteSecret DescribeSecret GetSecretValue RemoveRegionsFromReplication \
            ReplicateSecretToRegions TagResource UntagResource UpdateSecret",
        // CloudFormation names an unnamed secret after its resource only, not after the stack.
        arns: &[
            "arn:{partition}:secretsmanager:*:{account}:secret:{stack}-*",
            "arn:{partition}:secretsmanager:{region}:{account}:secret:{secret}-*",
        ],
    },
    Entry {
        name: "RandomPasswords",
        kinds: &["AWS::SecretsManager::Secret"],
        service: "secretsmanager",
        verbs: "GetRandomPassword",
        arns: &["*"],
    },
    Entry {
        name: "Topics",
        kinds: &["AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy"],
        service: "sns",
        verbs: "CreateTopic DeleteTopic GetDataProtectionPolicy GetSubscriptionAttributes GetTopicAttributes \
            ListSubscriptionsByTopic ListTagsForResource SetSubscriptionAttributes SetTopicAttributes Subscribe \
            TagResource Unsubscribe UntagResource",
        arns: &["arn:{partition}:sns:{region}:{account}:{stack}-*"],
    },
    Entry {
        name: "Queues",
        kinds: &["AWS::SQS::Queue"],
        service: "sqs",
        verbs: "CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue \
            UntagQueue",
        arns: &["arn:{partition}:sqs:{region}:{account}:{stack}-*"],
    },
    Entry {
        name: "Firewalls",
        kinds: &["AWS::WAFv2::IPSet", "AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation"],
        service: "wafv2",
        verbs: "AssociateWebACL CreateIPSet CreateWebACL DeleteIPSet DeleteWebACL DisassociateWebACL GetIPSet \
            GetWebACL ListTagsForResource TagResource UntagResource UpdateIPSet UpdateWebACL",
        arns: &[
            "arn:{partition}:wafv2:*:{account}:*/ipset/*/*",
            "arn:{partition}:wafv2:*:{account}:*/managedruleset/*/*",
            "arn:{partition}:wafv2:*:{account}:*/webacl/{stack}-*/*",
            "arn:{partition}:wafv2:*:{account}:*/webacl/{stack}/*",
        ],
    },
    Entry {
        name: "FirewallOfTheApi",
        kinds: &["AWS::WAFv2::WebACLAssociation"],
        service: "apigateway",
        verbs: "SetWebACL",
        arns: &[
            "arn:{partition}:apigateway:{region}::/restapis/*/stages/*",
            "arn:{partition}:wafv2:{region}:{account}:*/webacl/*/*",
        ],
    },
    Entry {
        name: "FirewallsOfResources",
        kinds: &["AWS::WAFv2::WebACLAssociation"],
        service: "wafv2",
        verbs: "GetWebACLForResource",
        arns: &[
            "arn:{partition}:apigateway:{region}::/restapis/*/stages/*",
            "arn:{partition}:wafv2:{region}:{account}:*/webacl/*/*",
        ],
    },
    Entry {
        name: "FirewallLogs",
        kinds: &["AWS::WAFv2::LoggingConfiguration"],
        service: "wafv2",
        verbs: "DeleteLoggingConfiguration GetLoggingConfiguration PutLoggingConfiguration",
        arns: &[
            "arn:{partition}:wafv2:*:{account}:*/webacl/{stack}-*/*",
            "arn:{partition}:wafv2:*:{account}:*/webacl/{stack}/*",
        ],
    },
];
