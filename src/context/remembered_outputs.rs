//! The outputs that the last read of the stage found: a read starts with them while the stack is described again, and
//! its answer counts only if that says the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Context,
    cache::{load, store},
};
use crate::{aws::stacks::Stack, error::Error};

/// The names of resources that reads start from. What else a template puts out is not kept on disk.
const KEPT: [&str; 5] = ["AppDataTable", "ImagesBucket", "RateLimitsTable", "UserPoolId", "UserProfilesTable"];

pub(crate) type Outputs = BTreeMap<String, String>;

/// A stack of the same name can be deployed again, and its predecessor's user pool and tables be retained: only the id
/// tells the two apart.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StackOutputs {
    stack_id: String,
    pub(crate) outputs: Outputs,
}

impl StackOutputs {
    /// The account that the stack is in, which is a part of its id.
    pub(crate) fn account(&self) -> Option<&str> {
        self.stack_id.split(':').nth(4)
    }

    fn of(stack: &Stack) -> Self {
        let kept = stack.outputs.iter().filter(|(name, _)| KEPT.contains(&name.as_str()));
        Self { stack_id: stack.id.clone(), outputs: kept.map(|(name, value)| (name.clone(), value.clone())).collect() }
    }
}

/// Why what is remembered does not count.
enum Unconfirmed {
    Failed(Error),
    Changed(Box<Stack>),
}

impl Context {
    /// What `read` finds with the outputs of the API's stack, and this stack. `read` may run twice: it changes nothing.
    ///
    /// # Errors
    /// When the API is not deployed.
    pub(crate) async fn read_by_outputs<T>(&self, read: impl AsyncFn(&StackOutputs) -> T) -> Result<(Stack, T), Error> {
        let file = self.cache_file("outputs");
        let stack = match file.as_deref().and_then(load) {
            None => self.api().deployed().await?,
            Some(before) => {
                let confirmed = async {
                    let stack = self.api().deployed().await.map_err(Unconfirmed::Failed)?;
                    if StackOutputs::of(&stack) == before {
                        Ok(stack)
                    } else {
                        Err(Unconfirmed::Changed(Box::new(stack)))
                    }
                };
                // What they say otherwise ends the read that started with them.
                match tokio::try_join!(confirmed, async { Ok(read(&before).await) }) {
                    Ok((stack, found)) => return Ok((stack, found)),
                    Err(Unconfirmed::Failed(error)) => return Err(error),
                    Err(Unconfirmed::Changed(stack)) => *stack,
                }
            }
        };
        let outputs = StackOutputs::of(&stack);
        // Only the next run is slower without it.
        if let Some(Err(error)) = file.map(|file| store(&file, &outputs)) {
            self.progress.detail(format_args!("could not keep the outputs of {}: {error}", self.stack_name()));
        }
        let found = read(&outputs).await;
        Ok((stack, found))
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

    use super::*;
    use crate::aws::stacks::fake::ready_stack;

    #[test]
    fn only_the_names_of_stores_are_kept_and_only_for_their_user() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("outputs/one.json");
        let stack = ready_stack(&[("UserPoolId", "eu-west-1_a"), ("ApiUrl", "https://api"), ("Secret", "hunter2")]);

        store(&file, &StackOutputs::of(&stack)).expect("written");

        let text = fs::read_to_string(&file).expect("a file");
        assert!(text.contains("eu-west-1_a") && !text.contains("hunter2"), "{text}");
        assert_eq!(load(&file), Some(StackOutputs::of(&stack)));
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().expect("a folder"))), (0o600, 0o700));
        let files = fs::read_dir(file.parent().expect("a folder")).expect("read").count();
        assert_eq!(files, 1, "no temporary file stays");
    }

    #[test]
    fn a_file_that_is_no_cache_is_ignored() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("one.json");
        fs::write(&file, "{\"stack_id\":").expect("written");

        assert_eq!(load::<StackOutputs>(&file), None);
    }
}
