//! The key by which the audit log names users, read while the user is looked for.

use std::{error::Error as _, iter};

use crate::{
    audit::{KeyError, PseudonymKey},
    aws::optional,
    context::Context,
};

/// The key, if there is one yet; otherwise why it could not be read.
pub(super) async fn pseudonym_key(cx: &Context, account: Option<&str>) -> Result<Option<PseudonymKey>, String> {
    let account = account.ok_or("the stack's id has no account")?;
    let read = optional(PseudonymKey::read(&cx.aws.artifacts, &cx.artifact_bucket_in(account))).await;
    read.map_err(|error| sentence(&error))
}

/// The error with its causes, which name the call.
fn sentence(error: &KeyError) -> String {
    let causes = iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |sentence, cause| format!("{sentence}: {cause}"))
}
