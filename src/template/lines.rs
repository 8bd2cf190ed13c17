//! The line of each value in its file, by JSON pointer.

use std::collections::BTreeMap;

/// The line of every node of a YAML file, under its JSON pointer (RFC 6901).
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(BTreeMap<String, usize>);

impl Lines {
    /// Keeps the line noted first.
    pub(super) fn note(&mut self, pointer: &str, line: usize) {
        self.0.entry(pointer.to_owned()).or_insert(line);
    }

    /// The line of the node, or of the nearest enclosing node: values from aliases and defaults have no line of their
    /// own.
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
    fn a_value_without_a_line_has_the_line_of_its_enclosing_node() {
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
