//! Reads all parts of a handover at once.

use std::{collections::BTreeMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;

use super::{
    actions,
    alarms::{self, AlarmReport},
    deployments,
    failing::Failing,
    figures::{self, Figures},
    markdown, page,
    part::Part,
    questions,
    report::{Handover, Question},
    sections,
    wording::Wording,
};
use crate::{
    aws::alarms::Alarms as _,
    context::Context,
    error::Error,
    failures::{self, Limit, Search},
    metrics::StageMetrics,
    privacy::Privacy,
    stage::FunctionName,
    time::{Window, clock, patient},
};

/// How far back a page looks that no one chose the time of.
const SHIFT: SignedDuration = SignedDuration::from_hours(12);

/// No part is waited for longer.
const PATIENCE: Duration = Duration::from_secs(25);

/// CloudWatch keeps the history of alarms no longer.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html>
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Handover {
    /// What happened since then, and how it stands now.
    ///
    /// # Errors
    /// When the stage is not deployed, the time is out of range, or personal data was asked for unmasked.
    pub(crate) async fn read(cx: &Context, since: Timestamp) -> Result<Self, Error> {
        let now = clock::now();
        refuse(cx, since, now)?;
        let privacy = Privacy::on_stage(cx.stage.settings.protected, false);
        let wording = Wording { privacy, stack: cx.stack_name().0 };
        let group = cx.stage.audit_log_group();
        let (stage, deployments, actions) = tokio::join!(
            of_stage(cx, &wording, (since, now)),
            within(&wording, deployments::read(cx, &wording, since)),
            within(&wording, actions::read(&cx.aws.logs, &group, &wording, since)),
        );
        let (status, alarms, errors, metrics) = stage?;
        let mut handover = Self {
            stage: cx.stage.name.clone(),
            stack: wording.stack,
            status,
            since,
            until: now,
            questions: Vec::new(),
            alarms,
            deployments,
            errors,
            metrics,
            audit: actions,
            not_read: Vec::new(),
        };
        handover.not_read = questions::not_read(&handover);
        handover.questions = questions::open(&handover, |line| cx.command_line(line));
        Ok(handover)
    }

    /// The same for a page that no one chose the time of.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub(crate) async fn of_the_last_shift(cx: &Context) -> Result<Self, Error> {
        Self::read(cx, clock::now().checked_sub(SHIFT).unwrap_or(Timestamp::MIN)).await
    }

    /// Adds what a caller knows to be open: the most urgent of all.
    pub(crate) fn ask(&mut self, what: String, command: String) {
        self.questions.insert(0, Question { what, command });
    }

    pub(crate) fn open_questions(&self) -> usize {
        self.questions.len()
    }

    /// For a ticket or a channel.
    pub(crate) fn markdown(&self) -> String {
        markdown::render(&sections::document(self, "Handover"))
    }

    /// A page of HTML that needs nothing else.
    pub(crate) fn page(&self, title: &str) -> String {
        page::render(&sections::document(self, title))
    }
}

fn refuse(cx: &Context, since: Timestamp, now: Timestamp) -> Result<(), Error> {
    if cx.global.reveal {
        return Err(Error::usage(
            "a handover is always masked: a page or a ticket goes further than a terminal",
            "leave out `--reveal`",
        ));
    }
    let length = now.duration_since(since);
    if length < SignedDuration::from_mins(1) {
        return Err(Error::usage(format!("nothing lies between `--since` ({since}) and now"), "try `--since 12h`"));
    }
    if length > LONGEST {
        return Err(Error::usage(
            format!("CloudWatch keeps the history of alarms for 30 days, and {since} is longer ago"),
            "pass a later `--since`",
        ));
    }
    Ok(())
}

type OfStage = (String, Part<AlarmReport>, Part<Failing>, Part<Figures>);

/// What needs to know the stage's resources.
async fn of_stage(cx: &Context, wording: &Wording, (since, now): (Timestamp, Timestamp)) -> Result<OfStage, Error> {
    let stage = StageMetrics::find(cx).await?;
    let deployed = &stage.deployed;
    let regions = cx.alarms();
    let alarms = async {
        let names = deployed.alarm_names();
        let all = within(wording, async { Ok(regions.all(&names).await?) }).await;
        let report = async {
            match &all {
                Part::Unread(why) => Part::Unread(why.clone()),
                Part::Read(all) => {
                    let read = alarms::read(&regions, &cx.aws.topics, deployed, all, wording, (since, now));
                    within(wording, async { Ok(read.await) }).await
                }
            }
        };
        // Without the alarms, the lines have no limits.
        let limits = all.read().map(Vec::as_slice).unwrap_or_default();
        let figures = figures::read(&cx.aws.metrics, &stage.metrics, limits, (since, now));
        tokio::join!(report, within(wording, figures))
    };
    let errors = within(wording, async {
        let routes: BTreeMap<String, FunctionName> = cx.routes();
        let search = Search::of(deployed, routes, None, Window { since, until: None })?;
        Ok(Failing::of(failures::find(&cx.aws.logs, &search, Limit::default()).await?, wording, now))
    });
    let ((alarms, figures), errors) = tokio::join!(alarms, errors);
    Ok((deployed.stack.status.0.clone(), alarms, errors, figures))
}

/// What a part is, or why it is not known.
async fn within<T>(wording: &Wording, read: impl Future<Output = Result<T, Error>>) -> Part<T> {
    let limit = patient(PATIENCE);
    match timeout(limit, read).await {
        Ok(Ok(read)) => Part::Read(read),
        Ok(Err(error)) => Part::Unread(wording.text(&error.to_string())),
        Err(_) => Part::Unread(format!("it took longer than {} s", limit.as_secs())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::fake::unread;

    #[test]
    fn a_part_that_could_not_be_read_is_null_and_said_and_never_none() {
        let handover = unread();

        let data = serde_json::to_value(&handover).expect("JSON");
        let texts = [handover.markdown(), handover.page("Handover")];

        for part in ["alarms", "deployments", "errors", "metrics", "audit"] {
            assert!(data[part].is_null(), "{data}");
        }
        for text in texts {
            assert_eq!(text.matches("Not known: could not read").count(), 5, "{text}");
            assert!(!text.contains("None of") && !text.contains("No request failed"), "{text}");
        }
    }
}
