//! How long the checks wait for a response, and what they say when none arrives.

use std::time::Duration;

use super::check::Check;
use crate::{
    aws::Connection,
    context::{Setup, connection},
    options::GlobalArgs,
    stage::{Stage, StageSettings},
    time::patient,
};

/// How long a check may wait for a response.
pub(super) fn check_timeout() -> Duration {
    patient(Duration::from_secs(12))
}

/// How long the simulation of all policies may take: IAM throttles it.
pub(super) const SIMULATION_TIMEOUT: Duration = Duration::from_secs(60);

const AGAIN: &str = "check the network, a proxy, and the endpoint";

/// A connection that gives up early; without a readable configuration, from the flags and the environment alone.
pub(super) fn short_timeout_connection(setup: Option<&Setup>, global: &GlobalArgs) -> Connection {
    let nameless = Stage { app: String::new(), name: String::new(), settings: StageSettings::default() };
    let (stage, local) = setup.map_or((&nameless, None), |setup| (&setup.stage, setup.local.as_ref()));
    connection(stage, local, global).impatient()
}

/// The checks that `future` returns, or one that says it could not be checked in time.
pub(super) async fn within(
    name: &'static str,
    limit: Duration,
    future: impl Future<Output = Vec<Check>>,
) -> Vec<Check> {
    let unknown = || {
        let seconds = limit.as_secs();
        vec![Check::skip(name, format!("not known: no response within {seconds} seconds")).fixed_by(AGAIN)]
    };
    tokio::time::timeout(limit, future).await.unwrap_or_else(|_| unknown())
}

/// For what has to respond, or nothing else works.
pub(super) fn timed_out(name: &'static str) -> Check {
    Check::fail(name, format!("no response within {} seconds", check_timeout().as_secs())).fixed_by(AGAIN).explained(
        "The endpoint is too slow, or a firewall drops the packets. `curl -v` with the endpoint's URL shows which.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::check::Verdict;

    #[tokio::test]
    async fn a_check_that_times_out_is_skipped_and_does_not_stop_the_others() {
        let soon = Duration::from_millis(1);

        let (silent, answered) = tokio::join!(
            within("stack", soon, std::future::pending()),
            within("clock", check_timeout(), async { vec![Check::pass("clock", "right")] }),
        );

        assert_eq!((silent[0].name, silent[0].result), ("stack", Verdict::Skip));
        assert!(silent[0].detail.contains("no response"), "{}", silent[0].detail);
        assert_eq!(answered[0].result, Verdict::Pass);
    }
}
