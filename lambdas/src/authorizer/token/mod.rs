//! Verifying an access token of a Cognito user pool: a pure function of the token, the keys and the clock.
//!
//! As strict as aws-jwt-verify, AWS's own library.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html>

use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, errors::ErrorKind};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::keys::KeySet;
use crate::timestamp::Timestamp;

/// How far Cognito's clock may be ahead of ours. The expiry gets no such leeway.
const CLOCK_SKEW_SECONDS: i64 = 2;

/// The pool and the app client whose tokens are accepted.
#[derive(Debug, Clone)]
pub(super) struct Expectations {
    pub(super) issuer: String,
    pub(super) client_id: String,
}

/// The claims of a verified token.
#[derive(Debug, PartialEq)]
pub(super) struct Claims {
    pub(super) sub: String,
    pub(super) username: String,
    pub(super) groups: Vec<String>,
    pub(super) scope: String,
    /// When the user gave their password, in seconds since 1970: refreshing the token keeps it.
    pub(super) auth_time: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub(super) enum Rejection {
    #[error("it is not a signed token")]
    Malformed,
    #[error("it is not signed with RS256")]
    WrongAlgorithm,
    #[error("its header requires an extension")]
    CriticalHeader,
    #[error("its key is unknown")]
    UnknownKey,
    #[error("its signature does not match")]
    BadSignature,
    #[error("its claims are not those of an access token")]
    BadClaims,
    #[error("it is from another issuer")]
    WrongIssuer,
    #[error("it is not an access token")]
    WrongUse,
    #[error("it is for another client")]
    WrongClient,
    #[error("it has expired")]
    Expired,
    #[error("it is not valid yet")]
    NotYetValid,
}

#[derive(Deserialize)]
struct AccessToken {
    sub: String,
    username: String,
    iss: String,
    client_id: String,
    token_use: String,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    #[serde(default)]
    auth_time: i64,
    #[serde(default)]
    scope: String,
    #[serde(default, rename = "cognito:groups")]
    groups: Vec<String>,
}

pub(super) fn verify(token: &str, keys: &KeySet, expected: &Expectations, now: Timestamp) -> Result<Claims, Rejection> {
    let header = decode_header(token).map_err(|_| Rejection::Malformed)?;
    let key = keys.get(key_id(&header)?).ok_or(Rejection::UnknownKey)?;
    let claims = decode::<Box<RawValue>>(token, key, &signature_only()).map_err(rejection)?.claims;
    // Parse text, which must be UTF-8, into the type, which rejects duplicate claims: a map would keep the last one.
    let token: AccessToken = serde_json::from_str(claims.get()).map_err(|_| Rejection::BadClaims)?;
    check(&token, expected, now.epoch_seconds())?;
    let AccessToken { sub, username, groups, scope, auth_time, .. } = token;
    Ok(Claims { sub, username, groups, scope, auth_time })
}

/// We choose the algorithm and the source of the keys, not the token: `jku`, `jwk` and `x5u` are ignored.
fn key_id(header: &Header) -> Result<&str, Rejection> {
    if header.alg != Algorithm::RS256 {
        return Err(Rejection::WrongAlgorithm);
    }
    if header.crit.is_some() {
        return Err(Rejection::CriticalHeader);
    }
    header.kid.as_deref().ok_or(Rejection::Malformed)
}

/// The library checks only the signature. We check the claims ourselves, with a clock that tests can set.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

fn rejection(error: jsonwebtoken::errors::Error) -> Rejection {
    match error.kind() {
        ErrorKind::Json(_) => Rejection::BadClaims,
        _ => Rejection::BadSignature,
    }
}

fn check(token: &AccessToken, expected: &Expectations, now: i64) -> Result<(), Rejection> {
    let starts_at = token.iat.max(token.nbf.unwrap_or(i64::MIN));
    if token.iss != expected.issuer {
        Err(Rejection::WrongIssuer)
    } else if token.token_use != "access" {
        Err(Rejection::WrongUse)
    } else if token.client_id != expected.client_id {
        Err(Rejection::WrongClient)
    } else if token.sub.is_empty() || token.groups.iter().any(|group| group.contains(char::is_whitespace)) {
        // The handlers get the groups separated by spaces: a group with a space would count as two.
        Err(Rejection::BadClaims)
    } else if now >= token.exp {
        Err(Rejection::Expired)
    } else if now.saturating_add(CLOCK_SKEW_SECONDS) < starts_at {
        Err(Rejection::NotYetValid)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
