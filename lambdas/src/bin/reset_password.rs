fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::auth::serve_reset_password()
}
