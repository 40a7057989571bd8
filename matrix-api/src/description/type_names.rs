//! Names of shapes, from the paths of Rust types.

/// Names for a type, the shortest first: `Page_User`, then `users.Page_User`, with ever more modules.
///
/// `path` is what [`std::any::type_name`] says, and `name` the name that serde knows, if there is one. The
/// names have only characters that the names of OpenAPI's components may have.
pub(super) fn type_names(path: &str, name: &str) -> Vec<String> {
    let (base, parameters) = match path.split_once('<') {
        // The path of an impl begins with `<`, or has `<impl ..>` within it.
        Some((base, parameters)) if !base.is_empty() && !base.ends_with("::") => (base, parameters),
        _ => (path, ""),
    };
    let own = if name.is_empty() { last_segment(base) } else { name };
    let mut short = clean(own);
    let types = parameters.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '\'')));
    for parameter in types.filter(|it| !it.is_empty() && !it.starts_with('\'')) {
        short.push('_');
        short.push_str(&clean(last_segment(parameter)));
    }
    let modules = base.rsplit("::").skip(1).filter(|module| is_identifier(module));
    let mut names = vec![short];
    for module in modules {
        let longest = names.last().map_or("", String::as_str);
        let longer = format!("{module}.{longest}");
        names.push(longer);
    }
    names
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Replaces characters that a name must not have.
fn clean(name: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = name.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    if name.is_empty() { "Unnamed".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::type_names;

    #[test]
    fn a_name_has_parameters_and_as_many_modules_as_needed() {
        for (path, name, expected) in [
            ("crate_a::users::User", "User", vec!["User", "users.User", "crate_a.users.User"]),
            ("crate_a::Page<crate_a::User>", "Page", vec!["Page_User", "crate_a.Page_User"]),
            ("a::Page<a::Page<a::b::C>>", "", vec!["Page_Page_C", "a.Page_Page_C"]),
            ("a::Borrowed<'_>", "Borrowed", vec!["Borrowed", "a.Borrowed"]),
            ("a::Pair<a::Left, a::Right>", "Pair", vec!["Pair_Left_Right", "a.Pair_Left_Right"]),
            ("a::Odd", "an odd name", vec!["an_odd_name", "a.an_odd_name"]),
            (
                "a::<impl serde::Deserialize for a::T>::deserialize::T",
                "",
                vec!["T", "deserialize.T", "a.deserialize.T"],
            ),
        ] {
            assert_eq!(type_names(path, name), expected, "{path}");
        }
    }
}
