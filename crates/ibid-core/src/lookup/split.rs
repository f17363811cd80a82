//! A pasted text cut into the things it asks for: one a line, or one an item of a numbered list, or one
//! a paragraph. A reference that was copied out of a document may run over several lines.

use super::What;
use super::named;

/// The entries, each on one line, without its number. Lines without a letter or digit are none.
pub(super) fn entries(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    if let Some(one) = one_over_lines(&lines) {
        return vec![one];
    }
    let by_paragraph = lines.iter().any(|line| line.is_empty())
        && lines.split(|line| line.is_empty()).filter(|it| it.len() > 1).any(|it| !each_a_reference(it));
    let by_number = lines.iter().find(|line| !line.is_empty()).is_some_and(|line| numbered(line).0);
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
            continue;
        }
        let (number, rest) = numbered(line);
        let goes_on = open && !number && (by_paragraph || by_number || continues(out.last(), line));
        match out.last_mut().filter(|_| goes_on) {
            Some(entry) => join(entry, rest),
            None => out.push(rest.to_owned()),
        }
        open = true;
    }
    out.retain(|entry| entry.chars().any(char::is_alphanumeric));
    out
}

/// Most lines look like a reference of their own: they hold a year, or name a record.
fn each_a_reference(lines: &[&str]) -> bool {
    let whole = lines.iter().filter(|line| has_year(line) || named::what(line) != What::Words).count();
    whole * 3 >= lines.len() * 2
}

/// A few full lines with one year among them are one reference cut into lines.
fn one_over_lines(lines: &[&str]) -> Option<String> {
    let lines = lines.split(|line| line.is_empty()).filter(|it| !it.is_empty()).collect::<Vec<_>>();
    let [lines] = lines.as_slice() else { return None };
    let full = lines.iter().rev().skip(1).all(|line| line.len() >= 40 && named::what(line) == What::Words);
    let years = lines.iter().filter(|line| has_year(line)).count();
    let one =
        (2..=6).contains(&lines.len()) && full && years == 1 && !lines[1..].iter().any(|it| numbered(it).0);
    one.then(|| {
        let mut entry = String::new();
        for line in *lines {
            join(&mut entry, line);
        }
        numbered(entry.trim()).1.to_owned()
    })
}

fn has_year(line: &str) -> bool {
    line.split(|c: char| !c.is_ascii_digit())
        .any(|it| it.len() == 4 && matches!(&it[..2], "18" | "19" | "20"))
}

/// Whether `line` is the rest of the entry before it: a word was cut, or a sentence goes on.
fn continues(before: Option<&String>, line: &str) -> bool {
    let Some(before) = before else { return false };
    let first = line.chars().next().unwrap_or(' ');
    let named = ["http", "doi", "repec", "10.", "ftp"];
    let names = named.iter().any(|it| line.get(..it.len()).is_some_and(|at| at.eq_ignore_ascii_case(it)));
    let cut = before.ends_with('-') && before.contains(' ');
    cut || (first.is_lowercase()
        && !names
        && before.contains(' ')
        && (line.contains(' ') || line.ends_with('.')))
}

/// A word cut at the end of a line is put together again when what follows is in lower case;
/// "(1984-" and "1999)" are no word.
fn join(entry: &mut String, rest: &str) {
    let word = entry.strip_suffix('-').and_then(|it| it.chars().next_back()).is_some_and(char::is_alphabetic);
    if word && rest.starts_with(char::is_lowercase) {
        entry.pop();
    } else if !entry.ends_with('-') {
        entry.push(' ');
    }
    entry.push_str(rest);
}

/// Takes `[12]`, `(12)`, `12.` and `•` off; a year stays.
fn numbered(line: &str) -> (bool, &str) {
    if let Some(rest) = line.strip_prefix(['•', '◦', '▪', '*', '–']) {
        return (true, rest.trim_start());
    }
    let inner = line.strip_prefix(['[', '(']).unwrap_or(line);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let bracketed = inner.len() < line.len();
    let rest = &inner[digits..];
    let closed = match bracketed {
        true => rest.strip_prefix([']', ')']),
        false => rest.strip_prefix(['.', ')']),
    };
    match closed.filter(|rest| (1..=3).contains(&digits) && rest.starts_with(char::is_whitespace)) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(entries(text), expected, "{text:?}");
    }

    #[test]
    fn one_a_line() {
        check("", &[]);
        check(" \n--\n", &[]);
        check("RePEc:a:b:c\n10.1/x\nhttps://x.example/", &["RePEc:a:b:c", "10.1/x", "https://x.example/"]);
        check("Kimura (2011) One.\nOda (2009) Two.", &["Kimura (2011) One.", "Oda (2009) Two."]);
        check("Kimura (2011) One.\n\nOda (2009) Two.", &["Kimura (2011) One.", "Oda (2009) Two."]);
    }

    #[test]
    fn numbers_are_taken_off() {
        check("[1] A b.\n[2] C d.", &["A b.", "C d."]);
        check("1. A b\nmore\n2. C d", &["A b more", "C d"]);
        check("(12) A b", &["A b"]);
        check("• A b\n• C d", &["A b", "C d"]);
        check("1984 was a year", &["1984 was a year"]);
        check("1984. Orwell", &["1984. Orwell"]);
    }

    #[test]
    fn a_reference_over_several_lines_is_one() {
        check(
            "De Schutter K, Lin Y: Genome sequence of the recom-\nbinant host. Nat Biotechnol 2009, \n27(6):561-566.\n\nLi N (2008) Comparative evaluation of \ncytotoxicity. J Chem 56:3876-\n3883",
            &[
                "De Schutter K, Lin Y: Genome sequence of the recombinant host. Nat Biotechnol 2009, 27(6):561-566.",
                "Li N (2008) Comparative evaluation of cytotoxicity. J Chem 56:3876-3883",
            ],
        );
        check(
            "Classen M, Demling L. Endoskopishe shinkterotomie der papilla \nVateri und Stein extraction. Dtsch. 1974;99:496-7.",
            &[
                "Classen M, Demling L. Endoskopishe shinkterotomie der papilla Vateri und Stein extraction. Dtsch. 1974;99:496-7.",
            ],
        );
        check(
            "Li N (2008) Comparative evaluation of\ncytotoxicity.",
            &["Li N (2008) Comparative evaluation of cytotoxicity."],
        );
    }
}
