//! Suggests the known name that is closest to a mistyped one.

/// The candidate most similar to `name`, if any is similar enough to be what the user meant.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The candidates that look like `name`, the most similar first: those that contain it, or else a few that come near.
pub(crate) fn nearest_few<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    const FEW: usize = 5;
    let mut found: Vec<(bool, f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (candidate.contains(name), strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(contains, similarity, _)| *contains || *similarity > 0.6)
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then_with(|| a.2.cmp(b.2)));
    found.into_iter().take(FEW).map(|(_, _, candidate)| candidate).collect()
}

/// `` did you mean `get_profile`? `` if a candidate is similar enough, and the text of `otherwise` if none is.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(name, candidates).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_that_look_alike_are_named_and_never_all() {
        let names = ["api-5xx", "api-4xx", "api-down", "get-profile-errors", "put-profile-errors", "slo-hour"];

        assert_eq!(nearest_few("profile", names), ["put-profile-errors", "get-profile-errors"]);
        assert_eq!(nearest_few("api-6xx", names)[..2], ["api-4xx", "api-5xx"]);
        assert_eq!(nearest_few("zzz", names), [""; 0]);
    }
}
