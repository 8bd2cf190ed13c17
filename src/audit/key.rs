//! The stage's key, by which the audit trail names people and items without saying who and what they are.

use aws_lc_rs::{hmac, rand};

use crate::{
    aws::{
        AwsError,
        artifacts::{Artifacts, Bucket, Condition},
    },
    digest::hex,
    error::Failure,
    exit::Exit,
};

/// The key's place in the artifact bucket. A persona that may read it can match a pseudonym, so it is a secret of the
/// stage: without it, subs and addresses can't be tried out.
const PLACE: &str = "keys/pseudonyms";

const BYTES: usize = 32;

/// As many bytes of the HMAC as a pseudonym shows: 64 bits, so that two users of one stage don't share one.
const SHOWN_BYTES: usize = 8;

#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    #[error("could not read the stage's key for pseudonyms")]
    Unreadable(#[source] AwsError),
    #[error("`{PLACE}` in bucket {bucket} is not a key of {BYTES} bytes")]
    Damaged { bucket: String },
}

impl Failure for KeyError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable(error) => error.hint(),
            Self::Damaged { .. } => Some("restore an earlier version of the object: the bucket is versioned".into()),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(error) => Failure::code(error),
            Self::Damaged { .. } => "damaged_key",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Unreadable(error) => error.exit(),
            Self::Damaged { .. } => Exit::Failure,
        }
    }

    fn aws_code(&self) -> Option<&str> {
        match self {
            Self::Unreadable(error) => error.aws_code(),
            Self::Damaged { .. } => None,
        }
    }

    fn request_id(&self) -> Option<&str> {
        match self {
            Self::Unreadable(error) => Failure::request_id(error),
            Self::Damaged { .. } => None,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct PseudonymKey(hmac::Key);

impl PseudonymKey {
    fn new(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == BYTES).then(|| Self(hmac::Key::new(hmac::HMAC_SHA256, bytes)))
    }

    /// The stage's key; `None` until one has been needed.
    pub(crate) async fn read(artifacts: &impl Artifacts, bucket: &Bucket) -> Result<Option<Self>, KeyError> {
        let Some(content) = artifacts.get(bucket, PLACE).await.map_err(KeyError::Unreadable)? else { return Ok(None) };
        let damaged = || KeyError::Damaged { bucket: bucket.name.clone() };
        Self::new(&content.body).map(Some).ok_or_else(damaged)
    }

    /// The stage's key, created when it is first needed.
    pub(crate) async fn read_or_create(artifacts: &impl Artifacts, bucket: &Bucket) -> Result<Self, KeyError> {
        if let Some(key) = Self::read(artifacts, bucket).await? {
            return Ok(key);
        }
        Self::create(artifacts, bucket).await.map_err(KeyError::Unreadable)?;
        Self::read(artifacts, bucket).await?.ok_or_else(|| KeyError::Damaged { bucket: bucket.name.clone() })
    }

    /// Whether the stage has a key.
    pub(crate) async fn exists(artifacts: &impl Artifacts, bucket: &Bucket) -> Result<bool, AwsError> {
        artifacts.has(bucket, PLACE).await
    }

    /// Creates the stage's key unless there is one.
    pub(crate) async fn create(artifacts: &impl Artifacts, bucket: &Bucket) -> Result<(), AwsError> {
        const CONFLICTS: [&str; 2] = ["PreconditionFailed", "ConditionalRequestConflict"];
        let mut bytes = [0; BYTES];
        rand::fill(&mut bytes).map_err(|_| AwsError::refused("s3:PutObject", "NoRandomness", "no random numbers"))?;
        match artifacts.put_if(bucket, PLACE, bytes.to_vec(), Condition::New).await {
            Err(error) if error.code.as_deref().is_some_and(|code| CONFLICTS.contains(&code)) => Ok(()),
            put => put.map(drop),
        }
    }

    /// What stands for `text` in this stage's records.
    pub(crate) fn pseudonym(&self, text: &str) -> String {
        let tag = hmac::sign(&self.0, text.as_bytes());
        hex(&tag.as_ref()[..SHOWN_BYTES])
    }

    /// A key for another use, of 32 bytes.
    pub(super) fn derived(&self, purpose: &str) -> Vec<u8> {
        hmac::sign(&self.0, purpose.as_bytes()).as_ref().to_vec()
    }

    #[cfg(test)]
    pub(crate) fn of_test() -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &[7; BYTES]))
    }

    #[cfg(test)]
    pub(super) fn of_another_test() -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &[8; BYTES]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::artifacts::fake::{FakeArtifacts, bucket};

    #[tokio::test]
    async fn the_first_creates_the_key_and_all_use_the_same() {
        let artifacts = FakeArtifacts::default();
        assert!(PseudonymKey::read(&artifacts, &bucket()).await.expect("readable").is_none());

        let first = PseudonymKey::read_or_create(&artifacts, &bucket()).await.expect("created");
        PseudonymKey::create(&artifacts, &bucket()).await.expect("leaves it");
        let second = PseudonymKey::read_or_create(&artifacts, &bucket()).await.expect("read");

        assert_eq!(first.pseudonym("ada"), second.pseudonym("ada"));
        assert_eq!(artifacts.keys(), [PLACE]);
    }

    #[tokio::test]
    async fn another_stage_has_other_pseudonyms() {
        let of_stage =
            async || PseudonymKey::read_or_create(&FakeArtifacts::default(), &bucket()).await.expect("a key");

        let (dev, prod) = (of_stage().await.pseudonym("ada"), of_stage().await.pseudonym("ada"));

        assert_ne!(dev, prod);
        assert_eq!(dev.len(), 2 * SHOWN_BYTES);
    }

    /// Computed by Python's hmac module.
    #[test]
    fn a_pseudonym_is_the_start_of_an_hmac_sha256() {
        assert_eq!(PseudonymKey::of_test().pseudonym("ada"), "cf2f093f9c4c3f39");
    }

    #[tokio::test]
    async fn what_is_no_key_is_not_used_as_one() {
        let error = PseudonymKey::read(&FakeArtifacts::of(&[(PLACE, "short")]), &bucket()).await.expect_err("damaged");

        assert_eq!(error.to_string(), "`keys/pseudonyms` in bucket bucket is not a key of 32 bytes");
    }
}
