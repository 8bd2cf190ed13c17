//! `srvls doctor`: checks everything that srvls needs, and prints each persona's least-privilege policy.
//!
//! It changes nothing. Checks are independent: one that fails or times out does not stop the others.

mod account;
mod allowed;
mod check;
mod machine;
mod new_account;
mod permissions;
mod policy;
mod setup;
mod stage;
mod timeout;

use self::{
    account::{Account, clock, clock_of_aws, credentials, region},
    check::{Check, DoctorReport},
    timeout::{SIMULATION_TIMEOUT, check_timeout, short_timeout_connection, timed_out, within},
};
use crate::{
    aws::{Aws, AwsError, AwsErrorKind, Connection, identity::Caller},
    context::{Setup, aws_cli},
    error::{Error, Failure as _},
    exit::Exit,
    options::GlobalArgs,
    personas::Persona,
    terminal::{
        output::Output,
        pasteable::{self, SrvlsCommand},
        progress::Progress,
    },
    time::clock::now,
};

/// Check credentials, account, toolchain, templates and quotas
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls -s dev doctor
  srvls doctor --fix
  srvls -s prod doctor --persona support")]
pub(crate) struct DoctorArgs {
    /// Print the least-privilege IAM policy of a persona instead
    #[arg(long, value_enum, value_name = "PERSONA", conflicts_with = "fix")]
    persona: Option<Persona>,
    /// Explain each problem and its fix at length
    #[arg(long)]
    fix: bool,
}

pub(crate) async fn run(global: &GlobalArgs, args: &DoctorArgs, out: &Output) -> Result<Exit, Error> {
    let progress = Progress::new(global);
    if let Some(persona) = args.persona {
        let report = policy::print(global, persona).await?;
        report.notes.iter().for_each(|note| progress.note(note));
        return out.emit(&report).await;
    }
    let step = progress.step("Checking");
    let report = DoctorReport { explained: args.fix, ..examine(global).await };
    drop(step);
    let exit = out.emit(&report).await?;
    if exit == Exit::Findings && !args.fix {
        progress.hint("run `srvls doctor --fix` for how to fix it");
    }
    Ok(exit)
}

/// Runs all checks concurrently.
async fn examine(global: &GlobalArgs) -> DoctorReport {
    let setup = Setup::load(global);
    let (offline, online) = tokio::join!(offline(&setup), online(&setup, global));
    let stage = setup.as_ref().ok().map(|setup| setup.stage.name.clone());
    let srvls = SrvlsCommand::of(global);
    let aws = setup.as_ref().ok().map(|setup| aws_cli(&setup.stage, setup.local.as_ref(), global, None));
    let rewrite = |text: &str| pasteable::in_text(text, srvls, aws.as_ref());
    let checks = offline.into_iter().chain(online).map(|check| check.map_commands(rewrite));
    DoctorReport { stage, checks: checks.collect(), explained: false }
}

/// Checks that do not need AWS.
async fn offline(setup: &Result<Setup, Error>) -> Vec<Check> {
    let loaded = setup.as_ref().ok();
    let mut checks = vec![setup::configuration(setup), setup::templates(loaded)];
    checks.extend(setup::mail(loaded));
    let (cargo, emulator) = tokio::join!(machine::cargo(loaded), machine::emulator(loaded));
    checks.extend(cargo.into_iter().chain(emulator));
    checks
}

/// Checks that query AWS.
async fn online(setup: &Result<Setup, Error>, global: &GlobalArgs) -> Vec<Check> {
    let setup = setup.as_ref().ok();
    let connection = short_timeout_connection(setup, global);
    let aws = Aws::connect(&connection).await;
    let (clock, account) = tokio::join!(clock_check(&connection, setup, &aws), credential_checks(setup, &aws));
    let mut checks = vec![region(setup.map(|setup| &setup.stage.settings), &aws), clock];
    checks.extend(account);
    checks
}

async fn clock_check(connection: &Connection, setup: Option<&Setup>, aws: &Result<Aws, AwsError>) -> Check {
    if setup.is_some_and(|setup| setup.stage.settings.emulator) {
        return Check::skip(account::CLOCK, "the emulator uses this machine's clock");
    }
    let Ok(aws) = aws else { return Check::skip(account::CLOCK, "could not query AWS") };
    let theirs = clock_of_aws(connection.endpoint_url(), &aws.region);
    match tokio::time::timeout(check_timeout(), theirs).await {
        Ok(Some(theirs)) => clock(now(), theirs),
        _ => {
            Check::skip(account::CLOCK, "no response from AWS").fixed_by("check the network, a proxy, and the endpoint")
        }
    }
}

/// Checks that need credentials.
async fn credential_checks(setup: Option<&Setup>, aws: &Result<Aws, AwsError>) -> Vec<Check> {
    let aws = match aws {
        Ok(aws) => aws,
        Err(error) if error.kind == AwsErrorKind::NoRegion => {
            return vec![Check::skip(account::CREDENTIALS, "could not query AWS without a region")];
        }
        Err(error) => {
            let check = Check::fail(account::CREDENTIALS, format!("{error}: {}", error.message()));
            return vec![check.fixed_by(error.hint().unwrap_or_default())];
        }
    };
    if let Some(local) = setup.and_then(|setup| setup.local.as_ref())
        && let Err(error) = local.answering().await
    {
        return vec![Check::skipped(account::CREDENTIALS, &error.into())];
    }
    let (check, caller) = match tokio::time::timeout(check_timeout(), credentials(&aws.identity, now())).await {
        Ok(answer) => answer,
        Err(_) => (timed_out(account::CREDENTIALS), None),
    };
    let (Some(caller), Some(setup)) = (caller, setup) else { return vec![check] };
    let mut checks = vec![check];
    checks.extend(stage_checks(setup, aws, caller).await);
    checks
}

async fn stage_checks(setup: &Setup, aws: &Aws, caller: Caller) -> Vec<Check> {
    let account = Account { setup, caller: &caller, region: &aws.region };
    let setup = &aws.account_setup;
    let (permissions, bucket, stack, quotas, api_logs, mail) = tokio::join!(
        within(
            permissions::PERMISSIONS,
            SIMULATION_TIMEOUT,
            permissions::check(&aws.permissions, &aws.stacks, &account)
        ),
        within(stage::BUCKET, check_timeout(), stage::bucket(&aws.artifacts, &account)),
        within(stage::STACK, check_timeout(), stage::stack(&aws.stacks, &account)),
        within(stage::CONCURRENCY, check_timeout(), stage::quotas(&aws.functions, &account)),
        within(new_account::API_LOGS, check_timeout(), new_account::api_logs(setup, &account)),
        within(new_account::MAIL, check_timeout(), new_account::mail(setup, &account)),
    );
    [vec![account.pin()], permissions, bucket, stack, quotas, api_logs, mail].concat()
}
