fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::profile::serve_post_confirmation()
}
