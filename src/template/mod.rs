//! x
#[derive(Debug, thiserror::Error)]
pub(crate) enum TemplateError {}
impl TemplateError {
    pub(crate) fn hint(&self) -> Option<String> {
        None
    }
}
