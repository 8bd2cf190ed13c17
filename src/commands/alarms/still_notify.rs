//! What still notifies someone about the same while an alarm is muted: the alarms that are made of it, and its parts.

use serde::Serialize;

use super::{muted::Mutes, name::short_name};
use crate::aws::alarms::{Alarm, AlarmKind};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct StillNotifies {
    name: String,
    because: Because,
    of: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Because {
    IsMadeOf,
    IsPartOf,
}

impl StillNotifies {
    /// `api-down, which is made of api-5xx`
    pub(super) fn words(&self, stack: &str) -> String {
        let because = match self.because {
            Because::IsMadeOf => "made",
            Because::IsPartOf => "a part",
        };
        format!("{}, which is {because} of {}", short_name(&self.name, stack), short_name(&self.of, stack))
    }
}

/// The alarms that notify although those called `muted` don't.
pub(super) fn still_notify(all: &[Alarm], muted: &[&str], mutes: &Mutes) -> Vec<StillNotifies> {
    let is_muted = |alarm: &Alarm| muted.contains(&alarm.name.as_str()) || mutes.of(&alarm.name).muted_by.is_some();
    let audible = all.iter().filter(|alarm| alarm.silent().is_none() && !is_muted(alarm));
    let of_muted = |alarm: &Alarm| {
        let of = |because, of: &str| StillNotifies { name: alarm.name.clone(), because, of: of.to_owned() };
        let part = muted.iter().find(|name| alarm.is_made_of(name));
        let is_whole = |whole: &&Alarm| {
            whole.kind == AlarmKind::Composite && muted.contains(&whole.name.as_str()) && whole.is_made_of(&alarm.name)
        };
        let whole = all.iter().find(is_whole);
        part.map(|part| of(Because::IsMadeOf, part)).or_else(|| whole.map(|whole| of(Because::IsPartOf, &whole.name)))
    };
    audible.filter_map(of_muted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::alarms::{AlarmState, fake::alarm};

    fn plain(name: &str) -> Alarm {
        alarm(name, AlarmState::Ok, "critical: call")
    }

    fn composite(name: &str, rule: &str) -> Alarm {
        Alarm { kind: AlarmKind::Composite, rule: Some(rule.into()), ..plain(name) }
    }

    #[test]
    fn the_whole_and_the_parts_of_a_muted_alarm_notify_unless_they_are_silent() {
        let silent = Alarm { alarm_actions: Vec::new(), ..composite("s-quiet", "ALARM(s-a)") };
        let all = [plain("s-a"), plain("s-b"), composite("s-down", "ALARM(s-a) OR ALARM(\"s-b\")"), silent];
        let names = |muted: &[&str]| -> Vec<String> {
            still_notify(&all, muted, &Mutes::default()).iter().map(|other| other.words("s")).collect()
        };

        assert_eq!(names(&["s-a"]), ["down, which is made of a"]);
        assert_eq!(names(&["s-down"]), ["a, which is a part of down", "b, which is a part of down"]);
        assert_eq!(names(&["s-a", "s-b", "s-down"]), [""; 0]);
    }
}
