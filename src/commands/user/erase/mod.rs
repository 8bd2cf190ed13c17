//! `srvls user erase`: everything of one user is deleted, and the receipt says what was, and what remains for how long.

mod receipt;

use std::time::Duration;

use self::receipt::{Left, Receipt, Remains};
use super::stores::{Readers, Stores, data, profile};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        erasures::Erasures,
        images::Images,
        optional,
        stacks::Stack,
        tables::Tables,
        users::{Searchable, Users},
    },
    context::{
        Context,
        guard::{Danger, Permit, allow_write},
    },
    error::{Error, Failure},
    exit::Exit,
};

/// Erase a user: account, profile, data and images
///
/// What `DELETE /user` does for a user who calls it: the account is disabled, their data deleted, the account deleted last.
/// It asks for the user's sub. Run it again if it was interrupted: it goes on where it stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user erase ada@example.com --reason T-1
  srvls user erase 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 --confirm 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 --reason T-1")]
pub(crate) struct EraseArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
}

/// An erasure takes the sub, typed, whatever the handle was.
#[derive(Debug, thiserror::Error)]
#[error("refused: this erases user {sub} for good, and the sub was not typed")]
struct NotTyped {
    sub: String,
}

impl Failure for NotTyped {
    fn hint(&self) -> Option<String> {
        Some(format!(
            "look at the user first: `srvls user lookup {0}`; then type the sub, or pass `--confirm {0}`",
            self.sub
        ))
    }

    fn code(&self) -> &'static str {
        "not_confirmed"
    }

    fn exit(&self) -> Exit {
        Exit::Refused
    }
}

pub(super) async fn run(cx: &Context, args: &EraseArgs) -> Result<Receipt, Error> {
    let clearance = allow_write(cx, Danger::Mild).await?;
    let stack = cx.api().deployed().await?;
    let stores = Stores::of(&stack.outputs)?;
    let from = Erasing {
        users: &cx.aws.users,
        readers: Readers { tables: &cx.aws.tables, images: &cx.aws.artifacts, stores: &stores },
        function: format!("{}-erase_user", cx.stack_name()),
    };
    let handle = cx.handle(&args.handle);
    let sub = match handle.find(&cx.aws.users, &stores.pool).await {
        Ok(user) => user.sub,
        // Of an account that is gone, data can be left; it has no owner any more.
        Err(error) if error.exit() == Exit::NotFound => handle.sub().ok_or(error)?,
        Err(error) => return Err(error),
    };
    let before = from.left(&sub).await?;
    if before.is_nothing() {
        return Err(handle.missing(None));
    }
    cx.progress.note(format_args!("user {sub}: {} will be gone for good", before.words()));
    let permit = clearance.begin(&Target::user(&sub)).await?;
    if !cx.name_confirmed(&sub).await? {
        return Err(NotTyped { sub }.into());
    }
    let step = cx.progress.step("Erasing");
    let erased = erase(&permit, &cx.aws.functions, &from, &sub, cx.poll_interval()).await;
    drop(step);
    let left = erased?;
    let remains = remains(cx, &stack, &stores).await;
    Ok(Receipt::new(sub, before, left, remains))
}

struct Erasing<'a, U, T, I> {
    users: &'a U,
    readers: Readers<'a, T, I>,
    /// The function's physical name.
    function: String,
}

/// How often the function is run for one user; it has 45 seconds each time.
const MOST_TURNS: usize = 20;
/// Cognito's list shows an account for a while after it is gone.
const MOST_LOOKS: usize = 15;

impl<U: Users, T: Tables, I: Images> Erasing<'_, U, T, I> {
    async fn left(&self, sub: &str) -> Result<Left, AwsError> {
        let Readers { tables, images, stores } = &self.readers;
        let (account, profile, data, versions) = tokio::join!(
            self.users.matching(&stores.pool, Searchable::Sub, sub),
            profile(*tables, stores, sub),
            data(*tables, stores, sub),
            images.versions(&stores.images, sub),
        );
        Ok(Left {
            account: !account?.is_empty(),
            profile: profile?.is_some(),
            data: data?,
            image_versions: versions?.len(),
        })
    }
}

/// What is left at the end: nothing, unless the user has more than some turns of the function can delete.
async fn erase<U: Users, T: Tables, I: Images>(
    _permit: &Permit,
    erasures: &impl Erasures,
    from: &Erasing<'_, U, T, I>,
    sub: &str,
    pause: Duration,
) -> Result<Left, AwsError> {
    let mut left = from.left(sub).await?;
    for _ in 0..MOST_TURNS {
        if left.is_nothing() {
            break;
        }
        erasures.erase(&from.function, sub).await?;
        for _ in 0..MOST_LOOKS {
            left = from.left(sub).await?;
            if !left.account || left.has_data() {
                break;
            }
            tokio::time::sleep(pause).await;
        }
    }
    Ok(left)
}

/// What stays although the user is erased. What can't be read has no number.
async fn remains(cx: &Context, stack: &Stack, stores: &Stores) -> Remains {
    let edge = cx.edge();
    let (recovery, edge) =
        tokio::join!(optional(cx.aws.tables.recovery(&stores.app_data)), optional(edge.find_deployed()));
    let seconds = |stack: &Stack| stack.parameters.get("ImageCacheSeconds")?.parse().ok();
    let edge = edge.ok();
    Remains {
        edge: edge.as_ref().map(Option::is_some),
        backup_days: recovery.ok().and_then(|recovery| if recovery.enabled { recovery.days } else { Some(0) }),
        image_cache_seconds: edge.flatten().as_ref().and_then(seconds),
        log_days: stack.parameters.get("LogRetentionDays").and_then(|days| days.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        erasures::fake::FakeErasures,
        images::{ImageTotals, fake::FakeImages},
        tables::fake::FakeTables,
        users::fake::{FakeUsers, ada},
    };

    fn stores() -> Stores {
        let outputs = ["UserPoolId", "UserProfilesTable", "AppDataTable", "ImagesBucket"];
        Stores::of(&outputs.map(|name| (name.to_owned(), name.to_owned())).into()).expect("complete")
    }

    async fn erased(users: FakeUsers, images: u64) -> (Left, usize) {
        let (tables, stores) = (FakeTables::default(), stores());
        let images = FakeImages(ImageTotals { objects: images, ..ImageTotals::default() });
        let erasures = FakeErasures::default();
        let from = Erasing {
            users: &users,
            readers: Readers { tables: &tables, images: &images, stores: &stores },
            function: "shop-dev-erase_user".into(),
        };
        let left = erase(&Permit::of_test(), &erasures, &from, &ada().sub, Duration::ZERO).await.expect("read");
        (left, erasures.0.borrow().len())
    }

    #[tokio::test]
    async fn a_user_who_is_gone_is_not_erased_again() {
        let (left, turns) = erased(FakeUsers::default(), 0).await;

        assert!(left.is_nothing());
        assert_eq!(turns, 0);
    }

    #[tokio::test]
    async fn what_one_turn_leaves_gets_another_and_there_is_an_end() {
        let users = FakeUsers { users: vec![ada()], ..FakeUsers::default() };

        let (left, turns) = erased(users, 2).await;

        assert_eq!((left.image_versions, turns), (2, MOST_TURNS));
    }
}
