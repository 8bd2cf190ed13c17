//! The troubleshooting guide, run against the stage.

mod check;
mod failing;
mod invocations;
mod settings;
mod sizing;
mod slow;
mod throttled;

use std::collections::BTreeSet;

use futures_util::future::join_all;

use self::{check::GuideReport, throttled::Throttled};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        functions::Functions as _,
        log_groups::{LogGroup, LogGroups as _},
        logs::{Pattern, newest},
        quotas::Quotas as _,
        tables::Insights as _,
    },
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    failures::{self, Limit, Search},
    log_lines::Source,
    metrics::StageMetrics,
    time::{Window, clock},
};

/// How API Gateway names the groups of its execution logs, before the id of the API.
const EXECUTION_LOGS: &str = "API-Gateway-Execution-Logs_";
/// Pages of preflights: the newest ones are enough.
const PREFLIGHT_PAGES: usize = 3;

pub(super) async fn run(cx: &Context, window: Window, exit_code: bool) -> Result<GuideReport, Error> {
    let stage = StageMetrics::find(cx).await?;
    let deployed = &stage.deployed;
    let privacy = cx.privacy(&Target::named("logs", &deployed.name)).await?;
    let routes = cx.routes();
    let search = Search::of(deployed, routes, None, window)?;
    let functions = Source::functions(deployed);
    let (logs, api) = (&cx.aws.logs, Source::api(&deployed.name));
    let prefixes = prefixes(deployed);
    let step = cx.progress.step("Checking the stage");
    let (failures, throttled, invocations, preflights, insights, groups, quotas, is_arm) = tokio::join!(
        failures::find(logs, &search, Limit::default()),
        Throttled::read(cx, &stage, window, clock::now()),
        invocations::read(logs, &functions, window.since),
        newest(logs, (api.group.clone(), window.since, Pattern::Phrase("OPTIONS".into())), PREFLIGHT_PAGES),
        insights(cx, deployed),
        join_all(prefixes.iter().map(async |prefix| logs.groups(prefix).await)),
        cx.aws.functions.lambda(),
        is_arm(cx, deployed),
    );
    drop(step);
    let own: BTreeSet<String> =
        functions.iter().map(|source| source.group.clone()).chain([api.group.clone()]).collect();
    let groups: Vec<Result<Vec<LogGroup>, AwsError>> =
        groups.into_iter().map(|found| found.map(|all| of_stage(all, &own))).collect();
    let [time_outs, throttling, authorizer, mails] = failing::checks(&failures, &throttled, privacy);
    let checks = vec![
        time_outs,
        slow::slow_calls(&invocations),
        throttling,
        settings::hot_keys(&insights),
        settings::cors(&preflights, &api, deployed.no_access_log(), &deployed.stack.parameters),
        sizing::cold_starts(&invocations),
        sizing::memory(&invocations, is_arm, &cx.aws.region),
        authorizer,
        mails,
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
    let execution = api.map(|api| format!("{EXECUTION_LOGS}{}/", api.physical_id));
    [format!("/aws/lambda/{stack}-"), format!("/aws/apigateway/{stack}")].into_iter().chain(execution).collect()
}

/// The groups that are the stage's: a prefix also finds those of stages with a longer name.
fn of_stage(all: Vec<LogGroup>, own: &BTreeSet<String>) -> Vec<LogGroup> {
    let is_own = |group: &LogGroup| own.contains(&group.name) || group.name.starts_with(EXECUTION_LOGS);
    all.into_iter().filter(is_own).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_has_its_section_on_the_page_for_troubleshooting() {
        use super::{
            failing::{AUTHORIZER, MAILS, THROTTLING, TIME_OUTS},
            settings::{CACHE, CORS, HOT_KEYS, QUOTAS, RETENTION},
            sizing::{COLD_STARTS, MEMORY},
            slow::SLOW_CALLS,
        };
        let page = include_str!("../../../../docs/troubleshooting.md");
        let sections: Vec<String> =
            page.lines().filter_map(|line| Some(line.strip_prefix("## ")?.to_lowercase())).collect();

        let failing = [TIME_OUTS, SLOW_CALLS, THROTTLING, HOT_KEYS, CORS, COLD_STARTS, MEMORY, AUTHORIZER, MAILS];
        let checks = failing.into_iter().chain([CACHE, RETENTION, QUOTAS]);
        assert_eq!(sections, checks.map(str::to_lowercase).collect::<Vec<_>>());
    }

    #[test]
    fn the_groups_of_a_stage_with_a_longer_name_are_not_the_stages() {
        let group = |name: &str| LogGroup { name: name.to_owned(), retention_days: None };
        let own = BTreeSet::from(["/aws/lambda/shop-dev-get_data".to_owned()]);
        let found =
            ["/aws/lambda/shop-dev-get_data", "/aws/lambda/shop-dev-eu-get_data", "API-Gateway-Execution-Logs_a1/v1"];

        let names: Vec<String> = of_stage(found.map(group).into(), &own).into_iter().map(|group| group.name).collect();

        assert_eq!(names, [found[0], found[2]]);
    }
}
