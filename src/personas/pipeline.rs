//! The roles of a pipeline, which may do less than ops: a preview executes nothing, and neither of them sees a user.

use super::{Policy, grants::Scope, on_behalf, parts::Part, policies};

/// What a pipeline does with a stage, each with a role of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    /// `srvls diff`
    Preview,
    /// `srvls deploy` and `srvls rollback` of a stage that exists
    Deploy,
}

/// A preview reads no drift: that takes the permission to read every resource.
const PREVIEW: &[(Scope, &str)] = &[
    (
        Scope::Stack,
        "cloudformation:CreateChangeSet cloudformation:DescribeStacks cloudformation:GetTemplate \
         cloudformation:ListChangeSets cloudformation:ListStackResources",
    ),
    (Scope::Transform, "cloudformation:CreateChangeSet"),
    (Scope::ChangeSets, "cloudformation:DeleteChangeSet cloudformation:DescribeChangeSet"),
    (
        Scope::ArtifactBucket,
        "s3:GetBucketPolicy s3:GetBucketPublicAccessBlock s3:GetBucketTagging s3:GetBucketVersioning \
         s3:GetLifecycleConfiguration s3:ListBucket",
    ),
    (Scope::Packages, "s3:GetObject s3:PutObject"),
    (Scope::Functions, "lambda:GetAlias lambda:GetFunction"),
    (Scope::AuditLog, "logs:CreateLogStream logs:PutLogEvents"),
];

/// Not what deletes the stack, its bucket or a table's items, and not what reads, invokes or signs in.
const DEPLOY: &[(Scope, &str)] = &[
    (
        Scope::Stack,
        "cloudformation:CancelUpdateStack cloudformation:ContinueUpdateRollback cloudformation:CreateChangeSet \
         cloudformation:DescribeEvents cloudformation:DescribeStackEvents cloudformation:DescribeStackResourceDrifts \
         cloudformation:DescribeStacks cloudformation:DetectStackDrift cloudformation:DetectStackResourceDrift \
         cloudformation:GetTemplate cloudformation:ListChangeSets cloudformation:ListStackResources \
         cloudformation:RollbackStack cloudformation:SetStackPolicy cloudformation:UpdateTerminationProtection",
    ),
    (Scope::Transform, "cloudformation:CreateChangeSet"),
    (
        Scope::ChangeSets,
        "cloudformation:DeleteChangeSet cloudformation:DescribeChangeSet cloudformation:ExecuteChangeSet",
    ),
    (
        Scope::ArtifactBucket,
        "s3:CreateBucket s3:GetBucketPolicy s3:GetBucketPublicAccessBlock s3:GetBucketTagging s3:GetBucketVersioning \
         s3:GetLifecycleConfiguration s3:ListBucket s3:PutBucketPolicy s3:PutBucketPublicAccessBlock \
         s3:PutBucketTagging s3:PutBucketVersioning s3:PutLifecycleConfiguration",
    ),
    // Old artifacts are deleted after a deployment.
    (Scope::Artifacts, "s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:PutObject"),
    (Scope::Functions, "lambda:GetAlias lambda:GetFunction"),
    (
        Scope::AuditLog,
        "logs:CreateLogGroup logs:CreateLogStream logs:FilterLogEvents logs:PutLogEvents logs:PutRetentionPolicy \
         logs:TagResource",
    ),
    (
        Scope::Anything,
        "cloudformation:DescribeStackDriftDetectionStatus cloudwatch:DescribeAlarms cloudwatch:GetAlarmMuteRule \
         cloudwatch:GetMetricData cloudwatch:ListAlarmMuteRules",
    ),
];

/// The policies of the role of `job`, for the stage whose stacks are `parts`, and the resource types that srvls does not
/// know. `name` begins the name of each policy.
pub(crate) fn job_policies(job: Job, name: &str, parts: &[Part]) -> (Vec<Policy>, Vec<String>) {
    let Some(Part { place, .. }) = parts.first() else { return Default::default() };
    let mut all = policies(name, needed(job), place);
    let mut unknown = Vec::new();
    if job == Job::Deploy {
        for part in parts {
            let found = on_behalf(part.kinds.iter().map(String::as_str), &part.place);
            unknown.extend(found.unknown);
            all.extend(found.policies);
        }
    }
    for (index, policy) in all.iter_mut().enumerate() {
        policy.name = format!("{name}-{}", index + 1);
    }
    (all, unknown)
}

fn needed(job: Job) -> impl Iterator<Item = (Scope, &'static str)> {
    let table = match job {
        Job::Preview => PREVIEW,
        Job::Deploy => DEPLOY,
    };
    table.iter().flat_map(|(scope, actions)| actions.split_whitespace().map(|action| (*scope, action)))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Persona, Place, grants::GRANTS},
        *,
    };

    fn granted(scope: Scope, action: &str) -> bool {
        // Packages are some of the artifacts.
        let scope = if scope == Scope::Packages { Scope::Artifacts } else { scope };
        let of_ops = GRANTS.iter().filter(|grant| grant.personas.contains(&Persona::Ops) && grant.scope == scope);
        of_ops.flat_map(|grant| grant.actions).any(|named| *named == action)
    }

    #[test]
    fn a_pipeline_may_do_nothing_that_ops_may_not() {
        for job in [Job::Preview, Job::Deploy] {
            for (scope, action) in needed(job) {
                assert!(granted(scope, action), "{job:?}: {action} on {scope:?}");
            }
        }
    }

    #[test]
    fn a_pipeline_sees_no_user_and_takes_nothing_down() {
        for (scope, action) in needed(Job::Preview).chain(needed(Job::Deploy)) {
            for service in ["cognito-idp:", "dynamodb:", "iam:", "cloudtrail:", "sns:", "ses:"] {
                assert!(!action.starts_with(service), "{action}");
            }
            assert!(!matches!(scope, Scope::Images | Scope::LogGroups | Scope::AccessLog), "{action} on {scope:?}");
            let takes_down = ["DeleteStack", "DeleteBucket", "InvokeFunction", "DeleteObjectVersion"];
            assert!(!takes_down.iter().any(|it| action.ends_with(it)), "{action}");
        }
    }

    #[test]
    fn a_preview_executes_nothing_and_writes_only_packages() {
        let writes = |action: &&str| {
            let verb = action.split(':').nth(1).unwrap_or_default();
            !["Describe", "Get", "List"].iter().any(|read| verb.starts_with(read))
        };
        let written: Vec<(Scope, &str)> = needed(Job::Preview).filter(|(_, action)| writes(action)).collect();

        assert_eq!(
            written,
            [
                (Scope::Stack, "cloudformation:CreateChangeSet"),
                (Scope::Transform, "cloudformation:CreateChangeSet"),
                (Scope::ChangeSets, "cloudformation:DeleteChangeSet"),
                (Scope::Packages, "s3:PutObject"),
                (Scope::AuditLog, "logs:CreateLogStream"),
                (Scope::AuditLog, "logs:PutLogEvents"),
            ]
        );
    }

    #[test]
    fn a_preview_has_one_policy_and_a_deployment_also_those_of_cloudformation() {
        let part = Part { place: Place::of_test(), kinds: vec!["AWS::SQS::Queue".into(), "AWS::Quantum::Leap".into()] };

        let (preview, _) = job_policies(Job::Preview, "github-a", std::slice::from_ref(&part));
        let (deploy, unknown) = job_policies(Job::Deploy, "github-a", &[part]);

        assert_eq!(preview.iter().map(|policy| policy.name.as_str()).collect::<Vec<_>>(), ["github-a-1"]);
        assert_eq!(deploy.len(), 2);
        assert!(deploy[1].document.to_string().contains("sqs:CreateQueue"), "{}", deploy[1].document);
        assert_eq!(unknown, ["AWS::Quantum::Leap"]);
    }
}
