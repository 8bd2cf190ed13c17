//! Changes that can be meant, and that nobody should make unseen: what a check can't know, the posture has to say.

use super::{
    Mutant,
    table::{EDGE, OPENAPI, TEMPLATE, mutant},
};

pub(crate) const MUTANTS: &[Mutant] = &[
    // Who may call
    mutant("an edge that sends another header", EDGE, "HeaderName: Referer", "HeaderName: x-origin-verify"),
    mutant(
        "a rotation without its second secret",
        TEMPLATE,
        "HasOriginSecretB: !And [!Condition HasEdge, ",
        "HasOriginSecretB: !Or [!Condition HasEdge, ",
    ),
    mutant(
        "tokens trusted for an hour",
        OPENAPI,
        "authorizerResultTtlInSeconds: 60",
        "authorizerResultTtlInSeconds: 3600",
    ),
    mutant("ten times the requests for the API", TEMPLATE, "    Default: 500\n", "    Default: 5000\n"),
    mutant(
        "a user without a limit",
        TEMPLATE,
        "    MinValue: 1\n    Default: 100\n",
        "    MinValue: 1\n    Default: 100000\n",
    ),
    mutant(
        "sign-in without its own limit",
        TEMPLATE,
        "        - {ResourcePath: /~1auth~1signin, HttpMethod: POST, ThrottlingRateLimit: !Ref AuthRateLimit, ThrottlingBurstLimit: !Ref AuthRateLimit, LoggingLevel: ERROR, DataTraceEnabled: false}\n",
        "",
    ),
    mutant("every image event", TEMPLATE, "{prefix: images/}", "{prefix: ''}"),
    // The edge
    mutant("addresses in the access log", EDGE, "RecordFields: [date, time,", "RecordFields: [date, time, c-ip,"),
    mutant(
        "a rate over five minutes",
        EDGE,
        "              Limit: !Ref RequestsPerIp\n              EvaluationWindowSec: 60\n",
        "              Limit: !Ref RequestsPerIp\n              EvaluationWindowSec: 300\n",
    ),
    mutant("managed rules that only count", EDGE, "    Default: block\n", "    Default: count\n"),
    mutant("a short HSTS", EDGE, "AccessControlMaxAgeSec: 63072000", "AccessControlMaxAgeSec: 60"),
    mutant("pages that may frame the API", EDGE, "frame-ancestors 'none'", "frame-ancestors *"),
    mutant("an unsigned origin", EDGE, "SigningBehavior: always", "SigningBehavior: never"),
    // Users
    mutant("access tokens for a day", TEMPLATE, "AccessTokenValidity: 15\n", "AccessTokenValidity: 1440\n"),
    mutant("sessions for a year", TEMPLATE, "RefreshTokenValidity: 30\n", "RefreshTokenValidity: 365\n"),
    mutant("no second factor", TEMPLATE, "MfaConfiguration: OPTIONAL", "MfaConfiguration: 'OFF'"),
    mutant("short passwords", TEMPLATE, "MinimumLength: 12", "MinimumLength: 6"),
    mutant(
        "invitations for a year",
        TEMPLATE,
        "TemporaryPasswordValidityDays: 3",
        "TemporaryPasswordValidityDays: 365",
    ),
    mutant("user names with case", TEMPLATE, "{CaseSensitive: false}", "{CaseSensitive: true}"),
    // Data
    mutant(
        "a counter that never expires",
        TEMPLATE,
        "{AttributeName: expiresAt, Enabled: true}",
        "{AttributeName: expiresAt, Enabled: false}",
    ),
    mutant(
        "a bucket without versions",
        TEMPLATE,
        "VersioningConfiguration: {Status: Enabled}",
        "VersioningConfiguration: {Status: Suspended}",
    ),
    mutant("uploads from every page", TEMPLATE, "AllowedOrigins: [!Ref AllowedOrigin]", "AllowedOrigins: ['*']"),
    mutant("logs for a year", TEMPLATE, "    Default: 30\n", "    Default: 365\n"),
    // Roles
    mutant(
        "a role that may do more",
        TEMPLATE,
        "Action: dynamodb:GetItem, Resource: !GetAtt AppDataTable.Arn",
        "Action: [dynamodb:GetItem, dynamodb:DeleteItem], Resource: !GetAtt AppDataTable.Arn",
    ),
    mutant(
        "a role on every image",
        TEMPLATE,
        "Resource: !Sub '${ImagesBucket.Arn}/images/*'",
        "Resource: !Sub '${ImagesBucket.Arn}/*'",
    ),
    mutant(
        "messages from every account",
        TEMPLATE,
        "aws:SourceAccount: !Ref AWS::AccountId",
        "aws:SourceOrgID: o-another",
    ),
    // Alarms
    mutant("an average that hides the peaks", TEMPLATE, "{Stat: p95,", "{Stat: Average,"),
    mutant(
        "a count that starts late",
        TEMPLATE,
        "IF(requests < 60 * ${AlarmTrafficFloor} AND requests <= 20 * errors, errors, 0)",
        "IF(requests < ${AlarmTrafficFloor} AND requests <= 20 * errors, errors, 0)",
    ),
    mutant(
        "a critical alarm that warns",
        TEMPLATE,
        "AlarmActions: [!Ref CriticalTopic]",
        "AlarmActions: [!Ref WarningTopic]",
    ),
    mutant("an alarm that tells nobody when it is over", EDGE, "      OKActions: [!Ref CriticalTopic]\n", ""),
    mutant("silence that is an alarm", EDGE, "TreatMissingData: notBreaching", "TreatMissingData: breaching"),
    mutant("an alarm at every second request", EDGE, "      Threshold: 1\n", "      Threshold: 50\n"),
    mutant(
        "mails for nobody",
        TEMPLATE,
        "HasAlarmEmail: !Not [!Equals [!Ref AlarmEmail, '']]",
        "HasAlarmEmail: !Equals [!Ref AlarmEmail, '']",
    ),
    // Delivery of events
    mutant("an erasure that is tried once", TEMPLATE, "maxReceiveCount: 5", "maxReceiveCount: 1"),
    mutant(
        "lost uploads among the erasures",
        TEMPLATE,
        "TargetArn: !GetAtt UploadsDeadLetterQueue.Arn",
        "TargetArn: !GetAtt ErasuresDeadLetterQueue.Arn",
    ),
];
