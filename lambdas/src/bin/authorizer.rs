fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::authorizer::serve_authorizer()
}
