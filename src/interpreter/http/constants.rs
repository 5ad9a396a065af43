//! Constants of libraries that stand for headers and methods.

/// The header or method that a library's constant stands for: `header::CONTENT_TYPE` is `content-type`, `Method::PUT`
/// is `PUT`.
pub(crate) fn constant_name(path: &str) -> Option<String> {
    let (module, name) = path.rsplit_once("::")?;
    let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    // `http-types` and `minreq` write their methods as variants: `Method::Get`.
    if module.ends_with("Method") && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(name.to_ascii_uppercase());
    }
    if name.is_empty() || !name.chars().all(upper) {
        return None;
    }
    if ["::header", ":header", "::headers", ":headers"].iter().any(|end| module.ends_with(end)) {
        return Some(name.to_ascii_lowercase().replace('_', "-"));
    }
    None
}
