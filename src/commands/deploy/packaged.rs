//! Deploying what `srvls package` made, instead of building.

use std::path::Path;

use super::sources;
use crate::{artifacts::package::Package, context::Context, error::Error, template::Template};

/// The package in `folder`, verified and fit for the stage; nothing was asked of AWS, and nothing written.
pub(super) fn packaged(cx: &Context, folder: &Path) -> Result<Package, Error> {
    let _step = cx.progress.step(format_args!("Verifying the package in {}", folder.display()));
    let package = Package::open(folder)?;
    let template = Template::read(&package.template_path())?;
    package.fits(&cx.stage.app, &sources(cx, &template)?)?;
    Ok(package)
}
