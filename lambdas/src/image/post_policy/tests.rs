//! The signer against the example that AWS publishes for it.

use serde_json::Value;

use super::*;

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html>
const AWS_EXAMPLE_POLICY: &str = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tl\
    dCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAg\
    ICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhh\
    bXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwg\
    IiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAg\
    ICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXot\
    bWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkv\
    dXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwN\
    CiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
const AWS_EXAMPLE_SIGNATURE: &str = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";

fn credentials(token: Option<&str>) -> Credentials {
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    Credentials::new("AKIAIOSFODNN7EXAMPLE", secret, token.map(str::to_owned), None, "test")
}

fn signer(credentials: &Credentials) -> Signer<'_> {
    Signer { credentials, region: "us-east-1", now: "2015-12-29T00:00:00Z".parse().expect("a time") }
}

const UPLOAD: Upload<'static> = Upload {
    bucket: "sigv4examplebucket",
    key: "images/ada/1.png",
    content_type: "image/png",
    max_bytes: 5000,
    expires_in_seconds: 300,
};

fn policy(fields: &BTreeMap<&'static str, String>) -> Value {
    let policy = BASE64_STANDARD.decode(&fields["policy"]).expect("base64");
    serde_json::from_slice(&policy).expect("JSON")
}

#[test]
fn the_example_of_aws_has_the_published_signature() {
    let signature = signer(&credentials(None)).signature(AWS_EXAMPLE_POLICY);

    assert_eq!(signature, AWS_EXAMPLE_SIGNATURE);
}

#[test]
fn credential_and_date_match_the_example() {
    let fields = signer(&credentials(None)).fields(&UPLOAD);

    assert_eq!(fields["x-amz-credential"], "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request");
    assert_eq!(fields["x-amz-date"], "20151229T000000Z");
}

#[test]
fn the_signature_belongs_to_the_policy() {
    let credentials = credentials(None);

    let fields = signer(&credentials).fields(&UPLOAD);

    assert_eq!(fields["x-amz-signature"], signer(&credentials).signature(&fields["policy"]));
}

#[test]
fn the_policy_limits_key_type_size_and_time() {
    let policy = policy(&signer(&credentials(None)).fields(&UPLOAD));

    assert_eq!(policy["expiration"], "2015-12-29T00:05:00.000Z");
    let conditions = policy["conditions"].as_array().expect("conditions");
    for condition in [
        json!({ "bucket": "sigv4examplebucket" }),
        json!({ "key": "images/ada/1.png" }),
        json!({ "Content-Type": "image/png" }),
        json!(["content-length-range", 1, 5000]),
    ] {
        assert!(conditions.contains(&condition), "{condition}");
    }
}

/// S3 rejects a form with a field that its policy does not mention.
#[test]
fn every_field_is_in_the_policy() {
    let fields = signer(&credentials(Some("token"))).fields(&UPLOAD);

    let conditions = policy(&fields)["conditions"].clone();
    assert_eq!(fields["x-amz-security-token"], "token");
    for (name, value) in fields.iter().filter(|(name, _)| !["policy", "x-amz-signature"].contains(name)) {
        assert!(conditions.as_array().is_some_and(|all| all.contains(&json!({ *name: value }))), "{name}");
    }
}
