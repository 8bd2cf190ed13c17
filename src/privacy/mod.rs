//! What may be shown of personal data and secrets.

mod addresses;
#[cfg(test)]
mod corpus;
mod field_name;
mod folded;
mod mask;
mod numbers;
mod redact;
mod shown;

pub(crate) use self::{
    field_name::plain_name,
    folded::fold,
    mask::{Privacy, Withheld},
    redact::{is_secret, redacted, redacted_value},
    shown::masked_value,
};
