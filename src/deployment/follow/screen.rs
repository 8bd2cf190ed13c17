//! What is seen of an operation: a live tree where lines can be redrawn, a line for each event elsewhere.

use std::time::Duration;

use console::Term;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::{
    kind::{expected_duration, plain},
    tracker::{News, Phase, Tracker, UnderWay},
};
use crate::{
    aws::{functions::Traffic, stacks::StackEvent},
    deployment::failure::{plain_reason, root_cause::is_consequence},
    privacy::Privacy,
    stage::StackName,
    terminal::{
        output::{Text, Tone},
        progress::Progress,
    },
    time::clock,
};

/// Where no terminal shows a bar, what is in progress is named after this long a silence.
const HEARTBEAT_SECONDS: i64 = 30;
/// How many resources the tree names; more would not fit a small terminal.
const MAX_ROWS: usize = 10;
/// What comes after names this long or shorter stays in its place.
const NAME: usize = 28;
/// Below it there is room for times and names only.
const ROOMY: u16 = 70;

pub(crate) struct Drawing {
    progress: Progress,
    all: MultiProgress,
    heading: ProgressBar,
    rows: Vec<ProgressBar>,
    last_line: Timestamp,
    room: Room,
}

/// How much fits on a line of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Wide,
    Narrow,
}

impl Room {
    fn of(width: u16) -> Self {
        if width < ROOMY { Self::Narrow } else { Self::Wide }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Wide => "{prefix}  [{bar:24}]  {msg}",
            Self::Narrow => "{prefix}  {msg}",
        }
    }
}

impl Drawing {
    pub(crate) fn new(progress: Progress) -> Self {
        let shown = progress.terminal && !progress.is_quiet();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let all = MultiProgress::with_draw_target(target);
        let room = progress.width().map_or(Room::Wide, Room::of);
        let heading = all.add(ProgressBar::new(0).with_style(style(room.heading())));
        Self { progress, all, heading, rows: Vec::new(), last_line: clock::now(), room }
    }

    /// Says what an event brought, and shows where things stand.
    pub(crate) fn event(&mut self, event: &StackEvent, news: News) {
        let lasting = match news {
            News::Repeated => false,
            News::Failure => !self.progress.terminal || !is_consequence(event),
            News::Rollback => true,
            News::Progress => !self.progress.terminal,
        };
        if lasting {
            self.show(&if self.progress.terminal { mark(event, news) } else { line(event) });
        }
    }

    /// Says what the tree shows, where there is none.
    pub(crate) fn step(&mut self, text: &str) {
        if !self.progress.terminal {
            let time = clock::now().strftime("%H:%M:%SZ");
            self.line(&format!("{time}  {text}"));
        }
    }

    /// A line that stays, above the tree.
    pub(crate) fn line(&mut self, text: &str) {
        self.show(&text.into());
    }

    fn show(&mut self, text: &Text) {
        self.all.suspend(|| self.progress.say(text));
        self.last_line = clock::now();
    }

    /// Asks, even where little is said.
    pub(crate) fn ask(&mut self, question: &str) {
        self.progress.ask(format_args!("{question}\n"), Privacy::Masked);
    }

    /// Draws the tree; `steps` are those done and those in all.
    pub(crate) fn draw(&mut self, stack: &StackName, tracker: &Tracker, steps: (usize, usize)) {
        let now = clock::now();
        if !self.progress.terminal {
            return self.heartbeat(tracker, now);
        }
        let (heading, rows) = picture(tracker, steps, now, self.room);
        let phase = if tracker.phase == Phase::RollingBack { Tone::Warning } else { Tone::Plain };
        let words = self.progress.painted(&Text::toned(tracker.phase.words(), phase));
        self.heading.set_prefix(format!("{stack}  {words}"));
        // A bar of no steps would be drawn as full.
        self.heading.set_length(steps.1.max(1) as u64);
        self.heading.set_position(steps.0 as u64);
        self.heading.set_message(heading);
        while self.rows.len() < rows.len() {
            self.rows.push(self.all.add(ProgressBar::new(0).with_style(style("{wide_msg}"))));
        }
        for surplus in self.rows.drain(rows.len()..) {
            surplus.finish_and_clear();
            self.all.remove(&surplus);
        }
        for (bar, row) in self.rows.iter().zip(rows) {
            bar.set_message(self.progress.painted(&row));
        }
    }

    fn heartbeat(&mut self, tracker: &Tracker, now: Timestamp) {
        if now.as_second() - self.last_line.as_second() >= HEARTBEAT_SECONDS {
            self.line(&in_progress(tracker, now));
        }
    }

    /// Takes the tree away, for a question after Ctrl-C.
    pub(crate) fn hide(&mut self) {
        if self.progress.terminal && !self.progress.is_quiet() {
            // The terminal echoes `^C` behind the tree's last, full line, and so on the line below.
            let _ = Term::stderr().move_cursor_up(1);
        }
        let _ = self.all.clear();
        self.all.set_draw_target(ProgressDrawTarget::hidden());
        for row in self.rows.drain(..) {
            row.finish_and_clear();
            self.all.remove(&row);
        }
    }

    pub(crate) fn show_again(&mut self) {
        if self.progress.terminal && !self.progress.is_quiet() {
            self.all.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub(crate) const TICK: Duration = Duration::from_millis(200);
}

impl Drop for Drawing {
    fn drop(&mut self) {
        for row in &self.rows {
            row.finish_and_clear();
        }
        self.heading.finish_and_clear();
        let _ = self.all.clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}

/// What stands beside the bar, and the branches of the tree below it.
fn picture(tracker: &Tracker, (done, all): (usize, usize), now: Timestamp, room: Room) -> (String, Vec<Text>) {
    let time = clock_time(tracker.began, now);
    let heading = if all == 0 { time } else { format!("{done}/{all}  {time}") };
    let under_way = tracker.oldest_first();
    let hidden = under_way.len().saturating_sub(MAX_ROWS);
    let shown = under_way.iter().take(MAX_ROWS);
    let longest = shown.clone().map(|(name, _)| name.len()).max().unwrap_or_default();
    let branch = |(name, row): &(&String, &UnderWay)| match room {
        Room::Wide => branch(name, row, now, longest.max(NAME)),
        Room::Narrow => format!("{:>5} {name}", clock_time(row.since, now)).into(),
    };
    let mut rows: Vec<Text> = shown.map(branch).collect();
    if hidden > 0 {
        rows.push(format!("{hidden} more").into());
    }
    let to_go = all.saturating_sub(done + under_way.len());
    if to_go > 0 && !matches!(tracker.phase, Phase::RollingBack) {
        rows.push(Text::toned(&format!("{to_go} waiting"), Tone::Faint));
    }
    let last = rows.len().saturating_sub(1);
    let twig = |(index, row)| Text::from(if index == last { "└─ " } else { "├─ " }) + row;
    (heading, rows.into_iter().enumerate().map(twig).collect())
}

/// `creating  Distribution  CloudFront distribution  2:05`; what is cut off at the right is the explanation.
fn branch(name: &str, under_way: &UnderWay, now: Timestamp, longest: usize) -> Text {
    let UnderWay { since, kind, verb, traffic, .. } = under_way;
    if let Some(share) = traffic.as_ref().and_then(share) {
        let time = clock_time(*since, now);
        return format!("{:<9} {time:>6}  {name:<longest$}  {share}", "shifting").into();
    }
    let seconds = (now.as_second() - since.as_second()).max(0);
    let (expected_duration, why) = expected_duration(kind);
    let time = format!("{:>6}", clock_time(*since, now));
    let slow = seconds > expected_duration;
    let time = Text::toned(&time, if slow { Tone::Warning } else { Tone::Plain });
    let note = match (slow, why) {
        (true, _) => Text::toned("  longer than usual", Tone::Warning),
        (false, Some(why)) if seconds > 20 => Text::toned(&format!("  {why}"), Tone::Faint),
        _ => Text::default(),
    };
    let kind = Text::toned(&plain(kind), Tone::Faint);
    Text::from(format!("{verb:<9} ")) + time + format!("  {name:<longest$}  ") + kind + note
}

/// `10 % on version 8`, while traffic moves.
pub(crate) fn share(traffic: &Traffic) -> Option<String> {
    traffic.moved.as_ref().map(|(version, percent)| format!("{percent} % on version {version}"))
}

fn clock_time(since: Timestamp, now: Timestamp) -> String {
    let seconds = (now.as_second() - since.as_second()).max(0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn in_progress(tracker: &Tracker, now: Timestamp) -> String {
    let name = |(name, row): &(&String, &UnderWay)| {
        let share = row.traffic.as_ref().and_then(share).map(|share| format!(", {share}")).unwrap_or_default();
        format!("{name} ({}{share})", clock_time(row.since, now))
    };
    let names: Vec<String> = tracker.oldest_first().iter().map(name).collect();
    if names.is_empty() {
        // Also while CloudFormation's feed is behind.
        return format!("{}: no resource is in progress ({})", tracker.phase.words(), clock_time(tracker.began, now));
    }
    format!("in progress: {}", names.join(", "))
}

/// One event for a program that reads along, or for a log.
fn line(event: &StackEvent) -> Text {
    let time = event.timestamp.strftime("%H:%M:%SZ");
    let status = format!("{:<24}", event.status.0);
    let meaning = if event.status.failed() || event.status.rolled_back() { Tone::Bad } else { Tone::Plain };
    let line = Text::from(format!("{time}  "))
        + Text::toned(&status, meaning)
        + format!("  {:<32}  {}", event.logical_id, plain(&event.kind));
    match event.reason.as_ref().filter(|_| event.status.failed() || event.status.rolled_back()) {
        Some(reason) => line + "\n           " + Text::indented(plain_reason::plain(reason), 11),
        None => line,
    }
}

/// What stays above the tree: a failure, or the turn to a rollback.
fn mark(event: &StackEvent, news: News) -> Text {
    let reason =
        event.reason.as_deref().map(|reason| Text::from("\n  ") + Text::indented(plain_reason::plain(reason), 2));
    let reason = reason.unwrap_or_default();
    if news == News::Rollback {
        return Text::toned(&format!("↩ {} is rolling back", event.logical_id), Tone::Warning) + reason;
    }
    Text::toned("✗", Tone::Bad)
        + format!(" {}  ", event.logical_id)
        + Text::toned(&plain(&event.kind), Tone::Faint)
        + reason
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::failure::root_cause::tests::event;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn tracker(events: &[(&str, &str, &str, i64)]) -> Tracker {
        let mut tracker = Tracker::new(at(0));
        for (id, kind, status, second) in events {
            let kind = (*kind).to_owned();
            tracker.take(&StackEvent { timestamp: at(*second), kind, ..event(id, status, None) });
        }
        tracker
    }

    #[test]
    fn the_tree_names_what_takes_longest_first_and_what_is_slow() {
        let tracker = tracker(&[
            ("Distribution", "AWS::CloudFront::Distribution", "CREATE_IN_PROGRESS", 0),
            ("GetProfileFunction", "AWS::Lambda::Function", "CREATE_IN_PROGRESS", 20),
            ("AVeryLongLogicalIdOfSomeResource", "AWS::IAM::Role", "UPDATE_IN_PROGRESS", 119),
            ("Table", "AWS::DynamoDB::Table", "CREATE_COMPLETE", 100),
        ]);

        let (heading, rows) = picture(&tracker, tracker.steps(6), at(125), Room::Wide);

        assert_eq!(heading, "1/6  2:05");
        let rows = rows.iter().map(Text::unstyled).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(rows, @"
        ├─ creating    2:05  Distribution                      CloudFront distribution  deploys to every edge location: 3 to 15 minutes
        ├─ creating    1:45  GetProfileFunction                Lambda function  longer than usual
        ├─ updating    0:06  AVeryLongLogicalIdOfSomeResource  IAM role
        └─ 2 waiting
        ");
    }

    #[test]
    fn a_narrow_tree_has_times_and_whole_names() {
        let tracker = tracker(&[
            ("CachePolicyForImagesOfProfiles", "AWS::CloudFront::CachePolicy", "CREATE_IN_PROGRESS", 0),
            ("Table", "AWS::DynamoDB::Table", "CREATE_IN_PROGRESS", 100),
        ]);

        let (heading, rows) = picture(&tracker, tracker.steps(3), at(125), Room::of(40));

        assert_eq!(heading, "0/3  2:05");
        let rows = rows.iter().map(Text::unstyled).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(rows, @"
        ├─  2:05 CachePolicyForImagesOfProfiles
        ├─  0:25 Table
        └─ 1 waiting
        ");
        assert_eq!((Room::of(40).heading(), Room::of(80).heading().contains("{bar")), ("{prefix}  {msg}", true));
    }

    #[test]
    fn a_shifting_alias_shows_its_traffic_share() {
        let mut tracker = tracker(&[("GetProfileFunctionAliaslive", "AWS::Lambda::Alias", "UPDATE_IN_PROGRESS", 0)]);
        let under_way = tracker.under_way.values_mut().next().expect("one");
        under_way.traffic = Some(Traffic { version: "7".into(), moved: Some(("8".into(), 10)) });

        let (_, rows) = picture(&tracker, tracker.steps(1), at(130), Room::Wide);

        assert_eq!(rows, ["└─ shifting    2:10  GetProfileFunctionAliaslive   10 % on version 8".into()]);
        let silence = in_progress(&tracker, at(130));
        assert_eq!(silence, "in progress: GetProfileFunctionAliaslive (2:10, 10 % on version 8)");
    }

    #[test]
    fn a_silence_ends_with_the_names_of_what_is_in_progress() {
        let tracker = tracker(&[("Table", "AWS::DynamoDB::Table", "CREATE_IN_PROGRESS", 0)]);

        assert_eq!(in_progress(&tracker, at(64)), "in progress: Table (1:04)");
    }
}
