//! Input that is meant to hurt: what is read of it, what is said, and that the rest goes on.

use std::io::Read;

use redif::{Diagnostic, Options, Reader};

#[derive(Default)]
struct Seen {
    templates: u32,
    good: u32,
    fields: usize,
    diagnostics: Vec<Diagnostic>,
}

fn read(input: impl Read, options: Options) -> Seen {
    let mut reader = Reader::new(input, options);
    let mut seen = Seen::default();
    while let Some(parsed) = reader.next().unwrap() {
        seen.good += u32::from(parsed.is_good());
        if let Some(template) = &parsed.template {
            seen.templates += 1;
            seen.fields += template.fields().len();
        }
        seen.diagnostics.extend(parsed.diagnostics);
        seen.diagnostics.truncate(1000);
    }
    seen
}

/// A piece of text again and again.
struct Again {
    text: &'static [u8],
    left: usize,
    at: usize,
}

impl Again {
    fn new(text: &'static str, times: usize) -> Self {
        Again { text: text.as_bytes(), left: times, at: 0 }
    }
}

impl Read for Again {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let part = &self.text[self.at..];
        let count = part.len().min(into.len());
        into[..count].copy_from_slice(&part[..count]);
        self.at = (self.at + count) % self.text.len();
        self.left -= usize::from(self.at == 0);
        Ok(count)
    }
}

const LAST: &str =
    "\nTemplate-Type: ReDIF-Paper 1.0\nTitle: Last\nAuthor-Name: A B\nHandle: RePEc:xyz:wpaper:1\n";

fn check(start: &'static str, again: &'static str, times: usize, templates: u32, code: &str) {
    let input = start.as_bytes().chain(Again::new(again, times)).chain(LAST.as_bytes());
    let small = Options { max_line: 1 << 18, max_template: 1 << 20, ..Options::default() };
    let seen = read(input, small);
    assert_eq!(seen.templates, templates, "{start:?} {again:?}");
    assert!(seen.good >= 1, "the last template is lost: {start:?} {again:?}");
    let codes: Vec<&str> = seen.diagnostics.iter().map(|d| d.code).collect();
    assert!(codes.contains(&code), "{code} not in {codes:?}");
}

const START: &str =
    "Template-Type: ReDIF-Paper 1.0\nTitle: First\nAuthor-Name: A B\nHandle: RePEc:xyz:wpaper:0\n";

#[test]
fn one_endless_line_spoils_one_field() {
    check(START, "all this is one line ", 100_000, 2, "line-too-long");
    check("", "all this is one line ", 100_000, 1, "stray-text");
    check("Template-Type: ReDIF-Paper 1.0\nAbstract: ", "\0", 600_000, 2, "line-too-long");
}

#[test]
fn one_endless_template_is_cut() {
    check(START, "Abstract: some words that go on and on\n", 60_000, 2, "template-too-long");
    check(START, "\r", 2_000_000, 2, "template-too-long");
}

#[test]
fn a_hundred_thousand_fields_are_a_template() {
    let input = START.as_bytes().chain(Again::new("Author-Name: Anna Berg\n", 100_000));
    let seen = read(input, Options::default());
    assert_eq!((seen.templates, seen.good, seen.fields), (1, 1, 100_004));
}

#[test]
fn a_hundred_thousand_bad_fields_are_told_briefly() {
    let input = START.as_bytes().chain(Again::new("Colour-Of: blue\nCreation-Date: soon\n", 50_000));
    let seen = read(input, Options::default());
    assert!(seen.diagnostics.len() < 150, "{}", seen.diagnostics.len());
}

#[test]
fn a_bomb_of_tiny_templates_is_read() {
    let seen = read(Again::new("Template-Type: ReDIF-Paper 1.0\n", 200_000), Options::default());
    assert_eq!((seen.templates, seen.good), (200_000, 0));
}

#[test]
fn many_records_without_a_template_type_take_no_longer_for_being_many() {
    let again = "Title: T\nAuthor-Name: A B\nHandle: RePEc:xyz:wpaper:1\n\
        Title: T\nAuthor-Name: A B\nHandle: RePEc:xyz:wpaper:2\n";
    let start = "Template-Type: ReDIF-Paper 1.0\n".as_bytes();
    let seen = read(start.chain(Again::new(again, 20_000)), Options::default());
    assert_eq!((seen.templates, seen.good), (40_000, 40_000));
}

#[test]
fn an_input_that_fails_says_so() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let mut reader = Reader::new(START.as_bytes().chain(Broken), Options::default());
    assert!(reader.next().is_err());
}
