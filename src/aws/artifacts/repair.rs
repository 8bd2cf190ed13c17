//! What is wrong with the artifact bucket, and the requests that mend it.

use aws_sdk_s3::operation::{
    put_bucket_lifecycle_configuration::builders::PutBucketLifecycleConfigurationFluentBuilder,
    put_bucket_policy::builders::PutBucketPolicyFluentBuilder,
    put_bucket_tagging::builders::PutBucketTaggingFluentBuilder,
    put_bucket_versioning::builders::PutBucketVersioningFluentBuilder,
    put_public_access_block::builders::PutPublicAccessBlockFluentBuilder,
};

use crate::aws::{AwsError, aws_error};

/// How the bucket is before a deployment, read without writing anything.
pub(crate) enum BucketCheck {
    /// It does not exist.
    Missing,
    Present {
        /// What makes its settings what they should be.
        repairs: Vec<Repair>,
        /// A message for each setting that could not be read, or that only its owner can decide.
        problems: Vec<String>,
    },
}

/// A request that makes one setting of the bucket what it should be.
pub(crate) enum Repair {
    Tags(PutBucketTaggingFluentBuilder),
    Private(PutPublicAccessBlockFluentBuilder),
    Versions(PutBucketVersioningFluentBuilder),
    Tls(PutBucketPolicyFluentBuilder),
    Lifecycle(PutBucketLifecycleConfigurationFluentBuilder),
}

impl Repair {
    pub(super) async fn make(self) -> Result<(), AwsError> {
        match self {
            Self::Tags(request) => request.send().await.map(drop).map_err(aws_error("s3:PutBucketTagging")),
            Self::Private(request) => {
                request.send().await.map(drop).map_err(aws_error("s3:PutBucketPublicAccessBlock"))
            }
            Self::Versions(request) => request.send().await.map(drop).map_err(aws_error("s3:PutBucketVersioning")),
            Self::Tls(request) => request.send().await.map(drop).map_err(aws_error("s3:PutBucketPolicy")),
            Self::Lifecycle(request) => {
                request.send().await.map(drop).map_err(aws_error("s3:PutLifecycleConfiguration"))
            }
        }
    }
}

/// Makes the repair, if one is needed.
pub(super) async fn made(repair: Option<Repair>) -> Result<(), AwsError> {
    match repair {
        Some(repair) => repair.make().await,
        None => Ok(()),
    }
}
