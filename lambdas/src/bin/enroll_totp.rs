fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::auth::serve_enroll_totp()
}
