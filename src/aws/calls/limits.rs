//! How long a call may take, and whether it is tried again.

use std::time::{Duration, Instant};

use super::failed::Failed;
use crate::time::patient;

/// How long a read may take, with all its attempts.
pub(super) const READ_LIMIT: Duration = Duration::from_secs(10);

/// How long all the reads may take that an answer can do without.
const OPTIONAL_LIMIT: Duration = Duration::from_secs(5);

tokio::task_local! {
    /// When the reads have to be over that an answer can do without.
    static UNTIL: Instant;
}

/// Reads what an answer can do without: it gets a few seconds, with all its calls, and holds nothing back.
pub(crate) async fn optional<T>(read: impl Future<Output = T>) -> T {
    UNTIL.scope(Instant::now() + patient(OPTIONAL_LIMIT), read).await
}

/// A write is begun again for this long. Each attempt lasts until the response is overdue: what was sent is not given up
/// early, as AWS may be doing it.
const WRITE_LIMIT: Duration = Duration::from_secs(60);

/// The longest pause between attempts.
pub(in crate::aws) const MAX_BACKOFF: Duration = Duration::from_secs(1);

/// How often a response that is no answer is asked for.
const UNREADABLE_ATTEMPTS: u32 = 3;

/// How often a connection that breaks is made again.
const BROKEN_ATTEMPTS: u32 = 4;

/// What a call does to its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Read,
    Write,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NextAttempt {
    /// With this much time; as long as it takes without.
    Within(Option<Duration>),
    None,
}

/// How the names of operations that only read begin.
const READS: [&str; 15] = [
    "AdminGet",
    "AdminList",
    "BatchGet",
    "Describe",
    "Detect",
    "Estimate",
    "Filter",
    "Get",
    "Head",
    "List",
    "Lookup",
    "Query",
    "Scan",
    "Simulate",
    "Validate",
];

/// Each of these takes effect once more when it is repeated: a message that is sent, a function that runs.
const NOT_REPEATABLE: [&str; 5] =
    ["AdminCreateUser", "AdminResetUserPassword", "Invoke", "ResendConfirmationCode", "SetAlarmState"];

impl Kind {
    pub(super) fn of(operation: &str) -> Self {
        let reads = READS.iter().any(|read| operation.starts_with(read));
        if reads { Self::Read } else { Self::Write }
    }

    /// How long a call that begins now may take.
    pub(super) fn limit(self) -> Duration {
        let left = UNTIL.try_with(|until| until.saturating_duration_since(Instant::now()));
        match (self, left) {
            (Self::Read, Ok(left)) => left.min(patient(READ_LIMIT)),
            (Self::Read, Err(_)) => patient(READ_LIMIT),
            (Self::Write, _) => WRITE_LIMIT,
        }
    }
}

/// How long a call may take, of which kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) kind: Kind,
    pub(super) total: Duration,
}

impl Limits {
    /// One attempt of a read has a part of its time: the next connection may be a better one.
    pub(super) fn attempt(self) -> Option<Duration> {
        (self.kind == Kind::Read).then(|| self.total * 3 / 5)
    }

    /// What follows the attempt number `attempts`, which failed so, `elapsed` after the first one began.
    pub(super) fn next_attempt(self, operation: &str, failed: Failed, attempts: u32, elapsed: Duration) -> NextAttempt {
        let enough = match failed {
            // Nothing listens there.
            Failed::Refused => true,
            // AWS may have done it.
            Failed::Broken | Failed::TimedOut | Failed::Unreadable if NOT_REPEATABLE.contains(&operation) => true,
            Failed::Broken => attempts >= BROKEN_ATTEMPTS,
            Failed::Unreadable => attempts >= UNREADABLE_ATTEMPTS,
            Failed::Throttled | Failed::TimedOut | Failed::Otherwise => false,
        };
        // The pause before it counts, too.
        let left = self.total.saturating_sub(elapsed + MAX_BACKOFF);
        if enough || left < MAX_BACKOFF {
            return NextAttempt::None;
        }
        NextAttempt::Within(self.attempt().map(|attempt| attempt.min(left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// How long a call takes whose every attempt fails so after `each`, with the longest pauses.
    fn total(operation: &str, failed: Failed, each: Duration) -> (u32, Duration) {
        let kind = Kind::of(operation);
        let limits = Limits { kind, total: kind.limit() };
        let (mut attempts, mut elapsed, mut limit) = (0, Duration::ZERO, limits.attempt());
        loop {
            attempts += 1;
            elapsed += limit.map_or(each, |limit| limit.min(each));
            match limits.next_attempt(operation, failed, attempts, elapsed) {
                NextAttempt::None => return (attempts, elapsed),
                NextAttempt::Within(next) => limit = next,
            }
            elapsed += MAX_BACKOFF;
        }
    }

    #[test]
    fn a_read_ends_within_its_limit_however_it_fails() {
        for failed in [Failed::Throttled, Failed::TimedOut, Failed::Broken, Failed::Unreadable, Failed::Otherwise] {
            for each in [Duration::from_millis(5), SECOND, SECOND * 3, SECOND * 60] {
                let (attempts, elapsed) = total("DescribeStacks", failed, each);
                assert!(attempts > 1 && elapsed <= READ_LIMIT, "{failed:?} each {each:?}: {attempts} in {elapsed:?}");
            }
        }
    }

    #[test]
    fn a_refused_connection_ends_a_call_at_once() {
        assert_eq!(total("DescribeStacks", Failed::Refused, Duration::ZERO), (1, Duration::ZERO));
        assert_eq!(total("ExecuteChangeSet", Failed::Refused, Duration::ZERO), (1, Duration::ZERO));
    }

    #[test]
    fn a_write_whose_answer_is_lost_is_repeated_only_where_that_changes_nothing() {
        assert_eq!(total("AdminResetUserPassword", Failed::TimedOut, SECOND).0, 1);
        assert_eq!(total("AdminResetUserPassword", Failed::Broken, SECOND).0, 1);
        assert!(total("AdminDisableUser", Failed::Broken, SECOND).0 > 1);
        assert!(total("AdminResetUserPassword", Failed::Throttled, SECOND).0 > 1, "it was not done");
    }

    #[tokio::test]
    async fn what_an_answer_can_do_without_has_half_the_time_with_all_its_calls() {
        let (first, second) = optional(async {
            let first = Kind::Read.limit();
            tokio::time::sleep(Duration::from_millis(20)).await;
            (first, Kind::Read.limit())
        })
        .await;

        assert!(first <= OPTIONAL_LIMIT && second < first, "{first:?} {second:?}");
        assert_eq!(Kind::Read.limit(), READ_LIMIT);
    }

    #[test]
    fn a_write_has_longer_than_a_read() {
        let (_, elapsed) = total("ExecuteChangeSet", Failed::Throttled, SECOND);

        assert!(elapsed > READ_LIMIT && elapsed <= WRITE_LIMIT, "{elapsed:?}");
        assert_eq!(Limits { kind: Kind::Write, total: WRITE_LIMIT }.attempt(), None);
    }
}
