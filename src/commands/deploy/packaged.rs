//! Deploying what `srvls package` made, instead of building.

use std::path::Path;

use super::sources;
use crate::{
    artifacts::{BuildProfile, package::Package},
    context::Context,
    error::Error,
    releases::Revision,
    template::Template,
};

/// The package in `folder`, verified and fit for the stage; its templates take the place of the work tree's. Nothing
/// was asked of AWS yet.
pub(crate) fn packaged(cx: &mut Context, folder: &Path) -> Result<Package, Error> {
    let _step = cx.progress.step(format_args!("Verifying the package in {}", folder.display()));
    let package = Package::open(&std::path::absolute(folder).map_err(Error::WorkingDirectory)?)?;
    let template = Template::read(&package.template_path())?;
    package.fits(&cx.stage.app, BuildProfile::of(cx), &sources(cx, &template)?)?;
    cx.config.take_template(package.template_path());
    Ok(package)
}

/// What the code was built from: the package's, or the work tree.
pub(super) async fn revision(cx: &Context, package: Option<&Package>) -> Revision {
    match package {
        Some(package) => package.manifest.revision.clone(),
        None => Revision::of(&cx.config.root).await,
    }
}
