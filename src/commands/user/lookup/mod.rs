//! `srvls user lookup`: one user's account, profile and data, and whether they can sign in.

mod actions;
mod leftovers;
mod reads;
mod report;
#[cfg(test)]
mod tests;
mod view;

use self::{
    leftovers::or_leftovers,
    reads::{Request, Sources, lookup},
};
use super::{
    list::ListReport,
    pseudonym::pseudonym_key,
    stores::{Readers, Stores},
};
use crate::{
    audit::Target,
    aws::{
        images::Images,
        optional,
        stacks::Stack,
        tables::Tables,
        users::{PoolId, User, Users},
    },
    context::{Context, remembered_outputs::StackOutputs, user_handle::Handle},
    error::Error,
    exit::Exit,
    terminal::output::Output,
    time::clock,
};

/// Show one user: account, profile, data, images
///
/// The answer begins with whether the user can sign in, and with what helps if not. Personal data is masked unless you
/// pass `--reveal`. If several users share the handle, all are listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user lookup ada@example.com
  srvls user lookup ada --prefix
  srvls -s prod user lookup 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 --reveal --reason T-1")]
pub(crate) struct LookupArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
    /// Match the beginning of the handle, not all of it
    #[arg(long)]
    prefix: bool,
}

pub(super) async fn run(cx: &Context, args: &LookupArgs, out: &Output) -> Result<Exit, Error> {
    let handle = cx.handle(&args.handle);
    let find = async |known: &StackOutputs| {
        let found = async { found(&cx.aws.users, &Stores::of(&known.outputs)?.pool, &handle, args.prefix).await };
        // The audit log names users by a pseudonym: by the time that they are found, the key is there as well.
        tokio::join!(found, pseudonym_key(cx, known.account()))
    };
    let (stack, (found, key)) = cx.read_by_outputs(find).await?;
    let stores = Stores::of(&stack.outputs)?;
    let sources =
        Sources { users: &cx.aws.users, tables: &cx.aws.tables, images: &cx.aws.artifacts, logs: &cx.aws.logs };
    let (mut users, more) = found?;
    if users.is_empty() {
        return Err(not_found(&handle, &sources, &stores).await);
    }
    if users.len() > 1 {
        let privacy = cx.privacy(&Target::named("user_pool", &stores.pool.0)).await?;
        return out.emit(&ListReport::of_several(users, more, privacy)).await;
    }
    let user = users.remove(0);
    let privacy = cx.privacy(&Target::user(&user.sub)).await?;
    let request = Request {
        user,
        stores,
        key,
        audit_group: cx.stage.audit_log_group(),
        stack: cx.stack_name(),
        user_rate_limit: user_rate_limit(&stack),
        privacy,
        now: clock::now(),
    };
    let report = lookup(&sources, &request).await;
    report.not_read.report(cx.progress);
    out.emit(&report.map_commands(|command| cx.command_line(command))).await
}

/// Everyone whom the handle means, and whether there may be more.
async fn found(users: &impl Users, pool: &PoolId, handle: &Handle, prefix: bool) -> Result<(Vec<User>, bool), Error> {
    if prefix { handle.starts(users, pool).await } else { Ok((handle.matches(users, pool).await?, false)) }
}

async fn not_found<U: Users, T: Tables, I: Images, L>(
    handle: &Handle,
    from: &Sources<'_, U, T, I, L>,
    stores: &Stores,
) -> Error {
    let near = optional(handle.near(from.users, &stores.pool)).await;
    let readers = Readers { tables: from.tables, images: from.images, stores };
    or_leftovers(handle.missing(near), handle.sub(), readers).await
}

/// How many requests a user may make in a minute.
fn user_rate_limit(stack: &Stack) -> Option<u64> {
    stack.parameters.get("UserRateLimit")?.parse().ok()
}
