//! `srvls status`: is the stage deployed and healthy, in one screen.

mod view;

use std::{collections::BTreeMap, path::PathBuf};

use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::{
        alarms::{Alarm, AlarmState, Alarms},
        functions::{FunctionConfiguration, Functions},
        optional,
        stacks::{Resource, StackState, Status},
    },
    context::{Context, deployed_stack::DeployedStack},
    deployment::{drift::StageDrift, guards::protection},
    error::Error,
    handover::{Handover, PageFile},
    releases::{Release, live_release},
    stage::FunctionName,
    time::clock,
};

/// Show whether the stage is deployed and healthy
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls status
  srvls -s prod status --exit-code
  srvls status --html status.html")]
pub(crate) struct StatusArgs {
    /// Exit with 3 if the stage is not healthy
    #[arg(long)]
    exit_code: bool,
    /// Also write a page of the last 12 hours to this file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub(crate) async fn run(cx: &Context, args: &StatusArgs) -> Result<StatusReport, Error> {
    let page = args.html.as_deref().map(PageFile::create).transpose()?;
    let handover = async {
        match page {
            Some(page) => Ok::<_, Error>(Some((page, Handover::of_the_last_shift(cx).await?))),
            None => Ok(None),
        }
    };
    let (mut report, handover) = tokio::try_join!(read(cx, args), handover)?;
    if let Some((page, mut handover)) = handover {
        for function in report.functions.iter().filter(|function| !function.healthy) {
            let what = format!("the function {} is {}", function.name.0, function.shown_state());
            handover.ask(what, cx.command_line("srvls status"));
        }
        report.html = Some(page.finish(&handover.page("Status"))?.display().to_string());
    }
    Ok(report)
}

async fn read(cx: &Context, args: &StatusArgs) -> Result<StatusReport, Error> {
    let regions = cx.alarms();
    let health = async {
        let deployed = cx.deployed().await?;
        let outputs = cx.outputs_of(&deployed.stack, deployed.edge.as_ref());
        let (resources, lacks_protection) = (deployed.resources.clone(), protection::is_due(cx, &deployed.stack));
        let report = status(deployed, &cx.aws.functions, &regions, clock::now()).await?;
        Ok::<_, Error>((StatusReport { outputs, lacks_protection, exit_code: args.exit_code, ..report }, resources))
    };
    let release = async { Ok(optional(live_release(cx)).await) };
    let detected = async { Ok(StageDrift::detect(cx).await) };
    let ((mut report, resources), release, detected) = tokio::try_join!(health, release, detected)?;
    report.drift = StageDrift::attributed(cx, &detected, &resources).await;
    match release {
        Ok(release) => report.release = release,
        Err(error) => {
            cx.progress.warn(format_args!("could not read the releases: {error}"));
            report.not_read.push("release");
        }
    }
    Ok(report)
}

async fn status(
    deployed: DeployedStack,
    functions: &impl Functions,
    alarms: &impl Alarms,
    now: Timestamp,
) -> Result<StatusReport, Error> {
    let names = deployed.alarm_names();
    let (functions, alarms) = tokio::join!(describe(&deployed, functions), alarms.all(&names));
    let (functions, alarms) = (functions?, alarms?);
    let firing = alarms.iter().filter(|alarm| alarm.state == AlarmState::Alarm).map(|alarm| alarm.name.clone());
    let (firing, alarms) = (firing.collect(), AlarmCounts::of(&alarms));
    let ready = deployed.stack.status.state() == StackState::Ready;
    let healthy =
        ready && alarms.alarm == 0 && alarms.missing == 0 && functions.iter().all(|function| function.healthy);
    let stack = deployed.stack;
    Ok(StatusReport {
        stack: deployed.name.0,
        status: stack.status,
        status_reason: stack.status_reason,
        created_at: stack.created_at,
        updated_at: stack.updated_at,
        drift: StageDrift::not_looked_at(),
        release: None,
        not_read: Vec::new(),
        outputs: stack.outputs,
        functions,
        alarms,
        firing,
        healthy,
        lacks_protection: false,
        html: None,
        now,
        exit_code: false,
    })
}

/// How many functions to ask about at once: an account has 100 such calls a second.
const FUNCTIONS_AT_ONCE: usize = 50;

async fn describe(deployed: &DeployedStack, functions: &impl Functions) -> Result<Vec<FunctionStatus>, Error> {
    let described = deployed.functions().into_iter().map(|(name, resource)| async move {
        let configuration = functions.configuration(&resource.physical_id).await?;
        Ok(FunctionStatus::new(name, resource, configuration))
    });
    futures_util::stream::iter(described).buffered(FUNCTIONS_AT_ONCE).try_collect().await
}

#[derive(Debug, Serialize)]
pub(crate) struct StatusReport {
    stack: String,
    status: Status,
    status_reason: Option<String>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    #[serde(flatten)]
    drift: StageDrift,
    /// What is live; `None` where no deployment of srvls left a record.
    release: Option<Release>,
    /// The fields that are null because AWS did not say.
    not_read: Vec<&'static str>,
    outputs: BTreeMap<String, String>,
    functions: Vec<FunctionStatus>,
    alarms: AlarmCounts,
    /// The names of the alarms that fire.
    firing: Vec<String>,
    healthy: bool,
    /// Whether the stage is protected, and its stack works without its protection.
    lacks_protection: bool,
    /// Where the page is, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    #[serde(skip)]
    now: Timestamp,
    #[serde(skip)]
    exit_code: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct FunctionStatus {
    name: FunctionName,
    physical_id: String,
    /// Lambda's own state, or `Missing` if the function was deleted outside CloudFormation.
    state: String,
    healthy: bool,
    architecture: Option<String>,
    memory_mb: Option<i32>,
    code_size_bytes: Option<i64>,
    /// How many of its invocations may run at once, where that is set: with 0, none does.
    reserved_concurrency: Option<i32>,
    modified_at: Option<Timestamp>,
}

impl FunctionStatus {
    fn new(name: FunctionName, resource: &Resource, configuration: Option<FunctionConfiguration>) -> Self {
        let physical_id = resource.physical_id.clone();
        let Some(found) = configuration else {
            return Self {
                name,
                physical_id,
                state: "Missing".into(),
                healthy: false,
                architecture: None,
                memory_mb: None,
                code_size_bytes: None,
                reserved_concurrency: None,
                modified_at: resource.updated_at,
            };
        };
        Self {
            name,
            physical_id,
            healthy: found.state != "Failed" && !found.update_failed && found.reserved_concurrency != Some(0),
            state: if found.update_failed { "UpdateFailed".into() } else { found.state },
            architecture: found.architecture,
            memory_mb: found.memory_mb,
            code_size_bytes: Some(found.code_size_bytes),
            reserved_concurrency: found.reserved_concurrency,
            modified_at: found.modified_at.or(resource.updated_at),
        }
    }

    /// `Active`; with the reason beside it where Lambda refuses every invocation.
    fn shown_state(&self) -> String {
        let refuses = if self.reserved_concurrency == Some(0) { ", concurrency 0" } else { "" };
        format!("{}{refuses}", self.state)
    }
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct AlarmCounts {
    ok: usize,
    alarm: usize,
    insufficient_data: usize,
    /// Deleted outside CloudFormation.
    missing: usize,
}

impl AlarmCounts {
    fn of(alarms: &[Alarm]) -> Self {
        let count = |state| alarms.iter().filter(|alarm| alarm.state == state).count();
        Self {
            ok: count(AlarmState::Ok),
            alarm: count(AlarmState::Alarm),
            insufficient_data: count(AlarmState::InsufficientData),
            missing: count(AlarmState::Missing),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        aws::{
            alarms::fake::{FakeAlarms, alarm},
            functions::fake::{FakeFunctions, active},
        },
        context::deployed_stack::fake,
        exit::Exit,
        terminal::output::Report as _,
    };

    pub(super) fn deployed() -> DeployedStack {
        let mut deployed = fake::deployed(&[
            ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile"),
            ("AWS::CloudWatch::Alarm", "ErrorsAlarm", "srvls-dev-errors"),
        ]);
        deployed.stack.outputs.insert("ApiUrl".into(), "https://api".into());
        deployed.stack.updated_at = "2026-11-22T10:00:00Z".parse().ok();
        deployed
    }

    pub(super) fn functions(configuration: FunctionConfiguration) -> FakeFunctions {
        FakeFunctions(BTreeMap::from([("srvls-dev-get_profile".into(), configuration)]))
    }

    pub(super) fn alarms(state: AlarmState) -> FakeAlarms {
        let alarms = vec![alarm("srvls-dev-errors", state, "critical: call")];
        FakeAlarms { alarms, ..FakeAlarms::default() }
    }

    pub(super) async fn report(deployed: DeployedStack, functions: FakeFunctions, alarms: FakeAlarms) -> StatusReport {
        let now = "2026-11-22T10:12:00Z".parse().expect("a time");
        let report = status(deployed, &functions, &alarms, now).await.expect("read");
        StatusReport { exit_code: true, ..report }
    }

    #[tokio::test]
    async fn a_working_stack_is_healthy() {
        let report = report(deployed(), functions(active()), alarms(AlarmState::Ok)).await;

        assert_eq!(report.exit(), Exit::Success);
        assert_eq!(
            serde_json::to_value(&report).expect("data"),
            json!({
                "stack": "srvls-dev", "status": "CREATE_COMPLETE", "status_reason": null, "created_at": null,
                "updated_at": "2026-11-22T10:00:00Z", "drift": "NOT_CHECKED", "drift_checked_at": null,
                "drifted": [], "drift_unchecked_resources": 0, "drift_not_checked": [], "release": null,
                "outputs": { "ApiUrl": "https://api" },
                "functions": [{
                    "name": "get_profile", "physical_id": "srvls-dev-get_profile", "state": "Active", "healthy": true,
                    "architecture": "arm64", "memory_mb": 256, "code_size_bytes": 3_500_000, "reserved_concurrency": null,
                    "modified_at": "2026-11-22T10:00:00Z",
                }],
                "alarms": { "ok": 1, "alarm": 0, "insufficient_data": 0, "missing": 0 }, "firing": [], "healthy": true,
                "not_read": [], "lacks_protection": false,
            })
        );
    }

    #[tokio::test]
    async fn an_alarm_makes_it_unhealthy() {
        let report = report(deployed(), functions(active()), alarms(AlarmState::Alarm)).await;

        assert_eq!((report.healthy, report.exit()), (false, Exit::Findings));
    }

    #[tokio::test]
    async fn an_alarm_that_was_deleted_by_hand_makes_it_unhealthy() {
        let report = report(deployed(), functions(active()), FakeAlarms::default()).await;

        assert_eq!((report.healthy, report.alarms.missing), (false, 1));
    }

    #[tokio::test]
    async fn a_stack_halfway_through_is_unhealthy() {
        let mut deployed = deployed();
        deployed.stack.status = Status("UPDATE_ROLLBACK_FAILED".into());

        assert!(!report(deployed, functions(active()), alarms(AlarmState::Ok)).await.healthy);
    }

    #[tokio::test]
    async fn a_function_that_failed_refuses_or_is_gone_makes_it_unhealthy() {
        let refused = FunctionConfiguration { update_failed: true, ..active() };
        let failed = report(deployed(), functions(refused), alarms(AlarmState::Ok)).await;
        assert_eq!((failed.healthy, failed.functions[0].state.as_str()), (false, "UpdateFailed"));

        let refusing = FunctionConfiguration { reserved_concurrency: Some(0), ..active() };
        let refusing = report(deployed(), functions(refusing), alarms(AlarmState::Ok)).await;
        assert_eq!((refusing.healthy, refusing.functions[0].state.as_str()), (false, "Active"));
        let text = refusing.view().render(Some(80)).unstyled();
        assert!(text.contains("get_profile  Active, concurrency 0"), "{text}");

        let gone = report(deployed(), FakeFunctions::default(), alarms(AlarmState::Ok)).await;
        assert_eq!((gone.healthy, gone.functions[0].state.as_str()), (false, "Missing"));
    }
}
