//! The field's words for what the records hold in code.

use ibid_core::Kind;
use ibid_core::jel::Code;
use ibid_core::record::Access;

/// "Working paper", for one.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Paper => "Working paper",
        Kind::Article => "Article",
        Kind::Chapter => "Chapter",
        Kind::Book => "Book",
        Kind::Software => "Software",
        Kind::Talk => "Talk",
        Kind::Series => "Series",
        Kind::Archive => "Archive",
        Kind::Person => "Person",
        Kind::Institution => "Institution",
    }
}

/// "Working papers", for many.
pub(crate) fn kinds(kind: Kind) -> &'static str {
    match kind {
        Kind::Paper => "Working papers",
        Kind::Article => "Articles",
        Kind::Chapter => "Chapters",
        Kind::Book => "Books",
        Kind::Software => "Software",
        Kind::Talk => "Talks",
        Kind::Series => "Series",
        Kind::Archive => "Archives",
        Kind::Person => "People",
        Kind::Institution => "Institutions",
    }
}

/// How a reader gets at the text.
pub(crate) fn access(access: Access) -> &'static str {
    match access {
        Access::Free => "Full text, free",
        Access::Restricted => "Full text, restricted",
        Access::None => "No full text",
    }
}

/// "Paper 3", "1 paper" and the like: the noun for a count.
pub(crate) fn plural(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", super::days::count(count), if count == 1 { one } else { many })
}

/// The English name of a language (ISO 639-1); the code itself when it is none.
pub(crate) fn language(code: &str) -> &str {
    ibid_core::language::name(code).unwrap_or(code)
}

/// What a JEL code stands for; empty for codes that are none.
pub(crate) fn jel(code: Code) -> &'static str {
    code.label().unwrap_or("")
}

/// What a file is, in one or two words: "PDF", "web page"; the type itself when it is rarer.
pub(crate) fn format(mime: &str) -> &str {
    match mime {
        "" => "file",
        "application/pdf" => "PDF",
        "application/postscript" => "PostScript",
        "text/html" | "application/xhtml+xml" => "web page",
        "text/plain" => "plain text",
        "application/msword" | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => {
            "Word"
        }
        "application/zip" | "application/x-zip-compressed" => "ZIP",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_names() {
        assert_eq!(language("ko"), "Korean");
        assert_eq!(language("xx"), "xx");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(plural(1, "work", "works"), "1 work");
        assert_eq!(plural(0, "work", "works"), "0 works");
        assert_eq!(plural(12_345, "work", "works"), "12,345 works");
    }
}
