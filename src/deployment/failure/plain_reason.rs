//! CloudFormation's reasons without their wrapping.

/// The sentence inside `Resource handler returned message: "…" (RequestToken: …, HandlerErrorCode: …)`, which most
/// resource types put around what their service said.
pub(crate) fn plain(reason: &str) -> &str {
    let Some((_, rest)) = reason.split_once("Resource handler returned message: \"") else { return reason };
    let Some((sentence, _)) = rest.rsplit_once("\" (RequestToken:") else { return reason };
    let sentence = sentence.trim_end();
    // The services add for their support: (Service: Lambda, Status Code: 400, Request ID: …) (SDK Attempt Count: 1)
    let end = sentence.find(" (Service: ").filter(|end| *end > 0).unwrap_or(sentence.len());
    &sentence[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_said_is_left() {
        let wrapped = "Resource handler returned message: \"Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 \
            Error Message: The specified key does not exist. (Service: Lambda, Status Code: 400, Request ID: 2d31) \
            (SDK Attempt Count: 1)\" (RequestToken: a477, HandlerErrorCode: InvalidRequest)";

        assert_eq!(
            plain(wrapped),
            "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist."
        );
        assert_eq!(plain("Resource creation cancelled"), "Resource creation cancelled");
    }
}
