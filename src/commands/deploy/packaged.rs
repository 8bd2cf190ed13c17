//! Deploying what `srvls package` made, instead of building.

use std::path::Path;

use super::sources;
use crate::{artifacts::package::Package, context::Context, error::Error, template::Template};

/// The package in `folder`, verified and fit for the stage; its templates take the place of the work tree's. Nothing
/// was asked of AWS yet.
pub(super) fn packaged(cx: &mut Context, folder: &Path) -> Result<Package, Error> {
    let _step = cx.progress.step(format_args!("Verifying the package in {}", folder.display()));
    let package = Package::open(&std::path::absolute(folder).map_err(Error::WorkingDirectory)?)?;
    let template = Template::read(&package.template_path())?;
    package.fits(&cx.stage.app, &sources(cx, &template)?)?;
    cx.config.take_template(package.template_path());
    Ok(package)
}
