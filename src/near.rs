//! What somebody may have meant.

/// The name nearest to `wrong`, unless all are far.
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let distances = names.into_iter().map(|name| (strsim::damerau_levenshtein(wrong, name), name));
    // Beyond a third of the name a suggestion is a guess.
    distances.min().filter(|(distance, _)| distance * 3 <= wrong.chars().count().max(3)).map(|(_, name)| name)
}
