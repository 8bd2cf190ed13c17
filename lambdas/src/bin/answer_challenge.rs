fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::auth::serve_answer_challenge()
}
