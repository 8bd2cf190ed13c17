//! The response of every operation that mails a code, the same whether or not a code was sent.

use serde::Serialize;

use crate::domain::Email;

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct CodeSent {
    delivery: Delivery,
}

/// Where the code goes, if one is sent.
#[derive(Debug, PartialEq, Serialize)]
struct Delivery {
    medium: &'static str,
    destination: String,
}

impl CodeSent {
    /// Built only from what the caller sent, so that it reveals nothing about the account.
    pub(crate) fn to(email: &Email) -> Self {
        Self { delivery: Delivery { medium: "email", destination: email.masked() } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_response_masks_the_address() {
        let email = "ada@example.com".to_owned().try_into().expect("an e-mail");

        assert_eq!(CodeSent::to(&email).delivery, Delivery { medium: "email", destination: "a***@e***.com".into() });
    }
}
