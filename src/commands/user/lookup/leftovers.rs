//! What is left of a user whose account was deleted in Cognito, past the API: their data has no owner any more.

use crate::commands::user::stores::{DataTotals, Readers, data, profile};
use crate::{
    aws::{
        images::{ImageTotals, Images},
        tables::Tables,
    },
    error::{Error, Failure},
    exit::Exit,
};

#[derive(Debug, thiserror::Error)]
#[error("there is no account `{sub}`, but {} left of it", .left.join(" and "))]
pub(super) struct Leftovers {
    sub: String,
    /// Such as `a profile` and `3 items`.
    left: Vec<String>,
}

impl Failure for Leftovers {
    fn hint(&self) -> Option<String> {
        let sub = &self.sub;
        Some(format!("it was deleted in Cognito, not by `DELETE /user`; ops erases the rest: `srvls user erase {sub}`"))
    }

    fn code(&self) -> &'static str {
        "not_found"
    }

    fn exit(&self) -> Exit {
        Exit::NotFound
    }
}

/// `error`, which says that there is no user, or what is left of one with this sub.
pub(super) async fn or_leftovers<T: Tables, I: Images>(
    error: Error,
    sub: Option<String>,
    from: Readers<'_, T, I>,
) -> Error {
    let Readers { tables, images, stores } = from;
    let Some(sub) = sub.filter(|_| error.exit() == Exit::NotFound) else { return error };
    // What can't be read is no reason to doubt that there is no user.
    let (profile, data, images) =
        tokio::join!(profile(tables, stores, &sub), data(tables, stores, &sub), images.totals(&stores.images, &sub));
    let profile = matches!(profile, Ok(Some(_))).then(|| "a profile".to_owned());
    let left = [profile, data.ok().and_then(items), images.ok().and_then(objects)];
    let left: Vec<String> = left.into_iter().flatten().collect();
    if left.is_empty() { error } else { Leftovers { sub, left: are(left) }.into() }
}

fn items(totals: DataTotals) -> Option<String> {
    (totals.items > 0).then(|| format!("{} of data", totals.count()))
}

fn objects(ImageTotals { objects, complete, .. }: ImageTotals) -> Option<String> {
    let at_least = if complete { "" } else { "at least " };
    (objects > 0).then(|| if objects == 1 { "1 image".to_owned() } else { format!("{at_least}{objects} images") })
}

/// With the verb at the end: `a profile is`, `a profile and 3 entries of data are`.
fn are(mut left: Vec<String>) -> Vec<String> {
    let one = left.len() == 1 && (left[0].starts_with("a ") || left[0].starts_with("1 "));
    if let Some(last) = left.last_mut() {
        last.push_str(if one { " is" } else { " are" });
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::{images::fake::FakeImages, tables::fake::FakeTables, users::fake::ada},
        commands::user::lookup::tests::{request, tables},
        context::user_handle::Handle,
        privacy::Privacy,
    };

    async fn not_found(handle: &str, tables: FakeTables) -> Error {
        let (sub, stores) = (Handle::of_test(handle).sub(), request(Privacy::Masked).stores);
        let missing = Error::not_found("user", handle, None);
        let readers = Readers { tables: &tables, images: &FakeImages::default(), stores: &stores };
        or_leftovers(missing, sub, readers).await
    }

    #[tokio::test]
    async fn what_is_left_of_a_deleted_account_is_said_with_how_to_erase_it() {
        let sub = ada().sub;

        let error = not_found(&sub, tables()).await;

        assert_eq!(
            error.to_string(),
            format!("there is no account `{sub}`, but a profile and 3 entries of data are left of it")
        );
        assert_eq!((error.code(), error.exit()), ("not_found", Exit::NotFound));
        let hint = error.hint().expect("a hint");
        assert!(hint.ends_with(&format!("ops erases the rest: `srvls user erase {sub}`")), "{hint}");
    }

    #[tokio::test]
    async fn a_user_who_left_nothing_or_has_no_sub_here_is_simply_not_there() {
        assert_eq!(
            not_found(&ada().sub, FakeTables::default()).await.to_string(),
            format!("there is no user `{}`", ada().sub)
        );
        assert_eq!(not_found("ada@example.com", tables()).await.to_string(), "there is no user `ada@example.com`");
    }
}
