//! SAM's expansion of a template, which is what CloudFormation gets to see.

use std::path::Path;

use super::{
    ROOT,
    tools::{run, tool},
};

/// Writes to `expanded`, in JSON, what SAM makes of a template.
pub(crate) fn expand(template: &Path, expanded: &Path) {
    run(tool("python").arg(Path::new(ROOT).join("tests/tools/expand_sam.py")).arg(template).arg(expanded));
}
