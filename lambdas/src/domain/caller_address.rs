//! The address of a caller, or as much of it as a stage keeps.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CallerAddress(IpAddr);

impl fmt::Display for CallerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How much of an address a stage keeps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum AddressDetail {
    Nothing,
    /// The network: 24 bits of an IPv4 address, the 48 of an IPv6 address that a provider gives to a customer.
    Truncated,
    Whole,
}

impl AddressDetail {
    pub(crate) fn of(self, address: IpAddr) -> Option<CallerAddress> {
        let address = address.to_canonical();
        match (self, address) {
            (Self::Nothing, _) => None,
            (Self::Whole, _) => Some(CallerAddress(address)),
            (Self::Truncated, IpAddr::V4(address)) => {
                Some(CallerAddress(Ipv4Addr::from_bits(address.to_bits() & (!0 << 8)).into()))
            }
            (Self::Truncated, IpAddr::V6(address)) => {
                Some(CallerAddress(Ipv6Addr::from_bits(address.to_bits() & (!0 << 80)).into()))
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is neither `none`, `truncated` nor `whole`")]
pub(crate) struct UnknownDetail(String);

impl FromStr for AddressDetail {
    type Err = UnknownDetail;

    fn from_str(text: &str) -> Result<Self, UnknownDetail> {
        match text {
            "none" => Ok(Self::Nothing),
            "truncated" => Ok(Self::Truncated),
            "whole" => Ok(Self::Whole),
            _ => Err(UnknownDetail(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_keeps_nothing_the_network_or_the_whole_address() {
        for (address, network) in [
            ("203.0.113.77", "203.0.113.0"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
            ("::ffff:203.0.113.77", "203.0.113.0"),
        ] {
            let kept = |detail: &str| {
                let detail: AddressDetail = detail.parse().expect("a detail");
                detail.of(address.parse().expect("an address")).map(|address| address.to_string())
            };

            assert_eq!(kept("none"), None, "{address}");
            assert_eq!(kept("truncated").as_deref(), Some(network), "{address}");
            assert_eq!(kept("whole").as_deref(), Some(address.trim_start_matches("::ffff:")), "{address}");
        }
        assert!("some".parse::<AddressDetail>().is_err());
    }
}
