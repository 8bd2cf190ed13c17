//! Questions to the person at the terminal.

use std::{io, thread};

use tokio::sync::oneshot;

use super::Context;
use crate::{
    error::{Error, Failure},
    exit::Exit,
    privacy::Privacy,
    terminal::progress::Progress,
};

/// A prompt without a terminal to ask on.
#[derive(Debug, thiserror::Error)]
#[error("this needs confirmation and there is no terminal: {question}")]
pub(crate) struct NeedsAnswer {
    question: String,
    flag: &'static str,
}

impl NeedsAnswer {
    /// To a question that `--yes` answers.
    pub(crate) fn yes(question: &str) -> Self {
        Self { question: question.to_owned(), flag: "--yes" }
    }
}

impl Failure for NeedsAnswer {
    fn hint(&self) -> Option<String> {
        Some(format!("pass `{}` to confirm", self.flag))
    }

    fn code(&self) -> &'static str {
        "needs_answer"
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }
}

/// The answer was no.
#[derive(Debug, thiserror::Error)]
#[error("stopped: nothing was changed")]
pub(crate) struct Declined;

impl Failure for Declined {
    fn code(&self) -> &'static str {
        "declined"
    }
}

impl Context {
    /// Asks an ordinary question; `--yes` answers it. A signal can interrupt it before the answer.
    ///
    /// # Errors
    /// When the answer is no, and when there is no terminal to ask on.
    pub(crate) async fn confirm(&self, question: &str) -> Result<(), Error> {
        self.confirm_showing(question, Privacy::Masked).await
    }

    /// The same with the personal data in the question as far as `privacy` shows it.
    pub(crate) async fn confirm_showing(&self, question: &str, privacy: Privacy) -> Result<(), Error> {
        if self.global.yes {
            return Ok(());
        }
        if !self.interactive {
            return Err(NeedsAnswer::yes(question).into());
        }
        ask(question, self.progress, privacy).await
    }

    /// Whether `name` was typed, here or as `--confirm`. `--yes` does not count.
    pub(crate) async fn name_confirmed(&self, name: &str) -> Result<bool, Error> {
        if let Some(typed) = &self.global.confirm {
            return Ok(typed == name);
        }
        if !self.interactive {
            return Ok(false);
        }
        self.progress.ask(format_args!("Type `{name}` to continue: "), Privacy::Masked);
        let line = typed_line().await.unwrap_or_default();
        Ok(line.trim() == name)
    }
}

/// Asks a question that has to be answered with yes.
///
/// # Errors
/// When the answer is another one.
pub(crate) async fn ask(question: &str, progress: Progress, privacy: Privacy) -> Result<(), Error> {
    progress.ask(format_args!("{question} [y/N] "), privacy);
    let line = typed_line().await.unwrap_or_default();
    if is_yes(&line) { Ok(()) } else { Err(Declined.into()) }
}

/// Asks for a text, and returns it without the blanks around it.
///
/// # Errors
/// At the end of the input.
pub(crate) async fn ask_for_text(question: &str, progress: Progress) -> Result<String, Error> {
    progress.ask(format_args!("{question}: "), Privacy::Masked);
    let line = typed_line().await.map_err(|_| Declined)?;
    Ok(line.trim().to_owned())
}

/// Only the whole word is a yes: what merely contains a `y`, and the end of the input, are none.
fn is_yes(line: &str) -> bool {
    matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// Reads the next typed line on a thread of its own, so that the caller can work meanwhile. Closed at the end of the
/// input.
pub(crate) fn typed_line() -> oneshot::Receiver<String> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        let mut line = String::new();
        // At the end of the input the sender is dropped, which ends the wait.
        if io::stdin().read_line(&mut line).is_ok_and(|read| read > 0) {
            let _ = sender.send(line);
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_yes_is_a_yes() {
        for yes in ["y\n", "Y", " yes \r\n", "YES"] {
            assert!(is_yes(yes), "{yes:?}");
        }
        for no in ["", "\n", "n", "maybe", "yesn", "stay", "yy", "no y"] {
            assert!(!is_yes(no), "{no:?}");
        }
    }
}
