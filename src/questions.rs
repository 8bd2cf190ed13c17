//! Questions to the person at the terminal.

use std::{io, thread};

use dialoguer::{Confirm, Input};
use tokio::sync::oneshot;

use crate::{context::Context, error::Error};

impl Context {
    /// Asks an ordinary question; `--yes` answers it.
    ///
    /// # Errors
    /// When the answer is no, and when there is nobody to ask.
    pub(crate) fn confirm(&self, question: &str) -> Result<(), Error> {
        if self.global.yes {
            return Ok(());
        }
        if !self.interactive {
            return Err(Error::NeedsAnswer { question: question.to_owned(), flag: "--yes" });
        }
        match Confirm::new().with_prompt(question).default(false).interact() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Declined),
            Err(_) => Err(Error::Interrupted),
        }
    }

    /// [`Self::confirm`] that can be dropped before it is answered, by whoever is asked to stop.
    pub(crate) async fn confirm_aside(&self, question: &str) -> Result<(), Error> {
        if self.global.yes || !self.interactive {
            return self.confirm(question);
        }
        self.progress.ask(format_args!("{question} [y/N] "));
        let line = typed_line().await.unwrap_or_default();
        let yes = matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes");
        if yes { Ok(()) } else { Err(Error::Declined) }
    }

    /// Whether `name` was typed, here or as `--confirm`. `--yes` does not count.
    pub(crate) fn name_confirmed(&self, name: &str) -> Result<bool, Error> {
        if let Some(typed) = &self.global.confirm {
            return Ok(typed == name);
        }
        if !self.interactive {
            return Ok(false);
        }
        let typed: String = Input::new()
            .with_prompt(format!("Type `{name}` to go on"))
            .allow_empty(true)
            .interact_text()
            .map_err(|_| Error::Interrupted)?;
        Ok(typed == name)
    }
}

/// The next line that is typed, read aside: whoever waits for it can do something else meanwhile. Nothing, at the end
/// of the input.
pub(crate) fn typed_line() -> oneshot::Receiver<String> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        let mut line = String::new();
        // Without an answer the sender is dropped, which tells the receiver.
        if io::stdin().read_line(&mut line).is_ok_and(|read| read > 0) {
            let _ = sender.send(line);
        }
    });
    receiver
}
