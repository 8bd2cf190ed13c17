//! `srvls alarms show NAME`: one alarm, its meaning, and what to do about it.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    behind::{self, AlarmChart, Behind},
    muted::{Muted, Mutes},
    name::alarm_called,
    number::quantity,
    recipients::{Recipient, Recipients},
    tone::state_tone,
};
use crate::{
    audit::Target,
    aws::alarms::{Alarm, Alarms, Muting, Severity, Watch},
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    terminal::{
        output::{Report, Text, Tone, View, fields},
        pasteable::{self, SrvlsCommand},
    },
    time::{ago, clock},
};

/// Show one alarm, its meaning and what to do first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls alarms show api-5xx")]
pub(crate) struct ShowArgs {
    /// Alarm name, with or without the stack name
    name: String,
}

pub(super) async fn run(cx: &Context, args: &ShowArgs) -> Result<AlarmReport, Error> {
    let (deployed, now) = (cx.deployed().await?, clock::now());
    let privacy = cx.privacy(&Target::named("alarm", &args.name)).await?;
    let recipients = async { Ok(Recipients::read(&cx.aws.topics, &deployed, privacy).await) };
    let regions = cx.alarms();
    let (report, recipients) = tokio::try_join!(show(&deployed, &regions, &args.name, now), recipients)?;
    report.mutes.report_unreadable(cx.progress);
    recipients.report_unreadable(cx.progress);
    let behind = behind::read(cx, &deployed, &report.alarm, privacy, now).await;
    for unread in &behind.not_read {
        cx.progress.warn(format_args!("{} of the alarm are not known: {}", unread.what, unread.why));
    }
    let not_read = report.not_read.iter().copied().chain(behind.not_read.iter().map(|unread| unread.what)).collect();
    let silent = report.silent.or_else(|| recipients.silence(&report.alarm));
    let notifies = recipients.of(&report.alarm);
    Ok(AlarmReport { srvls: Some(cx.progress.srvls), behind, silent, notifies, not_read, ..report })
}

async fn show(
    deployed: &DeployedStack,
    alarms: &(impl Alarms + Muting),
    name: &str,
    now: Timestamp,
) -> Result<AlarmReport, Error> {
    let (alarm, mutes) = tokio::join!(alarm_called(deployed, alarms, name), Mutes::read(alarms, now));
    let alarm = alarm?;
    let mutes = mutes.and_recorded(alarms, std::slice::from_ref(&alarm)).await;
    let (severity, silent, muted) = (alarm.severity(), alarm.silent(), mutes.of(&alarm.name));
    let not_read = mutes.not_read().to_vec();
    let (notifies, behind) = (None, Behind::default());
    Ok(AlarmReport { alarm, severity, silent, muted, notifies, behind, not_read, mutes, srvls: None, now })
}

#[derive(Debug, Serialize)]
pub(crate) struct AlarmReport {
    #[serde(flatten)]
    alarm: Alarm,
    severity: Option<Severity>,
    silent: Option<&'static str>,
    /// Whom it notifies; null if that could not be read.
    notifies: Option<Vec<Recipient>>,
    #[serde(flatten)]
    muted: Muted,
    #[serde(flatten)]
    behind: Behind,
    /// The fields that are null because AWS did not say.
    not_read: Vec<&'static str>,
    #[serde(skip)]
    mutes: Mutes,
    /// For the commands in its text.
    #[serde(skip)]
    srvls: Option<SrvlsCommand>,
    #[serde(skip)]
    now: Timestamp,
}

impl Report for AlarmReport {
    fn view(&self) -> View {
        let alarm = &self.alarm;
        let plain = |text: String| Some((Text::lines(text.lines().map(str::to_owned)), Tone::Plain));
        let watch = alarm.watch.as_ref();
        let notifies = match self.silent {
            Some(silent) => (silent.into(), Tone::Warning),
            None => (Text::lines(self.notified()), Tone::Plain),
        };
        let unknown = || (!self.mutes.not_read().is_empty()).then(|| "not read".to_owned());
        let errors = self.behind.errors.iter().flatten().map(|shape| shape.words());
        let errors: Vec<String> = errors.collect();
        let errors = (!errors.is_empty()).then(|| (Text::lines(errors), Tone::Bad));
        let value = alarm.value.map(|value| quantity(value, watch.and_then(Watch::unit)));
        let dimensions = watch.map(|watch| watch.dimensions.join(", ")).filter(|text| !text.is_empty());
        let details = fields([
            ("Meaning", alarm.description.as_deref().map(|text| self.pasteable(text)).and_then(plain)),
            ("Value", value.and_then(plain)),
            ("Fires", watch.map(fires).and_then(plain)),
            ("Muted", self.muted.sentence().or_else(unknown).map(|muted| (muted.into(), Tone::Warning))),
            ("Notifies", Some(notifies)),
            ("Fails", errors),
            ("Reason", alarm.reason.clone().and_then(plain)),
            ("Formula", watch.and_then(|watch| watch.formula.clone()).and_then(plain)),
            ("Rule", alarm.rule.clone().and_then(plain)),
            ("Metric", watch.map(|watch| watch.metric.clone()).and_then(plain)),
            ("Dimensions", dimensions.and_then(plain)),
            ("Dashboard", alarm.dashboard.clone().and_then(plain)),
        ]);
        let view = View::new().text(self.verdict());
        let view = self.chart().into_iter().fold(view, View::drawing);
        view.table(details)
    }
}

impl AlarmReport {
    /// `srvls-dev-5xx  ALARM since 2026-11-22T10:00:00Z (12m ago), critical`.
    fn verdict(&self) -> Text {
        let Alarm { name, state, since, .. } = &self.alarm;
        let since = since.map(|since| format!(" since {since} ({})", ago(since, self.now))).unwrap_or_default();
        let severity = self.severity.map(|severity| format!(", {severity}")).unwrap_or_default();
        Text::from(format!("{name}  ")) + Text::toned(&format!("{state}{since}"), state_tone(*state)) + severity
    }

    /// Where its values are known.
    fn chart(&self) -> Option<AlarmChart> {
        let Behind { series, state_changes, deployments, .. } = &self.behind;
        let (changes, deployments) = (state_changes.as_deref(), deployments.as_deref());
        AlarmChart::of(&self.alarm, series.as_ref()?, changes.unwrap_or_default(), deployments.unwrap_or_default())
    }

    /// Whom it notifies; without their addresses, its topics.
    fn notified(&self) -> Vec<String> {
        match &self.notifies {
            Some(recipients) => recipients.iter().map(Recipient::name).collect(),
            None => self.alarm.alarm_actions.clone(),
        }
    }

    fn pasteable(&self, text: &str) -> String {
        self.srvls.map_or_else(|| text.to_owned(), |srvls| pasteable::in_text(text, srvls, None))
    }
}

/// `Average > 0.01 in 3 of 5 periods of 60 s, missing data: notBreaching`
fn fires(watch: &Watch) -> String {
    let statistic = watch.statistic.as_deref().map(|statistic| format!("{statistic} ")).unwrap_or_default();
    let threshold = watch.threshold.map(|threshold| quantity(threshold, watch.unit())).unwrap_or_default();
    let mut text = format!("{statistic}{} {threshold}", watch.comparison);
    if let Some(periods) = watch.evaluation_periods {
        text.push_str(&format!(" in {} of {periods} periods", watch.datapoints_to_alarm.unwrap_or(periods)));
    }
    if let Some(seconds) = watch.period_seconds {
        text.push_str(&format!(" of {seconds} s"));
    }
    if let Some(missing) = &watch.treat_missing_data {
        text.push_str(&format!(", missing data: {missing}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{
        aws::alarms::{Means, Mute, MuteRule, fake::FakeAlarms},
        commands::alarms::fixture,
    };

    #[tokio::test]
    async fn an_alarm_shows_its_meaning_and_when_it_fires() {
        let (deployed, alarms) = fixture::firing(Vec::new());
        let now = "2026-11-22T10:12:00Z".parse().expect("a time");

        let report = show(&deployed, &alarms, "5xx", now).await.expect("found");

        let text = report.view().render(None).unstyled();
        insta::assert_snapshot!(text, @"
        srvls-dev-5xx  ALARM since 2026-11-22T10:00:00Z (12m ago), critical

        Meaning     critical: the API fails; read the logs
        Value       0.25
        Fires       Average > 0.01 in 3 of 5 periods of 60 s, missing data: notBreaching
        Notifies    arn:aws:sns:us-east-1:000000000000:critical
        Reason      Threshold Crossed
        Metric      AWS/ApiGateway 5XXError
        Dimensions  ApiName=srvls-dev
        ");
        let data = serde_json::to_value(&report).expect("data");
        assert_eq!((&data["name"], &data["severity"]), (&"srvls-dev-5xx".into(), &"critical".into()));
        assert_eq!(data["muted_until"], Value::Null);
    }

    #[tokio::test]
    async fn a_muted_alarm_names_the_rule_and_its_end() {
        let (deployed, alarms) = fixture::firing(Vec::new());
        let night = Mute {
            rule: "night".into(),
            alarms: vec!["srvls-dev-5xx".into()],
            until: "2026-11-22T12:00:00Z".parse().ok(),
            means: Means::Rule(MuteRule::default()),
        };
        let alarms = FakeAlarms { mutes: Some(vec![night]), ..alarms };

        let report = show(&deployed, &alarms, "5xx", Timestamp::UNIX_EPOCH).await.expect("found");

        let text = report.view().render(None).unstyled();
        assert!(text.contains("\nMuted       by night, until 2026-11-22T12:00:00Z\n"), "{text}");
        assert_eq!(serde_json::to_value(&report).expect("data")["muted_until"], "2026-11-22T12:00:00Z");
    }

    /// With all that an alarm can have, in long words.
    async fn long() -> AlarmReport {
        let (deployed, alarms) = fixture::firing(Vec::new());
        let now = "2026-11-22T10:12:00Z".parse().expect("a time");
        let mut report = show(&deployed, &alarms, "5xx", now).await.expect("found");
        let watch = report.alarm.watch.as_mut().expect("a metric alarm");
        watch.formula = Some("100 * 5XXError / Count of API srvls-dev, if there are more than 3 a minute".into());
        report.alarm.description = Some(
            "critical: more than 1 % of the requests end in 5XX: `srvls logs tail --since 10m --level error` says why"
                .into(),
        );
        report.alarm.reason =
            Some("Threshold Crossed: 3 out of the last 5 datapoints [50.0 (22/11/26 10:00:00)]".into());
        report
    }

    #[tokio::test]
    async fn one_alarm_fits_sixty_columns() {
        insta::assert_snapshot!(long().await.view().render(Some(60)).unstyled(), @"
        srvls-dev-5xx  ALARM since 2026-11-22T10:00:00Z (12m ago),
        critical

        Meaning     critical: more than 1 % of the requests end in
                    5XX: `srvls logs tail --since 10m --level error`
                    says why
        Value       0.25
        Fires       Average > 0.01 in 3 of 5 periods of 60 s,
                    missing data: notBreaching
        Notifies    arn:aws:sns:us-east-1:000000000000:critical
        Reason      Threshold Crossed: 3 out of the last 5
                    datapoints [50.0 (22/11/26 10:00:00)]
        Formula     100 * 5XXError / Count of API srvls-dev, if
                    there are more than 3 a minute
        Metric      AWS/ApiGateway 5XXError
        Dimensions  ApiName=srvls-dev
        ");
    }

    #[tokio::test]
    async fn one_alarm_fits_forty_columns() {
        insta::assert_snapshot!(long().await.view().render(Some(40)).unstyled(), @"
        srvls-dev-5xx  ALARM since
        2026-11-22T10:00:00Z (12m ago), critical

        Meaning
          critical: more than 1 % of the
          requests end in 5XX:
          `srvls logs tail --since 10m --level error`
          says why
        Value       0.25
        Fires       Average > 0.01 in 3 of 5
                    periods of 60 s, missing
                    data: notBreaching
        Notifies
          arn:aws:sns:us-east-1:000000000000:critical
        Reason      Threshold Crossed: 3 out of
                    the last 5 datapoints [50.0
                    (22/11/26 10:00:00)]
        Formula     100 * 5XXError / Count of
                    API srvls-dev, if there are
                    more than 3 a minute
        Metric      AWS/ApiGateway 5XXError
        Dimensions  ApiName=srvls-dev
        ");
    }
}
