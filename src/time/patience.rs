//! How long srvls waits for an answer.

use std::{sync::OnceLock, time::Duration};

use crate::environment::variable;

/// How many times as long as usual srvls waits. The commands of the tests share one emulator, which does one thing at a
/// time, on a machine that does much else.
const FACTOR: &str = "SRVLS_TEST_PATIENCE";

/// `usual`, or a multiple of it in the tests.
pub(crate) fn patient(usual: Duration) -> Duration {
    static TIMES: OnceLock<u32> = OnceLock::new();
    usual * *TIMES.get_or_init(|| variable(FACTOR).and_then(|times| times.parse().ok()).unwrap_or(1))
}
