//! What can't be undone, or weakens an account, asks for a recent sign-in.

use super::ApiError;
use crate::{domain::Caller, timestamp::Timestamp};

/// A stolen or forgotten session can only be refreshed, which does not renew its time of sign-in.
const RECENT_SECONDS: u32 = 5 * 60;

pub(crate) fn require_recent_sign_in(caller: &Caller, now: Timestamp) -> Result<(), ApiError> {
    if caller.signed_in_at.plus_seconds(RECENT_SECONDS) < now {
        return Err(ApiError::RecentSignInRequired { within_minutes: RECENT_SECONDS / 60 });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fake::user;

    #[test]
    fn a_session_that_was_only_refreshed_has_to_sign_in_again() {
        let signed_in_at = |time: &str| Caller { signed_in_at: time.parse().expect("a time"), ..user("ada") };
        let now = "2026-11-22T09:05:00Z".parse().expect("a time");

        let recent = require_recent_sign_in(&signed_in_at("2026-11-22T09:00:00Z"), now);
        let refreshed = require_recent_sign_in(&signed_in_at("2026-11-22T08:59:59Z"), now);

        assert!(recent.is_ok());
        assert!(matches!(refreshed, Err(ApiError::RecentSignInRequired { within_minutes: 5 })));
    }
}
