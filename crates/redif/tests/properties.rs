//! What holds for any input: reading never fails, does not depend on how the input arrives, and what is
//! printed reads as it was.

use std::io::Read;

use proptest::prelude::*;
use redif::{Diagnostic, Options, Reader, Template, parse, print};

type Part = (Option<Template<'static>>, Vec<Diagnostic>);

fn read(input: impl Read, options: Options) -> Vec<Part> {
    let mut reader = Reader::new(input, options);
    let mut parts = Vec::new();
    while let Some(parsed) = reader.next().unwrap() {
        parts.push((parsed.template.map(Template::into_owned), parsed.diagnostics));
    }
    parts
}

/// Gives a few bytes at a time.
struct Drip<'b> {
    rest: &'b [u8],
    size: usize,
}

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.size.min(self.rest.len()).min(into.len());
        let (now, rest) = self.rest.split_at(count);
        into[..count].copy_from_slice(now);
        self.rest = rest;
        Ok(count)
    }
}

/// Lines like those of real files, sound and not.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let fixed = prop::sample::select(vec![
        "Template-Type: ReDIF-Paper 1.0",
        "Template-Type: ReDIF-Series 1.0",
        "late-Type: ReDIF-Article 1.0",
        "Template-Type: ReDIF-Talk 1.0",
        "Template-Type:",
        "Title: A title",
        "Title : spaced",
        "Tilte: bent",
        "Author-Name: Anna Berg",
        "Author-Email: anna@example.org",
        " Author-Person: pbe1",
        "Author-X-A: b",
        "Author-Workplace-Name: A place",
        "Author-Workplace-Email: x",
        "Provider-Institution: RePEc:edi:abcdefg",
        "Name: A name",
        "Abstract: Words,",
        "and more words",
        " indented words",
        "are: words",
        "Non-word: x",
        "Handle: RePEc:xyz:wpaper:1",
        "Handle: RePEc:xyz:wpaper:2",
        "Handle:",
        "RePEc:xyz:wpaper:3",
        "Classification-JEL: E52; 040",
        "Creation-Date: 1999-13",
        "File-URL: http://example.org/x.pdf",
        "File-Format: pdf",
        "Keywords: a; b Author-Name: Glued On",
        "X Template-Type: ReDIF-Paper 1.0",
        "",
        "# comment",
        " # no comment",
        "\u{1A}",
        "\u{FEFF}Title: marked",
        "Note: <p>a</p> &eacute; 3 < 4",
        "X-Local: y",
        "Order-Name: nobody",
        "Price:\u{A0}1",
        "Author Name: x",
        "Handle RePEc:xyz:wpaper:4",
        "Language: en\rNumber: 5",
        "Year: 2001 \t",
        "Month: ãSeptembre",
        "Pages: ä–ö",
        "Creation-Date: ää/ö/2001",
        "Classification-JEL: éE5",
        "DOI: doi 10.",
        "ISSN: 1234",
        "File-URL: http//exämple.org",
        "Author-Email: ä at b.c",
        "\tMonth: May",
        "Journal: \u{C3}\u{A9}t\u{C3}\u{A9}",
    ]);
    prop_oneof![
        12 => fixed.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..40),
        1 => "[A-Za-z-]{1,14}:? ?[ -~]{0,20}".prop_map(String::into_bytes),
        1 => Just(b"Title: caf\xE9 \x93x\x94".to_vec()),
        1 => Just(b"\xEF\xBB\xBF".to_vec()),
        1 => Just(b"\xFD\xEA\xEE\xED\xEE\xEC \xE8\xEA\xE0".to_vec()),
    ]
}

fn file() -> impl Strategy<Value = Vec<u8>> {
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]);
    prop::collection::vec((line(), end), 0..40).prop_map(|lines| {
        lines.into_iter().flat_map(|(line, end)| [line, end.as_bytes().to_vec()].concat()).collect()
    })
}

/// What printing keeps.
fn meaning(template: &Template<'_>) -> (redif::TemplateKind, Vec<(String, String, Vec<String>)>) {
    let fields = template.fields().iter().filter(|field| field.name() != "template-type");
    let fields = fields.map(|f| (f.name().to_owned(), f.value().into_owned(), f.paragraphs()));
    (template.kind(), fields.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for part in parse(&bytes).parts {
            if let Some(template) = part.template {
                let _ = (template.group(), meaning(&template), print(&template));
            }
        }
    }

    #[test]
    fn how_the_input_arrives_does_not_matter(bytes in file(), size in 1usize..50) {
        let options = Options { max_line: 60, max_template: 400, ..Options::default() };
        for options in [Options::default(), options] {
            let whole = read(&bytes[..], options);
            prop_assert_eq!(&read(Drip { rest: &bytes, size }, options), &whole);
            prop_assert_eq!(&read(Drip { rest: &bytes, size: 1 }, options), &whole);
        }
    }

    #[test]
    fn a_printed_template_reads_as_it_was(bytes in file()) {
        for template in parse(&bytes).templates() {
            let again = parse(print(template).as_bytes());
            let found: Vec<_> = again.templates().collect();
            prop_assert_eq!(found.len(), 1, "{}", print(template));
            prop_assert_eq!(meaning(found[0]), meaning(template), "{}", print(template));
        }
    }

    #[test]
    fn the_raw_text_reads_as_it_was(bytes in file()) {
        for template in parse(&bytes).templates() {
            let again = parse(template.raw().as_bytes());
            let found: Vec<_> = again.templates().collect();
            prop_assert_eq!(found.len(), 1, "{}", template.raw());
            prop_assert_eq!(meaning(found[0]), meaning(template), "{}", template.raw());
        }
    }

    #[test]
    fn files_put_together_hold_the_templates_of_both(first in file(), second in file()) {
        let second = [b"\nTemplate-Type: ReDIF-Paper 1.0\n".to_vec(), second].concat();
        let all = |bytes: &[u8]| -> Vec<_> { parse(bytes).templates().map(meaning).collect() };
        let mut apart = all(&first);
        apart.extend(all(&second));
        prop_assert_eq!(all(&[first, second].concat()), apart);
    }

    #[test]
    fn places_are_inside_the_input(bytes in file()) {
        let lines = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u32 + 1;
        for part in parse(&bytes).parts {
            let fields = part.template.iter().flat_map(|t| t.fields());
            let mut before = 0;
            for field in fields {
                prop_assert!(field.line() >= before && field.line() <= lines);
                before = field.line();
            }
            for d in part.diagnostics {
                prop_assert!(d.line >= 1 && d.line <= lines && d.column >= 1, "{:?}", d);
            }
        }
    }
}
