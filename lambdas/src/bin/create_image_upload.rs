fn main() -> Result<(), lambda_runtime::Error> {
    srvls_lambdas::image::serve_create_image_upload()
}
