//! S3 in memory: any bucket can be created, and holds the objects that were put into it.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use super::http::{Request, Response, escaped};

#[derive(Default)]
pub(super) struct Storage {
    objects: BTreeMap<String, Vec<u8>>,
    /// By path and the name of the setting; the bucket itself has none.
    buckets: BTreeMap<(String, String), Vec<u8>>,
}

impl Storage {
    pub(super) fn answer(&mut self, request: &Request) -> Response {
        let call = request.call();
        match call.trim_start_matches("s3:") {
            "HeadBucket" if self.buckets.contains_key(&setting(request)) => Response::ok(""),
            "HeadBucket" => Response::error(404, "NotFound", "Not Found"),
            "PutBucket" => {
                self.buckets.insert(setting(request), request.body.clone());
                Response::ok("")
            }
            "ListObjects" => match self.buckets.get(&setting(request)) {
                Some(set) if !setting(request).1.is_empty() => Response::ok(set.clone()),
                _ => unset(request).unwrap_or_else(|| self.list(request)),
            },
            "PutObject" => self.put(request),
            "DeleteObject" => {
                self.objects.remove(&request.path);
                Response::ok("")
            }
            _ => match self.objects.get(&request.path) {
                Some(body) => Response::ok(body.clone()).with_etag(etag(body)),
                None => Response::error(404, "NoSuchKey", "The specified key does not exist."),
            },
        }
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
    fn put(&mut self, request: &Request) -> Response {
        let there = self.objects.get(&request.path).map(|body| etag(body));
        let matches = request.if_match.as_ref().is_none_or(|wanted| there.as_ref() == Some(wanted));
        if !matches || (request.if_none_match.is_some() && there.is_some()) {
            return Response::bare_error(412, "PreconditionFailed");
        }
        self.objects.insert(request.path.clone(), request.body.clone());
        Response::ok("").with_etag(etag(&request.body))
    }

    /// The objects whose key contains this, as text.
    pub(super) fn texts(&self, part: &str) -> Vec<String> {
        let found = self.objects.iter().filter(|(path, _)| path.contains(part));
        found.map(|(_, body)| String::from_utf8_lossy(body).into_owned()).collect()
    }

    /// An object by its path.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        self.objects.get(path).and_then(|body| String::from_utf8(body.clone()).ok())
    }

    fn list(&self, request: &Request) -> Response {
        let bucket = format!("{}/", request.path.trim_end_matches('/'));
        let prefix = request.query.get("prefix").map(String::as_str).unwrap_or_default();
        let keys =
            self.objects.keys().filter_map(|path| path.strip_prefix(&bucket)).filter(|key| key.starts_with(prefix));
        let contents: String = keys.map(|key| format!("<Contents><Key>{}</Key></Contents>", escaped(key))).collect();
        Response::ok(format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>"))
    }
}

/// Changes with the content.
fn etag(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("\"{:x}\"", hasher.finish())
}

/// A bucket, and which of its settings a request is about.
fn setting(request: &Request) -> (String, String) {
    let name = SETTINGS.iter().map(|(name, _)| *name).find(|name| request.query.contains_key(*name));
    (request.path.trim_end_matches('/').to_owned(), name.unwrap_or_default().to_owned())
}

/// The settings of a bucket, and the error codes of those that are not made.
const SETTINGS: [(&str, &str); 5] = [
    ("versioning", ""),
    ("tagging", "NoSuchTagSet"),
    ("publicAccessBlock", "NoSuchPublicAccessBlockConfiguration"),
    ("lifecycle", "NoSuchLifecycleConfiguration"),
    ("policy", "NoSuchBucketPolicy"),
];

/// A setting that is not made yet.
fn unset(request: &Request) -> Option<Response> {
    if request.query.contains_key("versioning") {
        return Some(Response::ok("<VersioningConfiguration/>"));
    }
    let (_, code) = SETTINGS.into_iter().find(|(setting, _)| request.query.contains_key(*setting))?;
    Some(Response::bare_error(404, code))
}
