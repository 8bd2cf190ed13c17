//! The IAM actions behind the SDK's calls.

/// The actions that a client's method requires; none where AWS checks no policy.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
pub(super) fn actions(sdk: &str, method: &str) -> Vec<String> {
    let service = match sdk {
        "cloudwatchlogs" => "logs",
        "cognitoidentityprovider" => "cognito-idp",
        "eventbridge" => "events",
        "sesv2" => "ses",
        "sfn" => "states",
        other => other,
    };
    let names: &[&str] = match (service, method) {
        // Cognito's public operations: the caller authenticates with a password or a token.
        // <https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html>
        (
            "cognito-idp",
            "associate_software_token"
            | "change_password"
            | "confirm_forgot_password"
            | "confirm_sign_up"
            | "delete_user"
            | "forgot_password"
            | "get_tokens_from_refresh_token"
            | "get_user"
            | "global_sign_out"
            | "initiate_auth"
            | "resend_confirmation_code"
            | "respond_to_auth_challenge"
            | "revoke_token"
            | "set_user_mfa_preference"
            | "sign_up"
            | "update_user_attributes"
            | "verify_software_token",
        ) => &[],
        // A transaction requires the actions of its parts.
        ("dynamodb", "transact_get_items") => &["GetItem"],
        ("dynamodb", "transact_write_items") => &[],
        ("lambda", "invoke") => &["InvokeFunction"],
        ("s3", "copy_object") => &["GetObject", "PutObject"],
        ("s3", "delete_objects") => &["DeleteObject"],
        ("s3", "head_object") => &["GetObject"],
        ("s3", "list_object_versions") => &["ListBucketVersions"],
        ("s3", "list_objects" | "list_objects_v2" | "head_bucket") => &["ListBucket"],
        ("s3", "create_multipart_upload" | "upload_part" | "complete_multipart_upload") => &["PutObject"],
        ("sns", "publish_batch") => &["Publish"],
        ("sqs", "send_message_batch") => &["SendMessage"],
        ("sqs", "delete_message_batch") => &["DeleteMessage"],
        _ => return vec![format!("{service}:{}", pascal(method))],
    };
    names.iter().map(|name| format!("{service}:{name}")).collect()
}

/// The action that one part of a DynamoDB transaction requires.
pub(super) fn of_transaction(part: &str) -> Option<String> {
    let action = match part {
        "condition_check" => "ConditionCheckItem",
        "delete" => "DeleteItem",
        "put" => "PutItem",
        "update" => "UpdateItem",
        _ => return None,
    };
    Some(format!("dynamodb:{action}"))
}

/// `get_item` as `GetItem`.
pub(super) fn pascal(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    name.split('_').map(capitalised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_requires_the_action_of_its_name_with_known_exceptions() {
        assert_eq!(actions("dynamodb", "get_item"), ["dynamodb:GetItem"]);
        assert_eq!(actions("cognitoidentityprovider", "admin_get_user"), ["cognito-idp:AdminGetUser"]);
        assert_eq!(actions("s3", "list_objects_v2"), ["s3:ListBucket"]);
        assert!(actions("cognitoidentityprovider", "sign_up").is_empty());
    }
}
