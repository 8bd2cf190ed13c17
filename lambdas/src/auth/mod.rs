//! Getting in: sign-up, confirmation and sign-in.

mod confirm_sign_up;
mod credentials;
mod sign_in;
mod sign_up;

pub(crate) use self::credentials::{Code, Email, Name, NewPassword, Password};
pub use self::{confirm_sign_up::serve_confirm_sign_up, sign_in::serve_sign_in, sign_up::serve_sign_up};
#[cfg(test)]
pub(crate) use self::{
    confirm_sign_up::{ConfirmSignUp, Confirmation},
    sign_in::{Credentials, SignIn},
    sign_up::SignUp,
};
