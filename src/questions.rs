//! Questions to the person at the terminal.

use dialoguer::{Confirm, Input};

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
