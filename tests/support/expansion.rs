//! A template as SAM expands it, which is what CloudFormation receives.

use std::path::Path;

use super::{
    ROOT,
    tools::{run, tool},
};

/// Expands a template and writes the result to `expanded`, as JSON.
pub(crate) fn expand(template: &Path, expanded: &Path) {
    run(tool("python").arg(Path::new(ROOT).join("tests/tools/expand_sam.py")).arg(template).arg(expanded));
}
