//! Every action that a gateway calls: the resources it needs, and the personas that need it.
//!
//! A test compares this list with the actions that the gateways in `src/aws` name.

use super::{
    bound::{Bound, TO_COGNITO},
    persona::Persona::{self, Oncall, Ops, Support},
    place::Place,
};

/// The resources that an action applies to, as narrow as IAM supports.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Stack,
    ChangeSets,
    Transform,
    ArtifactBucket,
    Artifacts,
    Packages,
    ReleaseRecords,
    Images,
    Tables,
    UserPool,
    Functions,
    AccessLog,
    LogGroups,
    AuditLog,
    ImportLogs,
    UserImportLogs,
    UserImportRole,
    PseudonymKey,
    Alarms,
    MuteRules,
    Topics,
    Roles,
    Principals,
    ApiAccount,
    /// Actions without resource-level permissions, and alarm actions that return composite alarms only with `*`.
    Anything,
}

impl Scope {
    /// The narrowest ARNs that cover the stage, including what is deployed later.
    pub(crate) fn arns(self, place: &Place) -> Vec<String> {
        const STACK: &str = "arn:{partition}:cloudformation:{region}:{account}:stack/{stack}/*";
        const EDGE: &str = "arn:{partition}:cloudformation:us-east-1:{account}:stack/{edge}/*";
        place.arns(match self {
            Self::Stack => &[STACK, EDGE],
            // For a change set that is named by its ARN, IAM checks that ARN, not the stack's.
            // Its name has no stack in it. Executing it takes the permissions for what it changes, which have.
            Self::ChangeSets => &[
                STACK,
                EDGE,
                "arn:{partition}:cloudformation:{region}:{account}:changeSet/srvls-*/*",
                "arn:{partition}:cloudformation:us-east-1:{account}:changeSet/srvls-*/*",
            ],
            Self::Transform => &["arn:{partition}:cloudformation:{region}:aws:transform/Serverless-2016-10-31"],
            Self::ArtifactBucket => &["arn:{partition}:s3:::{stack}-artifacts-{account}-{region}"],
            Self::Artifacts => &["arn:{partition}:s3:::{stack}-artifacts-{account}-{region}/*"],
            // Of a preview, which must not get at the records of releases and the key of the pseudonyms.
            Self::Packages => &[
                "arn:{partition}:s3:::{stack}-artifacts-{account}-{region}/functions/*",
                "arn:{partition}:s3:::{stack}-artifacts-{account}-{region}/templates/*",
            ],
            Self::ReleaseRecords => &["arn:{partition}:s3:::{stack}-artifacts-{account}-{region}/releases/*"],
            Self::Images => &["arn:{partition}:s3:::{stack}-{bucket}-*"],
            // The wildcard covers the random suffix of the name and the table's indexes.
            Self::Tables => &["arn:{partition}:dynamodb:{region}:{account}:table/{stack}-{table}-*"],
            Self::UserPool => &["arn:{partition}:cognito-idp:{region}:{account}:userpool/{pool}"],
            Self::Functions => &["arn:{partition}:lambda:{region}:{account}:function:{stack}-*"],
            // It names users by their sub, and nothing else about them.
            Self::AccessLog => &["arn:{partition}:logs:{region}:{account}:log-group:/aws/apigateway/{stack}:*"],
            // Of the functions, the API and, in its own region, the edge: alarms point to each of them.
            Self::LogGroups => &[
                "arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}-*",
                "arn:{partition}:logs:{region}:{account}:log-group:/aws/apigateway/{stack}:*",
                "arn:{partition}:logs:us-east-1:{account}:log-group:aws-waf-logs-{edge}:*",
                "arn:{partition}:logs:us-east-1:{account}:log-group:/aws/vendedlogs/cloudfront/{edge}:*",
            ],
            // IAM checks some actions on the log group's ARN and some on that of a stream.
            Self::AuditLog => &[
                "arn:{partition}:logs:{region}:{account}:log-group:/srvls/{stack}/audit",
                "arn:{partition}:logs:{region}:{account}:log-group:/srvls/{stack}/audit:*",
            ],
            Self::ImportLogs => &["arn:{partition}:logs:{region}:{account}:log-group:/aws-dynamodb/*"],
            Self::UserImportLogs => {
                &["arn:{partition}:logs:{region}:{account}:log-group:/aws/cognito/userpools/{pool}/*"]
            }
            Self::UserImportRole => &["arn:{partition}:iam::{account}:role/{stack}-UserImportRole-*"],
            Self::PseudonymKey => &["arn:{partition}:s3:::{stack}-artifacts-{account}-{region}/keys/pseudonyms"],
            Self::Alarms => &[
                "arn:{partition}:cloudwatch:{region}:{account}:alarm:{stack}-*",
                "arn:{partition}:cloudwatch:us-east-1:{account}:alarm:{edge}-*",
            ],
            // srvls names its rules after the stack.
            Self::MuteRules => &[
                "arn:{partition}:cloudwatch:{region}:{account}:alarm-mute-rule:{stack}-*",
                "arn:{partition}:cloudwatch:us-east-1:{account}:alarm-mute-rule:{edge}-*",
            ],
            Self::Topics => &[
                "arn:{partition}:sns:{region}:{account}:{stack}-*",
                "arn:{partition}:sns:us-east-1:{account}:{edge}-*",
            ],
            Self::Roles => &["arn:{partition}:iam::{account}:role/*"],
            Self::Principals => &["arn:{partition}:iam::{account}:role/*", "arn:{partition}:iam::{account}:user/*"],
            Self::ApiAccount => &["arn:{partition}:apigateway:{region}::/account"],
            Self::Anything => &["*"],
        })
    }

    /// What else has to be so of a call.
    pub(super) fn bounds(self) -> &'static [Bound] {
        match self {
            Self::UserImportRole => &[TO_COGNITO],
            _ => &[],
        }
    }
}

pub(super) struct Grant {
    pub(super) scope: Scope,
    pub(super) personas: &'static [Persona],
    pub(super) actions: &'static [&'static str],
}

/// What no persona may do to the audit log, whatever its other policies allow.
pub(super) const NEVER_TO_AUDIT_LOG: [&str; 4] = [
    "logs:DeleteLogGroup",
    "logs:DeleteLogStream",
    "logs:PutLogGroupDeletionProtection",
    // Hides parts of events from readers.
    "logs:PutDataProtectionPolicy",
];

const EVERYONE: &[Persona] = &[Ops, Support, Oncall];
const WATCHERS: &[Persona] = &[Ops, Oncall];
const HELPERS: &[Persona] = &[Ops, Support];
const DEPLOYERS: &[Persona] = &[Ops];

pub(super) const GRANTS: &[Grant] = &[
    Grant {
        scope: Scope::Stack,
        personas: EVERYONE,
        actions: &["cloudformation:DescribeStacks", "cloudformation:ListStackResources"],
    },
    Grant {
        scope: Scope::Stack,
        personas: WATCHERS,
        actions: &[
            "cloudformation:DescribeEvents",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStackResourceDrifts",
            "cloudformation:GetTemplate",
        ],
    },
    Grant {
        scope: Scope::Stack,
        personas: DEPLOYERS,
        actions: &[
            "cloudformation:CancelUpdateStack",
            "cloudformation:ContinueUpdateRollback",
            "cloudformation:CreateChangeSet",
            "cloudformation:DeleteStack",
            "cloudformation:DetectStackDrift",
            "cloudformation:DetectStackResourceDrift",
            "cloudformation:ListChangeSets",
            "cloudformation:RollbackStack",
            "cloudformation:SetStackPolicy",
            "cloudformation:UpdateTerminationProtection",
        ],
    },
    Grant { scope: Scope::Transform, personas: DEPLOYERS, actions: &["cloudformation:CreateChangeSet"] },
    Grant {
        scope: Scope::ChangeSets,
        personas: DEPLOYERS,
        actions: &[
            "cloudformation:DeleteChangeSet",
            "cloudformation:DescribeChangeSet",
            "cloudformation:ExecuteChangeSet",
        ],
    },
    Grant { scope: Scope::ArtifactBucket, personas: WATCHERS, actions: &["s3:ListBucket"] },
    Grant {
        scope: Scope::ArtifactBucket,
        personas: DEPLOYERS,
        actions: &[
            "s3:CreateBucket",
            "s3:DeleteBucket",
            "s3:GetBucketPolicy",
            "s3:GetBucketPublicAccessBlock",
            "s3:GetBucketTagging",
            "s3:GetBucketVersioning",
            "s3:GetLifecycleConfiguration",
            "s3:ListBucketVersions",
            "s3:PutBucketPolicy",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketTagging",
            "s3:PutBucketVersioning",
            "s3:PutLifecycleConfiguration",
        ],
    },
    Grant { scope: Scope::ReleaseRecords, personas: &[Oncall], actions: &["s3:GetObject"] },
    Grant {
        scope: Scope::Artifacts,
        personas: DEPLOYERS,
        actions: &[
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:DeleteObjectVersion",
            "s3:GetObject",
            "s3:PutObject",
            "s3:PutObjectAcl",
        ],
    },
    Grant {
        scope: Scope::Images,
        personas: HELPERS,
        actions: &["s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"],
    },
    Grant {
        scope: Scope::Tables,
        personas: EVERYONE,
        actions: &["dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive"],
    },
    Grant { scope: Scope::Tables, personas: WATCHERS, actions: &["dynamodb:DescribeContributorInsights"] },
    Grant { scope: Scope::Tables, personas: HELPERS, actions: &["dynamodb:GetItem", "dynamodb:Query"] },
    // Writing an item includes overwriting any: IAM has one action for both.
    Grant {
        scope: Scope::Tables,
        personas: DEPLOYERS,
        actions: &[
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:DescribeExport",
            "dynamodb:DescribeImport",
            "dynamodb:ExportTableToPointInTime",
            "dynamodb:ImportTable",
            "dynamodb:PutItem",
            "dynamodb:Scan",
        ],
    },
    Grant {
        scope: Scope::UserPool,
        personas: HELPERS,
        actions: &[
            "cognito-idp:AdminConfirmSignUp",
            "cognito-idp:AdminCreateUser",
            "cognito-idp:AdminDeleteSoftwareToken",
            "cognito-idp:AdminDisableUser",
            "cognito-idp:AdminEnableUser",
            "cognito-idp:AdminGetUserAuthFactors",
            "cognito-idp:AdminListGroupsForUser",
            "cognito-idp:AdminListUserAuthEvents",
            "cognito-idp:AdminResetUserPassword",
            "cognito-idp:AdminSetUserMFAPreference",
            "cognito-idp:AdminUpdateUserAttributes",
            "cognito-idp:AdminUserGlobalSignOut",
            "cognito-idp:DescribeUserPool",
            // Shows the app client's secret, without which Cognito resends no code.
            "cognito-idp:DescribeUserPoolClient",
            "cognito-idp:GetGroup",
            "cognito-idp:ListGroups",
            "cognito-idp:ListUsers",
            "cognito-idp:ListUsersInGroup",
        ],
    },
    // A group can see the data of others, and who sets a password can sign in with it.
    Grant {
        scope: Scope::UserPool,
        personas: DEPLOYERS,
        actions: &[
            "cognito-idp:AdminAddUserToGroup",
            "cognito-idp:AdminRemoveUserFromGroup",
            "cognito-idp:AdminSetUserPassword",
            "cognito-idp:CreateGroup",
            "cognito-idp:CreateUserImportJob",
            "cognito-idp:DescribeUserImportJob",
            "cognito-idp:GetCSVHeader",
            "cognito-idp:ListUserImportJobs",
            "cognito-idp:StartUserImportJob",
            "cognito-idp:StopUserImportJob",
            "cognito-idp:UpdateGroup",
        ],
    },
    // Cognito logs with it what becomes of the rows of an import job, and a hint reads that.
    Grant { scope: Scope::UserImportRole, personas: DEPLOYERS, actions: &["iam:PassRole"] },
    Grant { scope: Scope::UserImportLogs, personas: DEPLOYERS, actions: &["logs:FilterLogEvents"] },
    Grant { scope: Scope::Functions, personas: WATCHERS, actions: &["lambda:GetAlias", "lambda:GetFunction"] },
    // A function acts for any user that its event names.
    Grant { scope: Scope::Functions, personas: DEPLOYERS, actions: &["lambda:InvokeFunction"] },
    Grant { scope: Scope::AccessLog, personas: &[Support], actions: &["logs:FilterLogEvents"] },
    Grant {
        scope: Scope::LogGroups,
        personas: WATCHERS,
        actions: &["logs:FilterLogEvents", "logs:StartLiveTail", "logs:StartQuery"],
    },
    // A query is known by its random id alone; it was started on the stage's own logs.
    Grant { scope: Scope::Anything, personas: WATCHERS, actions: &["logs:GetQueryResults", "logs:StopQuery"] },
    Grant {
        scope: Scope::AuditLog,
        personas: EVERYONE,
        actions: &["logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents"],
    },
    Grant {
        scope: Scope::AuditLog,
        personas: DEPLOYERS,
        actions: &["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource"],
    },
    Grant { scope: Scope::PseudonymKey, personas: &[Support, Oncall], actions: &["s3:GetObject"] },
    Grant {
        scope: Scope::Anything,
        personas: WATCHERS,
        actions: &[
            "cloudwatch:DescribeAlarmHistory",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetAlarmMuteRule",
            "cloudwatch:GetMetricData",
            "cloudwatch:ListAlarmMuteRules",
            "lambda:GetAccountSettings",
            "logs:DescribeLogGroups",
            "xray:BatchGetTraces",
        ],
    },
    // To mute takes the permission for the rule and for each alarm in it. Where there are no rules, actions are disabled
    // and the end is a tag of the alarm.
    Grant {
        scope: Scope::Alarms,
        personas: WATCHERS,
        actions: &[
            "cloudwatch:DisableAlarmActions",
            "cloudwatch:EnableAlarmActions",
            "cloudwatch:ListTagsForResource",
            "cloudwatch:PutAlarmMuteRule",
            "cloudwatch:SetAlarmState",
            "cloudwatch:TagResource",
            "cloudwatch:UntagResource",
        ],
    },
    Grant {
        scope: Scope::MuteRules,
        personas: WATCHERS,
        actions: &["cloudwatch:DeleteAlarmMuteRule", "cloudwatch:PutAlarmMuteRule"],
    },
    Grant { scope: Scope::Topics, personas: WATCHERS, actions: &["sns:ListSubscriptionsByTopic"] },
    // A detection reads every resource with the caller's permissions, which on-call has not.
    Grant {
        scope: Scope::Anything,
        personas: DEPLOYERS,
        actions: &["cloudformation:DescribeStackDriftDetectionStatus"],
    },
    // To report the denied calls when a deployment fails, and who changed what by hand. It shows every call of the
    // account.
    Grant { scope: Scope::Anything, personas: DEPLOYERS, actions: &["cloudtrail:LookupEvents"] },
    // `srvls cost --month`. It shows the costs of the whole account.
    Grant { scope: Scope::Anything, personas: DEPLOYERS, actions: &["ce:GetCostAndUsage"] },
    Grant { scope: Scope::Anything, personas: DEPLOYERS, actions: &["dynamodb:ListExports", "dynamodb:ListImports"] },
    // DynamoDB logs with the caller's permissions what an import rejects.
    Grant {
        scope: Scope::ImportLogs,
        personas: DEPLOYERS,
        actions: &[
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
            "logs:PutRetentionPolicy",
        ],
    },
    // What `srvls doctor` needs in addition. The simulation reveals the policies of every principal, so only ops gets
    // it.
    Grant { scope: Scope::Anything, personas: DEPLOYERS, actions: &["ses:GetAccount"] },
    Grant { scope: Scope::ApiAccount, personas: DEPLOYERS, actions: &["apigateway:GET"] },
    Grant { scope: Scope::Roles, personas: DEPLOYERS, actions: &["iam:GetRole"] },
    Grant { scope: Scope::Principals, personas: DEPLOYERS, actions: &["iam:SimulatePrincipalPolicy"] },
];

#[cfg(test)]
mod tests;
