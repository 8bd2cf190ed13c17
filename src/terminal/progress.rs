//! The story on stderr: indicatif when a terminal shows it, plain lines otherwise.

use std::{
    fmt::Display,
    io::{self, IsTerminal as _, Write as _},
    time::Duration,
};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{
    columns,
    output::{Text, hint_line},
    pasteable::{self, SrvlsCommand},
    waiting,
};
use crate::{
    options::GlobalArgs,
    privacy::{Privacy, redacted},
};

/// Of what goes on in the next line.
const INDENT: usize = 2;

const WARNING: Style = AnsiColor::Yellow.on_default().bold();

#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    quiet: bool,
    verbose: bool,
    /// Whether lines can be redrawn.
    pub(crate) terminal: bool,
    /// How to call srvls in hints.
    pub(crate) srvls: SrvlsCommand,
}

impl Progress {
    /// Shows only warnings.
    #[cfg(test)]
    pub(crate) const QUIET: Self = Self { quiet: true, verbose: false, terminal: false, srvls: SrvlsCommand::DEFAULT };

    pub(crate) fn new(global: &GlobalArgs) -> Self {
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
            terminal: io::stderr().is_terminal(),
            srvls: SrvlsCommand::of(global),
        }
    }

    /// The same without spinners and bars, for two things that report at the same time.
    pub(crate) fn in_lines(self) -> Self {
        Self { terminal: false, ..self }
    }

    pub(crate) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// The width to wrap to; `None` where it is unknown, or the reader is a program.
    pub(crate) fn width(self) -> Option<u16> {
        columns::of(&io::stderr()).filter(|_| self.terminal)
    }

    /// `text` as indicatif may draw it: it keeps what colour there is, even where none is wanted.
    pub(crate) fn painted(self, text: &Text) -> String {
        match AutoStream::choice(&io::stderr()) {
            ColorChoice::Never => text.unstyled(),
            _ => text.to_string(),
        }
    }

    /// A line of the story.
    pub(crate) fn note(self, line: impl Display) {
        self.say(&self.private(line).into());
    }

    /// A line of the story with tones in it.
    pub(crate) fn say(self, line: &Text) {
        self.show(&line.wrapped(self.width(), INDENT));
    }

    /// A part of the story that is laid out already.
    pub(crate) fn show(self, text: &Text) {
        if !self.quiet {
            write_line(text);
        }
    }

    /// A line that only `--verbose` shows.
    pub(crate) fn detail(self, line: impl Display) {
        if self.verbose {
            write_line(&Text::from(self.private(line)).wrapped(self.width(), INDENT));
        }
    }

    /// A problem that does not stop the command; shown even when quiet.
    pub(crate) fn warn(self, line: impl Display) {
        let text = Text::styled("warning:", WARNING) + " " + Text::indented(&self.private(line), INDENT);
        write_line(&text.wrapped(self.width(), INDENT));
    }

    /// A question, after which the answer is typed.
    pub(crate) fn ask(self, question: impl Display, privacy: Privacy) {
        waiting::leave();
        let question = redacted(&privacy.show_text(&self.with_commands(question)));
        let mut stderr = anstream::stderr();
        // The answer is typed right behind it.
        let end = &question[question.trim_end_matches(' ').len()..];
        let question = Text::from(question.as_str()).wrapped(self.width(), INDENT).to_string();
        // At once: an answer can follow as soon as the question is there.
        let question = format!("{}{end}", question.trim_end_matches(' '));
        let _ = stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush());
    }

    /// Leaves the terminal to what draws on it itself.
    pub(crate) fn leave_terminal(self) {
        waiting::leave();
    }

    /// What to run next, where there is no [`Report`](super::output::Report) to say it after.
    pub(crate) fn hint(self, line: impl Display) {
        self.show(&hint_line(&line.to_string(), self.srvls, None));
    }

    /// Every line but those laid out before goes through the privacy policy: `--reveal` is about the answer.
    fn private(self, line: impl Display) -> String {
        redacted(&Privacy::Masked.show_text(&line.to_string()))
    }

    fn with_commands(self, text: impl Display) -> String {
        pasteable::in_text(&text.to_string(), self.srvls, None)
    }

    /// Shows that something is in progress, until the step is dropped.
    pub(crate) fn step(self, what: impl Display) -> Step {
        let bar = self.bar(None, "{spinner} {msg} {elapsed:.dim}");
        if self.terminal {
            bar.set_message(Text::one_line(&self.private(what)).to_string());
            bar.enable_steady_tick(Duration::from_millis(120));
        } else {
            self.note(what);
        }
        Step { bar }
    }

    /// A bar of `total` steps; hidden where nothing can be redrawn.
    pub(crate) fn bar(self, total: Option<u64>, template: &str) -> ProgressBar {
        waiting::leave();
        self.drawn(total, template)
    }

    /// What [`waiting`] draws.
    pub(super) fn spinner(self) -> ProgressBar {
        self.drawn(None, "{spinner} {msg} {elapsed:.dim}")
    }

    fn drawn(self, total: Option<u64>, template: &str) -> ProgressBar {
        let target =
            if self.quiet || !self.terminal { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
        ProgressBar::with_draw_target(total, target).with_style(style)
    }
}

/// Ends its spinner when dropped, so an early return leaves no debris on the screen.
pub(crate) struct Step {
    bar: ProgressBar,
}

impl Drop for Step {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn write_line(line: &Text) {
    waiting::make_way();
    // A closed stderr is no reason to fail.
    let _ = writeln!(anstream::stderr(), "{line}");
}
