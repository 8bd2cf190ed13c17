//! The status as a person reads it: the verdict first, what is well only counted.

use super::{AlarmCounts, StatusReport};
use crate::{
    aws::{alarms::short_name, stacks::StackState},
    exit::Exit,
    terminal::output::{Report, Table, Text, Tone, View, counted, fields},
    time::ago,
};

/// As many firing alarms are named.
const NAMED: usize = 3;

impl Report for StatusReport {
    fn view(&self) -> View {
        let view = View::new().text(self.verdict()).table(self.summary());
        let view = if self.ailing().next().is_some() { view.table(self.ailing_functions()) } else { view };
        let outputs = self.outputs.iter().map(|(name, value)| (name.as_str(), Some((value.clone(), Tone::Plain))));
        let view = if self.outputs.is_empty() { view } else { view.table(fields(outputs)) };
        let view = self.drift.details().into_iter().fold(view, View::text);
        match &self.html {
            Some(file) => view.text(format!("wrote {file}")),
            None => view,
        }
    }

    fn hints(&self) -> Vec<String> {
        let firing = "`srvls alarms --state alarm` lists the alarms that are firing";
        let unprotected = "the stack is not protected yet: `srvls watch`, run by ops, gives it the stage's protection";
        let hints = [(self.alarms.alarm > 0, firing), (self.lacks_protection, unprotected)];
        hints.into_iter().filter(|(applies, _)| *applies).map(|(_, hint)| hint.to_owned()).collect()
    }

    fn exit(&self) -> Exit {
        if self.exit_code && !self.healthy { Exit::Findings } else { Exit::Success }
    }
}

impl StatusReport {
    /// `srvls-dev is NOT healthy: 2 alarms fire, 1 function is not well`.
    fn verdict(&self) -> Text {
        if self.healthy {
            return Text::toned(&format!("{} is healthy", self.stack), Tone::Good);
        }
        let stack = (!self.is_ready()).then(|| format!("the stack is {}", self.status.0));
        let some = |count: usize, what: &str, one: &str, many: &str| {
            (count > 0).then(|| format!("{} {}", counted(count, what), if count == 1 { one } else { many }))
        };
        let causes = [
            stack,
            some(self.alarms.alarm, "alarm", "fires", "fire"),
            some(self.alarms.missing, "alarm", "is missing", "are missing"),
            some(self.ailing().count(), "function", "is not well", "are not well"),
        ];
        let causes: Vec<String> = causes.into_iter().flatten().collect();
        Text::toned(&format!("{} is NOT healthy: {}", self.stack, causes.join(", ")), Tone::Bad)
    }

    fn is_ready(&self) -> bool {
        self.status.state() == StackState::Ready
    }

    fn ailing(&self) -> impl Iterator<Item = &super::FunctionStatus> {
        self.functions.iter().filter(|function| !function.healthy)
    }

    fn summary(&self) -> Table {
        let changed = self.updated_at.or(self.created_at).map(|at| format!(", changed {}", ago(at, self.now)));
        let status = format!("{}{}", self.status.0, changed.unwrap_or_default());
        fields([
            ("Stack", Some((status, if self.is_ready() { Tone::Plain } else { Tone::Bad }))),
            ("Reason", self.status_reason.clone().map(|reason| (reason, Tone::Plain))),
            ("Release", self.release()),
            ("Drift", Some(self.drift.summary(self.now))),
            ("Alarms", Some(self.alarms())),
            ("Functions", self.function_count()),
        ])
    }

    /// `r20261122T100000000Z (0123456789ab), 12m ago by ada: OPS-1`.
    fn release(&self) -> Option<(String, Tone)> {
        let not_read = || self.not_read.contains(&"release").then(|| ("not read".into(), Tone::Warning));
        let Some(release) = &self.release else { return not_read() };
        let by = release.by.rsplit(['/', ':']).next().unwrap_or(&release.by);
        let reason = release.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        Some((format!("{}, {} by {by}{reason}", release.name(), ago(release.created_at, self.now)), Tone::Plain))
    }

    /// `2 in ALARM, 68 OK, 2 without data: api-5xx, slo-fast-burn`.
    fn alarms(&self) -> (String, Tone) {
        let AlarmCounts { ok, alarm, insufficient_data, missing } = self.alarms;
        let is_well = alarm + missing == 0;
        let missing = if missing > 0 { format!(", {missing} missing") } else { String::new() };
        let short = |name: &String| short_name(name, &self.stack).to_owned();
        let named = self.firing.iter().take(NAMED).map(short);
        let more = self.firing.len().saturating_sub(NAMED);
        let named: Vec<String> = named.chain((more > 0).then(|| format!("{more} more"))).collect();
        let named = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
        let counts = format!("{alarm} in ALARM, {ok} OK, {insufficient_data} without data{missing}{named}");
        (counts, if is_well { Tone::Plain } else { Tone::Bad })
    }

    /// `21 of 23 are well`; none of a stack without functions.
    fn function_count(&self) -> Option<(String, Tone)> {
        let (all, ailing) = (self.functions.len(), self.ailing().count());
        let tone = if ailing == 0 { Tone::Plain } else { Tone::Bad };
        (all > 0).then(|| (format!("{} of {all} are well", all - ailing), tone))
    }

    fn ailing_functions(&self) -> Table {
        let mut table = Table::new(["FUNCTION", "STATE", "CHANGED"]);
        for function in self.ailing() {
            let changed = function.modified_at.map(|at| ago(at, self.now)).unwrap_or_default();
            table.row([
                (function.name.0.clone(), Tone::Plain),
                (function.shown_state(), Tone::Bad),
                (changed, Tone::Plain),
            ]);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{alarms, deployed, functions, report},
        *,
    };
    use crate::{
        aws::{
            alarms::{
                AlarmState,
                fake::{FakeAlarms, alarm},
            },
            functions::fake::{FakeFunctions, active},
        },
        releases::Release,
    };

    fn shown(report: &StatusReport, width: u16) -> String {
        report.view().render(Some(width)).unstyled()
    }

    #[tokio::test]
    async fn what_is_well_is_counted() {
        let report = report(deployed(), functions(active()), alarms(AlarmState::Ok)).await;

        insta::assert_snapshot!(shown(&report, 80), @"
        srvls-dev is healthy

        Stack      CREATE_COMPLETE, changed 12m ago
        Drift      NOT_CHECKED
        Alarms     0 in ALARM, 1 OK, 0 without data
        Functions  1 of 1 are well

        ApiUrl  https://api
        ");
    }

    /// Long names, and little that is well.
    async fn ailing() -> StatusReport {
        let mut deployed = deployed();
        deployed.stack.outputs = [
            ("ApiUrl", "http://127.0.0.1:4621/_aws/execute-api/4391da91/v1-with-a-long-name-of-a-stage-in-it"),
            ("AppDataTable", "srvls-dev-AppDataTable-89B8C92AF53D0"),
            ("CriticalTopic", "arn:aws:sns:us-east-1:000000000000:srvls-dev-CriticalTopic-1ABCDEFGHIJKL"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let names = ["api-5xx", "slo-five-minutes", "slo-fast-burn", "list_data-throttled"];
        for name in names {
            deployed.resources.push(crate::aws::stacks::Resource {
                logical_id: name.into(),
                physical_id: format!("srvls-dev-{name}"),
                kind: "AWS::CloudWatch::Alarm".into(),
                ..deployed.resources[0].clone()
            });
        }
        let firing = names.map(|name| alarm(&format!("srvls-dev-{name}"), AlarmState::Alarm, "critical: call"));
        let alarms = FakeAlarms { alarms: firing.into(), ..FakeAlarms::default() };
        let mut report = report(deployed, FakeFunctions::default(), alarms).await;
        report.release = Some(Release {
            id: "r20261122T100000000Z".into(),
            commit: Some("0123456789abcdef".into()),
            dirty: false,
            created_at: "2026-11-22T10:00:00Z".parse().expect("a time"),
            by: "arn:aws:iam::000000000000:user/ada".into(),
            reason: Some("OPS-2 tighten".into()),
            rollback_of: None,
        });
        report
    }

    #[tokio::test]
    async fn a_stage_that_is_not_well_says_so_first_at_eighty_columns() {
        insta::assert_snapshot!(shown(&ailing().await, 80), @"
        srvls-dev is NOT healthy: 4 alarms fire, 1 alarm is missing, 1 function is not
        well

        Stack      CREATE_COMPLETE, changed 12m ago
        Release    r20261122T100000000Z (0123456789ab), 12m ago by ada: OPS-2 tighten
        Drift      NOT_CHECKED
        Alarms     4 in ALARM, 0 OK, 0 without data, 1 missing: api-5xx,
                   slo-five-minutes, slo-fast-burn, 1 more
        Functions  0 of 1 are well

        FUNCTION     STATE    CHANGED
        get_profile  Missing

        ApiUrl
          http://127.0.0.1:4621/_aws/execute-api/4391da91/v1-with-a-long-name-of-a-stage-in-it
        AppDataTable   srvls-dev-AppDataTable-89B8C92AF53D0
        CriticalTopic
          arn:aws:sns:us-east-1:000000000000:srvls-dev-CriticalTopic-1ABCDEFGHIJKL
        ");
    }

    #[tokio::test]
    async fn a_stage_that_is_not_well_says_so_first_at_sixty_columns() {
        insta::assert_snapshot!(shown(&ailing().await, 60), @"
        srvls-dev is NOT healthy: 4 alarms fire, 1 alarm is missing,
        1 function is not well

        Stack      CREATE_COMPLETE, changed 12m ago
        Release    r20261122T100000000Z (0123456789ab), 12m ago by
                   ada: OPS-2 tighten
        Drift      NOT_CHECKED
        Alarms     4 in ALARM, 0 OK, 0 without data, 1 missing:
                   api-5xx, slo-five-minutes, slo-fast-burn, 1 more
        Functions  0 of 1 are well

        FUNCTION     STATE    CHANGED
        get_profile  Missing

        ApiUrl
          http://127.0.0.1:4621/_aws/execute-api/4391da91/v1-with-a-long-name-of-a-stage-in-it
        AppDataTable   srvls-dev-AppDataTable-89B8C92AF53D0
        CriticalTopic
          arn:aws:sns:us-east-1:000000000000:srvls-dev-CriticalTopic-1ABCDEFGHIJKL
        ");
    }

    #[tokio::test]
    async fn a_stage_that_is_not_well_says_so_first_at_forty_columns() {
        insta::assert_snapshot!(shown(&ailing().await, 40), @"
        srvls-dev is NOT healthy: 4 alarms fire,
        1 alarm is missing, 1 function is not
        well

        Stack      CREATE_COMPLETE, changed 12m
                   ago
        Release    r20261122T100000000Z
                   (0123456789ab), 12m ago by
                   ada: OPS-2 tighten
        Drift      NOT_CHECKED
        Alarms     4 in ALARM, 0 OK, 0 without
                   data, 1 missing: api-5xx,
                   slo-five-minutes,
                   slo-fast-burn, 1 more
        Functions  0 of 1 are well

        FUNCTION     STATE    CHANGED
        get_profile  Missing

        ApiUrl
          http://127.0.0.1:4621/_aws/execute-api/4391da91/v1-with-a-long-name-of-a-stage-in-it
        AppDataTable
          srvls-dev-AppDataTable-89B8C92AF53D0
        CriticalTopic
          arn:aws:sns:us-east-1:000000000000:srvls-dev-CriticalTopic-1ABCDEFGHIJKL
        ");
    }

    #[tokio::test]
    async fn a_release_that_was_not_read_is_not_none() {
        let mut report = report(deployed(), functions(active()), alarms(AlarmState::Ok)).await;
        report.not_read.push("release");

        let text = shown(&report, 80);

        assert!(text.contains("\nRelease    not read\n"), "{text}");
    }

    #[tokio::test]
    async fn a_missing_alarm_is_no_alarm_that_is_well() {
        let report = report(deployed(), functions(active()), FakeAlarms::default()).await;

        let text = shown(&report, 80);
        assert!(text.starts_with("srvls-dev is NOT healthy: 1 alarm is missing\n"), "{text}");
        assert!(text.contains("Alarms     0 in ALARM, 0 OK, 0 without data, 1 missing"), "{text}");
    }
}
