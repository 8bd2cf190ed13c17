//! What may be shown of personal data and secrets.

mod field_name;
mod mask;
mod redact;

pub(crate) use self::{
    field_name::plain_name,
    mask::Privacy,
    redact::{is_secret, redacted, redacted_value},
};
