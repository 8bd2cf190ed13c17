//! A full screen: raw mode and the terminal's other buffer, given back whatever ends it.

use std::{
    io::{self, IsTerminal as _, Stdout},
    sync::atomic::{AtomicBool, Ordering},
};

use anstream::{AutoStream, ColorChoice};
use crossterm::{
    cursor::{Hide, Show},
    event::{Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    execute,
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
};
use futures_util::StreamExt as _;
use ratatui::{Frame, Terminal, backend::CrosstermBackend};
use rustix::process::{Signal, getpid, kill_process};
use tokio::signal::unix::{Signal as Signals, SignalKind, signal};

use super::waiting;
use crate::{error::Failure, exit::Exit};

/// Whether the terminal is in our hands; it is one, and so is this.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

#[derive(Debug, thiserror::Error)]
pub(crate) enum FullScreenError {
    #[error("a full screen needs a terminal for its input and its output")]
    NoTerminal,
    #[error("the terminal can't be used: {0}")]
    Terminal(#[from] io::Error),
}

impl Failure for FullScreenError {
    fn code(&self) -> &'static str {
        "no_terminal"
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }

    fn hint(&self) -> Option<String> {
        matches!(self, Self::NoTerminal)
            .then(|| "for a pipe or a file: `srvls alarms`, `srvls metrics` and `srvls logs errors`".to_owned())
    }
}

/// What a person does at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    Up,
    Down,
    PageUp,
    PageDown,
    NextPanel,
    PreviousPanel,
    Open,
    Back,
    Letter(char),
    /// Ctrl-C.
    Quit,
    /// Ctrl-Z, or the signal that it stands for.
    Suspend,
    Resized,
}

pub(crate) struct FullScreen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    events: EventStream,
    stops: Option<Signals>,
}

impl FullScreen {
    pub(crate) fn open() -> Result<Self, FullScreenError> {
        require()?;
        waiting::leave();
        take()?;
        // From here on the terminal is given back when this is dropped.
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout())).inspect_err(|_| give_back())?;
        let stops = signal(SignalKind::from_raw(Signal::TSTP.as_raw())).ok();
        Ok(Self { terminal, events: EventStream::new(), stops })
    }

    pub(crate) fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> Result<(), FullScreenError> {
        self.terminal.draw(draw)?;
        Ok(())
    }

    /// Stops the process until its shell continues it; then everything is drawn anew.
    pub(crate) fn suspend(&mut self) -> Result<(), FullScreenError> {
        give_back();
        kill_process(getpid(), Signal::STOP).map_err(io::Error::from)?;
        take()?;
        self.terminal.clear()?;
        Ok(())
    }

    /// # Errors
    /// When the terminal is gone.
    pub(crate) async fn input(&mut self) -> Result<Input, FullScreenError> {
        loop {
            let stop = async {
                match &mut self.stops {
                    Some(stops) => stops.recv().await,
                    None => std::future::pending().await,
                }
            };
            let event = tokio::select! {
                _ = stop => return Ok(Input::Suspend),
                event = self.events.next() => event,
            };
            let gone = || io::Error::from(io::ErrorKind::UnexpectedEof);
            match event.ok_or_else(gone)?? {
                Event::Resize(..) => return Ok(Input::Resized),
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    if let Some(input) = input_of(key) {
                        return Ok(input);
                    }
                }
                _ => {}
            }
        }
    }
}

impl Drop for FullScreen {
    fn drop(&mut self) {
        give_back();
    }
}

/// # Errors
/// When input or output is no terminal.
pub(crate) fn require() -> Result<(), FullScreenError> {
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if is_terminal { Ok(()) } else { Err(FullScreenError::NoTerminal) }
}

/// Whether colour is wanted on stdout.
pub(crate) fn has_colour() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

fn input_of(key: KeyEvent) -> Option<Input> {
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('c') if is_control => Input::Quit,
        KeyCode::Char('z') if is_control => Input::Suspend,
        KeyCode::Up | KeyCode::Char('k') => Input::Up,
        KeyCode::Down | KeyCode::Char('j') => Input::Down,
        KeyCode::PageUp => Input::PageUp,
        KeyCode::PageDown | KeyCode::Char(' ') => Input::PageDown,
        KeyCode::Tab | KeyCode::Right => Input::NextPanel,
        KeyCode::BackTab | KeyCode::Left => Input::PreviousPanel,
        KeyCode::Enter => Input::Open,
        KeyCode::Esc | KeyCode::Backspace => Input::Back,
        KeyCode::Char(letter) if !is_control => Input::Letter(letter.to_ascii_lowercase()),
        _ => return None,
    })
}

fn take() -> io::Result<()> {
    IS_TAKEN.store(true, Ordering::Relaxed);
    enable_raw_mode().and_then(|()| execute!(io::stdout(), EnterAlternateScreen, Hide)).inspect_err(|_| give_back())
}

/// Also before a crash is reported, which has to be seen.
pub(super) fn give_back() {
    if IS_TAKEN.swap(false, Ordering::Relaxed) {
        // A terminal that is gone needs nothing back.
        let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use std::{env, process::Command};

    use super::*;
    use crate::terminal::crash::report_crashes;

    /// Set in the run of this test that crashes.
    const CRASHES: &str = "SRVLS_TEST_CRASHES";

    #[tokio::test]
    async fn a_crash_gives_the_terminal_back() {
        #[expect(clippy::disallowed_methods, reason = "no setting of srvls")]
        let crashes = env::var_os(CRASHES).is_some();
        if crashes {
            report_crashes();
            let mut screen = FullScreen::open().expect("a terminal");
            screen.draw(|frame| frame.render_widget("ada@example.com", frame.area())).expect("drawn");
            panic!("a bug");
        }
        let program = env::current_exe().expect("a test");
        let name = "terminal::full_screen::tests::a_crash_gives_the_terminal_back";
        let line = format!("stty rows 24 cols 80; '{}' --exact {name} --nocapture; stty -a", program.display());

        let mut script = Command::new("script");
        script
            .args(["--quiet", "--command", &line, "/dev/null"])
            .env(CRASHES, "1")
            .env("SHELL", "/bin/sh")
            .env("RUST_BACKTRACE", "0");
        let run = script.output().expect("util-linux's script");

        let mut terminal = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        terminal.process(&run.stdout);
        let (screen, shown) = (terminal.screen(), terminal.screen().contents());
        assert!(String::from_utf8_lossy(&run.stdout).contains("ada@example.com"), "it has drawn: {shown}");
        assert!(!shown.contains("ada@example.com") && shown.contains("error: srvls crashed at "), "{shown}");
        assert!(!screen.alternate_screen() && !screen.hide_cursor(), "{shown}");
        assert!(shown.contains(" icanon") && shown.contains(" echo "), "the terminal is in raw mode: {shown}");
    }

    #[test]
    fn keys_mean_the_same_as_elsewhere() {
        let key = |code, modifiers| input_of(KeyEvent::new(code, modifiers));

        assert_eq!(key(KeyCode::Char('c'), KeyModifiers::CONTROL), Some(Input::Quit));
        assert_eq!(key(KeyCode::Char('z'), KeyModifiers::CONTROL), Some(Input::Suspend));
        assert_eq!(key(KeyCode::Char('L'), KeyModifiers::SHIFT), Some(Input::Letter('l')));
        assert_eq!(key(KeyCode::Char('j'), KeyModifiers::NONE), Some(Input::Down));
        assert_eq!(key(KeyCode::Char('a'), KeyModifiers::CONTROL), None);
    }
}
