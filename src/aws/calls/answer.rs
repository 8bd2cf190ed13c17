//! Whether what AWS sent is an answer: a network's sign-in page, half a response or an empty one is none.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::{cbor, failed::contains, limits::Kind};

/// Why a successful response is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("the response is a web page, not AWS's")]
    WebPage,
    #[error("the response is empty")]
    Empty,
    #[error("the response breaks off")]
    Half,
    #[error("the response lacks `{0}`")]
    Lacks(&'static str),
}

/// What the answers of these reads always have, even when there is nothing to list. Without it, the SDK would take
/// the response for an empty list or for something that is not there.
const REQUIRED: [(&str, &str); 29] = [
    ("AdminGetUser", "Username"),
    ("AdminListGroupsForUser", "Groups"),
    ("AdminListUserAuthEvents", "AuthEvents"),
    // What was not written: without it, all would count as written.
    ("BatchWriteItem", "UnprocessedItems"),
    ("DescribeChangeSet", "Status"),
    ("DescribeContinuousBackups", "ContinuousBackupsDescription"),
    ("DescribeStackEvents", "StackEvents"),
    ("DescribeStacks", "Stacks"),
    ("DescribeTable", "Table"),
    ("DescribeTimeToLive", "TimeToLiveDescription"),
    ("DescribeUserPool", "UserPool"),
    ("DescribeUserPoolClient", "UserPoolClient"),
    ("FilterLogEvents", "events"),
    ("GetCallerIdentity", "Account"),
    ("GetFunction", "State"),
    ("GetGroup", "Group"),
    ("GetTemplate", "TemplateBody"),
    ("ListChangeSets", "Summaries"),
    ("ListGroups", "Groups"),
    ("ListObjectVersions", "ListVersionsResult"),
    ("ListObjectsV2", "ListBucketResult"),
    ("ListStackResources", "StackResourceSummaries"),
    ("ListTables", "TableNames"),
    ("ListUsers", "Users"),
    ("ListUsersInGroup", "Users"),
    ("LookupEvents", "Events"),
    ("Query", "Count"),
    ("Scan", "Count"),
    ("SimulatePrincipalPolicy", "EvaluationResults"),
];

/// Why the response to a call is no answer, if it is none. What AWS refuses is an answer.
pub(super) fn unreadable(operation: &str, kind: Kind, response: &HttpResponse) -> Option<Unreadable> {
    if !response.status().is_success() || operation.starts_with("Head") {
        return None;
    }
    let content_type = response.headers().get("content-type").unwrap_or_default();
    // JSON is an answer, whatever it calls itself.
    let is_json = |body: &[u8]| body.trim_ascii_start().starts_with(b"{");
    if content_type.starts_with("text/html") && !response.body().bytes().is_some_and(is_json) {
        return Some(Unreadable::WebPage);
    }
    // What is streamed is an object's content, and is read later. S3 sends its ETag before.
    let Some(body) = response.body().bytes() else {
        let is_object = operation == "GetObject";
        return (is_object && response.headers().get("etag").is_none()).then_some(Unreadable::Lacks("ETag"));
    };
    let required = REQUIRED.iter().find(|(name, _)| *name == operation).map(|(_, member)| *member);
    if operation == "GetObject" || (kind == Kind::Write && body.is_empty() && required.is_none()) {
        return None;
    }
    if body.trim_ascii().is_empty() {
        return Some(Unreadable::Empty);
    }
    if is_page(body) {
        return Some(Unreadable::WebPage);
    }
    if !is_whole(body, content_type) {
        return Some(Unreadable::Half);
    }
    required.filter(|member| !contains(body, member)).map(Unreadable::Lacks)
}

/// Whether it is a web page, whatever it says it is.
fn is_page(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    [&b"<html"[..], b"<!doctype html"]
        .iter()
        .any(|page| start.get(..page.len()).is_some_and(|start| start.eq_ignore_ascii_case(page)))
}

/// Whether the end of the body is there. The SDK's parser of XML does not ask for it.
fn is_whole(body: &[u8], content_type: &str) -> bool {
    let body = if content_type.contains("cbor") { body } else { body.trim_ascii() };
    match body.first() {
        _ if content_type.contains("cbor") => cbor::is_whole(body),
        Some(b'{') => serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok(),
        Some(b'<') => ends_with_root(&String::from_utf8_lossy(body)),
        _ => true,
    }
}

/// Whether the first element of an XML document is also what closes it.
fn ends_with_root(xml: &str) -> bool {
    let after_prolog = xml.trim_start().strip_prefix("<?").and_then(|rest| Some(rest.split_once("?>")?.1));
    let Some(rest) = after_prolog.unwrap_or(xml).trim_start().strip_prefix('<') else { return false };
    let name: &str = rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    let end = xml.trim_end();
    end.ends_with(&format!("</{name}>")) || (end.ends_with("/>") && !rest.trim_end_matches("/>").contains('>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_without_a_content_type_too() {
        assert!(is_page(b"\n<HTML><body>sign in") && is_page(b"<!DOCTYPE html><html>"));
        assert!(!is_page(b"<ListBucketResult/>") && !is_page(b"<htm") && !is_page(b"{}"));
    }

    #[test]
    fn an_xml_document_ends_with_its_first_element() {
        for whole in [
            "<A><B/></A>",
            "<?xml version=\"1.0\"?>\n<A xmlns=\"x\">1</A>\n",
            "<VersioningConfiguration xmlns=\"http://s3/\"/>",
            "<DeleteResult/>",
        ] {
            assert!(ends_with_root(whole), "{whole}");
        }
        for half in ["<A><B/>", "<A", "<?xml version=\"1.0\"?>", "<A><B></B>", "<A>1</"] {
            assert!(!ends_with_root(half), "{half}");
        }
    }
}
