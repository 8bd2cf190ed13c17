//! Reads the key of an entry in a request path, if the caller may access the entry.

use lambda_http::Request;

use super::no_entry;
use crate::{
    domain::{Caller, EntryKey, UserId},
    http::{self, ApiError},
};

/// Longer than any id of ours, shorter than the limit of a DynamoDB key.
const MAX_ID_BYTES: usize = 128;

/// The entry of the path `/data/{userId}/{dataId}`. For an entry of another user, the error is 404 and not 403, so that
/// it does not reveal whether the entry exists.
pub(super) fn entry_key(request: &Request, caller: &Caller) -> Result<EntryKey, ApiError> {
    let user_id = UserId::new(http::path_parameter(request, "userId"));
    let data_id = http::path_parameter(request, "dataId").to_owned();
    let is_id = |text: &str| (1..=MAX_ID_BYTES).contains(&text.len());
    if caller.may_act_for(&user_id) && is_id(user_id.as_str()) && is_id(&data_id) {
        Ok(EntryKey { user_id, data_id })
    } else {
        Err(no_entry())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::fake::{admin, user},
        http::fake::{RequestWith as _, from},
    };

    fn request(user_id: &str, data_id: &str) -> Request {
        from(None).with_paths([("userId", user_id), ("dataId", data_id)])
    }

    #[test]
    fn owners_and_admins_may_access_an_entry() {
        let key = EntryKey { user_id: UserId::new("ada"), data_id: "1".into() };

        for caller in [user("ada"), admin("grace")] {
            assert_eq!(entry_key(&request("ada", "1"), &caller).expect("a key"), key);
        }
    }

    #[test]
    fn another_users_entry_is_not_found() {
        let result = entry_key(&request("ada", "1"), &user("mallory"));

        assert!(matches!(result, Err(ApiError::NotFound("entry"))));
    }

    #[test]
    fn an_invalid_key_is_not_found_even_for_an_admin() {
        for (user_id, data_id) in [("ada", ""), ("", "1"), ("ada", &*"x".repeat(129)), (&*"x".repeat(129), "1")] {
            let result = entry_key(&request(user_id, data_id), &admin("grace"));

            assert!(matches!(result, Err(ApiError::NotFound("entry"))), "{user_id} {data_id}");
        }
    }
}
