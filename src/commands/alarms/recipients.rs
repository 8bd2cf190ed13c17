//! Whom alarms notify: the confirmed subscribers of their topics.

use serde::Serialize;

use crate::{
    aws::{
        alarms::Alarm,
        optional,
        topics::{Subscriber, Subscribers, Topics, subscribers_of, unheard},
    },
    context::deployed_stack::DeployedStack,
    privacy::Privacy,
    terminal::progress::Progress,
};

/// The subscribers of each topic, or why they could not be read.
#[derive(Debug, Default)]
pub(super) struct Recipients {
    of_topic: Subscribers,
    privacy: Option<Privacy>,
}

/// Someone, or something, that gets a message when an alarm fires.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Recipient {
    pub(super) protocol: String,
    /// Masked as far as it is personal data; of a URL only its host, as the rest may be a secret.
    pub(super) address: String,
    /// Without it, nothing is sent.
    pub(super) is_confirmed: bool,
    /// The name of the topic.
    pub(super) topic: String,
}

impl Recipients {
    /// Of the stack's own topics.
    pub(super) async fn read(topics: &impl Topics, deployed: &DeployedStack, privacy: Privacy) -> Self {
        let of_topic = optional(subscribers_of(topics, &deployed.topic_arns())).await;
        Self { of_topic, privacy: Some(privacy) }
    }

    /// Whom an alarm notifies; `None` if that could not be read.
    pub(super) fn of(&self, alarm: &Alarm) -> Option<Vec<Recipient>> {
        let mut recipients = Vec::new();
        for action in &alarm.alarm_actions {
            let name = action.rsplit(':').next().unwrap_or_default();
            if action.split(':').nth(2) != Some("sns") {
                let (protocol, address) = (action.split(':').nth(2).unwrap_or_default().to_owned(), name.to_owned());
                recipients.push(Recipient { protocol, address, is_confirmed: true, topic: String::new() });
                continue;
            }
            let subscribers = self.of_topic.get(action)?.as_ref().ok()?;
            recipients.extend(subscribers.iter().map(|subscriber| self.recipient(subscriber, name)));
        }
        Some(recipients)
    }

    fn recipient(&self, subscriber: &Subscriber, topic: &str) -> Recipient {
        let privacy = self.privacy.unwrap_or(Privacy::Masked);
        let Subscriber { protocol, endpoint, is_confirmed } = subscriber;
        let address = match protocol.as_str() {
            "http" | "https" => host(endpoint),
            "email" | "email-json" | "sms" => privacy.show_handle(endpoint),
            _ => endpoint.rsplit(':').next().unwrap_or_default().to_owned(),
        };
        Recipient { protocol: protocol.clone(), address, is_confirmed: *is_confirmed, topic: topic.to_owned() }
    }

    /// Why an alarm that has actions reaches no one; `None` if it reaches someone, or if that could not be read.
    pub(super) fn silence(&self, alarm: &Alarm) -> Option<&'static str> {
        unheard(&alarm.alarm_actions, &self.of_topic)
    }

    /// Says which topics could not be read.
    pub(super) fn report_unreadable(&self, progress: Progress) {
        for (topic, error) in self.of_topic.iter().filter_map(|(topic, read)| Some((topic, read.as_ref().err()?))) {
            let name = topic.rsplit(':').next().unwrap_or_default();
            progress.warn(format_args!("could not read who subscribes to {name}: {error}"));
        }
    }
}

/// `https://events.pagerduty.com/...`
fn host(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Credentials can stand before the host.
    format!("{scheme}://{}/...", authority.rsplit('@').next().unwrap_or_default())
}

impl Recipient {
    /// `o***@e***.com`
    pub(super) fn name(&self) -> String {
        if self.is_confirmed { self.address.clone() } else { format!("{} (not confirmed)", self.address) }
    }
}

#[cfg(test)]
pub(super) mod fake {
    use std::collections::BTreeMap;

    use super::*;

    /// Of the topics of the fake alarms.
    pub(in crate::commands::alarms) fn recipients(subscribers: &[Subscriber]) -> Recipients {
        let topic = "arn:aws:sns:us-east-1:000000000000:critical".to_owned();
        Recipients { of_topic: BTreeMap::from([(topic, Ok(subscribers.to_vec()))]), privacy: Some(Privacy::Masked) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        aws::{
            alarms::{AlarmState, fake::alarm},
            topics::fake::{FakeTopics, subscriber},
        },
        context::deployed_stack::fake::deployed,
    };

    fn names(recipients: &Recipients) -> Option<Vec<String>> {
        let alarm = alarm("srvls-dev-5xx", AlarmState::Ok, "critical: call");
        recipients.of(&alarm).map(|recipients| recipients.iter().map(Recipient::name).collect())
    }

    #[tokio::test]
    async fn an_address_is_masked_and_of_a_url_only_the_host_is_shown() {
        const TOPIC: &str = "arn:aws:sns:us-east-1:000000000000:critical";
        let topics = FakeTopics(BTreeMap::from([(
            TOPIC,
            vec![
                subscriber("email", "ops@example.com", true),
                subscriber("https", "https://key@events.pagerduty.com/integration/5ecret/enqueue", true),
                subscriber("lambda", "arn:aws:lambda:us-east-1:000000000000:function:notify", true),
                subscriber("email", "new@example.com", false),
            ],
        )]));
        let deployed = deployed(&[("AWS::SNS::Topic", "CriticalTopic", TOPIC)]);

        let recipients = Recipients::read(&topics, &deployed, Privacy::Masked).await;

        let expected = ["o***@e***.com", "https://events.pagerduty.com/...", "notify", "n***@e***.com (not confirmed)"];
        assert_eq!(names(&recipients).expect("read"), expected);
    }

    #[test]
    fn whether_anyone_is_reached_depends_on_a_confirmed_subscription() {
        let alarm = alarm("srvls-dev-5xx", AlarmState::Ok, "critical: call");
        let silence = |subscribers: &[Subscriber]| fake::recipients(subscribers).silence(&alarm);

        assert_eq!(silence(&[]), Some("no one subscribes to the topic"));
        assert_eq!(silence(&[subscriber("email", "a@b.c", false)]), Some("no subscription is confirmed"));
        assert_eq!(silence(&[subscriber("email", "a@b.c", true)]), None);
        assert_eq!(Recipients::default().silence(&alarm), None, "unknown is not no one");
        assert_eq!(names(&Recipients::default()), None);
    }
}
