//! The rules about one file, each a function or a row of a table.
//!
//! Words that break a rule are put together from halves here, so that this file keeps its own rules.

use super::Finding;
use super::source::Source;

/// No file is longer; tables and tests excepted.
const FILE_WALL: usize = 600;
/// No function is longer; tables and tests excepted.
const FUNCTION_WALL: usize = 70;

/// Where a rule looks.
#[derive(Clone, Copy, PartialEq)]
enum View {
    /// Code without strings and comments.
    Code,
    /// Code and strings without comments.
    Text,
}

/// Something no code outside tests may say, but in the places where it belongs.
struct Forbidden {
    view: View,
    words: &'static [&'static str],
    /// Where the rule holds: beginnings of paths.
    within: &'static [&'static str],
    /// Where it does not: parts of paths.
    except: &'static [&'static str],
    why: &'static str,
}

const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        view: View::Text,
        words: &["SELECT ", "INSERT INTO", "DELETE FROM"],
        within: &["crates/"],
        except: &["crates/ibid-store/"],
        why: "SQL stands only in ibid-store",
    },
    Forbidden {
        view: View::Text,
        words: &[
            "sqlite",
            "Sqlite",
            "SQLite",
            "postgres",
            "Postgres",
            "tantivy",
            "Tantivy",
            "opensearch",
            "OpenSearch",
        ],
        within: &["crates/"],
        except: &[
            "crates/ibid-store/src/engine/",
            "crates/ibid-search/src/tantivy",
            "crates/ibid-search/src/opensearch",
            // Chooses between the two by the scheme of the address.
            "crates/ibid-search/src/lib.rs",
            // A format for browsers that has the name of an engine.
            "crates/ibid-web/src/signs/browser.rs",
            "crates/ibid/src/config",
            "crates/ibid/src/wire",
        ],
        why: "an engine's name stands only at its own engine, and in the binary's config and wire",
    },
    Forbidden {
        view: View::Code,
        words: &["Writer"],
        within: &["crates/ibid-web/"],
        except: &[],
        why: "pages read by themselves and write only through ibid-app",
    },
    Forbidden {
        view: View::Code,
        words: &["StatusCode::"],
        within: &["crates/ibid-web/"],
        except: &["/problem.rs"],
        why: "a status code is chosen only in problem.rs",
    },
    Forbidden {
        view: View::Text,
        words: &["format!(\"/", "href=\"/", "action=\"/", "src=\"/"],
        within: &["crates/ibid-web/"],
        except: &["/urls.rs", "/urls/"],
        why: "an address is built only in urls",
    },
    Forbidden {
        view: View::Code,
        words: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "SystemTime",
            "Instant",
            "::now()",
            "thread_rng",
            "rand::",
        ],
        within: &["crates/redif/src/", "crates/ibid-core/src/"],
        except: &[],
        why: "no I/O, clock, environment or chance here: take them as arguments",
    },
];

/// Names that say nothing about what is inside.
const VAGUE: [&str; 9] =
    ["util", "utils", "common", "helper", "helpers", "manager", "service", "services", "misc"];

/// Breaches of any file, whatever it holds.
pub(super) fn of_any_file(path: &str, text: &str) -> Vec<Finding> {
    if path.starts_with("testdata/") || path == "Cargo.lock" {
        return Vec::new();
    }
    // In halves, or this file would break its own rule.
    let places = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for place in places {
            let before = line.find(place).map(|at| line[..at].chars().last().unwrap_or(' '));
            if before.is_some_and(|c| !c.is_alphanumeric() && !"}.$_-".contains(c)) {
                findings.push(Finding::new(path, at + 1, format!("{place}…: a path of one machine")));
            }
        }
    }
    findings
}

/// Breaches of a Rust file.
pub(super) fn of_source(source: &Source) -> Vec<Finding> {
    let mut findings = opening(source);
    findings.extend(vague_names(source));
    findings.extend(unfinished(source));
    if source.is_test {
        return findings;
    }
    findings.extend(walls(source));
    for rule in FORBIDDEN {
        findings.extend(forbidden(source, rule));
    }
    findings.extend(update_statements(source));
    findings
}

fn opening(source: &Source) -> Vec<Finding> {
    if source.first_line.starts_with("//!") {
        return Vec::new();
    }
    vec![Finding::new(&source.path, 1, "opens without `//!`: say what is here and what is not")]
}

fn vague_names(source: &Source) -> Vec<Finding> {
    let parts = source.path.trim_end_matches(".rs").split('/');
    let mut findings: Vec<Finding> = parts
        .filter(|part| VAGUE.contains(part))
        .map(|part| Finding::new(&source.path, 1, format!("{part}: a name that says nothing")))
        .collect();
    for (at, line) in source.code.iter().enumerate() {
        let mut words = line.split_whitespace();
        while let Some(word) = words.next() {
            if !matches!(word, "mod" | "struct" | "enum" | "trait") {
                continue;
            }
            let name = words.next().unwrap_or("");
            let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
            let tail = ["Manager", "Helper", "Helpers", "Util", "Utils"];
            if VAGUE.contains(&name) || tail.iter().any(|tail| name.ends_with(tail)) {
                findings.push(Finding::new(
                    &source.path,
                    at + 1,
                    format!("{name}: a name that says nothing"),
                ));
            }
        }
    }
    findings
}

fn unfinished(source: &Source) -> Vec<Finding> {
    let words = ["todo!", "unimplemented!", "#[ignore"];
    lines_with(source, View::Code, &words)
        .map(|(line, word)| Finding::new(&source.path, line, format!("{word}: finish it or leave it out")))
        .collect()
}

fn walls(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    if source.is_table() {
        return findings;
    }
    let lines = source.code_lines();
    if lines > FILE_WALL {
        let message = format!("{lines} lines: the wall is {FILE_WALL} (tests and *_table.rs excepted)");
        findings.push(Finding::new(&source.path, lines, message));
    }
    for function in source.functions() {
        if function.length > FUNCTION_WALL {
            let message = format!(
                "function {} has {} lines: the wall is {FUNCTION_WALL}",
                function.name, function.length
            );
            findings.push(Finding::new(&source.path, function.line, message));
        }
    }
    findings
}

fn forbidden(source: &Source, rule: &Forbidden) -> Vec<Finding> {
    let path = source.path.as_str();
    let holds = rule.within.iter().any(|start| path.starts_with(start))
        && !rule.except.iter().any(|part| path.contains(part));
    if !holds {
        return Vec::new();
    }
    lines_with(source, rule.view, rule.words)
        .filter(|&(line, _)| line <= source.code_lines())
        .map(|(line, word)| Finding::new(path, line, format!("{}: {}", word.trim_end(), rule.why)))
        .collect()
}

/// `UPDATE … SET` needs two words on one line to be SQL.
fn update_statements(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("crates/") || source.path.starts_with("crates/ibid-store/") {
        return Vec::new();
    }
    let lines = source.text.iter().take(source.code_lines()).enumerate();
    lines
        .filter(|(_, line)| line.find("UPDATE ").is_some_and(|at| line[at..].contains(" SET ")))
        .map(|(at, _)| Finding::new(&source.path, at + 1, "UPDATE … SET: SQL stands only in ibid-store"))
        .collect()
}

/// Lines, from 1, that hold one of `words`, not as the tail or head of a longer name.
fn lines_with<'a>(
    source: &'a Source,
    view: View,
    words: &'a [&'static str],
) -> impl Iterator<Item = (usize, &'static str)> + 'a {
    let lines = if view == View::Code { &source.code } else { &source.text };
    lines.iter().enumerate().filter_map(move |(at, line)| {
        let word = words.iter().find(|word| holds(line, word, view))?;
        Some((at + 1, *word))
    })
}

/// In strings any part counts; in code a word is not the end of a longer one, nor the beginning of
/// one when it ends in a letter.
fn holds(line: &str, word: &str, view: View) -> bool {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let joins_before = word.starts_with(in_name) && line[..at].ends_with(in_name);
        let joins_after = word.ends_with(in_name) && line[at + word.len()..].starts_with(in_name);
        view == View::Text || !(joins_before || joins_after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, body: &str, expected: &[(usize, &str)]) {
        let source = Source::new(path, &format!("//! What.\n{body}"));
        let found = of_source(&source);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (finding, (line, start)) in found.iter().zip(expected) {
            assert!(
                finding.line == *line && finding.message.starts_with(start),
                "{finding:?} is not {line}: {start}"
            );
        }
    }

    const CORE: &str = "crates/ibid-core/src/x.rs";
    const WEB: &str = "crates/ibid-web/src/pages/x.rs";

    #[test]
    fn files_say_what_they_are() {
        let found = of_source(&Source::new(CORE, "use std::fmt;\n"));
        assert_eq!(found.len(), 1);
        check(CORE, "", &[]);
    }

    #[test]
    fn sql_and_engines_keep_to_their_places() {
        check(CORE, "let q = \"SELECT 1\";", &[(2, "SELECT: SQL")]);
        check(CORE, "let q = \"UPDATE work SET n = 1\";", &[(2, "UPDATE … SET")]);
        check(CORE, "// SELECT one of them\nlet updates = \"UPDATE the index\";", &[]);
        check("crates/ibid-store/src/works.rs", "let q = \"DELETE FROM x\";", &[]);
        check("crates/ibid-app/src/x.rs", "use tantivy::Index;", &[(2, "tantivy: an engine")]);
        check("crates/ibid-app/src/x.rs", "let url = \"sqlite:x\";", &[(2, "sqlite: an engine")]);
        check("crates/ibid-app/src/x.rs", "/// Not for sqlite.\nfn a() {}", &[]);
        check("crates/ibid-search/src/tantivy/schema.rs", "use tantivy::Index;", &[]);
        check("crates/ibid/src/config.rs", "let url = \"sqlite:x\";", &[]);
    }

    #[test]
    fn tests_may_name_engines() {
        let tests = "#[cfg(test)]\nmod tests {\n    const U: &str = \"sqlite::memory:\";\n}";
        check("crates/ibid-app/src/x.rs", tests, &[]);
        check("crates/ibid-app/tests/x.rs", "const U: &str = \"postgres://\";", &[]);
    }

    #[test]
    fn the_web_keeps_its_promises() {
        check(WEB, "use ibid_store::Writer;", &[(2, "Writer: pages")]);
        check(WEB, "struct TypeWriter; let rewriter = Writers;", &[]);
        check(WEB, "StatusCode::NOT_FOUND", &[(2, "StatusCode::: a status")]);
        check("crates/ibid-web/src/problem.rs", "StatusCode::NOT_FOUND", &[]);
        check(WEB, "let a = format!(\"/p/{x}.html\");", &[(2, "format!(\"/")]);
        check("crates/ibid-web/src/urls/work.rs", "let a = format!(\"/p/{x}\");", &[]);
    }

    #[test]
    fn the_core_is_pure() {
        check(CORE, "use std::fs;", &[(2, "std::fs: no I/O")]);
        check(CORE, "let t = SystemTime::now();", &[(2, "SystemTime: no I/O")]);
        check("crates/ibid-app/src/x.rs", "use std::fs;", &[]);
    }

    #[test]
    fn names_say_something() {
        check("crates/ibid-app/src/util.rs", "", &[(1, "util: a name")]);
        check("crates/ibid-app/src/common/x.rs", "", &[(1, "common: a name")]);
        check(CORE, "mod helper;\nstruct WorkManager;", &[(2, "helper"), (3, "WorkManager")]);
        check(CORE, "struct Services { common: u8 }", &[]);
    }

    #[test]
    fn nothing_is_left_unfinished() {
        check(CORE, "fn a() { todo!() }", &[(2, "todo!")]);
        check("crates/redif/tests/x.rs", "#[ignore]\nfn a() {}", &[(2, "#[ignore")]);
        check(CORE, "// todo!() would be wrong here\nlet a = \"todo!\";", &[]);
    }

    #[test]
    fn walls_stand_but_not_round_tables_and_tests() {
        let long = "\n".repeat(601);
        check(CORE, &long, &[(602, "602 lines")]);
        check("crates/ibid-core/src/jel_table.rs", &long, &[]);
        check("crates/ibid-core/tests/x.rs", &long, &[]);
        let function = format!("fn a() {{{}}}", "\n".repeat(70));
        check(CORE, &function, &[(2, "function a has 71 lines")]);
        let function = format!("fn a() {{{}}}", "\n".repeat(69));
        check(CORE, &function, &[]);
    }

    #[test]
    fn paths_of_a_machine_stay_out() {
        let home = concat!("cd /ho", "me/ann/ibid");
        assert_eq!(of_any_file("README.md", &format!("x\n{home}\n"))[0].line, 2);
        assert_eq!(of_any_file("testdata/toy/x.rdf", home), []);
        assert_eq!(of_any_file("README.md", concat!("$XDG/ho", "me/x pages/wo", "rk/x")), []);
    }
}
