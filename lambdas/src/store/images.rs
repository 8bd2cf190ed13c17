//! The bucket of images.

use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    config::endpoint::{DefaultResolver, Params, ResolveEndpoint as _},
};
use lambda_runtime::Error;

use super::versions::delete_versions;
use crate::{
    aws::{AwsError, sdk_config},
    domain::ImageKey,
    settings::setting,
};

/// The port that reads and deletes images.
pub(crate) trait Images: Send + Sync + 'static {
    /// The first bytes of an image, or `None` if it does not exist.
    fn head(&self, image: &ImageKey) -> impl Future<Output = Result<Option<ImageHead>, AwsError>> + Send;

    /// Deletes an image in every version. A missing image is not an error.
    fn delete(&self, image: &ImageKey) -> impl Future<Output = Result<(), AwsError>> + Send;
}

pub(crate) struct ImageHead {
    pub(crate) bytes: Vec<u8>,
    /// Of the whole image.
    pub(crate) size_bytes: u64,
}

pub(crate) struct ImagesBucket {
    client: Client,
    bucket: String,
}

impl ImagesBucket {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), bucket: setting("IMAGES_BUCKET")? })
    }
}

impl Images for ImagesBucket {
    async fn head(&self, image: &ImageKey) -> Result<Option<ImageHead>, AwsError> {
        const ACTION: &str = "read an image";
        let request = self.client.get_object().bucket(&self.bucket).key(image.to_string()).range("bytes=0-15");
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => return Ok(None),
            Err(error) => return Err(AwsError::new(ACTION, error)),
        };
        let size_bytes =
            response.content_range().and_then(whole_size).ok_or_else(|| AwsError::new(ACTION, "no size"))?;
        let bytes = response.body.collect().await.map_err(|error| AwsError::new(ACTION, error))?;
        Ok(Some(ImageHead { bytes: bytes.to_vec(), size_bytes }))
    }

    async fn delete(&self, image: &ImageKey) -> Result<(), AwsError> {
        // The key is unique: it is the prefix of no other.
        delete_versions(&self.client, &self.bucket, &image.to_string(), "delete an image").await
    }
}

/// The size in `bytes 0-15/146515`.
fn whole_size(content_range: &str) -> Option<u64> {
    content_range.rsplit_once('/')?.1.parse().ok()
}

/// The URL of the bucket, by the SDK's own rules: its host in the region, or a path at a custom endpoint.
pub(crate) async fn bucket_url(config: &SdkConfig, bucket: &str) -> Result<String, Error> {
    let params = Params::builder()
        .bucket(bucket)
        .set_region(config.region().map(ToString::to_string))
        .set_endpoint(config.endpoint_url().map(str::to_owned))
        .set_use_fips(config.use_fips())
        .set_use_dual_stack(config.use_dual_stack())
        .build()?;
    Ok(DefaultResolver::new().resolve_endpoint(&params).await?.url().to_owned())
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::config::Region;

    use super::*;
    use crate::aws::replay::Replay;

    #[tokio::test]
    async fn an_image_is_deleted_in_every_version() {
        let listed = "<ListVersionsResult><Version><Key>images/ada/1.png</Key><VersionId>v1</VersionId></Version>\
            </ListVersionsResult>";
        let answers = [listed, "<DeleteResult></DeleteResult>", "<ListVersionsResult></ListVersionsResult>"];
        let replay = Replay::texts(answers.map(|text| (200, text.to_owned())));
        let images = ImagesBucket { client: Client::new(&replay.config()), bucket: "images".into() };
        let image = "images/ada/00000000000000000000000001.png".parse().expect("a key");

        images.delete(&image).await.expect("deleted");

        assert_eq!(replay.requests().len(), 3, "a simple delete would be one request, and leave a version behind");
    }

    fn in_seoul() -> SdkConfig {
        SdkConfig::builder().region(Region::new("ap-northeast-2")).build()
    }

    #[tokio::test]
    async fn the_url_of_a_bucket_is_its_host_in_the_region() {
        let url = bucket_url(&in_seoul(), "images-of-ours").await.expect("a URL");

        assert_eq!(url, "https://images-of-ours.s3.ap-northeast-2.amazonaws.com");
    }

    #[tokio::test]
    async fn the_url_of_a_bucket_at_a_custom_endpoint_is_a_path() {
        let config = in_seoul().into_builder().endpoint_url("http://127.0.0.1:4566").build();

        let url = bucket_url(&config, "images-of-ours").await.expect("a URL");

        assert_eq!(url, "http://127.0.0.1:4566/images-of-ours");
    }

    #[test]
    fn the_size_is_that_of_the_whole_object() {
        assert_eq!(whole_size("bytes 0-15/146515"), Some(146_515));
        assert_eq!(whole_size("bytes 0-15/*"), None);
    }
}
