//! The caller's address: as API Gateway sees it or, behind the edge, as CloudFront does.

use std::net::IpAddr;

use lambda_http::{Request, RequestExt as _, request::RequestContext};
use lambda_runtime::Error;

use crate::{
    domain::{AddressDetail, CallerAddress},
    settings::setting,
};

/// What a stage keeps of addresses, and where they are found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Addresses {
    detail: AddressDetail,
    behind_edge: bool,
}

impl Addresses {
    pub(super) fn from_env() -> Result<Self, Error> {
        Ok(Self { detail: setting("CALLER_ADDRESS")?.parse()?, behind_edge: setting("EDGE_ENABLED")? == "true" })
    }

    /// Attaches to the request what the stage keeps of its address, for `caller_address`.
    pub(super) fn attach(self, request: &mut Request) {
        if let Some(address) = self.found_in(request).and_then(|address| self.detail.of(address)) {
            request.extensions_mut().insert(address);
        }
    }

    fn found_in(self, request: &Request) -> Option<IpAddr> {
        let Some(RequestContext::ApiGatewayV1(context)) = request.request_context_ref() else { return None };
        let source: IpAddr = context.identity.source_ip.as_deref()?.parse().ok()?;
        if !self.behind_edge {
            return Some(source);
        }
        // The source is a server of CloudFront, which has appended the caller's address to what the caller sent. Only
        // CloudFront's own server may follow it. Without the edge, the header is the caller's invention.
        // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustomIPAddresses
        let lines: Vec<&str> =
            request.headers().get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
        let entries = lines.iter().rev().flat_map(|line| line.rsplit(','));
        entries.filter_map(|entry| entry.trim().parse().ok()).find(|address| *address != source)
    }
}

/// What the stage keeps of the caller's address.
pub(crate) fn caller_address(request: &Request) -> Option<CallerAddress> {
    request.extensions().get().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::fake::{RequestWith as _, from, from_address};

    fn kept(behind_edge: bool, mut request: Request) -> Option<String> {
        Addresses { detail: AddressDetail::Whole, behind_edge }.attach(&mut request);
        caller_address(&request).map(|address| address.to_string())
    }

    #[test]
    fn without_the_edge_the_address_is_that_of_the_connection() {
        let request = || from_address("203.0.113.7").with_header("x-forwarded-for", "198.51.100.1, 203.0.113.7");

        assert_eq!(kept(false, request()).as_deref(), Some("203.0.113.7"));
        assert_eq!(kept(false, from(None)), None);
    }

    /// 203.0.113.7 calls, 192.0.2.1 is CloudFront's server, and everything before is what the caller claims.
    #[test]
    fn behind_the_edge_the_address_is_the_one_that_cloudfront_appended() {
        for forwarded in [
            "203.0.113.7",
            "203.0.113.7, 192.0.2.1",
            "198.51.100.1, 203.0.113.7",
            "198.51.100.1, unknown, 203.0.113.7 ,192.0.2.1",
        ] {
            let request = from_address("192.0.2.1").with_header("x-forwarded-for", forwarded);

            assert_eq!(kept(true, request).as_deref(), Some("203.0.113.7"), "{forwarded}");
        }
        let twice = from_address("192.0.2.1").with_header("x-forwarded-for", "198.51.100.1");
        assert_eq!(kept(true, twice.with_header("x-forwarded-for", "203.0.113.7")).as_deref(), Some("203.0.113.7"));
        assert_eq!(kept(true, from_address("192.0.2.1")), None);
    }
}
