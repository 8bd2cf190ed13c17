//! The source of the signing keys, which fetches them at a limited rate.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use tokio::sync::{Mutex, MutexGuard};

use super::keys::KeySet;
use crate::aws::fetch;

/// The minimum time between two fetches: tokens with made-up key ids must not turn into requests to Cognito.
const COOLDOWN: Duration = Duration::from_secs(10);

/// A fetch that takes longer than this would exceed API Gateway's timeout.
const FETCH_TIMEOUT: Duration = Duration::from_secs(3);

#[derive(Debug, thiserror::Error)]
#[error("could not read the JWKS document")]
pub(super) struct KeysUnavailable(#[source] pub(super) Box<dyn Error + Send + Sync>);

/// The JWKS document, which lists the keys.
pub(super) trait Jwks: Send + Sync + 'static {
    fn document(&self) -> impl Future<Output = Result<Vec<u8>, KeysUnavailable>> + Send;
}

/// A cache of the keys, which can fetch newer ones.
pub(super) struct KeySource<J> {
    jwks: J,
    known: Mutex<KeySet>,
    last_fetch: Mutex<Option<(Instant, FetchOutcome)>>,
    cooldown: Duration,
}

#[derive(Clone, Copy, PartialEq)]
enum FetchOutcome {
    Keys,
    Nothing,
}

impl<J: Jwks> KeySource<J> {
    pub(super) fn new(jwks: J) -> Self {
        Self { jwks, known: Mutex::default(), last_fetch: Mutex::default(), cooldown: COOLDOWN }
    }

    #[cfg(test)]
    pub(super) fn with_cooldown(self, cooldown: Duration) -> Self {
        Self { cooldown, ..self }
    }

    pub(super) async fn known(&self) -> MutexGuard<'_, KeySet> {
        self.known.lock().await
    }

    /// Fetches the keys again, except during the cooldown.
    ///
    /// If the fetch fails, the known keys stay: they may be enough.
    pub(super) async fn refresh(&self) -> Result<(), KeysUnavailable> {
        let mut last_fetch = self.last_fetch.lock().await;
        match *last_fetch {
            Some((at, FetchOutcome::Keys)) if at.elapsed() < self.cooldown => return Ok(()),
            Some((at, FetchOutcome::Nothing)) if at.elapsed() < self.cooldown => {
                return Err(KeysUnavailable("the last attempt failed within the cooldown".into()));
            }
            _ => *last_fetch = Some((Instant::now(), FetchOutcome::Nothing)),
        }
        let document = self.jwks.document().await?;
        *self.known.lock().await = KeySet::from_json(&document).map_err(|error| KeysUnavailable(error.into()))?;
        *last_fetch = Some((Instant::now(), FetchOutcome::Keys));
        Ok(())
    }
}

/// The JWKS document of the user pool.
pub(super) struct SigningKeys {
    url: String,
}

impl SigningKeys {
    pub(super) fn at(url: String) -> Self {
        Self { url }
    }
}

impl Jwks for SigningKeys {
    async fn document(&self) -> Result<Vec<u8>, KeysUnavailable> {
        fetch(&self.url, FETCH_TIMEOUT).await.map_err(|error| KeysUnavailable(error.into()))
    }
}
