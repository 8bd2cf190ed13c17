//! Drift detection of a whole stack: it runs at AWS, for seconds or minutes, while srvls does something else.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::{
    aws::{
        AwsError,
        drift::{Detection, DriftDetection, ResourceDrift},
        stacks::{Stack, StackState},
    },
    stage::StackName,
    time::{ago, clock},
};

/// How old a result may be that is used instead of another detection.
const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// Which results will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accept {
    /// A recent one, which is shown with its age.
    Recent,
    /// Only one of a detection that begins now.
    New,
}

/// A detection that was begun, or need not be.
#[derive(Debug)]
pub(crate) struct DetectionRun {
    stack: StackName,
    /// The last result from before, if it is about the stack as it is deployed now.
    earlier: Option<Timestamp>,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The earlier result is recent enough.
    Recent,
    Underway {
        id: String,
    },
    NotBegun {
        why: String,
    },
}

/// What is known of the drift of a stack.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StackDrift {
    pub(crate) stack: StackName,
    /// When the detection ended that found this; `None` if nothing is known.
    pub(crate) checked_at: Option<Timestamp>,
    /// Every resource that it checked.
    pub(crate) resources: Vec<ResourceDrift>,
    /// Why there is no result, no newer one, or no complete one.
    pub(crate) not_checked: Option<String>,
    /// Whether it was found by a detection of this very run.
    pub(crate) is_new: bool,
}

impl DetectionRun {
    /// Begins a detection, unless a recent one will do.
    pub(crate) async fn begin(stacks: &impl DriftDetection, name: StackName, stack: &Stack, accept: Accept) -> Self {
        let changed_at = stack.updated_at.or(stack.created_at);
        let earlier = stack.drift_checked_at.filter(|checked| changed_at.is_none_or(|changed| *checked > changed));
        let is_recent = earlier.is_some_and(|checked| clock::now().duration_since(checked) < RECENT);
        let state = match stack.status.state() {
            _ if is_recent && accept == Accept::Recent => State::Recent,
            StackState::Ready => match stacks.detect_drift(&name).await {
                Ok(id) => State::Underway { id },
                Err(error) => State::NotBegun { why: why(&error) },
            },
            _ => State::NotBegun { why: format!("{name} is {}", stack.status.0) },
        };
        Self { stack: name, earlier, state }
    }

    /// The result, or as much as is known after `patience`.
    pub(crate) async fn result(
        self,
        stacks: &impl DriftDetection,
        poll_interval: Duration,
        patience: Duration,
    ) -> StackDrift {
        let Self { stack, mut earlier, state } = self;
        let mut is_new = false;
        let not_checked = match state {
            State::Recent => None,
            State::NotBegun { why } => Some(why),
            State::Underway { id } => match ended(stacks, &id, poll_interval, patience).await {
                Ok(Detection::Ended { at, failed }) => {
                    (earlier, is_new) = (Some(at.unwrap_or_else(clock::now)), true);
                    failed
                }
                Ok(Detection::Underway) => {
                    Some("CloudFormation is still looking; a later run of this command has the result".to_owned())
                }
                Err(error) => Some(why(&error)),
            },
        };
        let Some(checked_at) = earlier else { return StackDrift::unknown(stack, not_checked.unwrap_or_default()) };
        match stacks.drifts(&stack).await {
            Err(error) => StackDrift::unknown(stack, why(&error)),
            Ok(resources) => StackDrift { stack, checked_at: Some(checked_at), resources, not_checked, is_new },
        }
    }
}

/// Polls until the detection has ended, or the patience has.
async fn ended(
    stacks: &impl DriftDetection,
    id: &str,
    poll_interval: Duration,
    patience: Duration,
) -> Result<Detection, AwsError> {
    let begun = Instant::now();
    loop {
        match stacks.detection(id).await? {
            Detection::Underway if begun.elapsed() + poll_interval < patience => {
                tokio::time::sleep(poll_interval).await;
            }
            detection => return Ok(detection),
        }
    }
}

fn why(error: &AwsError) -> String {
    match error.code.as_deref() {
        // A detection of this stack is under way, which someone else began.
        Some("ValidationError") => error.message(),
        _ => error.to_string(),
    }
}

impl StackDrift {
    /// Nothing is known of the stack, for this reason.
    pub(crate) fn unknown(stack: StackName, why: String) -> Self {
        Self { stack, checked_at: None, resources: Vec::new(), not_checked: Some(why), is_new: false }
    }

    /// What has to be said with the result: that it is old or incomplete, and why there is none or no newer one.
    pub(crate) fn remark(&self) -> Option<String> {
        let why = self.not_checked.as_ref()?;
        Some(match self.checked_at {
            Some(checked) => format!("drift of {} since {}: {why}", self.stack, ago(checked, clock::now())),
            None => format!("drift of {}: {why}", self.stack),
        })
    }

    /// The resource as it was found, if it was checked.
    pub(crate) fn of(&self, logical_id: &str) -> Option<&ResourceDrift> {
        self.resources.iter().find(|drift| drift.logical_id == logical_id && drift.was_checked())
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use std::cell::RefCell;

    use super::*;

    /// A detection that answers with these, one a call, and finds these.
    pub(crate) struct FakeDetection {
        pub(crate) begins: Result<(), &'static str>,
        pub(crate) answers: RefCell<Vec<Detection>>,
        pub(crate) finds: Vec<ResourceDrift>,
        pub(crate) calls: RefCell<Vec<&'static str>>,
    }

    impl DriftDetection for FakeDetection {
        async fn detect_drift(&self, _stack: &StackName) -> Result<String, AwsError> {
            self.calls.borrow_mut().push("detect");
            let begun = self.begins.map(|()| "1".to_owned());
            begun.map_err(|code| AwsError::service("cloudformation:DetectStackDrift", code))
        }

        async fn detection(&self, _id: &str) -> Result<Detection, AwsError> {
            self.calls.borrow_mut().push("poll");
            let mut answers = self.answers.borrow_mut();
            Ok(if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() })
        }

        async fn drifts(&self, _stack: &StackName) -> Result<Vec<ResourceDrift>, AwsError> {
            self.calls.borrow_mut().push("read");
            Ok(self.finds.clone())
        }

        async fn drift(&self, _stack: &StackName, _logical_id: &str) -> Result<ResourceDrift, AwsError> {
            Err(AwsError::service("cloudformation:DetectStackResourceDrift", "Throttling"))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{fake::FakeDetection, *};
    use crate::aws::stacks::{Status, fake::ready_stack};

    const POLL: Duration = Duration::from_millis(1);

    fn detection(answers: Vec<Detection>) -> FakeDetection {
        let (begins, answers, finds, calls) = (Ok(()), RefCell::new(answers), Vec::new(), RefCell::new(Vec::new()));
        FakeDetection { begins, answers, finds, calls }
    }

    fn checked(ago: SignedDuration) -> Stack {
        let updated_at = Some(clock::now() - SignedDuration::from_hours(2));
        Stack { drift_checked_at: Some(clock::now() - ago), updated_at, ..ready_stack(&[]) }
    }

    async fn run(fake: &FakeDetection, stack: &Stack, patience: Duration) -> StackDrift {
        let run = DetectionRun::begin(fake, StackName("srvls-dev".into()), stack, Accept::Recent).await;
        run.result(fake, POLL, patience).await
    }

    #[tokio::test]
    async fn a_recent_result_is_used_with_its_time() {
        let fake = detection(vec![Detection::Underway]);
        let stack = checked(SignedDuration::from_mins(3));

        let drift = run(&fake, &stack, POLL).await;

        assert_eq!((drift.checked_at, drift.remark(), drift.is_new), (stack.drift_checked_at, None, false));
        assert_eq!(*fake.calls.borrow(), ["read"]);
    }

    #[tokio::test]
    async fn a_recent_result_is_not_enough_where_only_a_new_one_will_do() {
        let fake = detection(vec![Detection::Ended { at: None, failed: None }]);
        let stack = checked(SignedDuration::from_mins(3));

        let run = DetectionRun::begin(&fake, StackName("srvls-dev".into()), &stack, Accept::New).await;
        let drift = run.result(&fake, POLL, POLL).await;

        assert_eq!((drift.is_new, &fake.calls.borrow()[..]), (true, &["detect", "poll", "read"][..]));
    }

    #[tokio::test]
    async fn an_older_result_and_one_of_a_former_version_are_not_enough() {
        let ended = || detection(vec![Detection::Ended { at: None, failed: None }]);
        for stack in [
            checked(SignedDuration::from_mins(11)),
            Stack { updated_at: Some(clock::now()), ..checked(SignedDuration::from_mins(3)) },
            ready_stack(&[]),
        ] {
            let fake = ended();

            run(&fake, &stack, POLL).await;

            assert_eq!(*fake.calls.borrow(), ["detect", "poll", "read"]);
        }
    }

    #[tokio::test]
    async fn what_is_not_found_in_time_is_said_not_to_be_known() {
        let slow = || detection(vec![Detection::Underway]);

        let nothing = run(&slow(), &ready_stack(&[]), POLL).await;
        let old = run(&slow(), &checked(SignedDuration::from_hours(1)), POLL).await;

        let why = "CloudFormation is still looking; a later run of this command has the result";
        assert_eq!((nothing.checked_at, nothing.remark()), (None, Some(format!("drift of srvls-dev: {why}"))));
        assert_eq!(old.remark(), Some(format!("drift of srvls-dev since 1h ago: {why}")));
    }

    #[tokio::test]
    async fn what_may_not_be_looked_for_names_the_permission() {
        let fake = FakeDetection { begins: Err("AccessDenied"), ..detection(vec![Detection::Underway]) };

        let drift = run(&fake, &ready_stack(&[]), POLL).await;

        let why = drift.not_checked.expect("a reason");
        assert!(drift.checked_at.is_none() && why.contains("cloudformation:DetectStackDrift"), "{why}");
    }

    #[tokio::test]
    async fn a_stack_that_changes_is_not_looked_at() {
        let changing = Stack { status: Status("UPDATE_IN_PROGRESS".into()), ..ready_stack(&[]) };
        let fake = detection(vec![Detection::Underway]);

        let drift = run(&fake, &changing, POLL).await;

        assert_eq!(drift.remark().as_deref(), Some("drift of srvls-dev: srvls-dev is UPDATE_IN_PROGRESS"));
        assert!(fake.calls.borrow().is_empty());
    }
}
