//! One Rust file, with code told from comments and strings, and its functions measured.
//!
//! A scanner, not a parser: it knows comments (nested), strings (raw, byte), characters and
//! lifetimes, and counts brackets. That is all these rules need, and it cannot fail.

/// One Rust file.
pub(super) struct Source {
    /// From the root of the house, with `/`.
    pub(super) path: String,
    /// Lines without comments and without what stands in strings.
    pub(super) code: Vec<String>,
    /// Lines without comments; strings kept.
    pub(super) text: Vec<String>,
    pub(super) first_line: String,
    /// The whole file is test code.
    pub(super) is_test: bool,
    /// How many lines come before the test module at its end.
    tests_from: usize,
}

/// A function with a body.
#[derive(Debug, PartialEq)]
pub(super) struct Function {
    pub(super) name: String,
    /// From 1.
    pub(super) line: usize,
    /// From `fn` to the closing brace.
    pub(super) length: usize,
}

const TEST_FOLDERS: [&str; 5] = ["tests/", "benches/", "examples/", "fuzz/", "ibid-testkit/"];

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Source {
        let (code, kept) = mask(text);
        let lines = |masked: &str| masked.lines().map(str::to_owned).collect::<Vec<_>>();
        let code = lines(&code);
        let inside = |folder: &&str| path.starts_with(*folder) || path.contains(&format!("/{folder}"));
        let is_test = TEST_FOLDERS.iter().any(inside) || path.ends_with("/tests.rs");
        Source {
            path: path.to_owned(),
            tests_from: test_module(&code).unwrap_or(code.len()),
            text: lines(&kept),
            first_line: text.lines().next().unwrap_or("").to_owned(),
            is_test,
            code,
        }
    }

    pub(super) fn lines(&self) -> usize {
        self.code.len()
    }

    /// Lines that are no tests.
    pub(super) fn code_lines(&self) -> usize {
        if self.is_test { 0 } else { self.tests_from }
    }

    /// A pure table by name, or the words of a language: excepted from the walls.
    pub(super) fn is_table(&self) -> bool {
        self.path.ends_with("_table.rs") || self.path.contains("/i18n/messages/")
    }

    /// Functions outside tests.
    pub(super) fn functions(&self) -> Vec<Function> {
        let code = &self.code[..self.code_lines()];
        functions(&code.join("\n"))
    }
}

/// The line, from 0, of a `#[cfg(test)]` at the margin before a module with a body.
fn test_module(code: &[String]) -> Option<usize> {
    let mut lines = code.iter().enumerate().filter(|(_, line)| *line == "#[cfg(test)]");
    lines.find_map(|(at, _)| {
        let next = code[at + 1..].iter().find(|line| !line.starts_with("#["))?;
        (next.starts_with("mod ") && next.contains('{')).then_some(at)
    })
}

/// The text with comments blanked, once also without strings and once with them. Line ends stay.
fn mask(text: &str) -> (String, String) {
    let (mut code, mut kept) = (String::new(), String::new());
    let (mut rest, mut before) = (text, ' ');
    while !rest.is_empty() {
        let (part, length) = part(rest, before);
        let (taken, left) = rest.split_at(length);
        code.push_str(&if part == Part::Code { taken.to_owned() } else { blank(taken) });
        kept.push_str(&if part == Part::Comment { blank(taken) } else { taken.to_owned() });
        before = taken.chars().last().unwrap_or(' ');
        rest = left;
    }
    (code, kept)
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Code,
    Comment,
    Literal,
}

/// What begins here, and how many bytes it is long; never 0 of a non-empty rest.
fn part(rest: &str, before: char) -> (Part, usize) {
    let in_word = before.is_alphanumeric() || before == '_';
    if rest.starts_with("//") {
        (Part::Comment, rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        (Part::Comment, block_comment(rest))
    } else if let Some(length) = raw_string(rest).filter(|_| !in_word) {
        (Part::Literal, length)
    } else if rest.starts_with('"') {
        (Part::Literal, quoted(rest))
    } else if let Some(length) = character(rest) {
        (Part::Literal, length)
    } else {
        (Part::Code, rest.chars().next().map_or(1, char::len_utf8))
    }
}

fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

/// The length of a block comment, which may hold others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of a raw string, with its prefix; `None` when none begins here.
fn raw_string(rest: &str) -> Option<usize> {
    let prefix = ["r", "br", "cr"].into_iter().find(|it| rest.starts_with(it))?;
    let after = &rest[prefix.len()..];
    let hashes = after.bytes().take_while(|&byte| byte == b'#').count();
    after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = prefix.len() + hashes + 1;
    let length = rest[start..].find(&end).map(|at| start + at + end.len());
    Some(length.unwrap_or(rest.len()))
}

/// The length of an ordinary string.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; `None` for a lifetime or anything else.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        let end = inside.char_indices().skip(2).find(|&(_, c)| c == '\'')?.0;
        return Some(end + 2);
    }
    let after = &inside[first.len_utf8()..];
    after.starts_with('\'').then_some(first.len_utf8() + 2)
}

/// Every function with a body, also one inside another.
fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut last = 0;
    for (at, _) in code.match_indices("fn ") {
        line += code[last..at].matches('\n').count();
        last = at;
        let in_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let name: String = code[at + 3..].chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect();
        if in_word || name.is_empty() {
            continue;
        }
        if let Some(body) = body(&code[at..]) {
            let length = code[at..at + body].matches('\n').count() + 1;
            found.push(Function { name, line, length });
        }
    }
    found
}

/// How many bytes from `fn` to the end of its body; `None` when it has none.
fn body(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut open = false;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b';' if depth == 0 => return None,
            b'(' | b'[' | b'{' => {
                open |= byte == b'{' && depth == 0;
                depth += 1;
            }
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if open && depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, code: &str, kept: &str) {
        let (without, with) = mask(text);
        assert_eq!((without.as_str(), with.as_str()), (code, kept));
    }

    #[test]
    fn comments_are_blanked() {
        check("a // b\nc", "a     \nc", "a     \nc");
        check("a /* b /* c */ d */ e", "a                   e", "a                   e");
        check("//! doc\n/// doc\nx", "       \n       \nx", "       \n       \nx");
        check("/* never closed", "               ", "               ");
        check("/* ж */x", "       x", "       x");
    }

    #[test]
    fn strings_are_blanked_in_code_and_kept_in_text() {
        check("f(\"a\")", "f(   )", "f(\"a\")");
        check("\"// no\" x", "        x", "\"// no\" x");
        check(r#""\"" x"#, "     x", r#""\"" x"#);
        check("r#\"a\"b\"# x", "         x", "r#\"a\"b\"# x");
        check("br\"a\\\" x", "       x", "br\"a\\\" x");
        check("var\"a\"", "var   ", "var\"a\"");
        check("\"open", "     ", "\"open");
    }

    #[test]
    fn characters_are_not_lifetimes() {
        check("'{' x", "    x", "'{' x");
        check("'\\'' x", "     x", "'\\'' x");
        check("'\\u{7f}' x", "         x", "'\\u{7f}' x");
        check("&'a str", "&'a str", "&'a str");
        check("<'a, 'b>", "<'a, 'b>", "<'a, 'b>");
        check("'\"' x", "    x", "'\"' x");
    }

    #[track_caller]
    fn lengths(text: &str, expected: &[(&str, usize, usize)]) {
        let found = Source::new("crates/redif/src/x.rs", text).functions();
        let found: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.line, it.length)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn functions_are_measured() {
        lengths("fn a() {}", &[("a", 1, 1)]);
        lengths("\npub(crate) fn a(\n    x: [u8; 3],\n) -> u8 {\n    x[0]\n}\n", &[("a", 2, 5)]);
        lengths("trait T {\n    fn a(&self) -> u8;\n    fn b(&self) {\n    }\n}", &[("b", 3, 2)]);
        lengths("type F = fn (u8) -> u8;\nfn a(f: fn(u8)) { f(b'{') }", &[("a", 2, 1)]);
        lengths("fn a() {\n    fn b() {\n    }\n}", &[("a", 1, 4), ("b", 2, 2)]);
        lengths("fn a() {\n    \"}\"; '}'; // }\n}", &[("a", 1, 3)]);
        lengths("fn never_closed() {", &[]);
    }

    #[test]
    fn the_test_module_is_no_code() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n";
        lengths(text, &[("a", 1, 1)]);
        let source = Source::new("crates/redif/src/x.rs", text);
        assert_eq!((source.code_lines(), source.lines()), (2, 6));
        let elsewhere = Source::new("crates/redif/src/x.rs", "#[cfg(test)]\nmod tests;\nfn a() {}");
        assert_eq!(elsewhere.code_lines(), 3);
    }

    #[test]
    fn test_folders_are_tests() {
        for (path, expected) in [
            ("crates/redif/tests/cases.rs", true),
            ("crates/redif/src/parse/tests.rs", true),
            ("crates/ibid-testkit/src/lib.rs", true),
            ("crates/redif/src/contests/mod.rs", false),
            ("crates/redif/src/lib.rs", false),
        ] {
            assert_eq!(Source::new(path, "").is_test, expected, "{path}");
        }
    }
}
