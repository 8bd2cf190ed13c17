//! Every command, the personas that run it, and the actions that it takes.

use crate::personas::Persona::{self, Oncall, Ops, Support};

const EVERYONE: &[Persona] = &[Ops, Support, Oncall];
const WATCHERS: &[Persona] = &[Ops, Oncall];
const HELPERS: &[Persona] = &[Ops, Support];
const DEPLOYERS: &[Persona] = &[Ops];

/// A command, who runs it, and what it calls on every run, in a word or two per service.
pub(super) struct Work(pub(super) &'static str, pub(super) &'static [Persona], pub(super) &'static str);

pub(super) const WORK: &[Work] = &[
    Work(
        "alarms",
        WATCHERS,
        "cloudformation:ListStackResources cloudwatch:DescribeAlarms cloudwatch:ListAlarmMuteRules",
    ),
    Work("alarms history", WATCHERS, "cloudwatch:DescribeAlarms cloudwatch:DescribeAlarmHistory"),
    Work(
        "alarms mute",
        WATCHERS,
        "cloudwatch:DescribeAlarms cloudwatch:ListAlarmMuteRules cloudwatch:PutAlarmMuteRule \
         cloudwatch:DisableAlarmActions cloudwatch:TagResource",
    ),
    Work("alarms show", WATCHERS, "cloudwatch:DescribeAlarms cloudwatch:GetAlarmMuteRule cloudwatch:GetMetricData"),
    Work(
        "alarms test",
        WATCHERS,
        "cloudwatch:DescribeAlarms cloudwatch:SetAlarmState sns:ListSubscriptionsByTopic \
         cloudwatch:DescribeAlarmHistory",
    ),
    Work(
        "alarms unmute",
        WATCHERS,
        "cloudwatch:DescribeAlarms cloudwatch:DeleteAlarmMuteRule cloudwatch:EnableAlarmActions \
         cloudwatch:UntagResource",
    ),
    Work(
        "alarms watch",
        WATCHERS,
        "cloudformation:ListStackResources cloudwatch:DescribeAlarms cloudwatch:ListAlarmMuteRules",
    ),
    Work("audit", EVERYONE, "logs:FilterLogEvents s3:GetObject"),
    Work("completions", EVERYONE, ""),
    Work("cost", EVERYONE, ""),
    Work(
        "deploy",
        DEPLOYERS,
        "cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet s3:PutObject cloudwatch:DescribeAlarms \
         cloudwatch:GetMetricData cloudformation:SetStackPolicy",
    ),
    Work("destroy", DEPLOYERS, "cloudformation:GetTemplate cloudformation:DeleteStack s3:DeleteBucket"),
    Work(
        "diagnose",
        WATCHERS,
        "cloudformation:ListStackResources cloudformation:GetTemplate cloudwatch:GetMetricData logs:FilterLogEvents \
         logs:DescribeLogGroups lambda:GetFunction lambda:GetAccountSettings dynamodb:DescribeContributorInsights \
         xray:BatchGetTraces",
    ),
    Work(
        "diff",
        DEPLOYERS,
        "cloudformation:CreateChangeSet cloudformation:DeleteChangeSet s3:PutObject cloudformation:DetectStackDrift \
         cloudformation:DescribeStackDriftDetectionStatus cloudformation:DescribeStackResourceDrifts \
         cloudtrail:LookupEvents",
    ),
    Work("doctor", EVERYONE, "cloudformation:DescribeStacks"),
    Work(
        "handover",
        WATCHERS,
        "cloudformation:ListStackResources cloudformation:GetTemplate cloudformation:DescribeStackEvents \
         cloudwatch:DescribeAlarms cloudwatch:DescribeAlarmHistory cloudwatch:ListAlarmMuteRules \
         cloudwatch:GetMetricData sns:ListSubscriptionsByTopic logs:FilterLogEvents s3:ListBucket s3:GetObject",
    ),
    Work("help", EVERYONE, ""),
    Work("init", DEPLOYERS, ""),
    Work("init github", DEPLOYERS, ""),
    Work("man", EVERYONE, ""),
    Work(
        "invoke",
        DEPLOYERS,
        "cloudformation:ListStackResources cognito-idp:ListUsers cognito-idp:AdminListGroupsForUser lambda:GetFunction \
         lambda:InvokeFunction logs:FilterLogEvents",
    ),
    Work("local down", EVERYONE, ""),
    Work("local env", EVERYONE, ""),
    Work("local logs", EVERYONE, ""),
    Work("local reset", EVERYONE, ""),
    Work("local status", EVERYONE, ""),
    Work("local up", EVERYONE, ""),
    Work("local web", EVERYONE, ""),
    Work(
        "logs errors",
        WATCHERS,
        "cloudformation:ListStackResources logs:FilterLogEvents s3:ListBucket s3:GetObject \
         cloudformation:DescribeStackEvents lambda:GetFunction",
    ),
    Work(
        "logs query",
        WATCHERS,
        "cloudformation:ListStackResources cloudwatch:GetMetricData logs:StartQuery logs:GetQueryResults logs:StopQuery",
    ),
    Work("logs tail", WATCHERS, "cloudformation:ListStackResources logs:FilterLogEvents"),
    Work(
        "metrics",
        WATCHERS,
        "cloudformation:ListStackResources cloudformation:GetTemplate cloudwatch:GetMetricData \
         cloudwatch:DescribeAlarms",
    ),
    Work(
        "top",
        WATCHERS,
        "cloudformation:ListStackResources cloudformation:GetTemplate cloudwatch:GetMetricData \
         cloudwatch:DescribeAlarms logs:FilterLogEvents s3:ListBucket s3:GetObject",
    ),
    Work(
        "metrics show",
        WATCHERS,
        "cloudformation:GetTemplate cloudwatch:GetMetricData cloudwatch:DescribeAlarms s3:ListBucket s3:GetObject",
    ),
    Work("outputs", EVERYONE, "cloudformation:DescribeStacks"),
    Work("package", EVERYONE, ""),
    Work("releases", WATCHERS, "cloudformation:DescribeStackEvents s3:ListBucket s3:GetObject"),
    Work("rollback", DEPLOYERS, "cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet s3:GetObject"),
    Work(
        "status",
        WATCHERS,
        "cloudformation:DescribeStacks cloudformation:ListStackResources lambda:GetFunction \
         cloudwatch:DescribeAlarms s3:ListBucket s3:GetObject cloudformation:DescribeStackResourceDrifts",
    ),
    Work(
        "table describe",
        EVERYONE,
        "dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:DescribeContinuousBackups",
    ),
    Work("table delete", DEPLOYERS, "dynamodb:DescribeTable dynamodb:GetItem dynamodb:DeleteItem"),
    Work("table export", DEPLOYERS, "dynamodb:DescribeTable dynamodb:Scan dynamodb:ExportTableToPointInTime"),
    Work("table get", HELPERS, "dynamodb:DescribeTable dynamodb:GetItem"),
    Work(
        "table import",
        DEPLOYERS,
        "dynamodb:DescribeTable dynamodb:BatchWriteItem dynamodb:PutItem dynamodb:ImportTable",
    ),
    Work(
        "table jobs",
        DEPLOYERS,
        "dynamodb:ListExports dynamodb:ListImports dynamodb:DescribeExport dynamodb:DescribeImport",
    ),
    Work("table list", EVERYONE, "cloudformation:ListStackResources dynamodb:DescribeTable"),
    Work("table put", DEPLOYERS, "dynamodb:DescribeTable dynamodb:GetItem dynamodb:PutItem"),
    Work("table query", HELPERS, "dynamodb:DescribeTable dynamodb:Query"),
    Work("table scan", DEPLOYERS, "dynamodb:DescribeTable dynamodb:Scan"),
    Work("template check", EVERYONE, ""),
    Work("template describe", EVERYONE, ""),
    Work(
        "user create",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:AdminCreateUser cognito-idp:DescribeUserPool cognito-idp:ListGroups",
    ),
    Work("user confirm", HELPERS, "cognito-idp:ListUsers cognito-idp:AdminConfirmSignUp"),
    Work("user contain", HELPERS, "cognito-idp:AdminDisableUser cognito-idp:AdminUserGlobalSignOut"),
    Work("user disable", HELPERS, "cognito-idp:ListUsers cognito-idp:AdminDisableUser"),
    Work("user enable", HELPERS, "cognito-idp:ListUsers cognito-idp:AdminEnableUser"),
    Work(
        "user erase",
        DEPLOYERS,
        "cognito-idp:ListUsers dynamodb:GetItem dynamodb:Query dynamodb:DescribeContinuousBackups s3:ListBucketVersions \
         lambda:InvokeFunction",
    ),
    Work(
        "user export",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:AdminListGroupsForUser cognito-idp:AdminGetUserAuthFactors dynamodb:GetItem \
         dynamodb:Query s3:ListBucketVersions s3:GetObjectVersion",
    ),
    Work(
        "user import",
        DEPLOYERS,
        "cognito-idp:DescribeUserPool cognito-idp:ListGroups cognito-idp:CreateGroup cognito-idp:UpdateGroup \
         cognito-idp:AdminCreateUser cognito-idp:AdminAddUserToGroup cognito-idp:AdminSetUserPassword \
         cognito-idp:AdminDisableUser cognito-idp:GetCSVHeader cognito-idp:CreateUserImportJob \
         cognito-idp:StartUserImportJob iam:PassRole",
    ),
    Work(
        "user jobs",
        DEPLOYERS,
        "cognito-idp:DescribeUserPool cognito-idp:ListUserImportJobs cognito-idp:DescribeUserImportJob \
         cognito-idp:StopUserImportJob",
    ),
    Work(
        "user group add",
        DEPLOYERS,
        "cognito-idp:ListUsers cognito-idp:GetGroup cognito-idp:AdminListGroupsForUser cognito-idp:AdminAddUserToGroup \
         cognito-idp:DescribeUserPoolClient",
    ),
    Work("user group list", HELPERS, "cognito-idp:ListUsers cognito-idp:ListGroups cognito-idp:AdminListGroupsForUser"),
    Work(
        "user group remove",
        DEPLOYERS,
        "cognito-idp:ListUsers cognito-idp:GetGroup cognito-idp:AdminListGroupsForUser \
         cognito-idp:AdminRemoveUserFromGroup cognito-idp:DescribeUserPoolClient",
    ),
    Work("user list", HELPERS, "cognito-idp:ListUsers cognito-idp:ListUsersInGroup cognito-idp:ListGroups"),
    Work(
        "user lookup",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:AdminListGroupsForUser cognito-idp:AdminGetUserAuthFactors \
         cognito-idp:AdminListUserAuthEvents cognito-idp:DescribeUserPool dynamodb:GetItem dynamodb:Query s3:GetObject \
         s3:ListBucket logs:FilterLogEvents",
    ),
    Work(
        "user mfa reset",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:AdminGetUserAuthFactors cognito-idp:AdminDeleteSoftwareToken \
         cognito-idp:AdminSetUserMFAPreference cognito-idp:DescribeUserPool",
    ),
    Work(
        "user mfa status",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:AdminGetUserAuthFactors cognito-idp:DescribeUserPool",
    ),
    Work(
        "user resend",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:AdminCreateUser cognito-idp:DescribeUserPoolClient",
    ),
    Work("user reset-password", HELPERS, "cognito-idp:ListUsers cognito-idp:AdminResetUserPassword"),
    Work(
        "user set",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:DescribeUserPool cognito-idp:AdminUpdateUserAttributes",
    ),
    Work("user sign-out", HELPERS, "cognito-idp:ListUsers cognito-idp:AdminUserGlobalSignOut"),
    Work(
        "user timeline",
        HELPERS,
        "cognito-idp:ListUsers cognito-idp:AdminListUserAuthEvents logs:FilterLogEvents s3:GetObject",
    ),
    Work("user verify-email", HELPERS, "cognito-idp:ListUsers cognito-idp:AdminUpdateUserAttributes"),
    Work(
        "watch",
        WATCHERS,
        "cloudformation:DescribeStacks cloudformation:DescribeStackEvents s3:ListBucket s3:GetObject",
    ),
];
