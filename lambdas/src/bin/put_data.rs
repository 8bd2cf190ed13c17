fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::data::serve_put_data()
}
