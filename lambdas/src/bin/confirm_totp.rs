fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::auth::serve_confirm_totp()
}
