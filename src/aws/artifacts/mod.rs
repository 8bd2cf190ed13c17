//! The stage's artifact bucket: code and templates, named by the digest of their content, and the ledger of releases.

mod bucket;
mod repair;
mod s3;

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

pub(crate) use self::{repair::BucketCheck, s3::S3};
use super::AwsError;

/// A bucket, and the account that must own it. Its name is predictable: someone else could create it first, to receive
/// our code or to have us deploy theirs. So each call names the expected owner, and S3 rejects it for any other.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) owner: String,
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Serializes as its name.
impl Serialize for Bucket {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What `deploy`, `releases`, `rollback` and `destroy` need from S3.
pub(crate) trait Artifacts {
    /// Whether the bucket exists. An error when another account owns it.
    async fn bucket_exists(&self, bucket: &Bucket) -> Result<bool, AwsError>;

    /// Whether srvls created the bucket.
    async fn owns(&self, bucket: &Bucket) -> Result<bool, AwsError>;

    async fn has(&self, bucket: &Bucket, key: &str) -> Result<bool, AwsError>;

    async fn put(&self, bucket: &Bucket, key: &str, content_type: &str, body: Vec<u8>) -> Result<(), AwsError>;

    /// Writes the object if `condition` holds, and returns its ETag.
    async fn put_if(&self, bucket: &Bucket, key: &str, body: Vec<u8>, condition: Condition) -> Result<ETag, AwsError>;

    /// `None` when there is no such object.
    async fn get(&self, bucket: &Bucket, key: &str) -> Result<Option<Content>, AwsError>;

    /// Every object below `prefix`, sorted by key; empty when there is no bucket.
    async fn list(&self, bucket: &Bucket, prefix: &str) -> Result<Vec<Object>, AwsError>;

    /// Deletes the objects; a versioned bucket keeps their versions.
    async fn delete(&self, bucket: &Bucket, keys: &[String]) -> Result<(), AwsError>;

    /// Deletes every version of every object, and then the bucket; returns the number of versions.
    async fn purge(&self, bucket: &Bucket) -> Result<usize, AwsError>;

    /// The URL from which CloudFormation reads an object.
    fn url(&self, bucket: &Bucket, key: &str) -> String;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) key: String,
    pub(crate) size_bytes: u64,
    pub(crate) modified_at: Option<Timestamp>,
}

/// The content of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) body: Vec<u8>,
    pub(crate) etag: ETag,
}

/// S3's ETag, which changes with an object's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ETag(pub(crate) String);

/// The condition of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The object does not exist yet.
    New,
    /// The object still has this ETag.
    Unchanged(ETag),
}

#[cfg(test)]
pub(crate) mod fake {
    use std::{cell::RefCell, collections::BTreeMap};

    use super::*;

    /// One bucket in memory; the ETag of an object is its size.
    #[derive(Default)]
    pub(crate) struct FakeArtifacts(pub(crate) RefCell<BTreeMap<String, Vec<u8>>>);

    /// The bucket of the fake.
    pub(crate) fn bucket() -> Bucket {
        Bucket { name: "bucket".into(), owner: "123456789012".into() }
    }

    impl FakeArtifacts {
        pub(crate) fn of(objects: &[(&str, &str)]) -> Self {
            let object = |(key, text): &(&str, &str)| ((*key).to_owned(), text.as_bytes().to_vec());
            Self(RefCell::new(objects.iter().map(object).collect()))
        }

        pub(crate) fn keys(&self) -> Vec<String> {
            self.0.borrow().keys().cloned().collect()
        }
    }

    impl Artifacts for FakeArtifacts {
        async fn bucket_exists(&self, _bucket: &Bucket) -> Result<bool, AwsError> {
            Ok(true)
        }

        async fn owns(&self, _bucket: &Bucket) -> Result<bool, AwsError> {
            Ok(true)
        }

        async fn has(&self, _bucket: &Bucket, key: &str) -> Result<bool, AwsError> {
            Ok(self.0.borrow().contains_key(key))
        }

        async fn put(&self, _bucket: &Bucket, key: &str, _content_type: &str, body: Vec<u8>) -> Result<(), AwsError> {
            self.0.borrow_mut().insert(key.to_owned(), body);
            Ok(())
        }

        async fn put_if(
            &self,
            _bucket: &Bucket,
            key: &str,
            body: Vec<u8>,
            condition: Condition,
        ) -> Result<ETag, AwsError> {
            let there = self.0.borrow().get(key).map(|body| ETag(body.len().to_string()));
            let holds = match condition {
                Condition::New => there.is_none(),
                Condition::Unchanged(etag) => there == Some(etag),
            };
            if !holds {
                return Err(AwsError::service("s3:PutObject", "PreconditionFailed"));
            }
            let etag = ETag(body.len().to_string());
            self.0.borrow_mut().insert(key.to_owned(), body);
            Ok(etag)
        }

        async fn get(&self, _bucket: &Bucket, key: &str) -> Result<Option<Content>, AwsError> {
            let content = |body: &Vec<u8>| Content { body: body.clone(), etag: ETag(body.len().to_string()) };
            Ok(self.0.borrow().get(key).map(content))
        }

        async fn list(&self, _bucket: &Bucket, prefix: &str) -> Result<Vec<Object>, AwsError> {
            let objects = self.0.borrow();
            let below = objects.iter().filter(|(key, _)| key.starts_with(prefix));
            let object = |(key, body): (&String, &Vec<u8>)| Object {
                key: key.clone(),
                size_bytes: body.len() as u64,
                modified_at: Some(Timestamp::UNIX_EPOCH),
            };
            Ok(below.map(object).collect())
        }

        async fn delete(&self, _bucket: &Bucket, keys: &[String]) -> Result<(), AwsError> {
            self.0.borrow_mut().retain(|key, _| !keys.contains(key));
            Ok(())
        }

        async fn purge(&self, _bucket: &Bucket) -> Result<usize, AwsError> {
            Ok(std::mem::take(&mut *self.0.borrow_mut()).len())
        }

        fn url(&self, bucket: &Bucket, key: &str) -> String {
            format!("https://{bucket}.s3.us-east-1.amazonaws.com/{key}")
        }
    }
}
