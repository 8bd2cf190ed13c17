//! The users' images: objects under `images/{sub}/` of the stage's image bucket.

use serde::Serialize;

use super::{AwsError, artifacts::S3, aws_error};

/// The number and size of a user's images.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImageTotals {
    /// At least; exactly, if that is all.
    pub(crate) objects: u64,
    pub(crate) size_bytes: u64,
    pub(crate) complete: bool,
}

/// How many pages of 1000 objects are counted: of a user with more, the rest is not worth the wait.
const MOST_PAGES: usize = 2;

pub(crate) trait Images {
    async fn totals(&self, bucket: &str, sub: &str) -> Result<ImageTotals, AwsError>;
}

impl Images for S3 {
    async fn totals(&self, bucket: &str, sub: &str) -> Result<ImageTotals, AwsError> {
        let request = self.client.list_objects_v2().bucket(bucket).prefix(format!("images/{sub}/"));
        let mut pages = request.into_paginator().send();
        let mut totals = ImageTotals::default();
        for _ in 0..MOST_PAGES {
            let Some(page) = pages.next().await else { break };
            let page = page.map_err(aws_error("s3:ListBucket"))?;
            totals.complete = page.is_truncated != Some(true);
            for object in page.contents.unwrap_or_default() {
                totals.objects += 1;
                totals.size_bytes += object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
            }
        }
        Ok(totals)
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// The same totals for every user.
    #[derive(Default)]
    pub(crate) struct FakeImages(pub(crate) ImageTotals);

    impl Images for FakeImages {
        async fn totals(&self, _bucket: &str, _sub: &str) -> Result<ImageTotals, AwsError> {
            Ok(self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        AwsErrorKind,
        replay::{Answer, Replay},
    };

    const FIRST: &str = "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&prefix=images%2Fada%2F";
    const NEXT: &str =
        "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&prefix=images%2Fada%2F&continuation-token=2";

    const FIRST_PAGE: &str = "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>2</NextContinuationToken>\
        <Contents><Key>images/ada/1</Key><Size>10</Size></Contents></ListBucketResult>";
    const LAST_PAGE: &str = "<ListBucketResult><IsTruncated>false</IsTruncated>\
        <Contents><Key>images/ada/2</Key><Size>5</Size></Contents></ListBucketResult>";

    #[tokio::test]
    async fn totals_count_the_objects_of_two_pages_and_say_whether_there_are_more() {
        let totals = async |second: &str| {
            let pages = Replay::new([Answer::xml(FIRST, 200, FIRST_PAGE), Answer::xml(NEXT, 200, second)]);
            S3::new(&pages.config()).totals("bucket", "ada").await.expect("listed")
        };

        assert_eq!(totals(LAST_PAGE).await, ImageTotals { objects: 2, size_bytes: 15, complete: true });
        assert_eq!(totals(FIRST_PAGE).await, ImageTotals { objects: 2, size_bytes: 20, complete: false });
    }

    #[tokio::test]
    async fn a_refusal_names_the_action_to_allow() {
        let refusal = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
        let s3 = S3::new(&Replay::new([Answer::xml(FIRST, 403, refusal)]).config());

        let error = s3.totals("bucket", "ada").await.expect_err("refused");

        assert_eq!((error.kind, error.action), (AwsErrorKind::NotAllowed, "s3:ListBucket"));
    }
}
