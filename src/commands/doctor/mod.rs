//! `srvls doctor`: is everything there that srvls needs, and the least that each persona has to be allowed.
//!
//! It only looks. Every check stands alone: one that fails, or gets no answer in time, stops no other.

mod account;
mod check;
mod machine;
mod permissions;
mod places;
mod policy;
mod setup;
mod stage;

use std::time::Duration;

use self::{
    account::{Account, clock, clock_of_aws, credentials, region},
    check::{Check, DoctorReport},
};
use crate::{
    aws::{Aws, AwsError, Connection, identity::Caller},
    context::{Setup, aws_cli, connection},
    error::Error,
    exit::Exit,
    options::GlobalArgs,
    personas::Persona,
    stage::{Stage, StageSettings},
    terminal::{
        hints::{self, SrvlsCommand},
        output::Output,
        progress::Progress,
    },
    time::clock::now,
};

/// Check credentials, account, toolchain, templates and quotas
#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    /// Print the least-privilege IAM policy of a persona instead
    #[arg(long, value_enum, value_name = "PERSONA", conflicts_with = "fix")]
    persona: Option<Persona>,
    /// Explain how to mend what is wrong, at length
    #[arg(long)]
    fix: bool,
}

/// Longer than any answer takes that still comes.
const PATIENCE: Duration = Duration::from_secs(15);

pub(crate) async fn run(global: &GlobalArgs, args: &DoctorArgs, out: &Output) -> Result<Exit, Error> {
    let progress = Progress::new(global);
    if let Some(persona) = args.persona {
        let report = policy::print(global, persona).await?;
        report.notes.iter().for_each(|note| progress.note(note));
        return out.emit(&report);
    }
    let step = progress.step("Looking");
    let report = DoctorReport { explained: args.fix, ..examine(global).await };
    drop(step);
    let exit = out.emit(&report)?;
    if exit == Exit::Wanting && !args.fix {
        progress.hint("`srvls doctor --fix` explains how to mend it");
    }
    Ok(exit)
}

/// Looks at everything at once.
async fn examine(global: &GlobalArgs) -> DoctorReport {
    let setup = Setup::load(global);
    let (offline, online) = tokio::join!(offline(&setup), online(&setup, global));
    let stage = setup.as_ref().ok().map(|setup| setup.stage.name.clone());
    let srvls = SrvlsCommand::of(global);
    let aws = setup.as_ref().ok().map(|setup| aws_cli(&setup.stage, setup.local.as_ref(), global, None));
    let pasted = |text: &str| hints::in_text(text, srvls, aws.as_ref());
    let checks = offline.into_iter().chain(online).map(|check| check.pasted(pasted));
    DoctorReport { stage, checks: checks.collect(), explained: false }
}

/// What this machine has.
async fn offline(setup: &Result<Setup, Error>) -> Vec<Check> {
    let known = setup.as_ref().ok();
    let mut checks = vec![setup::configuration(setup), setup::templates(known)];
    let (cargo, emulator) = tokio::join!(machine::cargo(known), machine::emulator(known));
    checks.extend(cargo.into_iter().chain(emulator));
    checks
}

/// What AWS says.
async fn online(setup: &Result<Setup, Error>, global: &GlobalArgs) -> Vec<Check> {
    let known = setup.as_ref().ok();
    let connection = impatient_connection(known, global);
    let aws = Aws::connect(&connection).await;
    let (clock, account) = tokio::join!(clock_check(&connection, known, &aws), asked(known, &aws));
    let mut checks = vec![region(known.map(|setup| &setup.stage.settings), &aws), clock];
    checks.extend(account);
    checks
}

/// How AWS is reached; without a readable configuration, by what the command line and the environment say.
fn impatient_connection(setup: Option<&Setup>, global: &GlobalArgs) -> Connection {
    let nameless = Stage { app: String::new(), name: String::new(), settings: StageSettings::default() };
    let (stage, local) = setup.map_or((&nameless, None), |setup| (&setup.stage, setup.local.as_ref()));
    connection(stage, local, global).impatient()
}

async fn clock_check(connection: &Connection, setup: Option<&Setup>, aws: &Result<Aws, AwsError>) -> Check {
    if setup.is_some_and(|setup| setup.stage.settings.emulator) {
        return Check::skip(account::CLOCK, "the emulator runs on this machine's clock");
    }
    let Ok(aws) = aws else { return Check::skip(account::CLOCK, "without a region, nobody can be asked") };
    let theirs = clock_of_aws(connection.endpoint_url(), &aws.region);
    match tokio::time::timeout(PATIENCE, theirs).await {
        Ok(Some(theirs)) => clock(now(), theirs),
        _ => Check::skip(account::CLOCK, "AWS gave no time").fixed_by("check the network, a proxy, and the endpoint"),
    }
}

/// What needs credentials.
async fn asked(setup: Option<&Setup>, aws: &Result<Aws, AwsError>) -> Vec<Check> {
    let Ok(aws) = aws else {
        return vec![Check::skip(account::CREDENTIALS, "without a region, nobody can be asked")];
    };
    if let Some(reason) = machine::sleeping(setup).await {
        return vec![
            Check::skip(account::CREDENTIALS, reason).fixed_by("`srvls local up` starts it; deploying does too"),
        ];
    }
    let (check, caller) = match tokio::time::timeout(PATIENCE, credentials(&aws.identity, now())).await {
        Ok(answer) => answer,
        Err(_) => (silent(account::CREDENTIALS), None),
    };
    let (Some(caller), Some(setup)) = (caller, setup) else { return vec![check] };
    let mut checks = vec![check];
    checks.extend(of_caller(setup, aws, caller).await);
    checks
}

async fn of_caller(setup: &Setup, aws: &Aws, caller: Caller) -> Vec<Check> {
    let account = Account { setup, caller: &caller, region: &aws.region };
    let (permissions, bucket, stack, quotas) = tokio::join!(
        in_time(permissions::PERMISSIONS, PATIENCE, permissions::check(&aws.permissions, &account)),
        in_time(stage::BUCKET, PATIENCE, stage::bucket(&aws.artifacts, &account)),
        in_time(stage::STACK, PATIENCE, stage::stack(&aws.stacks, &account)),
        in_time(stage::CONCURRENCY, PATIENCE, stage::quotas(&aws.functions, &account)),
    );
    [vec![account.pin()], permissions, bucket, stack, quotas].concat()
}

/// The checks that `future` makes, or one that says that no answer came.
async fn in_time(name: &'static str, patience: Duration, future: impl Future<Output = Vec<Check>>) -> Vec<Check> {
    tokio::time::timeout(patience, future).await.unwrap_or_else(|_| vec![silent(name)])
}

fn silent(name: &'static str) -> Check {
    Check::fail(name, format!("no answer within {} seconds", PATIENCE.as_secs()))
        .fixed_by("check the network, a proxy, and the endpoint")
        .explained("Whatever answers there takes too long, or a firewall drops what is sent. `curl -v` of the endpoint tells which.")
}

#[cfg(test)]
mod tests {
    use super::{check::Verdict, *};

    #[tokio::test]
    async fn a_check_that_never_answers_is_told_and_does_not_stop_the_others() {
        let soon = Duration::from_millis(1);

        let (silent, answered) = tokio::join!(
            in_time("stack", soon, std::future::pending()),
            in_time("clock", PATIENCE, async { vec![Check::pass("clock", "right")] }),
        );

        assert_eq!((silent[0].name, silent[0].result), ("stack", Verdict::Fail));
        assert_eq!(answered[0].result, Verdict::Pass);
    }
}
