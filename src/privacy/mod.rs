//! What may be shown of personal data and secrets.

mod mask;
mod redact;

pub(crate) use self::{
    mask::Privacy,
    redact::{clean, clean_value, is_secret},
};
