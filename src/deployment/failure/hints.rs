//! Remedies for common CloudFormation failures, matched on the services' wording: stack events carry no
//! error codes.

use super::root_cause::RootCause;

/// All of these words are in the reason, and this is what helps. The first that fits counts; `{id}` is the resource.
const HINTS: [(&[&str], &str); 28] = [
    (&["already exists in stack"], "another stack owns that name: rename {id}, or remove it from that stack first"),
    (
        &["already exists"],
        "rename {id}, or delete the existing one of that name (an earlier stack may have retained it)",
    ),
    (&["AlreadyExists"], "only one can exist: delete the other one, or remove {id} from the template"),
    (
        &["custom-named resource requires replacing"],
        "rename {id}, so that CloudFormation can create the new one before it removes the old one",
    ),
    (&["more than one GSI creation or deletion"], "add or remove one index per deployment"),
    (&["Cannot update GSI's properties"], "give the index another name: DynamoDB can't change one in place"),
    (
        &["CloudWatch Logs role ARN must be set"],
        "give API Gateway a logging role, once per account and region, with AWS::ApiGateway::Account in a template",
    ),
    (
        &["cannot be assumed by Lambda"],
        "deploy again if the role is new; otherwise allow lambda.amazonaws.com in its AssumeRolePolicyDocument",
    ),
    (&["explicit deny"], "ask the owner of the policy that denies it: no allow overrides an explicit deny"),
    (&["iam:PassRole"], "allow the deploying role to pass that role (iam:PassRole)"),
    (&["not authorized to perform"], "allow the deploying role the action named in the reason"),
    (&["is not authorized"], "allow the deploying role the action named in the reason"),
    (&["KMS key", "not allowed to be used"], "allow the service to use the key, in the key's own policy"),
    (&["AccessDenied"], "give the deploying role the permissions that {id} needs"),
    (
        &["bucket you tried to delete is not empty"],
        "empty the bucket, including all versions, or retain it with a DeletionPolicy",
    ),
    (
        &["UnreservedConcurrentExecution below its minimum"],
        "raise the account's quota of concurrent executions, or remove the reserved concurrency of {id}",
    ),
    (&["Unzipped size must be smaller"], "make the package smaller: Lambda accepts at most 250 MB unzipped"),
    (&["S3 Error Code: NoSuchKey"], "deploy again: it uploads the code that is missing from the artifact bucket"),
    (&["Export", "in use by"], "deploy the stack that imports it first, without the import"),
    (&["CNAMEs you provided are already associated"], "remove that domain name from the other distribution first"),
    (&["isn't in us-east-1"], "use a certificate issued in us-east-1: CloudFront accepts no other"),
    (&["Domain already associated"], "choose another domain prefix: each is unique within its region"),
    (&["PolicySize"], "make the policy smaller: merge its statements, or split it into several policies"),
    (&["Invalid principal in policy"], "name a principal that exists: IAM looks it up when the policy is saved"),
    (
        &["alarms have been activated"],
        "the named alarm stopped the traffic shift: `srvls alarms show NAME` and `srvls logs tail --level error` show \
         why; if it was firing before and this deployment fixes it, use `srvls deploy --at-once`",
    ),
    (&["The following hook(s)"], "change what the hook rejects, or ask the owner of the hook"),
    (
        &["did not receive a response from your Custom Resource"],
        "check the log of its function: it has to respond to CloudFormation even when it fails",
    ),
    (&["from custom resource"], "check the log of its function"),
];

/// Several services have a wording of their own for these.
const QUOTA: [&str; 5] = ["Cannot exceed quota", "LimitExceeded", "limit exceeded", "maximum number of", "quota"];
const TRANSIENT: [&str; 6] = [
    "Rate exceeded",
    "Throttling",
    "conflicting conditional operation",
    "exceeded the request limit",
    "Internal Failure",
    "InternalFailure",
];

impl RootCause {
    /// The remedy, if there is a known one.
    pub(crate) fn hint(&self) -> Option<String> {
        hint_of(self)
    }
}

fn hint_of(failure: &RootCause) -> Option<String> {
    let has = |words: &str| failure.reason.contains(words);
    let known = HINTS.iter().find(|(words, _)| words.iter().all(|words| has(words)));
    if let Some((_, hint_of)) = known {
        return Some(hint_of.replace("{id}", &failure.logical_id));
    }
    if QUOTA.into_iter().any(has) {
        return Some("raise that quota in the Service Quotas console".into());
    }
    TRANSIENT.into_iter().any(has).then(|| "AWS was busy: deploy again".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As CloudFormation wrote them, with other names in them.
    const SEEN: [(&str, &str); 32] = [
        (
            "/aws/lambda/shop-get_stat already exists in stack arn:aws:cloudformation:us-east-1:1:stack/shop-dev/1-4846",
            "another stack owns that name",
        ),
        (
            "Resource handler returned message: \"Resource of type 'AWS::Logs::LogGroup' with identifier \
             '{\"/properties/LogGroupName\":\"shop-log-group\"}' already exists.\" (RequestToken: 34d4fe5b-3fc0-5ef1-\
             a357-48740bb4c641, HandlerErrorCode: AlreadyExists)",
            "delete the existing one",
        ),
        (
            "Resource handler returned message: \"null\" (RequestToken: 91702d2a-d5aa-c0a2-761c-1db8808b6e20, \
             HandlerErrorCode: AlreadyExists)",
            "only one can exist",
        ),
        (
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename shop_devices \
             and update the stack again.",
            "rename It, so that",
        ),
        (
            "Resource handler returned message: \"Cannot perform more than one GSI creation or deletion in a single \
             update\" (RequestToken: a993b865-7a0d-8dda-5771-47cde13bc1d0, HandlerErrorCode: InvalidRequest)",
            "one index per deployment",
        ),
        (
            "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. \
             You can create a new GSI with a different name.",
            "give the index another name",
        ),
        (
            "Resource handler returned message: \"CloudWatch Logs role ARN must be set in account settings to enable \
             logging (Service: ApiGateway, Status Code: 400, Request ID: R) (SDK Attempt Count: 1)\" (RequestToken: R, \
             HandlerErrorCode: InvalidRequest)",
            "AWS::ApiGateway::Account",
        ),
        (
            "Resource handler returned message: \"The role defined for the function cannot be assumed by Lambda. \
             (Service: Lambda, Status Code: 400, Request ID: R)\"",
            "AssumeRolePolicyDocument",
        ),
        (
            "Resource handler returned message: \"User: arn:aws:sts::123456789012:assumed-role/Owner/ada is not \
             authorized to perform: iam:DeleteRolePermissionsBoundary on resource: role shop-role with an explicit \
             deny in an identity-based policy (Service: Iam, Status Code: 403, Request ID: e81a607d)\"",
            "the owner of the policy that denies it",
        ),
        (
            "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:PassRole on resource: \
             arn:aws:iam::123456789012:role/shop because no identity-based policy allows the iam:PassRole action",
            "iam:PassRole",
        ),
        (
            "API: s3:CreateBucket User: arn:aws:iam::123456789012:user/ada is not authorized to perform: \
             s3:CreateBucket on resource: \"arn:aws:s3:::shop\"",
            "the action named in the reason",
        ),
        (
            "Resource handler returned message: \"The specified KMS key does not exist or is not allowed to be used \
             with Arn 'arn:aws:logs:us-east-2:123456789012:log-group:/aws/cloudtrail/shop-logs'\"",
            "in the key's own policy",
        ),
        (
            "Resource handler returned message: \"Service returned error code AccessDeniedException (Service: Lambda, \
             Status Code: 403, Request ID: c6682b5d)\" (RequestToken: a477fb42, HandlerErrorCode: GeneralServiceException)",
            "the permissions that It needs",
        ),
        (
            "The bucket you tried to delete is not empty. You must delete all versions in the bucket. (Service: S3, \
             Status Code: 409)",
            "empty the bucket",
        ),
        (
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution \
             below its minimum value of [10].",
            "quota of concurrent executions",
        ),
        ("Unzipped size must be smaller than 262144000 bytes", "smaller"),
        (
            "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not \
             exist. (Service: AWSLambdaInternal; Status Code: 400; Error Code: InvalidParameterValueException; Request \
             ID: 2d31a946-da89-45fc-98b4-93c4bba59a32)",
            "uploads the code",
        ),
        (
            "Export dev-demo-StackA:ExportsOutputRefMyTableCD79AAA0A1504A18 cannot be deleted as it is in use by \
             dev-demo-StackB",
            "without the import",
        ),
        (
            "Resource handler returned message: \"Invalid request provided: One or more of the CNAMEs you provided are \
             already associated with a different resource.\"",
            "the other distribution",
        ),
        (
            "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a \
             valid certificate chain.",
            "issued in us-east-1",
        ),
        ("Domain already associated with another user pool", "another domain prefix"),
        ("Cannot exceed quota for PolicySize: 6144", "the policy smaller"),
        ("MalformedPolicyDocument: Invalid principal in policy", "a principal that exists"),
        (
            "Resource handler returned message: \"d-RGSWBD91L failed. One or more alarms have been activated according to \
             the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: \
             <shop-prod-api-5xx>\" (RequestToken: R, HandlerErrorCode: InternalFailure)",
            "stopped the traffic shift",
        ),
        (
            "The deployment failed because the number of requests by the IAM role arn:aws:iam::123456789012:role/\
             shop-CodeDeployServiceRole-DVFB exceeded the request limit for AWSLambda. Avoid retrying API requests at a \
             high rate.",
            "deploy again",
        ),
        ("The following hook(s) failed: [Private::Guard::S3SecurityGuardHook]", "the owner of the hook"),
        (
            "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId \
             [14855573-d52a-4c49-86c0-253981190145]. If you are using the Python cfn-response module, you may need to \
             update your Lambda function code so that CloudFormation can attach the updated version.",
            "even when it fails",
        ),
        (
            "Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch \
             Log Stream: 2025/11/12/[$LATEST]e732937aa598459396944097ad64afbd",
            "the log of its function",
        ),
        ("LimitExceeded: Cannot exceed quota for RolesPerAccount: 1500", "Service Quotas"),
        (
            "Resource handler returned message: \"The maximum number of rules per security group has been reached. \
             (Service: Ec2, Status Code: 400, Request ID: ) (SDK Attempt Count: 1)\" (RequestToken: , \
             HandlerErrorCode: ServiceLimitExceeded)",
            "Service Quotas",
        ),
        ("Rate exceeded (Service: AWSLambda; Status Code: 429)", "deploy again"),
        (
            "OperationAborted: A conflicting conditional operation is currently in progress against this resource. \
             Please try again.",
            "deploy again",
        ),
    ];

    #[test]
    fn every_reason_seen_on_aws_has_a_remedy() {
        for (reason, expected) in SEEN {
            let hint_of = hint_of(&RootCause::new("It", "AWS::SQS::Queue", reason)).unwrap_or_default();

            assert!(hint_of.contains(expected), "{hint_of:?} is no help with: {reason}");
        }
    }

    #[test]
    fn every_remedy_is_needed() {
        let used = |(words, hint_of): &&(&[&str], &str)| {
            SEEN.iter()
                .any(|(reason, _)| super::hint_of(&RootCause::new("{id}", "", reason)).as_deref() == Some(*hint_of))
                || words.contains(&"is not authorized")
        };
        let unused: Vec<_> = HINTS.iter().filter(|hint_of| !used(hint_of)).collect();

        assert!(unused.is_empty(), "no message was seen for {unused:?}");
    }

    #[test]
    fn an_unknown_cause_gets_no_advice() {
        assert_eq!(hint_of(&RootCause::new("It", "AWS::SQS::Queue", "Model validation failed")), None);
    }
}
