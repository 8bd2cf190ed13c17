//! Following a stack operation by its events, until the stack itself says that it ended.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use indicatif::ProgressBar;

use crate::{
    aws::stacks::{StackEvent, Stacks as _, Status},
    context::Context,
    error::Error,
    output::{Tone, tone},
    progress::Progress,
    target::Target,
};

/// How an operation ended, and all it did, oldest first.
#[derive(Debug)]
pub(crate) struct Followed {
    pub(crate) status: Status,
    pub(crate) events: Vec<StackEvent>,
}

/// Where no terminal shows a bar, what is in progress is named after this long a silence.
const HEARTBEAT: Duration = Duration::from_secs(30);

impl Context {
    /// CloudFormation throttles those who ask too often; the emulator has nobody else to serve.
    pub(crate) fn poll_interval(&self) -> Duration {
        if self.local.is_some() { Duration::from_millis(100) } else { Duration::from_secs(2) }
    }
}

/// What a deployment shows of its progress, over all its stacks.
pub(crate) struct Screen {
    progress: Progress,
    bar: ProgressBar,
    poll_interval: Duration,
    /// What is being worked on, since when.
    under_way: BTreeMap<String, Instant>,
    last_line: Instant,
}

impl Screen {
    /// `expected` is the number of resources that will be touched.
    pub(crate) fn new(cx: &Context, expected: usize) -> Self {
        let progress = cx.progress;
        let bar = progress.bar(Some(expected as u64), "{bar:30} {pos}/{len} {elapsed} {wide_msg}");
        bar.enable_steady_tick(Duration::from_millis(200));
        let poll_interval = cx.poll_interval();
        Self { progress, bar, poll_interval, under_way: BTreeMap::new(), last_line: Instant::now() }
    }

    /// Follows the operation whose events carry `token` on the stack with the id `stack_id`.
    pub(crate) async fn follow(&mut self, target: &Target<'_>, stack_id: &str, token: &str) -> Result<Followed, Error> {
        let mut events: Vec<StackEvent> = Vec::new();
        let mut last: Option<String> = None;
        loop {
            let news = target.stacks.events_since(stack_id, last.as_deref()).await?;
            if let Some(newest) = news.last() {
                last = Some(newest.id.clone());
            }
            for event in news.into_iter().filter(|event| event.token.as_deref() == Some(token)) {
                self.show(&event);
                events.push(event);
            }
            if let Some(end) = events.iter().rev().find(|event| event.is_stack() && !event.status.in_progress()) {
                return Ok(Followed { status: end.status.clone(), events });
            }
            self.wait();
            tokio::time::sleep(self.poll_interval).await;
        }
    }

    fn show(&mut self, event: &StackEvent) {
        // CloudFormation says twice that it began with a resource: before and after it has an id.
        let mut news = true;
        if event.status.in_progress() {
            news = self.under_way.insert(event.logical_id.clone(), Instant::now()).is_none();
        } else if self.under_way.remove(&event.logical_id).is_some() && !event.is_stack() {
            self.bar.inc(1);
        }
        if event.status.failed() || (news && !self.progress.terminal) {
            let progress = self.progress;
            self.bar.suspend(|| progress.note(line(event)));
            self.last_line = Instant::now();
        }
        self.bar.set_message(self.names());
    }

    fn wait(&mut self) {
        if !self.progress.terminal && self.last_line.elapsed() > HEARTBEAT {
            self.progress.note(format_args!("in progress: {}", self.names()));
            self.last_line = Instant::now();
        }
    }

    /// What takes longest, first.
    fn names(&self) -> String {
        let mut oldest: Vec<(&Instant, &String)> = self.under_way.iter().map(|(name, since)| (since, name)).collect();
        oldest.sort();
        oldest.into_iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn line(event: &StackEvent) -> String {
    let time = event.timestamp.strftime("%H:%M:%SZ");
    let status = format!("{:<24}", event.status.0);
    let meaning = if event.status.failed() || event.status.rolled_back() { Tone::Bad } else { Tone::Plain };
    let (name, kind) = (&event.logical_id, &event.kind);
    let mut line = format!("{time}  {}  {name:<32}  {kind}", tone(&status, meaning));
    if let Some(reason) = event.reason.as_ref().filter(|_| event.status.failed()) {
        line.push_str(&format!("\n           {reason}"));
    }
    line
}
