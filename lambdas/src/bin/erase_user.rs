fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::account::serve_erase_user()
}
