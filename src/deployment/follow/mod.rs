//! Follows a stack operation by its events until it ends or the user detaches.

mod attention;
mod kind;
mod screen;
mod tracker;
mod traffic;

use std::time::{Duration, Instant};

pub(crate) use self::attention::Undo;
use self::{
    attention::{Attention, Interruption},
    screen::Drawing,
    tracker::Tracker,
    traffic::TrafficWatch,
};
use super::failure::DeployError;
use crate::{
    aws::{
        functions::Lambda,
        stacks::{StackEvent, Stacks as _, Status},
    },
    context::{Context, stage_stack::StageStack},
    error::Error,
    terminal::signals::{Signals, Stop},
    time::clock,
};

/// How an operation ended, and all it did, oldest first.
#[derive(Debug)]
pub(crate) struct Followed {
    pub(crate) status: Status,
    pub(crate) events: Vec<StackEvent>,
}

/// What a deployment shows of its progress, over all its stacks.
pub(crate) struct Screen<'a> {
    functions: &'a Lambda,
    shift: TrafficWatch,
    drawing: Drawing,
    signals: Signals,
    interactive: bool,
    poll_interval: Duration,
    /// How many resources will be touched in all, and how many of the operations before were.
    expected: usize,
    finished: usize,
    undo: Undo,
    unanswered: u32,
}

/// How often CloudFormation may fail to answer in a row; each time was tried for long already.
const MAX_UNANSWERED: u32 = 30;

impl<'a> Screen<'a> {
    /// `expected` is the number of resources that will be touched.
    pub(crate) fn new(cx: &'a Context, expected: usize) -> Self {
        Self {
            functions: &cx.aws.functions,
            shift: TrafficWatch::default(),
            drawing: Drawing::new(cx.progress),
            signals: Signals::listen(),
            interactive: cx.interactive,
            poll_interval: cx.poll_interval(),
            expected,
            finished: 0,
            undo: Undo::Impossible,
            unanswered: 0,
        }
    }

    /// How the operation that is followed next could be undone.
    pub(crate) fn set_undo(&mut self, undo: Undo) {
        self.undo = undo;
    }

    /// More resources than was known at first.
    pub(crate) fn expect_more(&mut self, resources: usize) {
        self.expected += resources;
    }

    /// Follows the operation whose events carry `token` on the stack with the id `stack_id`; without a token, the one
    /// that is under way.
    ///
    /// # Errors
    /// When the user detaches before the end, and when CloudFormation stops responding.
    pub(crate) async fn follow(
        &mut self,
        target: &StageStack<'_>,
        stack_id: &str,
        token: Option<&str>,
    ) -> Result<Followed, Error> {
        let mut tracker = Tracker::new(clock::now());
        let mut attention = Attention::default();
        let mut events: Vec<StackEvent> = Vec::new();
        let mut last: Option<String> = None;
        loop {
            let news = self.news(target, stack_id, last.as_deref(), &mut attention).await?;
            last = news.last().map(|newest| newest.id.clone()).or(last);
            for event in news {
                // A stack has one operation at a time: all that follows belongs to it, even where it is rolled back
                // by another call.
                if events.is_empty() && token.is_some() && event.token.as_deref() != token {
                    continue;
                }
                let outcome = tracker.take(&event);
                self.drawing.event(&event, outcome);
                let end = (event.is_stack() && !event.status.in_progress()).then(|| event.status.clone());
                events.push(event);
                let Some(status) = end else { continue };
                self.finished += tracker.done();
                return match attention.cancelled(&status) {
                    Some(stop) => Err(DeployError::Cancelled { stack: target.name.clone(), status, stop }.into()),
                    None => Ok(Followed { status, events }),
                };
            }
            self.check_traffic(target, &mut tracker, &mut attention).await?;
            self.pause(target, &tracker, &mut attention).await?;
        }
    }

    /// What happened since the last event; nothing, while CloudFormation does not answer for a moment.
    async fn news(
        &mut self,
        target: &StageStack<'_>,
        stack_id: &str,
        last: Option<&str>,
        attention: &mut Attention,
    ) -> Result<Vec<StackEvent>, Error> {
        let asked = self.signals.unless_stopped(target.stacks.events_since(stack_id, last)).await;
        let error = match asked {
            Ok(Ok(news)) => {
                self.unanswered = 0;
                return Ok(news);
            }
            Ok(Err(error)) => error,
            Err(stop) => {
                self.stop(target, stop, attention)?;
                return Ok(Vec::new());
            }
        };
        self.unanswered += 1;
        if !error.is_transient() || self.unanswered > MAX_UNANSWERED {
            return Err(DeployError::LostSight { stack: target.name.clone(), source: error }.into());
        }
        self.drawing.line(&format!("{error}; the operation on {} continues", target.name));
        Ok(Vec::new())
    }

    /// Looks how far traffic has moved, and says so where no tree shows it.
    async fn check_traffic(
        &mut self,
        target: &StageStack<'_>,
        tracker: &mut Tracker,
        attention: &mut Attention,
    ) -> Result<(), Error> {
        if !self.shift.is_due(tracker, self.poll_interval) {
            return Ok(());
        }
        match self.signals.unless_stopped(self.shift.check(self.functions, tracker)).await {
            Ok(news) => news.iter().for_each(|news| self.drawing.step(news)),
            Err(stop) => self.stop(target, stop, attention)?,
        }
        Ok(())
    }

    /// Waits for the next look, with an eye on the keyboard.
    async fn pause(
        &mut self,
        target: &StageStack<'_>,
        tracker: &Tracker,
        attention: &mut Attention,
    ) -> Result<(), Error> {
        let until = Instant::now() + self.poll_interval;
        loop {
            let (done, all) = tracker.steps(self.expected.saturating_sub(self.finished));
            self.drawing.draw(&target.name, tracker, (self.finished + done, self.finished + all));
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            tokio::select! {
                stop = self.signals.next() => self.stop(target, stop, attention)?,
                interruption = attention.answer() => self.act_on(target, interruption, attention).await?,
                () = tokio::time::sleep(left.min(Drawing::TICK)) => {}
            }
        }
    }

    fn stop(&mut self, target: &StageStack<'_>, stop: Stop, attention: &mut Attention) -> Result<(), Error> {
        if stop == Stop::Terminate || !self.interactive || !attention.is_idle() {
            return Err(detached(target, stop));
        }
        self.drawing.hide();
        self.drawing.ask(&self.undo.question(&target.name));
        *attention = Attention::ask();
        Ok(())
    }

    async fn act_on(
        &mut self,
        target: &StageStack<'_>,
        interruption: Interruption,
        attention: &mut Attention,
    ) -> Result<(), Error> {
        *attention = Attention::default();
        self.drawing.show_again();
        match interruption {
            Interruption::Wait => self.drawing.line("waiting for it to finish"),
            Interruption::Detach => return Err(detached(target, Stop::Interrupt)),
            Interruption::Cancel => match self.undo.run(target).await {
                Ok(message) => {
                    self.drawing.line(message);
                    *attention = Attention::Cancelling;
                }
                Err(error) => {
                    let reason = error.message();
                    self.drawing.line(&format!("could not cancel {}: {reason}", target.name));
                }
            },
        }
        Ok(())
    }
}

fn detached(target: &StageStack<'_>, stop: Stop) -> Error {
    DeployError::Detached { stack: target.name.clone(), stop }.into()
}
