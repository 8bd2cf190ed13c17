//! A stage of its own on the shared emulator, with a template of its own: deployed in seconds.

use std::fs;

use super::{
    backend::Deployed,
    srvls::{self, Run},
};

pub(crate) struct Small<'a> {
    deployed: &'a Deployed,
    app: String,
    folder: tempfile::TempDir,
}

impl<'a> Small<'a> {
    pub(crate) fn new(deployed: &'a Deployed, app: &str) -> Self {
        let small = Self { deployed, app: app.to_owned(), folder: tempfile::tempdir().unwrap() };
        small.stage("");
        small
    }

    /// Rewrites `srvls.toml` with these settings of the stage.
    pub(crate) fn stage(&self, settings: &str) {
        let config = format!("app = '{}'\ndefault_stage = 'local'\ntemplate = 'template.yaml'\n", self.app);
        self.write("srvls.toml", &format!("{config}[stages.local]\nemulator = true\n{settings}\n"));
    }

    pub(crate) fn deploy(&self, arguments: &[&str], resources: &str) -> Run {
        self.write("template.yaml", &format!("AWSTemplateFormatVersion: '2010-09-09'\nResources:\n{resources}"));
        self.run(&[&["deploy"], arguments].concat())
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(self.deployed.command(arguments).current_dir(self.folder.path()))
    }

    /// Deletes an object behind srvls' back.
    pub(crate) fn delete_object(&self, bucket: &str, key: &str) {
        let url = format!("http://127.0.0.1:{}/{bucket}/{key}", self.deployed.port);
        // As the emulator's administrator, whose calls it doesn't check the signature of.
        let credential =
            "AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
        ureq::delete(&url).header("authorization", credential).call().expect("deleted");
    }
}
