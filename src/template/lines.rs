//! Where a value stands in its file: lines by JSON pointer.

use std::collections::BTreeMap;

/// The line of every node of a YAML file, under its JSON pointer (RFC 6901).
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(BTreeMap<String, usize>);

impl Lines {
    /// The first mention counts.
    pub(super) fn note(&mut self, pointer: &str, line: usize) {
        self.0.entry(pointer.to_owned()).or_insert(line);
    }

    /// The line of the node, or of the nearest node around it: what an alias or a default brings has no line of its own.
    pub(crate) fn of(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.0.get(pointer) {
                return *line;
            }
            match pointer.rsplit_once('/') {
                Some((around, _)) => pointer = around,
                None => return 1,
            }
        }
    }
}

/// The pointer of `key` in the node at `pointer`.
pub(crate) fn child(pointer: &str, key: impl ToString) -> String {
    format!("{pointer}/{}", key.to_string().replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_line_of_its_own_is_where_its_surroundings_are() {
        let mut lines = Lines::default();
        lines.note("", 1);
        lines.note("/Resources/Api", 7);

        assert_eq!(lines.of("/Resources/Api/Properties/Name"), 7);
        assert_eq!(lines.of("/Outputs"), 1);
    }

    #[test]
    fn a_slash_in_a_key_is_escaped() {
        assert_eq!(child("/paths", "/auth/signup"), "/paths/~1auth~1signup");
    }
}
