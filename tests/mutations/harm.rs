//! Mistakes by which data is lost, shown to others or kept for ever, or by which an alarm says nothing: wrong whatever was
//! meant.

use super::{
    Mutant,
    table::{EDGE, OPENAPI, TEMPLATE, mutant},
};

pub(crate) const MUTANTS: &[Mutant] = &[
    mutant(
        "a reserve that a new account does not have",
        TEMPLATE,
        "      # Cognito waits at most this long.\n      Timeout: 5\n",
        "      # Cognito waits at most this long.\n      Timeout: 5\n      ReservedConcurrentExecutions: 5\n",
    ),
    mutant("an API that accepts everyone", OPENAPI, "Effect: Deny", "Effect: Allow"),
    mutant(
        "preflights around the edge",
        OPENAPI,
        "          Resource: execute-api:/*\n",
        "          Resource: execute-api:/v1/GET/*\n",
    ),
    mutant(
        "an origin secret that is only a beginning",
        OPENAPI,
        "            StringNotEquals:\n",
        "            StringNotLike:\n",
    ),
    mutant(
        "an API that is cached",
        EDGE,
        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled",
        "658327ea-f89d-4fab-a63d-7e88639e58f6",
    ),
    mutant("tokens in the logs of the firewall", EDGE, "        - {SingleHeader: {Name: authorization}}\n", ""),
    mutant("tokens in sampled requests", EDGE, "FieldKeys: [authorization, cookie]", "FieldKeys: [cookie]"),
    mutant(
        "images that expire",
        TEMPLATE,
        "            NoncurrentVersionExpiration: {NoncurrentDays: 30}\n",
        "            NoncurrentVersionExpiration: {NoncurrentDays: 30}\n            ExpirationInDays: 90\n",
    ),
    mutant(
        "a bucket without its TLS rule",
        TEMPLATE,
        "            Condition: {Bool: {aws:SecureTransport: false}}",
        "            Condition: {Bool: {aws:SecureTransport: true}}",
    ),
    mutant(
        "an alarm the wrong way round",
        TEMPLATE,
        "ComparisonOperator: GreaterThanThreshold",
        "ComparisonOperator: LessThanThreshold",
    ),
    mutant(
        "an origin that is guarded only once there is a distribution",
        OPENAPI,
        "        - HasEdge\n        - Sid: NotAroundTheEdge\n",
        "        - HasDistribution\n        - Sid: NotAroundTheEdge\n",
    ),
    mutant(
        "an API that is cached like the images",
        EDGE,
        "CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled",
        "CachePolicyId: !Ref ImageCache",
    ),
    mutant("cookies in the logs of the firewall", EDGE, "        - {SingleHeader: {Name: cookie}}\n", ""),
    mutant(
        "an expiry that no code sets",
        TEMPLATE,
        "{AttributeName: expiresAt, Enabled: true}",
        "{AttributeName: expires, Enabled: true}",
    ),
    mutant(
        "a TLS rule for the objects alone",
        TEMPLATE,
        "Resource: [!GetAtt ImagesBucket.Arn, !Sub '${ImagesBucket.Arn}/*']",
        "Resource: [!Sub '${ImagesBucket.Arn}/*']",
    ),
    mutant(
        "warnings that reach no one",
        TEMPLATE,
        "Properties: {TopicArn: !Ref WarningTopic, Protocol: email, Endpoint: !Ref AlarmEmail}",
        "Properties: {TopicArn: !Ref CriticalTopic, Protocol: email, Endpoint: !Ref AlarmEmail}",
    ),
    mutant(
        "a topic that is not always there",
        EDGE,
        "  WarningTopic:\n    Type: AWS::SNS::Topic\n",
        "  WarningTopic:\n    Type: AWS::SNS::Topic\n    Condition: HasAlarmEmail\n",
    ),
    mutant(
        "a topic that is closed to alarms",
        TEMPLATE,
        "Sid: AlarmsAndBudgets\n            Effect: Allow\n            Principal: {Service: [cloudwatch.amazonaws.com, ",
        "Sid: AlarmsAndBudgets\n            Effect: Allow\n            Principal: {Service: [",
    ),
];
