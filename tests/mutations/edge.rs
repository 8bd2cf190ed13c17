//! The mistakes at the edge: the distribution, its firewall and what they log.

use super::{
    Mutant,
    table::{EDGE, mutant},
};

pub(crate) const MUTANTS: &[Mutant] = &[
    mutant(
        "a set of methods that CloudFront does not offer",
        EDGE,
        "AllowedMethods: [GET, HEAD]",
        "AllowedMethods: [GET, POST]",
    ),
    mutant("a missing origin", EDGE, "TargetOriginId: images", "TargetOriginId: image"),
    mutant("TLS 1.0", EDGE, "MinimumProtocolVersion: TLSv1.2_2021", "MinimumProtocolVersion: TLSv1"),
    mutant("an origin without TLS", EDGE, "OriginProtocolPolicy: https-only", "OriginProtocolPolicy: match-viewer"),
    mutant("viewers without TLS", EDGE, "ViewerProtocolPolicy: https-only", "ViewerProtocolPolicy: allow-all"),
    mutant("a distribution without a firewall", EDGE, "        WebACLId: !GetAtt WebAcl.Arn\n", ""),
    mutant("an error that the edge caches", EDGE, "          - {ErrorCode: 503, ErrorCachingMinTTL: 0}\n", ""),
    mutant(
        "images that the edge caches for a day",
        EDGE,
        "CachePolicyId: !Ref ImageCache",
        "CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6",
    ),
    mutant("an allowlist that shuts out IPv6", EDGE, "IPAddressVersion: IPV6", "IPAddressVersion: IPV4"),
    mutant(
        "a body rule that counts, and whose label nothing blocks",
        EDGE,
        "                          - {LabelMatchStatement: {Scope: LABEL, Key: awswaf:managed:aws:sql-database:SQLi_Body}}\n",
        "",
    ),
    mutant(
        "passwords in the logs of the firewall",
        EDGE,
        "          - {Field: {FieldType: BODY}, Action: SUBSTITUTION}\n",
        "",
    ),
    mutant(
        "a block that answers with a page",
        EDGE,
        "{Name: GenericLFI_URIPATH, ActionToUse: {Block: {CustomResponse: {ResponseCode: 403, CustomResponseBodyKey: request-rejected, ResponseHeaders: [{Name: Access-Control-Allow-Origin, Value: !Ref AllowedOrigin}, {Name: Access-Control-Expose-Headers, Value: 'Retry-After,x-amz-cf-id'}]}}}}",
        "{Name: GenericLFI_URIPATH, ActionToUse: {Block: {}}}",
    ),
    mutant(
        "a block whose request id no script can read",
        EDGE,
        ", {Name: Access-Control-Expose-Headers, Value: 'Retry-After,x-amz-cf-id'}",
        "",
    ),
    mutant(
        "more response headers than a web ACL takes",
        EDGE,
        "{Name: Retry-After, Value: '60'}, ",
        "{Name: Retry-After, Value: '60'}, {Name: A1, Value: b}, {Name: A2, Value: b}, {Name: A3, Value: b}, {Name: A4, Value: b}, \
         {Name: A5, Value: b}, {Name: A6, Value: b}, {Name: A7, Value: b}, {Name: A8, Value: b}, {Name: A9, Value: b}, \
         {Name: B1, Value: b}, {Name: B2, Value: b}, {Name: B3, Value: b}, {Name: B4, Value: b}, {Name: B5, Value: b}, \
         {Name: B6, Value: b}, {Name: B7, Value: b}, {Name: B8, Value: b}, ",
    ),
    mutant(
        "a managed rule that keeps its own block",
        EDGE,
        "                - {Name: SQLi_COOKIE,",
        "                - {Name: SQLi_BODY,",
    ),
    mutant(
        "a rule of a managed group that was forgotten",
        EDGE,
        "                - {Name: SQLiExtendedPatterns_URIPATH,",
        "                - {Name: SQLi_URIPATH,",
    ),
    mutant(
        "an override of a rule that its group does not have",
        EDGE,
        "Name: AWSManagedIPDDoSList",
        "Name: AWSManagedIPDDosList",
    ),
    mutant("a managed rule group with a typo", EDGE, "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesSqlRuleSet"),
    mutant("two rules with the same priority", EDGE, "Priority: 5\n", "Priority: 4\n"),
    mutant(
        "Action where OverrideAction belongs",
        EDGE,
        "OverrideAction: !If [CountsOnly, {Count: {}}, {None: {}}]",
        "Action: {Block: {}}",
    ),
    mutant(
        "OverrideAction where Action belongs",
        EDGE,
        "          Priority: 1\n          Action:\n",
        "          Priority: 1\n          OverrideAction:\n",
    ),
    mutant(
        "a log group whose name the firewall rejects",
        EDGE,
        "aws-waf-logs-${AWS::StackName}",
        "waf-logs-${AWS::StackName}",
    ),
    mutant(
        "a rate window that the firewall does not offer",
        EDGE,
        "EvaluationWindowSec: 60",
        "EvaluationWindowSec: 90",
    ),
];
