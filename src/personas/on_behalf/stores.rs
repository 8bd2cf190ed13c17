//! What holds users, data, keys and secrets.

use super::entry::Entry;
use crate::personas::bound::{FOR_COGNITO_MAILS, OF_THE_STACK, VIA_A_SERVICE, VIA_CLOUDFORMATION};

const USER_POOLS: &[&str] =
    &["AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPoolRiskConfigurationAttachment"];
const SECRETS: &[&str] = &["AWS::SecretsManager::Secret"];
const NAMED_SECRETS: &[&str] = &[
    // The edge has a replica in its own region.
    "arn:{partition}:secretsmanager:{region}:{account}:secret:{stack}-*",
    "arn:{partition}:secretsmanager:us-east-1:{account}:secret:{stack}-*",
];

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "UserPools",
        kinds: USER_POOLS,
        service: "cognito-idp",
        verbs: "CreateUserPoolClient DescribeRiskConfiguration DescribeUserPool DescribeUserPoolClient \
            GetUserPoolMfaConfig \
            ListTagsForResource TagResource UntagResource",
        arns: &["arn:{partition}:cognito-idp:{region}:{account}:userpool/*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "NewUserPools",
        kinds: USER_POOLS,
        service: "cognito-idp",
        verbs: "CreateUserPool",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "OwnUserPools",
        kinds: USER_POOLS,
        service: "cognito-idp",
        verbs: "DeleteUserPool DeleteUserPoolClient SetRiskConfiguration SetUserPoolMfaConfig UpdateUserPool \
            UpdateUserPoolClient",
        arns: &["arn:{partition}:cognito-idp:{region}:{account}:userpool/*"],
        bounds: &[VIA_CLOUDFORMATION, OF_THE_STACK],
    },
    // Cognito creates it, once per account, for the first pool that sends mails through SES.
    // <https://docs.aws.amazon.com/cognito/latest/developerguide/using-service-linked-roles.html>
    Entry {
        name: "RoleForMails",
        kinds: &["AWS::Cognito::UserPool"],
        service: "iam",
        verbs: "CreateServiceLinkedRole",
        arns: &["arn:{partition}:iam::{account}:role/aws-service-role/email.cognito-idp.amazonaws.com/*"],
        bounds: &[VIA_A_SERVICE, FOR_COGNITO_MAILS],
    },
    Entry {
        name: "Tables",
        kinds: &["AWS::DynamoDB::Table"],
        service: "dynamodb",
        verbs: "CreateTable DeleteTable DescribeContinuousBackups DescribeContributorInsights \
            DescribeKinesisStreamingDestination DescribeTable DescribeTimeToLive GetResourcePolicy \
            ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive",
        arns: &["arn:{partition}:dynamodb:{region}:{account}:table/{stack}-{table}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // A key's id is random, and CloudFormation does not tag it as the stack's own.
    Entry {
        name: "Keys",
        kinds: &["AWS::KMS::Key"],
        service: "kms",
        verbs: "EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy \
            ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription",
        arns: &["arn:{partition}:kms:{region}:{account}:key/*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    // The services whose data the key encrypts.
    Entry {
        name: "KeysInUse",
        kinds: &["AWS::KMS::Key"],
        service: "kms",
        verbs: "CreateGrant Decrypt DescribeKey GenerateDataKey",
        arns: &["arn:{partition}:kms:{region}:{account}:key/*"],
        bounds: &[VIA_A_SERVICE],
    },
    Entry {
        name: "NewKeys",
        kinds: &["AWS::KMS::Key"],
        service: "kms",
        verbs: "CreateKey",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
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
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Secrets",
        kinds: SECRETS,
        service: "secretsmanager",
        verbs: "CreateSecret DeleteSecret DescribeSecret GetSecretValue RemoveRegionsFromReplication \
            ReplicateSecretToRegions TagResource UntagResource UpdateSecret",
        arns: NAMED_SECRETS,
        bounds: &[VIA_CLOUDFORMATION],
    },
    // CloudFormation names an unnamed secret after its resource only, so another stage's has the same pattern.
    Entry {
        name: "UnnamedSecrets",
        kinds: SECRETS,
        service: "secretsmanager",
        verbs: "CreateSecret DescribeSecret TagResource UntagResource",
        arns: &["arn:{partition}:secretsmanager:{region}:{account}:secret:{secret}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "OwnSecrets",
        kinds: SECRETS,
        service: "secretsmanager",
        verbs: "DeleteSecret GetSecretValue UpdateSecret",
        arns: &["arn:{partition}:secretsmanager:{region}:{account}:secret:{secret}-*"],
        bounds: &[VIA_CLOUDFORMATION, OF_THE_STACK],
    },
    Entry {
        name: "RandomPasswords",
        kinds: SECRETS,
        service: "secretsmanager",
        verbs: "GetRandomPassword",
        arns: &["*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
    Entry {
        name: "Queues",
        kinds: &["AWS::SQS::Queue"],
        service: "sqs",
        verbs: "CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue \
            UntagQueue",
        arns: &["arn:{partition}:sqs:{region}:{account}:{stack}-*"],
        bounds: &[VIA_CLOUDFORMATION],
    },
];
