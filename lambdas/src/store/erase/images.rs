//! Erases the images of a user, in every version.

use aws_sdk_s3::Client;
use lambda_runtime::Error;

use super::Erase;
use crate::{
    aws::{AwsError, sdk_config},
    domain::UserId,
    settings::setting,
    store::versions::delete_versions,
};

pub(crate) struct OwnedImages {
    client: Client,
    bucket: String,
}

impl OwnedImages {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), bucket: setting("IMAGES_BUCKET")? })
    }
}

impl Erase for OwnedImages {
    async fn erase(&self, owner: &UserId) -> Result<(), AwsError> {
        delete_versions(&self.client, &self.bucket, &format!("images/{}/", owner.as_str()), "erase images").await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::replay::Replay;

    const TWO: &str = "<ListVersionsResult><Version><Key>images/ada/1.png</Key><VersionId>v1</VersionId></Version>\
        <DeleteMarker><Key>images/ada/1.png</Key><VersionId>v2</VersionId></DeleteMarker></ListVersionsResult>";
    const NONE: &str = "<ListVersionsResult></ListVersionsResult>";

    async fn erase(answers: &[&str]) -> (Result<(), AwsError>, usize) {
        let replay = Replay::texts(answers.iter().map(|text| (200, (*text).to_owned())));
        let images = OwnedImages { client: Client::new(&replay.config()), bucket: "images".into() };
        (images.erase(&UserId::new("ada")).await, replay.requests().len())
    }

    #[tokio::test]
    async fn versions_and_markers_are_deleted_until_none_is_left() {
        let (erased, calls) = erase(&[TWO, "<DeleteResult></DeleteResult>", NONE]).await;

        erased.expect("erased");
        assert_eq!(calls, 3);
    }

    #[tokio::test]
    async fn an_object_that_cannot_be_deleted_is_an_error() {
        let refused =
            "<DeleteResult><Error><Key>images/ada/1.png</Key><Code>AccessDenied</Code></Error></DeleteResult>";

        let (erased, _) = erase(&[TWO, refused]).await;

        assert!(erased.is_err());
    }
}
