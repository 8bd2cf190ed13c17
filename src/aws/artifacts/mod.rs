//! The stage's artifact bucket: code and templates, named by what they hold, and the ledger of releases.

mod bucket;
mod s3;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub(crate) use self::s3::S3;
use super::AwsError;

/// What `deploy`, `releases`, `rollback` and `destroy` need from S3.
pub(crate) trait Artifacts {
    /// Whether the bucket is there. An error when it is somebody else's.
    async fn bucket_exists(&self, bucket: &str, account: &str) -> Result<bool, AwsError>;

    /// Makes the bucket unless it is there and ours, and mends what its settings lack: versions, private, TLS only,
    /// a lifecycle, `tags`. What could not be mended comes back as a sentence each.
    async fn ensure_bucket(
        &self,
        bucket: &str,
        account: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<Vec<String>, AwsError>;

    /// Whether srvls made the bucket.
    async fn owns(&self, bucket: &str) -> Result<bool, AwsError>;

    async fn has(&self, bucket: &str, key: &str) -> Result<bool, AwsError>;

    async fn put(&self, bucket: &str, key: &str, content_type: &str, body: Vec<u8>) -> Result<(), AwsError>;

    /// Writes JSON if `condition` holds, and gives the mark of what is there now.
    async fn put_if(&self, bucket: &str, key: &str, body: Vec<u8>, condition: Condition) -> Result<ETag, AwsError>;

    /// `None` when there is no such object.
    async fn get(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>, AwsError>;

    /// Every object below `prefix`, sorted by key; none when there is no bucket.
    async fn list(&self, bucket: &str, prefix: &str) -> Result<Vec<Object>, AwsError>;

    /// Deletes the objects; a bucket with versions keeps these.
    async fn delete(&self, bucket: &str, keys: &[String]) -> Result<(), AwsError>;

    /// Deletes every version of every object, and the bucket; gives the number of versions.
    async fn purge(&self, bucket: &str) -> Result<usize, AwsError>;

    /// The address under which CloudFormation reads an object.
    fn url(&self, bucket: &str, key: &str) -> String;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) key: String,
    pub(crate) size_bytes: u64,
    pub(crate) modified_at: Option<Timestamp>,
}

/// S3's mark of an object's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ETag(pub(crate) String);

/// When a write may happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Nobody wrote it before.
    New,
    /// It is still what it was.
    Unchanged(ETag),
}

#[cfg(test)]
pub(crate) mod fake {
    use std::cell::RefCell;

    use super::*;

    /// One bucket in memory; a write's mark is its size.
    #[derive(Default)]
    pub(crate) struct FakeArtifacts(pub(crate) RefCell<BTreeMap<String, Vec<u8>>>);

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
        async fn bucket_exists(&self, _bucket: &str, _account: &str) -> Result<bool, AwsError> {
            Ok(true)
        }

        async fn ensure_bucket(
            &self,
            _bucket: &str,
            _account: &str,
            _tags: &BTreeMap<String, String>,
        ) -> Result<Vec<String>, AwsError> {
            Ok(Vec::new())
        }

        async fn owns(&self, _bucket: &str) -> Result<bool, AwsError> {
            Ok(true)
        }

        async fn has(&self, _bucket: &str, key: &str) -> Result<bool, AwsError> {
            Ok(self.0.borrow().contains_key(key))
        }

        async fn put(&self, _bucket: &str, key: &str, _content_type: &str, body: Vec<u8>) -> Result<(), AwsError> {
            self.0.borrow_mut().insert(key.to_owned(), body);
            Ok(())
        }

        async fn put_if(
            &self,
            _bucket: &str,
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

        async fn get(&self, _bucket: &str, key: &str) -> Result<Option<Vec<u8>>, AwsError> {
            Ok(self.0.borrow().get(key).cloned())
        }

        async fn list(&self, _bucket: &str, prefix: &str) -> Result<Vec<Object>, AwsError> {
            let objects = self.0.borrow();
            let below = objects.iter().filter(|(key, _)| key.starts_with(prefix));
            let object = |(key, body): (&String, &Vec<u8>)| Object {
                key: key.clone(),
                size_bytes: body.len() as u64,
                modified_at: Some(Timestamp::UNIX_EPOCH),
            };
            Ok(below.map(object).collect())
        }

        async fn delete(&self, _bucket: &str, keys: &[String]) -> Result<(), AwsError> {
            self.0.borrow_mut().retain(|key, _| !keys.contains(key));
            Ok(())
        }

        async fn purge(&self, _bucket: &str) -> Result<usize, AwsError> {
            Ok(std::mem::take(&mut *self.0.borrow_mut()).len())
        }

        fn url(&self, bucket: &str, key: &str) -> String {
            format!("https://{bucket}.s3.us-east-1.amazonaws.com/{key}")
        }
    }
}
