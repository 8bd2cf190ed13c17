//! `POST /user/profile/image`: returns a form with which the caller may upload one image.

use std::collections::BTreeMap;

use aws_sdk_s3::config::SharedCredentialsProvider;
use lambda_http::Request;
use lambda_runtime::Error;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::{
    MAX_IMAGE_BYTES,
    post_policy::{Signer, Upload},
};
use crate::{
    aws::{AwsError, sdk_config},
    domain::{Caller, ImageKey, ImageType},
    http::{self, ApiError, Endpoint, Reply},
    settings::setting,
    store::bucket_url,
    timestamp::Timestamp,
};

/// Enough time to choose and send a file. The signing credentials live longer.
const EXPIRES_IN_SECONDS: u32 = 300;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct CreateImageUploadRequest {
    #[serde(default)]
    content_type: ImageType,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageUpload {
    upload_url: String,
    fields: BTreeMap<&'static str, String>,
    key: String,
    /// Seconds.
    expires_in: u32,
}

pub(crate) struct CreateImageUpload {
    pub(crate) credentials: SharedCredentialsProvider,
    pub(crate) region: String,
    pub(crate) bucket: String,
    /// The URL to post forms to.
    pub(crate) url: String,
}

impl CreateImageUpload {
    async fn from_env() -> Result<Self, Error> {
        let config = sdk_config().await;
        let bucket = setting("IMAGES_BUCKET")?;
        let credentials = config.credentials_provider().ok_or("there are no credentials")?;
        let region = config.region().ok_or("there is no region")?.to_string();
        Ok(Self { credentials, region, url: bucket_url(&config, &bucket).await?, bucket })
    }

    async fn create_image_upload(
        &self,
        caller: &Caller,
        input: &CreateImageUploadRequest,
        id: Ulid,
        now: Timestamp,
    ) -> Result<ImageUpload, ApiError> {
        use aws_sdk_s3::config::ProvideCredentials as _;

        let credentials = self.credentials.provide_credentials().await;
        let credentials = credentials.map_err(|error| AwsError::new("sign an upload", error))?;
        let key = ImageKey { user_id: caller.user_id.clone(), id, kind: input.content_type }.to_string();
        let upload = Upload {
            bucket: &self.bucket,
            key: &key,
            content_type: input.content_type.content_type(),
            max_bytes: MAX_IMAGE_BYTES,
            expires_in_seconds: EXPIRES_IN_SECONDS,
        };
        let signer = Signer { credentials: &credentials, region: &self.region, now };
        let fields = signer.fields(&upload);
        Ok(ImageUpload { upload_url: self.url.clone(), fields, key, expires_in: EXPIRES_IN_SECONDS })
    }
}

impl Endpoint for CreateImageUpload {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let input = http::body(request)?;
        Ok(Reply::created(&self.create_image_upload(&caller, &input, Ulid::generate(), Timestamp::now()).await?))
    }
}

pub fn serve_create_image_upload() -> Result<(), Error> {
    http::serve_rate_limited(CreateImageUpload::from_env())
}

#[cfg(test)]
pub(crate) mod fake {
    use aws_sdk_s3::config::Credentials;

    use super::*;

    pub(crate) fn uploads() -> CreateImageUpload {
        let credentials = Credentials::new("id", "secret", Some("token".into()), None, "test");
        CreateImageUpload {
            credentials: SharedCredentialsProvider::new(credentials),
            region: "us-east-1".into(),
            bucket: "images".into(),
            url: "https://images.s3.us-east-1.amazonaws.com".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::fake::user, http::fake::post};

    #[tokio::test]
    async fn a_form_allows_one_new_image_of_the_caller() {
        let input: CreateImageUploadRequest =
            http::body(&post(&serde_json::json!({ "contentType": "image/webp" }))).expect("an image");
        let now = "2026-11-22T00:00:00Z".parse().expect("a time");

        let upload = fake::uploads().create_image_upload(&user("ada"), &input, Ulid(7), now).await.expect("a form");

        assert_eq!(upload.key, "images/ada/00000000000000000000000007.webp");
        assert_eq!((&upload.fields["key"], &*upload.fields["Content-Type"]), (&upload.key, "image/webp"));
    }

    #[test]
    fn an_image_type_that_can_carry_a_script_is_rejected_by_field() {
        let body = serde_json::json!({ "contentType": "image/svg+xml" });

        let problem = http::body::<CreateImageUploadRequest>(&post(&body)).expect_err("refused").to_string();

        assert!(problem.starts_with("`contentType` "), "{problem}");
    }
}
