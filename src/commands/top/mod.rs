//! `srvls top`: the stage live, on a full screen.

mod detail;
mod draw;
mod lines;
mod snapshot;
mod state;

use std::{future::Future, pin::Pin, time::Duration};

use tokio::time::{Instant, sleep_until};

use self::{
    draw::Screen,
    lines::LogLines,
    snapshot::{Part, Slow, Snapshot},
    state::{Next, State},
};
use crate::{
    audit::Target,
    aws::alarms::Alarm,
    context::{Context, guard},
    error::Error,
    exit::Exit,
    metrics::StageMetrics,
    terminal::{
        full_screen::{self, FullScreen},
        signals::Signals,
    },
    time::clock,
};

/// Watch the stage live: alarms, traffic, operations and failures on a full screen
///
/// Enter opens what is selected, `l` its log, `u` the log lines about its user, Esc goes back, `q` ends. Alarms are read every ten
/// seconds, metrics and logs every minute: CloudWatch counts in minutes, and charges for metrics.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls top
  srvls -s prod top")]
pub(crate) struct TopArgs {}

/// How long what was read is shown, before it is read again.
struct Pauses {
    alarms: Duration,
    slow: Duration,
}

const ON_AWS: Pauses = Pauses { alarms: Duration::from_secs(10), slow: Duration::from_secs(60) };
/// An emulator on this machine neither throttles nor charges.
const LOCAL: Pauses = Pauses { alarms: Duration::from_secs(2), slow: Duration::from_secs(5) };
/// How often `12 s ago` is drawn anew.
const TICK: Duration = Duration::from_secs(1);

type Reading<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

pub(crate) async fn run(cx: &Context, _: &TopArgs) -> Result<Exit, Error> {
    full_screen::require()?;
    guard::check_read(cx)?;
    // The warning has to be printed before the full screen opens.
    guard::warn_of_other_account(cx).await;
    let stage = StageMetrics::find(cx).await?;
    stage.warn_of_unread_template(cx.progress);
    let privacy = cx.privacy(&Target::named("stack", &stage.deployed.name)).await?;
    let routes = cx.routes();
    let pauses = if cx.local.is_some() { LOCAL } else { ON_AWS };
    let mut signals = Signals::listen();
    let mut screen = FullScreen::open()?;
    let (mut snapshot, mut state) = (Snapshot::default(), State::default());
    let mut alarms: Repeated<'_, Part<Vec<Alarm>>> =
        Repeated::new(pauses.alarms, || Box::pin(snapshot::alarms(cx, &stage)));
    let mut slow: Repeated<'_, Slow> = Repeated::new(pauses.slow, || Box::pin(snapshot::slow(cx, &stage, &routes)));
    let mut log: Option<Reading<'_, LogLines>> = None;
    loop {
        let shown = Screen { cx, stage: &stage, snapshot: &snapshot, privacy, now: clock::local() };
        screen.draw(|frame| shown.draw(&mut state, frame))?;
        tokio::select! {
            biased;
            stop = signals.next() => return Err(stop.into()),
            input = screen.input() => match state.on(input?, &snapshot) {
                Next::Draw => {}
                Next::Suspend => screen.suspend()?,
                Next::ReadAgain => { alarms.now(); slow.now(); }
                Next::ReadLog(view) => log = Some(Box::pin(lines::read(&cx.aws.logs, &stage.deployed, view, privacy))),
                Next::End(exit) => return Ok(exit),
            },
            read = alarms.next() => snapshot.alarms = read,
            read = slow.next() => snapshot.take_slow(read),
            read = async { match &mut log { Some(log) => log.await, None => std::future::pending().await } } => {
                log = None;
                state.show_log(read);
            }
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Something that is read, and after a pause read again.
struct Repeated<'a, T> {
    pause: Duration,
    begin: Box<dyn Fn() -> Reading<'a, T> + 'a>,
    due: Instant,
    running: Option<Reading<'a, T>>,
}

impl<'a, T> Repeated<'a, T> {
    fn new(pause: Duration, begin: impl Fn() -> Reading<'a, T> + 'a) -> Self {
        Self { pause, begin: Box::new(begin), due: Instant::now(), running: None }
    }

    fn now(&mut self) {
        self.due = Instant::now();
    }

    /// What was read. May be dropped and called again: the reading goes on.
    async fn next(&mut self) -> T {
        if self.running.is_none() {
            sleep_until(self.due).await;
        }
        let read = self.running.get_or_insert_with(|| (self.begin)()).await;
        self.running = None;
        self.due = Instant::now() + self.pause;
        read
    }
}
