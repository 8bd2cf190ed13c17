fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::profile::serve_get_profile()
}
