//! The condition of a write: the versions that the caller expects to change.

/// The `If-Match` header of a request, as versions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum IfMatch {
    /// No condition, or `*`: any version, as long as there is one.
    Any,
    /// One of these. An empty list matches nothing.
    OneOf(Vec<u64>),
}

impl IfMatch {
    /// Reads the entity tags of a header. Follows RFC 9110, 13.1.1: strong comparison, so a weak tag never matches.
    pub(crate) fn from_tags<'a>(tags: impl Iterator<Item = &'a str>) -> Self {
        let tags: Vec<&str> = tags.map(str::trim).collect();
        if tags.contains(&"*") { Self::Any } else { Self::OneOf(tags.into_iter().filter_map(version).collect()) }
    }
}

fn version(tag: &str) -> Option<u64> {
    tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}
