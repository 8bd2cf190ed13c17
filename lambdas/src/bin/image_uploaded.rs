fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::image::serve_image_uploaded()
}
