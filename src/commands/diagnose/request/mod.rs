//! One request end to end.

mod evidence;
mod id;
mod report;
mod spans;

use self::{
    evidence::{EdgeLogs, Places, Readers, gather},
    id::RequestId,
    report::RequestReport,
};
use crate::{
    audit::Target,
    aws::stage_logs::FIREWALL_PREFIX,
    context::Context,
    error::Error,
    log_lines::Source,
    time::{Window, clock},
};

pub(super) async fn run(cx: &Context, id: &str, window: Window) -> Result<RequestReport, Error> {
    let id = RequestId::parse(id)?;
    let deployed = cx.deployed().await?;
    let edge = cx.stage.edge_stack_name();
    let at = Places {
        stack: deployed.name.clone(),
        functions: Source::functions(&deployed),
        routes: cx.routes(),
        edge: deployed.edge.as_ref().map(|_| EdgeLogs {
            access: format!("/aws/vendedlogs/cloudfront/{edge}"),
            firewall: format!("{FIREWALL_PREFIX}{edge}"),
        }),
        has_traces: !cx.stage.settings.emulator,
    };
    let from = Readers { logs: &cx.aws.logs, edge_logs: &cx.aws.edge_logs, traces: &cx.aws.traces };
    let privacy = cx.privacy(&Target::named("request", id.text())).await?;
    let step = cx.progress.step("Reading the logs");
    let evidence = gather(&at, &from, &id, window).await;
    drop(step);
    let unread: Vec<String> =
        evidence.missing.iter().map(|missing| format!("{}: {}", missing.what, missing.why)).collect();
    RequestReport::of(&id, evidence, clock::now(), privacy).ok_or_else(|| {
        let hint = format!("looked since {}; not found in {}", window.since, unread.join("; in "));
        Error::not_found("request", id.text(), Some(hint))
    })
}
