//! Deploys what `srvls package` built, instead of building it now.

use std::path::Path;

use super::build::sources;
use crate::{
    artifacts::package::Package,
    context::Context,
    error::{Error, FileError},
    revision::Revision,
    template::Template,
};

/// Opens the package in `folder`, and checks that it fits the stage. Makes no call to AWS.
pub(crate) fn open(cx: &Context, folder: &Path) -> Result<Package, Error> {
    let _step = cx.progress.step(format_args!("Verifying the package in {}", folder.display()));
    let package = Package::open(&std::path::absolute(folder).map_err(FileError::WorkingDirectory)?)?;
    let template = Template::read(&package.template_path())?;
    package.fits(&cx.stage.app, cx.build_profile(), &sources(cx, &template)?)?;
    Ok(package)
}

/// What the code was built from: the package's, or the work tree.
pub(crate) async fn revision(cx: &Context, package: Option<&Package>) -> Revision {
    match package {
        Some(package) => package.manifest.revision.clone(),
        None => Revision::of(&cx.config.root).await,
    }
}
