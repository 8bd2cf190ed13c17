//! SNS topics: who gets what is published to them.

use std::collections::BTreeMap;

use aws_smithy_xml::decode::{Document, ScopedDecoder, XmlDecodeError, try_data};
use futures_util::future::join_all;

use super::{
    AwsError,
    signed_requests::{Service, SignedRequests},
};

const ACTION: &str = "sns:ListSubscriptionsByTopic";
const SNS: Service = Service { id: "SNS", host: "sns", signed_as: "sns" };

/// A subscription to a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subscriber {
    /// `email`, `https`, `lambda`, ...
    pub(crate) protocol: String,
    /// The address; personal data if it is an e-mail address or a phone number.
    pub(crate) endpoint: String,
    /// Until it is confirmed, nothing is sent there.
    pub(crate) is_confirmed: bool,
}

pub(crate) trait Topics {
    /// The subscribers of the topic with this ARN.
    ///
    /// <https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html>
    async fn subscribers(&self, topic: &str) -> Result<Vec<Subscriber>, AwsError>;
}

/// The subscribers of each topic by its ARN, or why they could not be read.
pub(crate) type Subscribers = BTreeMap<String, Result<Vec<Subscriber>, AwsError>>;

/// The subscribers of these topics, read at once.
pub(crate) async fn subscribers_of(topics: &impl Topics, arns: &[String]) -> Subscribers {
    let reads = arns.iter().map(async |arn| (arn.clone(), topics.subscribers(arn).await));
    join_all(reads).await.into_iter().collect()
}

/// Why what is sent to these ARNs reaches no one; `None` if it reaches someone, or if that is not known.
pub(crate) fn unheard(arns: &[String], subscribers: &Subscribers) -> Option<&'static str> {
    if !arns.iter().all(|arn| arn.split(':').nth(2) == Some("sns")) {
        return None;
    }
    let mut all = Vec::new();
    for topic in arns {
        all.extend(subscribers.get(topic)?.as_ref().ok()?);
    }
    match (all.is_empty(), all.iter().any(|subscriber| subscriber.is_confirmed)) {
        (true, _) => Some("no one subscribes to the topic"),
        (false, false) => Some("no subscription is confirmed"),
        (false, true) => None,
    }
}

impl Topics for SignedRequests {
    async fn subscribers(&self, topic: &str) -> Result<Vec<Subscriber>, AwsError> {
        let region = topic.split(':').nth(3).unwrap_or_default();
        let (mut subscribers, mut token) = (Vec::new(), None);
        loop {
            let page = self.get_text(ACTION, &SNS, region, &path(topic, token.as_deref())).await?;
            let page = page_of(&page).map_err(|error| AwsError::cut_off(ACTION, &error))?;
            subscribers.extend(page.subscribers);
            token = page.next;
            if token.is_none() {
                return Ok(subscribers);
            }
        }
    }
}

fn path(topic: &str, token: Option<&str>) -> String {
    let token = token.map(|token| format!("&NextToken={}", encoded(token))).unwrap_or_default();
    format!("/?Action=ListSubscriptionsByTopic{token}&TopicArn={}&Version=2010-03-31", encoded(topic))
}

/// As a signature takes it: everything but unreserved characters as bytes.
fn encoded(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[derive(Debug, Default)]
struct Page {
    subscribers: Vec<Subscriber>,
    next: Option<String>,
}

fn page_of(xml: &str) -> Result<Page, XmlDecodeError> {
    let mut document = Document::new(xml);
    let mut root = document.root_element()?;
    let mut page = None;
    while let Some(mut result) = root.next_tag() {
        if result.start_el().matches("ListSubscriptionsByTopicResult") {
            page = Some(result_of(&mut result)?);
        }
    }
    page.ok_or_else(|| XmlDecodeError::custom("the response has no list of subscriptions"))
}

fn result_of(result: &mut ScopedDecoder<'_, '_>) -> Result<Page, XmlDecodeError> {
    let mut page = Page::default();
    while let Some(mut part) = result.next_tag() {
        if part.start_el().matches("NextToken") {
            page.next = Some(try_data(&mut part)?.into_owned()).filter(|token| !token.is_empty());
        } else if part.start_el().matches("Subscriptions") {
            while let Some(mut member) = part.next_tag() {
                page.subscribers.push(subscriber_of(&mut member)?);
            }
        }
    }
    Ok(page)
}

fn subscriber_of(member: &mut ScopedDecoder<'_, '_>) -> Result<Subscriber, XmlDecodeError> {
    let (mut protocol, mut endpoint, mut arn) = (String::new(), String::new(), String::new());
    while let Some(mut field) = member.next_tag() {
        let value = match field.start_el().local() {
            "Protocol" => &mut protocol,
            "Endpoint" => &mut endpoint,
            "SubscriptionArn" => &mut arn,
            _ => continue,
        };
        *value = try_data(&mut field)?.into_owned();
    }
    // Until then it is `PendingConfirmation`.
    Ok(Subscriber { protocol, endpoint, is_confirmed: arn.starts_with("arn:") })
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// The subscribers by topic; a topic that is not here can't be read.
    #[derive(Debug, Default)]
    pub(crate) struct FakeTopics(pub(crate) BTreeMap<&'static str, Vec<Subscriber>>);

    impl Topics for FakeTopics {
        async fn subscribers(&self, topic: &str) -> Result<Vec<Subscriber>, AwsError> {
            self.0.get(topic).cloned().ok_or_else(|| AwsError::refused(ACTION, "AuthorizationError", "made by a test"))
        }
    }

    pub(crate) fn subscriber(protocol: &str, endpoint: &str, is_confirmed: bool) -> Subscriber {
        Subscriber { protocol: protocol.into(), endpoint: endpoint.into(), is_confirmed }
    }
}

#[cfg(test)]
mod tests {
    use super::{fake::subscriber, *};
    use crate::aws::{AwsErrorKind, signed_requests::fake::answering};

    const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:srvls-dev-CriticalTopic-1";

    fn answer(members: &str) -> String {
        format!(
            "<ListSubscriptionsByTopicResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\
             <ListSubscriptionsByTopicResult><Subscriptions>{members}</Subscriptions></ListSubscriptionsByTopicResult>\
             <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></ListSubscriptionsByTopicResponse>"
        )
    }

    #[tokio::test]
    async fn subscribers_are_read_with_whether_they_confirmed() {
        let member = |arn: &str, endpoint: &str| {
            format!(
                "<member><TopicArn>{TOPIC}</TopicArn><Protocol>email</Protocol><SubscriptionArn>{arn}</SubscriptionArn>\
                 <Owner>123456789012</Owner><Endpoint>{endpoint}</Endpoint></member>"
            )
        };
        let confirmed = member(&format!("{TOPIC}:6b0e71bd"), "ops+a&amp;b@example.com");
        let both = answer(&(confirmed + &member("PendingConfirmation", "new@example.com")));
        let (topics, server) = answering("200 OK", &both);

        let found = topics.subscribers(TOPIC).await.expect("read");

        let expected =
            [subscriber("email", "ops+a&b@example.com", true), subscriber("email", "new@example.com", false)];
        assert_eq!(found, expected);
        let request = server.join().expect("a request");
        assert!(request.contains("topicarn=arn%3aaws%3asns%3a") && request.contains("/eu-west-1/sns/aws4_request"));
    }

    #[tokio::test]
    async fn a_topic_without_subscribers_is_not_an_answer_that_breaks_off() {
        let (topics, _server) = answering("200 OK", &answer(""));
        assert_eq!(topics.subscribers(TOPIC).await.expect("read"), []);

        let (topics, _server) = answering("200 OK", "<html>sign in</html>");
        assert_eq!(topics.subscribers(TOPIC).await.expect_err("no answer").kind, AwsErrorKind::Unreadable);
    }

    #[tokio::test]
    async fn a_denial_has_its_own_code_at_sns() {
        let denied = "<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code>\
                      <Message>not authorized</Message></Error></ErrorResponse>";
        let (topics, _server) = answering("403 Forbidden", denied);

        assert_eq!(topics.subscribers(TOPIC).await.expect_err("denied").kind, AwsErrorKind::NotAllowed);
    }
}
