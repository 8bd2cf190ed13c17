//! The operations under `/auth`: accounts, sessions and passwords.

mod answer_challenge;
mod change_password;
mod code_sent;
mod confirm_sign_up;
mod confirm_totp;
mod disable_totp;
mod enroll_totp;
mod forgot_password;
mod refresh_tokens;
mod resend_code;
mod reset_password;
mod sign_in;
mod sign_out;
mod sign_up;

use self::code_sent::CodeSent;
pub use self::{
    answer_challenge::serve_answer_challenge, change_password::serve_change_password,
    confirm_sign_up::serve_confirm_sign_up, confirm_totp::serve_confirm_totp, disable_totp::serve_disable_totp,
    enroll_totp::serve_enroll_totp, forgot_password::serve_forgot_password, refresh_tokens::serve_refresh_tokens,
    resend_code::serve_resend_code, reset_password::serve_reset_password, sign_in::serve_sign_in,
    sign_out::serve_sign_out, sign_up::serve_sign_up,
};
#[cfg(test)]
pub(crate) use self::{
    answer_challenge::{AnswerChallenge, AnswerChallengeRequest},
    change_password::ChangePassword,
    confirm_sign_up::{ConfirmSignUp, ConfirmSignUpRequest},
    confirm_totp::{ConfirmTotp, ConfirmTotpRequest},
    disable_totp::DisableTotp,
    enroll_totp::EnrollTotp,
    forgot_password::{ForgotPassword, ForgotPasswordRequest},
    refresh_tokens::{RefreshTokens, RefreshTokensRequest},
    resend_code::{ResendCode, ResendCodeRequest},
    reset_password::ResetPassword,
    sign_in::{SignIn, SignInRequest},
    sign_out::SignOut,
    sign_up::SignUp,
};
