//! Addresses of files that are made for others, and back to where they stand in their folder.

use super::percent::{decode, segment};

pub(crate) const DUMPS: &str = "/dumps/";
/// The catalogue published again; where any archive of RePEc has its files. Handles, which also begin
/// so, go on with a colon.
pub(crate) const MIRROR: &str = "/RePEc/";

/// The dumps as they are named from elsewhere.
pub(crate) fn dumps_from(base_url: &str) -> String {
    format!("{base_url}{DUMPS}")
}

/// A file of the dumps.
pub(crate) fn dump(name: &str) -> String {
    format!("{DUMPS}{}", segment(name))
}

/// A file or folder of the mirror, by its path in it without a slash at the end.
pub(crate) fn published(inside: &str, is_folder: bool) -> String {
    let parts: Vec<_> = inside.split('/').map(segment).collect();
    let end = if is_folder && !inside.is_empty() { "/" } else { "" };
    format!("{MIRROR}{}{end}", parts.join("/"))
}

/// The path below a folder that an address names, without a slash at the end; `None` when it names
/// anything that we never make.
pub(crate) fn inside(path: &str, folder: &str) -> Option<String> {
    let inside = decode(path.strip_prefix(folder)?)?;
    let inside = inside.strip_suffix('/').unwrap_or(&inside);
    (inside.is_empty() || inside.split('/').all(is_file_name)).then(|| inside.to_owned())
}

/// Whether a file we make is called so.
pub(crate) fn is_file_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"=._-".contains(&byte);
    !name.is_empty() && !name.starts_with('.') && !name.ends_with(".part") && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_files_and_nowhere_else() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(inside(path, MIRROR).as_deref(), expected, "{path}");
        };
        check("/RePEc/", Some(""));
        check("/RePEc/hst/", Some("hst"));
        check("/RePEc/hst/ghsdps/2011.2.rdf", Some("hst/ghsdps/2011.2.rdf"));
        check(&published("abc/=eb=85=bc/undated.rdf", false), Some("abc/=eb=85=bc/undated.rdf"));
        check(&published("abc", true), Some("abc"));
        for path in [
            "/RePEc",
            "/RePEc:hst",
            "/RePEc/../x",
            "/RePEc/%2e%2e/x",
            "/RePEc//x",
            "/RePEc/a%2f..%2fx",
            "/RePEc/.ibid",
            "/RePEc/x.part",
            "/RePEc/a//",
            "/RePEc/%00",
            "/RePEc/%ff",
        ] {
            check(path, None);
        }
        assert_eq!(published("", true), MIRROR);
    }
}
