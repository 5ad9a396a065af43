//! What somebody may have meant.

/// The name nearest to `wrong`, unless all are far.
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = wrong.chars().count();
    // Beyond a third of the name a suggestion is a guess.
    let most = length.max(3) / 3;
    // Names of other lengths are at least as far as their lengths are apart.
    let near = names.into_iter().filter(|name| name.chars().count().abs_diff(length) <= most);
    let distances = near.map(|name| (strsim::damerau_levenshtein(wrong, name), name));
    distances.min().filter(|(distance, _)| *distance <= most).map(|(_, name)| name)
}
