//! x
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArtifactError {}
impl ArtifactError {
    pub(crate) fn hint(&self) -> Option<String> {
        None
    }
}
