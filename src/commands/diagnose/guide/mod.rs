//! The troubleshooting guide, run against the stage.

mod check;
mod failing;
mod invocations;
mod settings;
mod sizing;

use futures_util::future::join_all;

use self::check::GuideReport;
use crate::{
    audit::Target,
    aws::{
        AwsError,
        functions::Functions as _,
        log_groups::LogGroups as _,
        logs::{Pattern, newest},
        quotas::Quotas as _,
        tables::Insights as _,
    },
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    failures::{self, Limit, Search},
    log_lines::Source,
    stage::FunctionName,
    template::Template,
    time::Window,
};

/// Pages of preflights: the newest ones are enough.
const PREFLIGHT_PAGES: usize = 3;

pub(super) async fn run(cx: &Context, window: Window, exit_code: bool) -> Result<GuideReport, Error> {
    let deployed = cx.deployed().await?;
    let privacy = cx.privacy(&Target::named("logs", &deployed.name)).await?;
    let routes = Template::read(&cx.config.template_path()).map(|template| template.routes()).unwrap_or_default();
    let search = Search::of(&deployed, routes, None, window)?;
    let functions: Vec<FunctionName> = deployed.functions().into_keys().collect();
    let (logs, api) = (&cx.aws.logs, Source::api(&deployed.name));
    let prefixes = prefixes(&deployed);
    let step = cx.progress.step("Checking the stage");
    let (failures, invocations, preflights, insights, groups, quotas, is_arm) = tokio::join!(
        failures::find(logs, &search, Limit::default()),
        invocations::read(logs, &deployed.name, &functions, window.since),
        newest(logs, (api.group.clone(), window.since, Pattern::Phrase("OPTIONS".into())), PREFLIGHT_PAGES),
        insights(cx, &deployed),
        join_all(prefixes.iter().map(async |prefix| logs.groups(prefix).await)),
        cx.aws.functions.lambda(),
        is_arm(cx, &deployed),
    );
    drop(step);
    let [time_outs, throttling, authorizer] = failing::checks(&failures, privacy);
    let checks = vec![
        time_outs,
        throttling,
        settings::hot_keys(&insights),
        settings::cors(&preflights, &api, &deployed.stack.parameters),
        sizing::cold_starts(&invocations),
        sizing::memory(&invocations, is_arm),
        authorizer,
        settings::cache(deployed.edge.is_some()),
        settings::retention(&groups),
        settings::quotas(&quotas, cx.stage.settings.emulator),
    ];
    Ok(GuideReport { stage: cx.stage.name.clone(), checks, since: window.since, exit_code })
}

/// How the names of the stage's log groups begin.
fn prefixes(deployed: &DeployedStack) -> Vec<String> {
    let stack = &deployed.name;
    let api = deployed.resources.iter().find(|resource| resource.kind == "AWS::ApiGateway::RestApi");
    let execution = api.map(|api| format!("API-Gateway-Execution-Logs_{}/", api.physical_id));
    [format!("/aws/lambda/{stack}-"), format!("/aws/apigateway/{stack}")].into_iter().chain(execution).collect()
}

async fn insights(cx: &Context, deployed: &DeployedStack) -> Vec<(String, Result<bool, AwsError>)> {
    let tables = deployed.resources.iter().filter(|resource| resource.kind == "AWS::DynamoDB::Table");
    let each = tables.map(|table| async {
        let name = table.physical_id.clone();
        (name.clone(), cx.aws.tables.has_insights(&name).await)
    });
    join_all(each).await
}

/// Whether the functions run on Arm, as all of a stage do; `None` if that could not be read.
async fn is_arm(cx: &Context, deployed: &DeployedStack) -> Option<bool> {
    let functions = deployed.functions();
    let first = functions.values().next()?;
    let found = cx.aws.functions.configuration(&first.physical_id).await.ok().flatten()?;
    found.architecture.map(|architecture| architecture == "arm64")
}
