//! The settings of the artifact bucket: private, TLS only, versioned, and with a lifecycle that is safe for releases.
//!
//! No current object expires by age: the deployed release may be a year old, and CloudFormation reads its code again
//! when the next deployment is rolled back. srvls deletes what no retained release needs (`releases::prune`); only
//! noncurrent versions and unfinished uploads expire. S3 encrypts every object by default.

use std::collections::BTreeMap;

use aws_sdk_s3::{
    error::ProvideErrorMetadata as _,
    types::{
        AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, BucketLocationConstraint, BucketVersioningStatus,
        CreateBucketConfiguration, ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter,
        NoncurrentVersionExpiration, PublicAccessBlockConfiguration, Tag, Tagging, VersioningConfiguration,
    },
};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{
    Artifacts as _, Bucket, S3,
    repair::{BucketCheck, Repair, made},
};
use crate::aws::{AwsError, Partition, aws_error};

/// The tag of a bucket that srvls created.
const MARK: (&str, &str) = ("srvls:artifacts", "true");
const RULE: &str = "srvls-former-versions";
const STATEMENT: &str = "SrvlsTlsOnly";
/// How long deleted and overwritten objects can be restored.
const NONCURRENT_DAYS: i32 = 90;
const UNFINISHED_UPLOAD_DAYS: i32 = 7;

impl S3 {
    /// Looks for the bucket and at all its settings at once: versioned, private, TLS only, lifecycle, `tags`.
    ///
    /// # Errors
    /// When it is not known whether the bucket exists, or another account owns it.
    pub(crate) async fn check_bucket(
        &self,
        bucket: &Bucket,
        tags: &BTreeMap<String, String>,
    ) -> Result<BucketCheck, AwsError> {
        let (exists, tag, private, versions, tls, lifecycle) = tokio::join!(
            self.bucket_exists(bucket),
            self.tags_repair(bucket, tags),
            self.privacy_repair(bucket),
            self.versions_repair(bucket),
            self.tls_repair(bucket),
            self.lifecycle_repair(bucket),
        );
        if !exists? {
            return Ok(BucketCheck::Missing);
        }
        let (mut repairs, mut problems) = (Vec::new(), Vec::new());
        let lifecycle = lifecycle.map(|(repair, foreign)| {
            let deletes =
                |rule| format!("its lifecycle rule `{rule}` deletes objects by age, which a rollback may need");
            problems.extend(foreign.into_iter().map(deletes));
            repair
        });
        for checked in [tag, private, versions, tls, lifecycle] {
            match checked {
                Ok(repair) => repairs.extend(repair),
                Err(unread) => problems.push(unread.to_string()),
            }
        }
        Ok(BucketCheck::Present { repairs, problems })
    }

    /// Creates or repairs the bucket after its check. Returns a message for each setting that is not as it should be.
    pub(crate) async fn set_up_bucket(
        &self,
        bucket: &Bucket,
        tags: &BTreeMap<String, String>,
        check: BucketCheck,
    ) -> Result<Vec<String>, AwsError> {
        let BucketCheck::Present { repairs, mut problems } = check else {
            self.create(bucket, tags).await?;
            return Ok(Vec::new());
        };
        let made = join_all(repairs.into_iter().map(Repair::make)).await;
        problems.extend(made.into_iter().filter_map(Result::err).map(|error| error.to_string()));
        Ok(problems)
    }

    async fn create(&self, bucket: &Bucket, tags: &BTreeMap<String, String>) -> Result<(), AwsError> {
        // us-east-1 is the only region that must not be given as a location.
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
        let elsewhere = (self.region != "us-east-1").then(|| {
            let constraint = BucketLocationConstraint::from(self.region.as_str());
            CreateBucketConfiguration::builder().location_constraint(constraint).build()
        });
        let create = self.client.create_bucket().bucket(&bucket.name).set_create_bucket_configuration(elsewhere);
        match create.send().await {
            // Another deployment has just created it.
            Err(error) if error.code() == Some("BucketAlreadyOwnedByYou") => {}
            created => drop(created.map_err(aws_error("s3:CreateBucket"))?),
        }
        // The tag first: if the deployment is killed here, srvls still recognizes the bucket as its own.
        made(self.tags_repair(bucket, tags).await?).await?;
        made(self.privacy_repair(bucket).await?).await?;
        made(self.versions_repair(bucket).await?).await?;
        made(self.lifecycle_repair(bucket).await?.0).await?;
        made(self.tls_repair(bucket).await?).await
    }

    pub(super) async fn is_marked(&self, bucket: &Bucket) -> Result<bool, AwsError> {
        Ok(self.tags(bucket).await?.get(MARK.0).is_some_and(|value| value == MARK.1))
    }

    async fn tags(&self, bucket: &Bucket) -> Result<BTreeMap<String, String>, AwsError> {
        let Bucket { name, owner } = bucket;
        match self.client.get_bucket_tagging().bucket(name).expected_bucket_owner(owner).send().await {
            Ok(output) => Ok(output.tag_set.into_iter().map(|tag| (tag.key, tag.value)).collect()),
            Err(error) if error.code() == Some("NoSuchTagSet") => Ok(BTreeMap::new()),
            Err(error) => Err(aws_error("s3:GetBucketTagging")(error)),
        }
    }

    async fn tags_repair(&self, bucket: &Bucket, tags: &BTreeMap<String, String>) -> Result<Option<Repair>, AwsError> {
        let Bucket { name, owner } = bucket;
        let existing = self.tags(bucket).await?;
        let mut wanted = existing.clone();
        wanted.extend(tags.clone());
        wanted.insert(MARK.0.to_owned(), MARK.1.to_owned());
        if wanted == existing {
            return Ok(None);
        }
        let tags = wanted.into_iter().filter_map(|(key, value)| Tag::builder().key(key).value(value).build().ok());
        let tags = Tagging::builder().set_tag_set(Some(tags.collect())).build();
        let tags = tags.map_err(|_| AwsError::empty_answer("s3:PutBucketTagging"))?;
        let request = self.client.put_bucket_tagging().bucket(name).expected_bucket_owner(owner).tagging(tags);
        Ok(Some(Repair::Tags(request)))
    }

    async fn privacy_repair(&self, bucket: &Bucket) -> Result<Option<Repair>, AwsError> {
        let Bucket { name, owner } = bucket;
        let private = PublicAccessBlockConfiguration::builder()
            .block_public_acls(true)
            .block_public_policy(true)
            .ignore_public_acls(true)
            .restrict_public_buckets(true)
            .build();
        let existing =
            match self.client.get_public_access_block().bucket(name).expected_bucket_owner(owner).send().await {
                Ok(output) => output.public_access_block_configuration,
                Err(error) if error.code() == Some("NoSuchPublicAccessBlockConfiguration") => None,
                Err(error) => return Err(aws_error("s3:GetBucketPublicAccessBlock")(error)),
            };
        if existing.as_ref() == Some(&private) {
            return Ok(None);
        }
        let request = self
            .client
            .put_public_access_block()
            .bucket(name)
            .expected_bucket_owner(owner)
            .public_access_block_configuration(private);
        Ok(Some(Repair::Private(request)))
    }

    async fn versions_repair(&self, bucket: &Bucket) -> Result<Option<Repair>, AwsError> {
        let Bucket { name, owner } = bucket;
        let request = self.client.get_bucket_versioning().bucket(name).expected_bucket_owner(owner);
        let existing = request.send().await.map_err(aws_error("s3:GetBucketVersioning"))?;
        if existing.status == Some(BucketVersioningStatus::Enabled) {
            return Ok(None);
        }
        let enabled = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).build();
        let request = self
            .client
            .put_bucket_versioning()
            .bucket(name)
            .expected_bucket_owner(owner)
            .versioning_configuration(enabled);
        Ok(Some(Repair::Versions(request)))
    }

    /// The TLS-only policy, but not on an emulator: it has no TLS, so the policy would deny every call.
    async fn tls_repair(&self, bucket: &Bucket) -> Result<Option<Repair>, AwsError> {
        let Bucket { name, owner } = bucket;
        if self.endpoint_url.as_deref().is_some_and(|url| url.starts_with("http://")) {
            return Ok(None);
        }
        let existing = match self.client.get_bucket_policy().bucket(name).expected_bucket_owner(owner).send().await {
            Ok(output) => output.policy,
            Err(error) if error.code() == Some("NoSuchBucketPolicy") => None,
            Err(error) => return Err(aws_error("s3:GetBucketPolicy")(error)),
        };
        let Some(policy) = with_tls_only(existing.as_deref(), bucket, Partition::of(&self.region)) else {
            return Ok(None);
        };
        let request =
            self.client.put_bucket_policy().bucket(name).expected_bucket_owner(owner).policy(policy.to_string());
        Ok(Some(Repair::Tls(request)))
    }

    /// Our rule beside the existing ones, and the names of rules that delete by age.
    async fn lifecycle_repair(&self, bucket: &Bucket) -> Result<(Option<Repair>, Vec<String>), AwsError> {
        let Bucket { name, owner } = bucket;
        let existing = match self
            .client
            .get_bucket_lifecycle_configuration()
            .bucket(name)
            .expected_bucket_owner(owner)
            .send()
            .await
        {
            Ok(output) => output.rules.unwrap_or_default(),
            Err(error) if error.code() == Some("NoSuchLifecycleConfiguration") => Vec::new(),
            Err(error) => return Err(aws_error("s3:GetLifecycleConfiguration")(error)),
        };
        let foreign = existing.iter().filter(|rule| deletes_by_age(rule)).filter_map(|rule| rule.id.clone()).collect();
        let ours = noncurrent_rule()?;
        if existing.contains(&ours) {
            return Ok((None, foreign));
        }
        let mut rules: Vec<LifecycleRule> = existing.into_iter().filter(|rule| rule.id() != Some(RULE)).collect();
        rules.push(ours);
        let rules = BucketLifecycleConfiguration::builder().set_rules(Some(rules)).build();
        let rules = rules.map_err(|_| AwsError::empty_answer("s3:PutLifecycleConfiguration"))?;
        let request = self
            .client
            .put_bucket_lifecycle_configuration()
            .bucket(name)
            .expected_bucket_owner(owner)
            .lifecycle_configuration(rules);
        Ok((Some(Repair::Lifecycle(request)), foreign))
    }
}

fn noncurrent_rule() -> Result<LifecycleRule, AwsError> {
    let former = NoncurrentVersionExpiration::builder().noncurrent_days(NONCURRENT_DAYS).build();
    let unfinished = AbortIncompleteMultipartUpload::builder().days_after_initiation(UNFINISHED_UPLOAD_DAYS).build();
    LifecycleRule::builder()
        .id(RULE)
        .status(ExpirationStatus::Enabled)
        .filter(LifecycleRuleFilter::builder().prefix("").build())
        .noncurrent_version_expiration(former)
        // Delete markers of objects without any version left.
        .expiration(LifecycleExpiration::builder().expired_object_delete_marker(true).build())
        .abort_incomplete_multipart_upload(unfinished)
        .build()
        .map_err(|_| AwsError::empty_answer("s3:PutLifecycleConfiguration"))
}

fn deletes_by_age(rule: &LifecycleRule) -> bool {
    let by_age = |expiration: &LifecycleExpiration| expiration.days.is_some() || expiration.date.is_some();
    rule.status == ExpirationStatus::Enabled && rule.expiration().is_some_and(by_age)
}

/// The policy with our statement added; `None` if it already has it.
fn with_tls_only(policy: Option<&str>, bucket: &Bucket, partition: Partition) -> Option<Value> {
    let arn = format!("arn:{}:s3:::{bucket}", partition.name());
    let ours = json!({
        "Sid": STATEMENT,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, format!("{arn}/*")],
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    });
    let existing: Option<Value> = policy.and_then(|policy| serde_json::from_str(policy).ok());
    let mut policy = existing.unwrap_or_else(|| json!({ "Version": "2012-10-17", "Statement": [] }));
    let statements = match policy["Statement"].take() {
        Value::Array(statements) => statements,
        one => vec![one],
    };
    if statements.iter().any(|statement| statement["Sid"] == STATEMENT) {
        return None;
    }
    policy["Statement"] = statements.into_iter().chain([ours]).collect();
    Some(policy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        artifacts::fake::bucket,
        replay::{Answer, Replay},
    };

    const LIFECYCLE: &str = "https://bucket.s3.us-east-1.amazonaws.com/?lifecycle";
    const TAGGING: &str = "https://bucket.s3.us-east-1.amazonaws.com/?tagging";
    const BY_AGE: &str = "<LifecycleConfiguration><Rule><ID>tidy</ID><Status>Enabled</Status><Filter/>\
        <Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>";
    const OURS: &str = "<LifecycleConfiguration><Rule><ID>srvls-former-versions</ID><Status>Enabled</Status>\
        <Filter><Prefix></Prefix></Filter>\
        <Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>\
        <NoncurrentVersionExpiration><NoncurrentDays>90</NoncurrentDays></NoncurrentVersionExpiration>\
        <AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>\
        </Rule></LifecycleConfiguration>";

    #[tokio::test]
    async fn our_rule_is_added_to_existing_ones_and_a_rule_that_deletes_by_age_is_named() {
        let replay = Replay::new([Answer::xml(LIFECYCLE, 200, BY_AGE), Answer::xml(LIFECYCLE, 200, "")]);

        let (repair, foreign) = S3::new(&replay.config()).lifecycle_repair(&bucket()).await.expect("read");
        assert_eq!(replay.requests().len(), 1, "nothing is written before the repair is made");
        made(repair).await.expect("set");

        assert_eq!(foreign, ["tidy"]);
        let put = replay.requests()[1].body.to_string();
        assert!(put.contains("<ID>tidy</ID>") && put.contains("<NoncurrentDays>90</NoncurrentDays>"), "{put}");
        let ours = put.split("<Rule>").find(|rule| rule.contains(RULE)).expect("our rule");
        assert!(!ours.contains("<Days>"), "nothing current may expire by its age: {ours}");
    }

    #[tokio::test]
    async fn an_existing_setting_is_not_set_again() {
        let replay = Replay::new([Answer::xml(LIFECYCLE, 200, OURS)]);

        let (repair, foreign) = S3::new(&replay.config()).lifecycle_repair(&bucket()).await.expect("read");

        assert!(repair.is_none() && foreign.is_empty());
    }

    #[tokio::test]
    async fn the_stages_tags_and_our_mark_are_added_to_existing_tags() {
        let existing = "<Tagging><TagSet><Tag><Key>cost</Key><Value>1</Value></Tag></TagSet></Tagging>";
        let replay = Replay::new([Answer::xml(TAGGING, 200, existing), Answer::xml(TAGGING, 204, "")]);

        let tags = BTreeMap::from([("team".to_owned(), "platform".to_owned())]);
        let repair = S3::new(&replay.config()).tags_repair(&bucket(), &tags).await.expect("read");
        made(repair).await.expect("tagged");

        let put = replay.requests()[1].body.to_string();
        assert!(["cost", "team", MARK.0].iter().all(|key| put.contains(&format!("<Key>{key}</Key>"))), "{put}");
    }

    #[tokio::test]
    async fn a_bucket_without_our_mark_is_not_ours() {
        let existing = "<Tagging><TagSet><Tag><Key>cost</Key><Value>1</Value></Tag></TagSet></Tagging>";
        let replay = Replay::new([Answer::xml(TAGGING, 200, existing)]);

        assert!(!S3::new(&replay.config()).is_marked(&bucket()).await.expect("looked"));
    }

    #[test]
    fn the_tls_only_statement_is_added_to_the_policy_once() {
        let first = with_tls_only(None, &bucket(), Partition::Aws).expect("lacks it");
        let foreign = r#"{"Version":"2012-10-17","Statement":{"Sid":"Theirs"}}"#;
        let joined = with_tls_only(Some(foreign), &bucket(), Partition::Aws).expect("lacks it");

        assert_eq!(first["Statement"][0]["Resource"], json!(["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]));
        assert_eq!(
            (&joined["Statement"][0]["Sid"], &joined["Statement"][1]["Sid"]),
            (&json!("Theirs"), &json!(STATEMENT))
        );
        assert_eq!(with_tls_only(Some(&joined.to_string()), &bucket(), Partition::Aws), None);
    }
}
