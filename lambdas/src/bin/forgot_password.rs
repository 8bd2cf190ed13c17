fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::auth::serve_forgot_password()
}
