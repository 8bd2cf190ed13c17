//! `srvls invoke`: one call of a function, with its answer and the log of that call.

mod arguments;
mod event;
mod function;
mod log;
mod report;

use std::time::Duration;

use self::{
    arguments::{Input, Parameter, checked_payload},
    event::{Caller, Event, Place, Trigger},
    function::Function,
    log::log_of,
    report::{EventReport, InvokeReport},
};
use crate::{
    audit::Target,
    aws::{
        AwsError, AwsErrorKind,
        functions::Functions as _,
        invocations::{Call, Invocation, Invocations},
        users::{PoolId, User, Users as _},
    },
    context::{
        Context,
        deployed_stack::DeployedStack,
        guard::{Clearance, Danger, Permit, allow_write},
        output::part,
    },
    error::{Error, Failure},
    exit::Exit,
    log_lines::Source,
    privacy::Privacy,
    stage::FunctionName,
    template::ApiRequest,
    terminal::output::Output,
    time::clock,
};

/// Call a function with an event, and show its answer and log
///
/// Without --payload, the function gets the event of its own trigger, made up from the contract: a request to the API, a
/// confirmed sign-up, an uploaded image, a message of a queue. --as says whose it is. With --payload, that is the whole
/// event; with --as or --event too, it is the body of the request to the API.
///
/// The authorizer is passed by, and there is no token in the event: an operation that shows Cognito the user's own token
/// answers 401.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls invoke get_profile --as ada@example.com
  srvls invoke get_data --as ada@example.com --parameter dataId=01KANFJ0000000000000000000
  srvls invoke put_profile --as ada@example.com --payload '{\"name\": \"Ada King\"}' --yes
  srvls invoke create_data --as ada@example.com --dry-run --reveal > event.json
  srvls invoke create_data --payload @event.json --reason T-1")]
pub(crate) struct InvokeArgs {
    /// Function, such as get_profile
    function: String,
    /// Event as JSON, @FILE, or - for stdin
    #[arg(long, value_name = "JSON")]
    payload: Option<String>,
    /// Saved event: api, authorizer, post-confirmation, s3 or sqs [default: the function's own]
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// User whose event it is: e-mail, sub, phone or user name
    #[arg(long = "as", value_name = "USER", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    user: Option<String>,
    /// Value of a path or query parameter of the request; `key` of an uploaded image
    #[arg(long = "parameter", value_name = "NAME=VALUE")]
    parameters: Vec<Parameter>,
    /// Print the event and call nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) async fn run(cx: &Context, args: &InvokeArgs, out: &Output) -> Result<Exit, Error> {
    let asked = args.event.as_deref().map(Trigger::called).transpose()?;
    let payload = args.payload.as_deref().map(checked_payload).transpose()?;
    let danger = if args.dry_run { Danger::Preview } else { args.danger() };
    let clearance = allow_write(cx, danger).await?;
    let deployed = DeployedStack::find(&cx.aws.stacks, cx.stack_name()).await?;
    let function = Function::find(cx, &deployed, &args.function)?;
    let input = Input { payload, asked, user: args.user.is_some(), parameters: !args.parameters.is_empty() };
    let user = match &args.user {
        Some(handle) => Some(find_user(cx, &deployed, handle).await?),
        None => None,
    };
    let event = match input.event_for(&function.name, Trigger::of(&function))? {
        Event::Given(payload) => payload,
        Event::Saved { trigger, body } => {
            let place = place(cx, &deployed, &clearance)?;
            let parameters = args.parameters.iter().map(Parameter::pair).collect();
            event::saved(trigger, &function, user.as_ref(), body, parameters, &place)?.to_string()
        }
    };
    arguments::check_size(event.len())?;
    let target = Target::named("function", &function.name);
    if args.dry_run {
        let privacy = cx.privacy(&target).await?;
        return out.emit(&EventReport::new(&event, privacy)).await;
    }
    let permit = clearance.begin(&target).await?;
    if let Some(user) = &user {
        cx.record_user(&permit.caller, &user.user.sub).await;
    }
    let privacy = cx.privacy(&target).await?;
    consent(cx, args, &function, user.as_ref(), privacy).await?;
    let called = function.alias.as_deref().unwrap_or(&function.physical_name);
    let configuration = cx.aws.functions.configuration(&function.physical_name).await?;
    let time_out = configuration.as_ref().and_then(|it| it.timeout_seconds).map_or(LONGEST, seconds);
    let began_at = clock::now();
    let step = cx.progress.step(format!("Calling {}", function.name));
    let call = Call { function: called, payload: &event, time_out };
    let invocation = invoke(&permit, &cx.aws.functions, &function.name, &call).await?;
    let source = Source::function(function.name.clone(), &function.physical_name);
    let group = configuration.and_then(|it| it.log_group).unwrap_or_else(|| source.group.clone());
    let source = Source { group, ..source };
    let log = log_of(&cx.aws.logs, &source, &invocation, began_at, cx.poll_interval()).await;
    drop(step);
    out.emit(&InvokeReport::new(&function, invocation, log, privacy)).await
}

/// The longest that Lambda lets a function run, where its own limit is not known.
const LONGEST: Duration = Duration::from_secs(900);

fn seconds(seconds: i32) -> Duration {
    Duration::from_secs(u64::try_from(seconds).unwrap_or_default())
}

/// Erases a user for good, which no stage does without a word.
const ERASER: &str = "erase_user";

impl InvokeArgs {
    /// The name to type is the function's own where it erases users, on every stage; else a protected stage's.
    fn danger(&self) -> Danger {
        if self.function == ERASER { Danger::Mild } else { Danger::Severe }
    }
}

async fn find_user(cx: &Context, deployed: &DeployedStack, handle: &str) -> Result<Caller, Error> {
    let pool = PoolId(part(&deployed.stack.outputs, "UserPoolId")?);
    let user: User = cx.handle(handle).find(&cx.aws.users, &pool).await?;
    let groups = cx.aws.users.groups_of(&pool, &user.username).await?;
    Ok(Caller { user, groups })
}

/// The names of what the events are about.
fn place(cx: &Context, deployed: &DeployedStack, clearance: &Clearance<'_>) -> Result<Place, Error> {
    let outputs = &deployed.stack.outputs;
    let physical = |logical_id: &str| {
        let found = deployed.resources.iter().find(|resource| resource.logical_id == logical_id);
        found.map(|resource| resource.physical_id.clone()).unwrap_or_default()
    };
    Ok(Place {
        account: clearance.caller().account.clone(),
        region: cx.aws.region.clone(),
        api: physical("Api"),
        pool: outputs.get("UserPoolId").cloned().unwrap_or_default(),
        client: outputs.get("UserPoolClientId").cloned().unwrap_or_default(),
        bucket: outputs.get("ImagesBucket").cloned().unwrap_or_default(),
        queue: physical("ErasuresQueue").rsplit('/').next().unwrap_or_default().to_owned(),
        now: clock::now(),
    })
}

/// A function that erases users is called only on its typed name.
#[derive(Debug, thiserror::Error)]
#[error("refused: `erase_user` erases a user for good, and its name was not typed")]
struct NotTyped;

impl Failure for NotTyped {
    fn hint(&self) -> Option<String> {
        Some("to erase someone, use `srvls user erase`; to test the function, type its name or pass `--confirm erase_user`".into())
    }

    fn code(&self) -> &'static str {
        "not_confirmed"
    }

    fn exit(&self) -> Exit {
        Exit::Refused
    }
}

/// Asks before what can change something. What only reads is not asked for.
async fn consent(
    cx: &Context,
    args: &InvokeArgs,
    function: &Function,
    user: Option<&Caller>,
    privacy: Privacy,
) -> Result<(), Error> {
    if args.function == ERASER {
        return if cx.name_confirmed(ERASER).await? { Ok(()) } else { Err(NotTyped.into()) };
    }
    let only_reads = function.request.as_ref().is_some_and(ApiRequest::only_reads);
    if only_reads || Trigger::of(function) == Some(Trigger::Authorizer) {
        return Ok(());
    }
    let of = user.map(|caller| format!(" as {}", caller.user.sub)).unwrap_or_default();
    let question = format!("Call {}{of} on stage {}? It can change data.", function.name, cx.stage.name);
    cx.confirm_showing(&question, privacy).await
}

/// A call without an answer may have done its work.
#[derive(Debug, thiserror::Error)]
#[error("`{function}` was called, and no answer came: it may have run")]
struct Unanswered {
    function: FunctionName,
    source: AwsError,
}

impl Failure for Unanswered {
    fn hint(&self) -> Option<String> {
        Some(format!("its log says whether it ran: `srvls logs tail {} --since 15m`", self.function))
    }

    fn code(&self) -> &'static str {
        "unanswered"
    }
}

async fn invoke(
    _permit: &Permit,
    invocations: &impl Invocations,
    function: &FunctionName,
    call: &Call<'_>,
) -> Result<Invocation, Error> {
    invocations.invoke(call).await.map_err(|source| {
        let may_have_run = source.got_no_answer() && source.kind != AwsErrorKind::Refused;
        if may_have_run { Unanswered { function: function.clone(), source }.into() } else { source.into() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::invocations::fake::FailingInvocations;

    #[tokio::test]
    async fn a_call_without_an_answer_may_have_run_and_a_refused_one_has_not() {
        let function = FunctionName("get_data".into());
        let call = Call { function: "shop-dev-get_data", payload: "{}", time_out: LONGEST };
        for (kind, may_have_run) in [
            (AwsErrorKind::TimedOut, true),
            (AwsErrorKind::Unreachable, true),
            (AwsErrorKind::Refused, false),
            (AwsErrorKind::Throttled, false),
        ] {
            let called = invoke(&Permit::of_test(), &FailingInvocations(kind), &function, &call).await;

            let error = called.expect_err("failed");
            assert_eq!(error.code() == "unanswered", may_have_run, "{kind:?}");
        }
    }

    #[test]
    fn what_erases_users_is_called_by_its_own_name() {
        let args = |function: &str| InvokeArgs {
            function: function.into(),
            payload: None,
            event: None,
            user: None,
            parameters: Vec::new(),
            dry_run: false,
        };

        assert_eq!(args("erase_user").danger(), Danger::Mild, "its name is typed instead of the stage's");
        assert_eq!(args("get_profile").danger(), Danger::Severe);
    }
}
