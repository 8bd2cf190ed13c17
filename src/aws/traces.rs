//! X-Ray: what it recorded of one request.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    AwsError,
    signed_requests::{Service, SignedRequests},
};

/// What one service did, and what it did within.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    pub(crate) name: String,
    /// The kind of resource, such as `AWS::Lambda::Function`; of a part of a segment, there is none.
    pub(crate) origin: Option<String>,
    pub(crate) started_at: Timestamp,
    /// `None` while it goes on.
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) status: Option<u64>,
    pub(crate) outcome: Outcome,
    pub(crate) parts: Vec<Segment>,
}

/// In X-Ray's words: an error is the caller's, a fault the service's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Fine,
    Throttled,
    Error,
    Fault,
}

pub(crate) trait Traces {
    /// The segments of a trace, in the order of their beginnings; `None` if X-Ray has no such trace.
    ///
    /// <https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html>
    async fn trace(&self, id: &str) -> Result<Option<Vec<Segment>>, AwsError>;
}

const X_RAY: Service = Service { id: "XRay", host: "xray", signed_as: "xray" };

impl Traces for SignedRequests {
    /// One id a call, of which there could be five. The segments come in pages.
    async fn trace(&self, id: &str) -> Result<Option<Vec<Segment>>, AwsError> {
        let (mut segments, mut token, mut is_known) = (Vec::new(), Value::Null, false);
        loop {
            let mut request = json!({ "TraceIds": [id] });
            if token.is_string() {
                request["NextToken"] = token;
            }
            let page = self.post("xray:BatchGetTraces", &X_RAY, "/Traces", &request).await?;
            let Some(traces) = page["Traces"].as_array() else {
                return Err(AwsError::empty_answer("xray:BatchGetTraces"));
            };
            is_known |= !traces.is_empty();
            let documents = traces.iter().flat_map(|trace| trace["Segments"].as_array().into_iter().flatten());
            segments.extend(documents.filter_map(|segment| segment_of(segment["Document"].as_str()?)));
            token = page["NextToken"].clone();
            if !token.is_string() {
                break;
            }
        }
        segments.sort_by_key(|segment| segment.started_at);
        Ok(is_known.then_some(segments))
    }
}

/// <https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html>
fn segment_of(document: &str) -> Option<Segment> {
    segment(&serde_json::from_str(document).ok()?)
}

fn segment(value: &Value) -> Option<Segment> {
    let is = |name: &str| value[name] == true;
    let outcome = if is("throttle") {
        Outcome::Throttled
    } else if is("fault") {
        Outcome::Fault
    } else if is("error") {
        Outcome::Error
    } else {
        Outcome::Fine
    };
    Some(Segment {
        name: value["name"].as_str()?.to_owned(),
        origin: value["origin"].as_str().map(str::to_owned),
        started_at: time(&value["start_time"])?,
        ended_at: time(&value["end_time"]),
        status: value["http"]["response"]["status"].as_u64(),
        outcome,
        parts: value["subsegments"].as_array().into_iter().flatten().filter_map(segment).collect(),
    })
}

/// Seconds since 1970, with fractions.
fn time(value: &Value) -> Option<Timestamp> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of this century fit")]
    let milliseconds = (value.as_f64()? * 1000.0).round() as i64;
    Timestamp::from_millisecond(milliseconds).ok()
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// Knows one trace, or none.
    #[derive(Default)]
    pub(crate) struct FakeTraces(pub(crate) Option<Vec<Segment>>);

    impl Traces for FakeTraces {
        async fn trace(&self, _id: &str) -> Result<Option<Vec<Segment>>, AwsError> {
            Ok(self.0.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{AwsErrorKind, signed_requests::fake::answering};

    const ID: &str = "1-67a1b2c3-0123456789abcdef01234567";

    fn page(documents: &[Value]) -> String {
        let segments: Vec<Value> =
            documents.iter().map(|document| json!({ "Id": "s", "Document": document.to_string() })).collect();
        json!({ "Traces": [{ "Id": ID, "Segments": segments }], "UnprocessedTraceIds": [] }).to_string()
    }

    #[tokio::test]
    async fn a_trace_has_its_segments_in_order_with_their_parts() {
        let function = json!({
            "name": "shop-dev-get_profile", "origin": "AWS::Lambda::Function", "start_time": 1_795_341_600.2,
            "end_time": 1_795_341_600.25, "fault": true,
            "subsegments": [{ "name": "Initialization", "start_time": 1_795_341_600.1, "end_time": 1_795_341_600.2 }],
        });
        let stage = json!({
            "name": "shop-dev/v1", "origin": "AWS::ApiGateway::Stage", "start_time": 1_795_341_600.0,
            "http": { "response": { "status": 500 } },
        });
        let (traces, server) = answering("200 OK", &page(&[function, stage]));

        let segments = traces.trace(ID).await.expect("answered").expect("a trace");

        assert_eq!(
            (segments[0].name.as_str(), segments[0].status, segments[0].ended_at),
            ("shop-dev/v1", Some(500), None)
        );
        assert_eq!((segments[1].outcome, segments[1].parts[0].name.as_str()), (Outcome::Fault, "Initialization"));
        assert_eq!(segments[1].ended_at.expect("an end").as_millisecond(), 1_795_341_600_250);
        let request = server.join().expect("a request");
        assert!(
            request.starts_with("post /traces http/1.1") && request.contains(&format!(r#"{{"traceids":["{ID}"]}}"#))
        );
        assert!(request.contains("/eu-west-1/xray/aws4_request"), "{request}");
    }

    #[tokio::test]
    async fn a_request_that_was_not_sampled_has_no_trace() {
        let (traces, _server) = answering("200 OK", &json!({ "Traces": [], "UnprocessedTraceIds": [ID] }).to_string());

        assert_eq!(traces.trace(ID).await.expect("answered"), None);
    }

    #[tokio::test]
    async fn a_denied_call_is_no_missing_trace() {
        let (traces, _server) = answering("403 Forbidden\r\nx-amzn-errortype: AccessDeniedException", "{}");

        assert_eq!(traces.trace(ID).await.expect_err("denied").kind, AwsErrorKind::NotAllowed);
    }
}
