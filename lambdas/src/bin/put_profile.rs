fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::profile::serve_put_profile()
}
