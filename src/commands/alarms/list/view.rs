//! The list as a person reads it: how many fire, then those that are not well, by cause; the others are only counted.

use jiff::Timestamp;

use super::{
    super::{name::short_name, number::quantity, situation::Situation, tone::state_tone},
    AlarmRow, AlarmsReport,
    cause::{Cause, causes},
};
use crate::{
    aws::alarms::AlarmState,
    exit::Exit,
    terminal::{
        output::{Report, Table, Text, Tone, View, counted},
        pasteable::quoted,
    },
    time::ago,
};

impl Report for AlarmsReport {
    const ROWS: Option<&'static str> = Some("alarms");

    fn view(&self) -> View {
        if self.alarms.is_empty() {
            return View::new().text(if self.narrowed { "no such alarms" } else { "no alarms" });
        }
        let view = View::new().text(self.verdict());
        let view = self.situation.iter().map(Situation::table).fold(view, View::table);
        let view = if self.listed().next().is_some() { view.table(self.table()) } else { view };
        let view = self.reach().into_iter().fold(view, View::table);
        match self.mutes.unread() {
            Some(unread) => view.text(format!("not read: {unread}, so an alarm may be muted")),
            None => view,
        }
    }

    fn hints(&self) -> Vec<String> {
        let causes = self.causes();
        let mut alarms = causes.iter().flat_map(|cause| &cause.alarms);
        let firing = alarms.find(|alarm| alarm.state == AlarmState::Alarm);
        let shown = |alarm: &&AlarmRow| {
            format!("run `srvls alarms show {}` for details", quoted(short_name(&alarm.name, &self.stack)))
        };
        firing.map(shown).into_iter().collect()
    }

    fn exit(&self) -> Exit {
        let firing = self.alarms.iter().any(|alarm| alarm.state == AlarmState::Alarm);
        if self.exit_code && firing { Exit::Findings } else { Exit::Success }
    }
}

impl AlarmsReport {
    fn count(&self, state: AlarmState) -> usize {
        self.alarms.iter().filter(|alarm| alarm.state == state).count()
    }

    /// `2 of 72 alarms fire, 2 causes, the first started 12m ago; 68 OK, 1 without data, 1 missing`.
    fn verdict(&self) -> Text {
        let firing = self.count(AlarmState::Alarm);
        let since = self.alarms.iter().filter(|alarm| alarm.state == AlarmState::Alarm).filter_map(|alarm| alarm.since);
        let since = since.min().map(|since| ago(since, self.now));
        let fire = match (firing, since) {
            (0, _) => "fires".to_owned(),
            (1, since) => format!("fires{}", since.map(|ago| format!(", started {ago}")).unwrap_or_default()),
            (_, since) => {
                let firing = self.alarms.iter().filter(|alarm| alarm.state == AlarmState::Alarm);
                let causes = causes(firing).len();
                let causes = if causes > 1 { format!(", {causes} causes") } else { String::new() };
                format!("fire{causes}{}", since.map(|ago| format!(", the first started {ago}")).unwrap_or_default())
            }
        };
        let of = counted(self.alarms.len(), "alarm");
        let count = if firing == 0 { "none".to_owned() } else { firing.to_string() };
        let others =
            [(AlarmState::Ok, "OK"), (AlarmState::InsufficientData, "without data"), (AlarmState::Missing, "missing")];
        let others =
            others.into_iter().map(|(state, words)| (self.count(state), words)).filter(|(count, _)| *count > 0);
        let others: Vec<String> = others.map(|(count, words)| format!("{count} {words}")).collect();
        let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
        let is_well = firing + self.count(AlarmState::Missing) == 0;
        Text::toned(&format!("{count} of {of} {fire}{others}"), if is_well { Tone::Good } else { Tone::Bad })
    }

    /// What was asked for; otherwise what is not well.
    fn listed(&self) -> impl Iterator<Item = &AlarmRow> {
        let odd = |alarm: &AlarmRow| matches!(alarm.state, AlarmState::Alarm | AlarmState::Missing);
        self.alarms.iter().filter(move |alarm| self.narrowed || odd(alarm))
    }

    /// What is listed, by what it is about.
    fn causes(&self) -> Vec<Cause<'_>> {
        causes(self.listed())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(["ALARM", "STATE", "SEVERITY", "SINCE", "VALUE", "LIMIT", "NOTE"]);
        let causes = self.causes();
        for cause in &causes {
            if causes.len() > 1 {
                table.section(&format!("{}:", cause.title(&self.stack)));
            }
            cause.alarms.iter().for_each(|alarm| table.row(self.cells(alarm)));
        }
        table
    }

    fn cells(&self, alarm: &AlarmRow) -> [(String, Tone); 7] {
        let plain = |text: String| (text, Tone::Plain);
        [
            plain(short_name(&alarm.name, &self.stack).to_owned()),
            (alarm.state.to_string(), state_tone(alarm.state)),
            plain(alarm.severity.map(|severity| severity.to_string()).unwrap_or_default()),
            plain(alarm.since.map(|since| ago(since, self.now)).unwrap_or_default()),
            plain(alarm.value.map(|value| quantity(value, alarm.unit.as_deref())).unwrap_or_default()),
            plain(alarm.limit()),
            (alarm.note(self.now), Tone::Warning),
        ]
    }
}

impl AlarmRow {
    /// `> 0.01`; empty for a composite alarm.
    fn limit(&self) -> String {
        let threshold = self.threshold.map(|threshold| quantity(threshold, self.unit.as_deref()));
        [self.comparison.clone(), threshold].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Why the alarm notifies no one.
    fn note(&self, now: Timestamp) -> String {
        self.reasons(self.own_silence, now)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            ListArgs,
            tests::{fires_since, listed},
        },
        *,
    };
    use crate::aws::alarms::{Alarm, AlarmKind, Subject, fake::alarm};

    fn shown(report: &AlarmsReport, width: u16) -> String {
        report.view().render(Some(width)).unstyled()
    }

    /// Names as long as ours are, one alarm that notifies no one, and two that are well.
    async fn long_names() -> AlarmsReport {
        let mut silent = fires_since("srvls-dev-slo-five-minutes", "warning: look", "2026-11-22T09:00:00Z");
        silent.alarm_actions.clear();
        let alarms = vec![silent, fires_since("srvls-dev-slo-fast-burn", "critical: call", "2026-11-22T10:05:00Z")];
        listed(alarms.into_iter().chain(well()).collect(), ListArgs::default()).await
    }

    fn well() -> [Alarm; 2] {
        [
            alarm("srvls-dev-quiet", AlarmState::InsufficientData, "warning: look"),
            alarm("srvls-dev-well", AlarmState::Ok, "warning: look"),
        ]
    }

    /// A name that leaves no room for columns.
    async fn longest_name() -> AlarmsReport {
        let alarms = vec![
            fires_since("srvls-dev-get_profile-throttled-by-concurrency", "critical: call", "2026-11-22T10:05:00Z"),
            Alarm { value: None, watch: None, ..alarm("srvls-dev-api-down", AlarmState::Alarm, "critical: call") },
        ];
        listed(alarms.into_iter().chain(well()).collect(), ListArgs::default()).await
    }

    #[tokio::test]
    async fn what_fires_is_listed_and_the_rest_is_counted_at_eighty_columns() {
        insta::assert_snapshot!(shown(&long_names().await, 80), @"
        2 of 4 alarms fire, the first started 1h ago; 1 OK, 1 without data

        ALARM             STATE  SEVERITY  SINCE   VALUE  LIMIT   NOTE
        slo-fast-burn     ALARM  critical  7m ago  0.25   > 0.01
        slo-five-minutes  ALARM  warning   1h ago  0.25   > 0.01  notifies no one

        Notifies      o***@e***.com
        Can't notify  slo-five-minutes: notifies no one
        ");
    }

    #[tokio::test]
    async fn what_fires_is_listed_and_the_rest_is_counted_at_sixty_columns() {
        insta::assert_snapshot!(shown(&long_names().await, 60), @"
        2 of 4 alarms fire, the first started 1h ago; 1 OK, 1
        without data

        ALARM     slo-fast-burn
        STATE     ALARM
        SEVERITY  critical
        SINCE     7m ago
        VALUE     0.25
        LIMIT     > 0.01

        ALARM     slo-five-minutes
        STATE     ALARM
        SEVERITY  warning
        SINCE     1h ago
        VALUE     0.25
        LIMIT     > 0.01
        NOTE      notifies no one

        Notifies      o***@e***.com
        Can't notify  slo-five-minutes: notifies no one
        ");
    }

    #[tokio::test]
    async fn what_fires_is_listed_and_the_rest_is_counted_at_forty_columns() {
        insta::assert_snapshot!(shown(&long_names().await, 40), @"
        2 of 4 alarms fire, the first started 1h
        ago; 1 OK, 1 without data

        ALARM     slo-fast-burn
        STATE     ALARM
        SEVERITY  critical
        SINCE     7m ago
        VALUE     0.25
        LIMIT     > 0.01

        ALARM     slo-five-minutes
        STATE     ALARM
        SEVERITY  warning
        SINCE     1h ago
        VALUE     0.25
        LIMIT     > 0.01
        NOTE      notifies no one

        Notifies      o***@e***.com
        Can't notify  slo-five-minutes: notifies
                      no one
        ");
    }

    #[tokio::test]
    async fn a_name_is_whole_even_where_it_leaves_no_room_for_columns() {
        insta::assert_snapshot!(shown(&longest_name().await, 40), @"
        2 of 4 alarms fire, the first started
        12m ago; 1 OK, 1 without data

        ALARM
          get_profile-throttled-by-concurrency
        STATE     ALARM
        SEVERITY  critical
        SINCE     7m ago
        VALUE     0.25
        LIMIT     > 0.01

        ALARM     api-down
        STATE     ALARM
        SEVERITY  critical
        SINCE     12m ago

        Notifies  o***@e***.com
        ");
    }

    fn about(kind: &'static str, name: &str, alarm: Alarm) -> Alarm {
        Alarm { subject: Some(Subject { kind, name: name.into() }), ..alarm }
    }

    /// A table is throttled, and the function that reads it fails, and so does the API.
    async fn three_causes() -> AlarmsReport {
        let fires = |name: &str, severity, since| fires_since(name, severity, since);
        let down = Alarm {
            kind: AlarmKind::Composite,
            rule: Some("ALARM(\"srvls-dev-api-5xx\") OR ALARM(srvls-dev-other)".into()),
            subject: None,
            watch: None,
            value: None,
            ..alarm("srvls-dev-api-down", AlarmState::Alarm, "critical: call")
        };
        let alarms = vec![
            about(
                "table",
                "srvls-dev-AppData-1",
                fires("srvls-dev-AppData-throttling", "critical: a", "2026-11-22T10:01:00Z"),
            ),
            about(
                "function",
                "srvls-dev-get_profile",
                fires("srvls-dev-get_profile-errors", "critical: b", "2026-11-22T10:02:00Z"),
            ),
            about(
                "function",
                "srvls-dev-get_profile",
                fires("srvls-dev-get_profile-slow", "warning: c", "2026-11-22T10:02:00Z"),
            ),
            fires("srvls-dev-api-5xx", "critical: d", "2026-11-22T10:03:00Z"),
            down,
        ];
        listed(alarms.into_iter().chain(well()).collect(), ListArgs::default()).await
    }

    #[tokio::test]
    async fn what_fires_is_grouped_by_what_it_is_about_and_what_users_notice_comes_first() {
        insta::assert_snapshot!(shown(&three_causes().await, 80), @"
        5 of 7 alarms fire, 3 causes, the first started 12m ago; 1 OK, 1 without data

        ALARM                 STATE  SEVERITY  SINCE    VALUE  LIMIT   NOTE
        API:
          api-5xx             ALARM  critical  9m ago   0.25   > 0.01
          api-down            ALARM  critical  12m ago
        function get_profile:
          get_profile-errors  ALARM  critical  10m ago  0.25   > 0.01
          get_profile-slow    ALARM  warning   10m ago  0.25   > 0.01
        table AppData-1:
          AppData-throttling  ALARM  critical  11m ago  0.25   > 0.01

        Notifies  o***@e***.com
        ");
        assert_eq!(three_causes().await.hints(), ["run `srvls alarms show api-5xx` for details"]);
        let narrow = shown(&three_causes().await, 40);
        assert!(narrow.contains("\n\nfunction get_profile:\n\nALARM     get_profile-errors\n"), "{narrow}");
    }

    #[tokio::test]
    async fn alarms_that_were_asked_for_are_all_listed() {
        let args = ListArgs { state: Some(AlarmState::Ok), ..ListArgs::default() };
        let report = listed(vec![alarm("srvls-dev-well", AlarmState::Ok, "critical: call")], args).await;

        insta::assert_snapshot!(shown(&report, 80), @"
        none of 1 alarm fires; 1 OK

        ALARM  STATE  SEVERITY  SINCE    VALUE  LIMIT   NOTE
        well   OK     critical  12m ago  0.25   > 0.01
        ");
    }

    #[tokio::test]
    async fn one_alarm_is_one_and_none_is_none() {
        let one = |state| async move {
            shown(&listed(vec![alarm("srvls-dev-a", state, "critical: call")], ListArgs::default()).await, 80)
        };

        assert_eq!(one(AlarmState::Ok).await, "none of 1 alarm fires; 1 OK");
        assert!(one(AlarmState::Alarm).await.starts_with("1 of 1 alarm fires, started 12m ago\n\n"));
        let nothing = listed(Vec::new(), ListArgs { state: Some(AlarmState::Alarm), ..ListArgs::default() }).await;
        assert_eq!(shown(&nothing, 80), "no such alarms");
    }
}
