//! The preflight check: alarms, mutes and drift stop a deployment unless a person at a terminal decides otherwise.

use std::collections::BTreeSet;

use crate::{
    aws::alarms::{Alarm, AlarmState, Alarms as _, Mute},
    context::{Context, guard::Refusal},
    deployment::{
        drift::{Drift, lines},
        plan::{Plan, stage_change_sets::StageChangeSets},
    },
    error::Error,
    time::{ago, clock},
};

/// The words that `--allow` takes.
pub(crate) const ALARMS: &str = "alarms";
const MUTES: &str = "mutes";
const DRIFT: &str = "drift";
pub(crate) const WORDS: [&str; 3] = [ALARMS, DRIFT, MUTES];

/// A reason not to deploy now.
#[derive(Debug, PartialEq, Eq)]
struct Concern {
    /// The word that `--allow` takes for it.
    word: &'static str,
    sentence: String,
}

/// Warns about every reason not to deploy now.
///
/// # Errors
/// When the run is unattended and `--allow` does not name a reason.
pub(crate) async fn pass(
    cx: &Context,
    stage_changes: &StageChangeSets<'_>,
    plan: &Plan,
    allowed: &[String],
) -> Result<(), Error> {
    if cx.stage.settings.emulator {
        // An emulator's alarms notify no one.
        return Ok(());
    }
    let mut concerns = drift_concerns(&plan.drift);
    concerns.extend(alarm_concerns(cx, stage_changes).await);
    for concern in &concerns {
        cx.progress.warn(&concern.sentence);
    }
    judge(&concerns, allowed, cx.attended())
}

fn judge(concerns: &[Concern], allowed: &[String], attended: bool) -> Result<(), Error> {
    let words: BTreeSet<&str> = concerns.iter().map(|concern| concern.word).collect();
    let unnamed: Vec<&'static str> =
        WORDS.into_iter().filter(|word| words.contains(word) && !allowed.iter().any(|a| a == word)).collect();
    if attended || unnamed.is_empty() {
        return Ok(());
    }
    Err(Refusal::Preflight { words: unnamed }.into())
}

/// The stage's firing alarms and active mutes. Without permission to read them, warns and returns none.
async fn alarm_concerns(cx: &Context, stage_changes: &StageChangeSets<'_>) -> Vec<Concern> {
    let read = async {
        // A first deployment has no alarms yet.
        let Some(deployed) = stage_changes.deployed().await? else { return Ok(None) };
        let (names, regions) = (deployed.alarm_names(), cx.alarms());
        let (alarms, mutes) = tokio::join!(regions.named(&names), regions.mutes(clock::now()));
        Ok::<_, Error>(Some((names, alarms?, mutes)))
    };
    let (names, alarms, mutes) = match read.await {
        Ok(Some(read)) => read,
        Ok(None) => return Vec::new(),
        Err(error) => {
            cx.progress.warn(format_args!("could not read the alarms: {error}"));
            return Vec::new();
        }
    };
    let firing = alarms.iter().filter(|alarm| alarm.state == AlarmState::Alarm).map(Concern::of_alarm);
    let mut concerns: Vec<Concern> = firing.collect();
    match mutes {
        Ok(mutes) => concerns.extend(mutes.iter().filter(|mute| mute.covers(&names)).map(Concern::of_mute)),
        Err(error) => cx.progress.detail(format_args!("could not read the mute rules: {error}")),
    }
    concerns
}

impl Concern {
    fn of_alarm(alarm: &Alarm) -> Self {
        let since = alarm.since.map(|since| format!(" (went off {})", ago(since, clock::now())));
        Self { word: ALARMS, sentence: format!("alarm {} is firing{}", alarm.name, since.unwrap_or_default()) }
    }

    fn of_mute(mute: &Mute) -> Self {
        let until = mute.until.map(|until| format!(" until {until}")).unwrap_or_default();
        Self { word: MUTES, sentence: format!("mute rule {} silences alarms of this stage{until}", mute.rule) }
    }
}

/// What was changed by hand, and would be overwritten.
fn drift_concerns(drift: &[Drift]) -> Vec<Concern> {
    let sentence = |line| format!("{line}; this deployment overwrites the drift");
    let lines = lines(drift.iter().filter(|drift| drift.overwritten));
    lines.into_iter().map(|line| Concern { word: DRIFT, sentence: sentence(line) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::drift::tests::drift;

    fn concern(word: &'static str) -> Concern {
        Concern { word, sentence: String::new() }
    }

    #[test]
    fn an_unattended_deployment_passes_only_what_allow_names() {
        let concerns = [concern(DRIFT), concern(ALARMS), concern(ALARMS)];

        let refusal = judge(&concerns, &["drift".into()], false).expect_err("alarms are not named");

        assert_eq!(refusal.to_string(), "refused: alarms are firing");
        assert_eq!(
            refusal.hint().as_deref(),
            Some("check the warnings above; to deploy anyway, confirm at a terminal or pass `--allow alarms`")
        );
        let of_drift = judge(&concerns, &["alarms".into()], false).expect_err("drift is not named");
        assert_eq!(of_drift.to_string(), "refused: resources have drifted");
        assert!(judge(&concerns, &["drift".into(), "alarms".into()], false).is_ok());
    }

    #[test]
    fn only_drift_that_is_overwritten_is_a_concern() {
        let left = Drift { overwritten: false, ..drift("Queue", "/Tags") };

        let concerns = drift_concerns(&[drift("Role", "/Policies"), left]);

        let sentences: Vec<&str> = concerns.iter().map(|concern| concern.sentence.as_str()).collect();
        assert_eq!(sentences, ["Role is MODIFIED: /Policies; this deployment overwrites the drift"]);
    }

    #[test]
    fn a_person_at_a_terminal_decides() {
        assert!(judge(&[concern(ALARMS)], &[], true).is_ok());
        assert!(judge(&[], &[], false).is_ok());
    }
}
