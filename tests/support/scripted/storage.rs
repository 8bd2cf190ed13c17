//! S3 in memory: every bucket is there, every object that was put.

use std::collections::BTreeMap;

use super::http::{Request, Response, escaped};

#[derive(Default)]
pub(super) struct Storage {
    objects: BTreeMap<String, Vec<u8>>,
}

impl Storage {
    pub(super) fn answer(&mut self, request: &Request) -> Response {
        let call = request.call();
        match call.trim_start_matches("s3:") {
            "HeadBucket" | "PutBucket" => Response::ok(""),
            "ListObjects" => self.list(request),
            "PutObject" => {
                self.objects.insert(request.path.clone(), request.body.clone());
                Response::ok("")
            }
            "DeleteObject" => {
                self.objects.remove(&request.path);
                Response::ok("")
            }
            _ => match self.objects.get(&request.path) {
                Some(body) => Response::ok(body.clone()),
                None => Response::error(404, "NoSuchKey", "The specified key does not exist."),
            },
        }
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
