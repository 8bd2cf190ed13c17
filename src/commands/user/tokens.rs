//! How long what was issued before a change is still accepted after it.

use super::subject::App;
use crate::aws::{optional, users::Pools};

/// How long API Gateway remembers what the authorizer answered: `authorizerResultTtlInSeconds` in `openapi.yaml`.
const REMEMBERED_MINUTES: i64 = 1;

/// How long an access token is valid, in minutes; `None` if that could not be read.
pub(super) async fn access_token_minutes(pools: &impl Pools, app: &App) -> Option<i64> {
    optional(pools.access_token_minutes(&app.pool, &app.client_id)).await.ok()
}

/// What a user can still do with tokens that were issued before.
pub(super) fn still_accepted(minutes: Option<i64>) -> String {
    let until = match minutes {
        Some(minutes) => format!(
            "for up to {} minutes: they are valid for {minutes}, and the API remembers its answer for {REMEMBERED_MINUTES} more",
            minutes + REMEMBERED_MINUTES
        ),
        None => "until they expire; for how long they are valid could not be read".to_owned(),
    };
    format!("access tokens that were issued before are accepted {until}")
}

/// When a change of what is in a token takes effect.
pub(super) fn in_new_tokens(minutes: Option<i64>) -> String {
    let after = minutes.map_or_else(
        || "when the user's access token is renewed".to_owned(),
        |minutes| {
            format!(
                "at the latest after {} minutes, when the user's access token is renewed",
                minutes + REMEMBERED_MINUTES
            )
        },
    );
    format!("the API sees the change {after}, or once the user signs in again")
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn the_api_remembers_as_long_as_its_contract_says() {
        let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/openapi.yaml");
        let contract = fs::read_to_string(contract).expect("text");

        let seconds = REMEMBERED_MINUTES * 60;
        assert!(contract.contains(&format!("authorizerResultTtlInSeconds: {seconds}\n")), "{seconds}");
    }

    #[test]
    fn what_could_not_be_read_has_no_number() {
        assert!(still_accepted(Some(15)).contains("for up to 16 minutes: they are valid for 15,"));
        assert!(!still_accepted(None).contains(|c: char| c.is_ascii_digit()));
    }
}
