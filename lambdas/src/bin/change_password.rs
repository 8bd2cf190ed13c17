fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::auth::serve_change_password()
}
