//! Sentences that are alike, said once.

/// One sentence for all resources of which it says the same.
pub(super) fn together(said: Vec<(&str, String)>) -> Vec<String> {
    let quoted = |ids: &[&str]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    by_text(said).into_iter().map(|(text, ids)| format!("{} {text}", quoted(&ids))).collect()
}

/// The names of each text, in the order of its first.
pub(super) fn by_text<'a>(said: impl IntoIterator<Item = (&'a str, String)>) -> Vec<(String, Vec<&'a str>)> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, text) in said {
        match groups.iter_mut().find(|(of_group, _)| *of_group == text) {
            Some((_, names)) => names.push(name),
            None => groups.push((text, vec![name])),
        }
    }
    groups
}
