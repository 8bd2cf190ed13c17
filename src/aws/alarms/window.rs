//! Computes when the window of a mute rule ends, as CloudWatch returns only its schedule.

use std::ops::RangeInclusive;

use aws_sdk_cloudwatch::types::Schedule;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp, Zoned, civil::DateTime, tz::TimeZone};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// The end of the window that is open at `now`; `None` if none is open, or if srvls can't read the schedule.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html>
pub(super) fn open_until(schedule: &Schedule, now: Timestamp) -> Option<Timestamp> {
    let zone = schedule.timezone().map_or(Ok(TimeZone::UTC), TimeZone::get).ok()?;
    let duration: Span = schedule.duration()?.parse().ok()?;
    let duration = duration.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    let (kind, when) = schedule.expression()?.trim().strip_suffix(')')?.split_once('(')?;
    let begun = match kind {
        "at" => when.parse::<DateTime>().ok()?.to_zoned(zone).ok()?.timestamp(),
        "cron" => Cron::parse(when)?.last_begun(now, duration, &zone)?,
        _ => return None,
    };
    let end = begun.checked_add(duration).ok()?;
    (begun <= now && now < end).then_some(end)
}

/// The five fields of Unix cron, without steps.
struct Cron {
    minutes: Field,
    hours: Field,
    days: Field,
    months: Field,
    weekdays: Field,
}

impl Cron {
    fn parse(text: &str) -> Option<Self> {
        // Index 0 is never matched: there is no month 0, and no name is a hyphen.
        const MONTHS: [&str; 13] =
            ["-", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
        const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
        let fields: Vec<&str> = text.split_ascii_whitespace().collect();
        let &[minutes, hours, days, months, weekdays] = &fields[..] else { return None };
        Some(Self {
            minutes: Field::parse(minutes, &[])?,
            hours: Field::parse(hours, &[])?,
            days: Field::parse(days, &[])?,
            months: Field::parse(months, &MONTHS)?,
            weekdays: Field::parse(weekdays, &WEEKDAYS)?,
        })
    }

    /// The last time the schedule was due, at most `window` ago. Tries each minute; a window has at most fifteen days.
    fn last_begun(&self, now: Timestamp, window: SignedDuration, zone: &TimeZone) -> Option<Timestamp> {
        let minute = Timestamp::from_second(now.as_second() - now.as_second().rem_euclid(60)).ok()?;
        let earlier = |minutes| minute.checked_sub(MINUTE * minutes).ok();
        let minutes = i32::try_from(window.as_mins()).ok()?;
        (0..=minutes).map_while(earlier).find(|minute| self.is_due(&minute.to_zoned(zone.clone())))
    }

    fn is_due(&self, at: &Zoned) -> bool {
        let weekday = at.weekday().to_sunday_zero_offset();
        // Sunday can also be 7.
        let weekday = self.weekdays.has(weekday) || weekday == 0 && self.weekdays.has(7);
        let day = self.days.has(at.day());
        // As in cron: if day and weekday are both set, one of them has to match.
        let day = if self.days.is_any() || self.weekdays.is_any() { day && weekday } else { day || weekday };
        self.minutes.has(at.minute()) && self.hours.has(at.hour()) && self.months.has(at.month()) && day
    }
}

struct Field(Vec<RangeInclusive<i8>>);

impl Field {
    const ANY: RangeInclusive<i8> = i8::MIN..=i8::MAX;

    /// Parses `*`, `5`, `MON-FRI` or `1,3,10-12`; a name's position in `names` is its number.
    fn parse(text: &str, names: &[&str]) -> Option<Self> {
        let number = |word: &str| match names.iter().position(|name| name.eq_ignore_ascii_case(word)) {
            Some(position) => i8::try_from(position).ok(),
            None => word.parse().ok(),
        };
        let range = |part: &str| match part.split_once('-') {
            _ if part == "*" => Some(Self::ANY),
            Some((first, last)) => Some(number(first)?..=number(last)?),
            None => number(part).map(|only| only..=only),
        };
        text.split(',').map(range).collect::<Option<_>>().map(Self)
    }

    fn has(&self, number: i8) -> bool {
        self.0.iter().any(|range| range.contains(&number))
    }

    fn is_any(&self) -> bool {
        self.0.contains(&Self::ANY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Sunday.
    const NOW: &str = "2026-11-22T10:12:34Z";

    fn open_at(now: &str, expression: &str, duration: &str, timezone: Option<&str>) -> Option<String> {
        let schedule = Schedule::builder().expression(expression).duration(duration);
        let schedule = schedule.set_timezone(timezone.map(str::to_owned)).build();
        open_until(&schedule, now.parse().expect("a time")).map(|end| end.to_string())
    }

    fn open(expression: &str, duration: &str) -> Option<String> {
        open_at(NOW, expression, duration, None)
    }

    #[test]
    fn a_window_that_opens_once_ends_after_its_duration() {
        assert_eq!(open("at(2026-11-22T10:00)", "PT4H").as_deref(), Some("2026-11-22T14:00:00Z"));
        assert_eq!(open("at(2026-11-21T00:00)", "P2DT12H").as_deref(), Some("2026-11-23T12:00:00Z"));
        assert_eq!(open("at(2026-11-22T10:13)", "PT4H"), None, "not open yet");
        assert_eq!(open("at(2026-11-22T06:12)", "PT4H"), None, "over");
    }

    #[test]
    fn a_recurring_window_ends_after_its_last_opening() {
        for (expression, duration, end) in [
            ("cron(12 10 * * *)", "PT1M", "2026-11-22T10:13:00Z"),
            ("cron(0 2 * * *)", "P2D", "2026-11-24T02:00:00Z"),
            ("cron(0 18 * * FRI)", "P2DT12H", "2026-11-23T06:00:00Z"),
            ("cron(0 9-17 * NOV,dec 1-5,7)", "PT90M", "2026-11-22T11:30:00Z"),
            ("cron(30 9 22 * MON)", "PT1H", "2026-11-22T10:30:00Z"),
        ] {
            assert_eq!(open(expression, duration).as_deref(), Some(end), "{expression}");
        }
        assert_eq!(open("cron(0 10 * * MON-SAT)", "PT4H"), None, "not on Sundays");
    }

    #[test]
    fn a_schedule_is_in_its_own_time_zone() {
        let seoul = |now| open_at(now, "cron(0 2 * * MON)", "PT2H", Some("Asia/Seoul"));

        assert_eq!(seoul("2026-11-22T17:30:00Z").as_deref(), Some("2026-11-22T19:00:00Z"));
        assert_eq!(seoul("2026-11-23T02:30:00Z"), None);
    }

    #[test]
    fn an_unsupported_schedule_has_no_end() {
        for (expression, duration) in [
            ("rate(5 minutes)", "PT4H"),
            ("cron(0/5 * * * *)", "PT4H"),
            ("cron(0 10 * * ? *)", "PT4H"),
            ("at(today)", "PT4H"),
            ("at(2026-11-22T10:00)", "four hours"),
            ("at(2026-11-22T10:00)", "P1M"),
        ] {
            assert_eq!(open(expression, duration), None, "{expression} {duration}");
        }
    }
}
