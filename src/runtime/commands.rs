//! Lines of a shell, as manifests and workflows have them: the commands in a line, and their words.

/// The commands of a line, each as its words.
pub(super) fn commands(line: &str) -> impl Iterator<Item = Vec<&str>> {
    line.split(['&', ';', '|']).map(|command| words(command).collect())
}

/// The words of a line, without the quotes and the signs of a substitution around them.
pub(super) fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace()
        .map(|word| word.trim_matches(['"', '\'', '`', '$', '(', ')']))
        .filter(|word| !word.is_empty())
}
