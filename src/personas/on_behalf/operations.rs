//! What watches over the stage: logs, alarms, the dashboard, the budget.

use super::entry::Entry;
use crate::personas::bound::{VIA_A_SERVICE, VIA_CLOUDFORMATION};

const ALARMS: &[&str] = &["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"];
const DELIVERIES: &[&str] = &["AWS::Logs::Delivery", "AWS::Logs::DeliveryDestination", "AWS::Logs::DeliverySource"];
const DELIVERED: &[&str] = &[
    "AWS::Logs::Delivery",
    "AWS::Logs::DeliveryDestination",
    "AWS::Logs::DeliverySource",
    "AWS::WAFv2::LoggingConfiguration",
];

pub(super) const ENTRIES: &[Entry] = &[
    // A deployment detects drift in resources that hold data; for that, CloudFormation reads the account's type
    // configurations.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
    Entry {
        name: "Drift",
        kinds: &[],
        service: "cloudformation",
        verbs: "BatchDescribeTypeConfigurations",
        arns: &["*"],
        bounds: &[],
    },
    Entry {
        name: "Budgets",
        kinds: &["AWS::Budgets::Budget"],
        service: "budgets",
        verbs: "ModifyBudget ViewBudget",
        arns: &[
            "arn:{partition}:budgets::{account}:budget/{stack}",
            "arn:{partition}:budgets::{account}:budget/{stack}-*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Alarms",
        kinds: ALARMS,
        service: "cloudwatch",
        verbs: "DeleteAlarms ListTagsForResource PutCompositeAlarm PutMetricAlarm TagResource UntagResource",
        arns: &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{stack}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // Composite alarms are returned only to those who may describe any alarm.
    Entry {
        name: "AlarmsByNoName",
        kinds: ALARMS,
        service: "cloudwatch",
        verbs: "DescribeAlarms",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Dashboards",
        kinds: &["AWS::CloudWatch::Dashboard"],
        service: "cloudwatch",
        verbs: "DeleteDashboards GetDashboard PutDashboard",
        arns: &["arn:{partition}:cloudwatch::{account}:dashboard/{stack}"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "LogGroups",
        kinds: &["AWS::Logs::LogGroup"],
        service: "logs",
        verbs: "AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey \
            ListTagsForResource PutRetentionPolicy TagResource UntagResource",
        arns: &[
            // IAM checks some actions on the log group's ARN and some on that ARN with `:*`; `-*` covers both.
            // API Gateway names it after the API's id, which is random.
            "arn:{partition}:logs:{region}:{account}:log-group:API-Gateway-Execution-Logs_*/v1",
            "arn:{partition}:logs:{region}:{account}:log-group:API-Gateway-Execution-Logs_*/v1:*",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/apigateway/{stack}",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/apigateway/{stack}:*",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}-*",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/vendedlogs/cloudfront/{stack}",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/vendedlogs/cloudfront/{stack}:*",
            "arn:{partition}:logs:{region}:{account}:log-group:aws-waf-logs-{stack}",
            "arn:{partition}:logs:{region}:{account}:log-group:aws-waf-logs-{stack}:*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "MetricFilters",
        kinds: &["AWS::Logs::MetricFilter"],
        service: "logs",
        verbs: "DeleteMetricFilter DescribeMetricFilters PutMetricFilter",
        arns: &[
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}-*",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}-*:*",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // These know no resources.
    Entry {
        name: "SavedQueries",
        kinds: &["AWS::Logs::QueryDefinition"],
        service: "logs",
        verbs: "DeleteQueryDefinition DescribeQueryDefinitions PutQueryDefinition",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "LogGroupsByNoName",
        kinds: &["AWS::Logs::LogGroup"],
        service: "logs",
        verbs: "DescribeLogGroups",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // CloudWatch Logs asks for it on behalf of the one who sets up the delivery.
    Entry {
        name: "VendedLogs",
        kinds: DELIVERED,
        service: "cloudfront",
        verbs: "AllowVendedLogDeliveryForResource",
        arns: &["arn:{partition}:cloudfront::{account}:distribution/*"],
        bounds: &[VIA_A_SERVICE],
    },
    Entry {
        name: "Deliveries",
        kinds: DELIVERIES,
        service: "logs",
        verbs: "CreateDelivery DeleteDelivery DeleteDeliveryDestination DeleteDeliverySource GetDelivery \
            GetDeliveryDestination GetDeliverySource ListTagsForResource PutDeliveryDestination PutDeliverySource \
            TagResource UntagResource",
        arns: &[
            "arn:{partition}:logs:{region}:{account}:delivery:*",
            "arn:{partition}:logs:{region}:{account}:delivery-destination:{stack}",
            "arn:{partition}:logs:{region}:{account}:delivery-source:{stack}",
        ],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // WAF sets up its delivery itself, with these.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
    Entry {
        name: "LogDeliveries",
        kinds: DELIVERED,
        service: "logs",
        verbs: "CreateLogDelivery DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies PutResourcePolicy",
        arns: &["*"],
        bounds: &[VIA_A_SERVICE],
    },
    Entry {
        name: "Topics",
        kinds: &["AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy"],
        service: "sns",
        verbs: "CreateTopic DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic \
            ListTagsForResource SetTopicAttributes Subscribe TagResource UntagResource",
        arns: &["arn:{partition}:sns:{region}:{account}:{stack}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Subscriptions",
        kinds: &["AWS::SNS::Subscription"],
        service: "sns",
        verbs: "GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
];
