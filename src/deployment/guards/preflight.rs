//! The deploy gate: what speaks against deploying just now. It stops whoever isn't at a terminal to judge.

use std::collections::BTreeSet;

use crate::{
    aws::alarms::{Alarm, AlarmState, Alarms as _, Mute},
    context::{Context, guard::Refusal},
    deployment::plan::{Drift, Plan},
    error::Error,
    time::{ago, clock},
};

/// What `--allow` calls it.
pub(crate) const ALARMS: &str = "alarms";
const MUTES: &str = "mutes";
const DRIFT: &str = "drift";

/// One thing that speaks against deploying.
#[derive(Debug, PartialEq, Eq)]
struct Concern {
    /// The word by which it is allowed.
    word: &'static str,
    sentence: String,
}

/// Says what speaks against deploying.
///
/// # Errors
/// When nobody is there to judge it, and it isn't allowed by name.
pub(crate) async fn pass(cx: &Context, plan: &Plan, allowed: &[String]) -> Result<(), Error> {
    if cx.stage.settings.emulator {
        // Its alarms wake nobody.
        return Ok(());
    }
    let mut concerns: Vec<Concern> = plan.drift.iter().map(Concern::of_drift).collect();
    // There is a stack by now, even if only its change set made it.
    concerns.extend(of_alarms(cx).await);
    for concern in &concerns {
        cx.progress.warn(&concern.sentence);
    }
    judge(&concerns, allowed, cx.attended())
}

fn judge(concerns: &[Concern], allowed: &[String], attended: bool) -> Result<(), Error> {
    let words: BTreeSet<&str> = concerns.iter().map(|concern| concern.word).collect();
    let unnamed: Vec<&'static str> = [ALARMS, DRIFT, MUTES]
        .into_iter()
        .filter(|word| words.contains(word) && !allowed.iter().any(|a| a == word))
        .collect();
    if attended || unnamed.is_empty() {
        return Ok(());
    }
    Err(Refusal::Gate { words: unnamed }.into())
}

/// The stage's alarms and mutes. Whoever may not see them is told so, and deploys.
async fn of_alarms(cx: &Context) -> Vec<Concern> {
    let looked = async {
        let deployed = cx.deployed().await?;
        let (names, regions) = (deployed.alarm_names(), cx.alarms());
        let (alarms, mutes) = tokio::join!(regions.named(&names), regions.mutes(clock::now()));
        Ok::<_, Error>((names, alarms?, mutes))
    };
    let (names, alarms, mutes) = match looked.await {
        Ok(looked) => looked,
        Err(error) => {
            cx.progress.warn(format_args!("the alarms could not be looked at: {error}"));
            return Vec::new();
        }
    };
    let firing = alarms.iter().filter(|alarm| alarm.state == AlarmState::Alarm).map(Concern::of_alarm);
    let mut concerns: Vec<Concern> = firing.collect();
    match mutes {
        Ok(mutes) => concerns.extend(mutes.iter().filter(|mute| mute.covers(&names)).map(Concern::of_mute)),
        Err(error) => cx.progress.detail(format_args!("mute rules were not looked at: {error}")),
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
        Self { word: MUTES, sentence: format!("mute rule {} keeps alarms of this stage silent{until}", mute.rule) }
    }

    fn of_drift(drift: &Drift) -> Self {
        Self {
            word: DRIFT,
            sentence: format!("{}, behind CloudFormation's back: this would overwrite it", drift.line()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concern(word: &'static str) -> Concern {
        Concern { word, sentence: String::new() }
    }

    #[test]
    fn an_unattended_deployment_passes_only_what_it_names() {
        let concerns = [concern(DRIFT), concern(ALARMS), concern(ALARMS)];

        let refusal = judge(&concerns, &["drift".into()], false).expect_err("alarms are not named");

        assert_eq!(refusal.to_string(), "refused: alarms speak against deploying now, and nobody is here to judge");
        assert_eq!(refusal.hint().as_deref(), Some("look at what is said above; if it is no matter: `--allow alarms`"));
        let of_drift = judge(&concerns, &["alarms".into()], false).expect_err("drift is not named");
        assert_eq!(of_drift.to_string(), "refused: drift speaks against deploying now, and nobody is here to judge");
        assert!(judge(&concerns, &["drift".into(), "alarms".into()], false).is_ok());
    }

    #[test]
    fn somebody_at_a_terminal_judges() {
        assert!(judge(&[concern(ALARMS)], &[], true).is_ok());
        assert!(judge(&[], &[], false).is_ok());
    }
}
