//! Every style over the same few works, as `expected.txt` has it, and what was once wrong.
//!
//! `IBID_BLESS=1 cargo test -p ibid-app style` writes `expected.txt` anew; read what it changed.

use ibid_core::Record;
use ibid_core::export::Source;
use ibid_core::record::{self, Work};

use super::*;

const EXPECTED: &str = include_str!("expected.txt");

fn work(template: &str) -> Work {
    match record::read(template) {
        Some(Record::Work(work)) => *work,
        other => panic!("no work: {other:?}"),
    }
}

fn cite(style: &str, template: &str) -> Citation {
    let work = work(template);
    let source = Source { work: &work, series_name: "Notes on the East", provider: "The Society", issn: "" };
    let style = Style::named(style).unwrap_or_else(|| panic!("no style {style}"));
    style.cite(&source).unwrap_or_else(|| panic!("{} sets nothing of {template}", style.id))
}

fn paper(fields: &str) -> String {
    format!("Template-Type: ReDIF-Paper 1.0\n{fields}\nHandle: RePEc:hst:ghsdps:gd11-190\n")
}

/// The works of the table, by name.
fn works() -> Vec<(&'static str, String)> {
    let many: String = (1..=300).map(|at| format!("Author-Name: Ada {}x\n", letters(at))).collect();
    vec![
        ("paper", paper("Author-Name: Mitsuhiko Kimura\nTitle: Toward Normalization: Which Strategy?\nCreation-Date: 2011-07\nFile-URL: http://example.org/gd11-190.pdf")),
        ("paper with a DOI", paper("Author-Name: Daron Acemoglu\nAuthor-Name: Simon H. Johnson\nAuthor-Name: David de la Croix\nTitle: The origins of markets\nCreation-Date: 2002\nNumber: 2020-05\nDOI: 10.3386/w9321\nFile-URL: http://example.org/w9321.pdf")),
        ("article", "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Martin Luther King, Jr.\nAuthor-Name: Lee, Ann-Marie\nTitle: A test of markets\nJournal: Journal of Odd Things\nVolume: 140\nIssue: 1\nPages: 1-20\nYear: 2021\nMonth: May\nDOI: 10.1000/x.2021\nHandle: RePEc:eee:jfinec:v:140:y:2021:i:1:p:1-20\n".to_owned()),
        ("article without an issue", "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jan van der Berg\nTitle: On rice\nJournal: Transactions\nVolume: 2003,4\nPages: e12-e20\nYear: 2003\nHandle: RePEc:eee:jfinec:v:140:y:2021:p:1-20\n".to_owned()),
        ("chapter", "Template-Type: ReDIF-Chapter 1.0\nAuthor-Name: Jin Pak\nEditor-Name: Tom Grey\nEditor-Name: Una Hall\nTitle: Rice prices\nBook-Title: Economies of the East\nPages: 21-40\nYear: 1999\nHandle: RePEc:xyz:hchaps:3\n".to_owned()),
        ("book", "Template-Type: ReDIF-Book 1.0\nAuthor-Name: Una Hall\nTitle: A history of the yard\nEdition: 2nd\nNumber: 12\nYear: 1988\nISBN: 978-0-306-40615-7\nHandle: RePEc:xyz:books1:12\n".to_owned()),
        ("book with editors", "Template-Type: ReDIF-Book 1.0\nEditor-Name: Tom Grey\nEditor-Name: Una Hall\nTitle: A history of the yard\nYear: 1988\nHandle: RePEc:xyz:books1:12\n".to_owned()),
        ("software", "Template-Type: ReDIF-Software 1.0\nAuthor-Name: Min Ro\nTitle: RICE: module to count\nNumber: S457\nVersion: 1.2\nCreation-Date: 2014\nHandle: RePEc:boc:bocode:s457\n".to_owned()),
        ("talk", "Template-Type: ReDIF-Talk 1.0\nAuthor-Name: Min Ro\nTitle: What the ledgers say\nEvent-Date: 2014-03-11\nVenue-Name: The Hall\nVenue-Location: Seoul\nHandle: RePEc:rak:lectur:2014-03-11\n".to_owned()),
        ("talk without a place", "Template-Type: ReDIF-Talk 1.0\nAuthor-Name: Min Ro\nTitle: What the ledgers say\nEvent-Date: 1900\nHandle: RePEc:rak:lectur:1900\n".to_owned()),
        ("names in other scripts", paper("Author-Name: 김철수\nAuthor-Name: 木村 光彦\nAuthor-Name: Иван Петрович Кузнецов\nTitle: 북한 경제의 성장\nLanguage: ko\nCreation-Date: 2010\nNumber: 12")),
        ("corporate author", paper("Author-Name: Bureau of Labour Statistics\nTitle: Labour statistics\nNumber: USDL-26-0599\nCreation-Date: 2020")),
        ("no author", paper("Title: Untitled thing\nNumber: w9321")),
        ("300 authors", format!("Template-Type: ReDIF-Article 1.0\n{many}Title: Big science\nJournal: Physics\nVolume: 1\nPages: 5\nYear: 2012\nHandle: RePEc:xyz:journl:1\n")),
    ]
}

fn letters(number: usize) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| char::from(b'a' + (digit - b'0')))
        .collect::<String>()
        .to_uppercase()
}

/// Slant in stars, what leads somewhere in angle brackets.
fn shown(citation: &Citation) -> String {
    let mut out = String::new();
    for piece in &citation.pieces {
        let text = if piece.slanted { format!("*{}*", piece.text) } else { piece.text.clone() };
        out.push_str(&if piece.url.is_empty() { text } else { format!("<{text}>") });
    }
    let letters: Vec<char> = out.chars().collect();
    if letters.len() > 700 {
        let (start, end) = (&letters[..200], &letters[letters.len() - 120..]);
        out = format!("{} […] {}", String::from_iter(start), String::from_iter(end));
    }
    if !citation.in_text.is_empty() {
        out.push_str(&format!("\n  in text: {}", citation.in_text));
    }
    out
}

#[test]
fn every_style_sets_every_kind_of_work() {
    let works = works();
    let mut found = String::new();
    for style in &STYLES {
        found.push_str(&format!("== {} {:?} {}\n", style.id, style.form, style.name));
        for (name, template) in &works {
            found.push_str(&format!("{name}\n  {}\n", shown(&cite(style.id, template))));
        }
    }
    if std::env::var_os("IBID_BLESS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/style/expected.txt"), &found)
            .expect("written");
        return;
    }
    for (number, (found, expected)) in found.lines().zip(EXPECTED.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", number + 1);
    }
    assert_eq!(found.lines().count(), EXPECTED.lines().count());
}

/// What a reader needs to find the work again, for each kind of the table of works.
const FACTS: [(&str, &[&str]); 5] = [
    ("paper", &["kimura", "2011", "which strategy", "notes on the east", "gd11-190", "the society"]),
    (
        "article",
        &["king", "lee", "2021", "test of markets", "journal of odd things", "140", "20", "10.1000/x.2021"],
    ),
    ("chapter", &["pak", "1999", "rice prices", "economies of the east", "grey", "the society", "40"]),
    ("book", &["hall", "1988", "history of the yard", "notes on the east", "the society"]),
    ("talk", &["ro", "2014", "what the ledgers say", "11", "notes on the east", "the society"]),
];

/// Styles, kinds and facts that go missing, each with the reason.
const LEFT_OUT: [(&str, &str, &str, &str); 31] = [
    (
        "chicago-author-date",
        "chapter",
        "40",
        "since the 18th edition a list gives no pages of a chapter, and a note those that are meant",
    ),
    (
        "chicago-notes",
        "chapter",
        "40",
        "since the 18th edition a list gives no pages of a chapter, and a note those that are meant",
    ),
    (
        "chicago-footnote",
        "chapter",
        "40",
        "since the 18th edition a list gives no pages of a chapter, and a note those that are meant",
    ),
    ("apa", "book", "notes on the east", "it names no series of books"),
    ("elsevier-harvard", "talk", "11", "of a talk it gives the year"),
    ("elsevier-harvard", "talk", "notes on the east", "of a talk it names no occasion"),
    ("elsevier-harvard", "talk", "the society", "of a talk it names no host"),
    ("vancouver", "paper", "notes on the east", "it names a report's number and house, not its series"),
    ("vancouver", "article", "10.1000/x.2021", "it cites articles by volume and page"),
    ("vancouver", "book", "notes on the east", "it names no series of books"),
    ("vancouver", "talk", "11", "of a talk it gives the year"),
    ("vancouver", "talk", "notes on the east", "of a talk it names no occasion"),
    ("asa", "talk", "the society", "of a talk it names no host"),
    ("apsa", "book", "notes on the east", "it names no series of books"),
    ("apsa", "talk", "11", "of a talk it gives the year"),
    ("apsa", "talk", "the society", "of a talk it names no host"),
    ("nature", "paper", "notes on the east", "it names a report's number and house, not its series"),
    ("nature", "paper", "the society", "it cites reports by their address"),
    ("nature", "article", "10.1000/x.2021", "it cites articles by volume and page"),
    ("nature", "book", "notes on the east", "it names no series of books"),
    ("nature", "talk", "11", "of a talk it gives the year"),
    ("nature", "talk", "notes on the east", "of a talk it names no occasion"),
    ("nature", "talk", "the society", "of a talk it names no host"),
    ("gb7714", "paper", "notes on the east", "it names a report's number and house, not its series"),
    ("gb7714", "book", "notes on the east", "it names no series of books"),
    ("gb7714", "talk", "11", "of a talk it gives the year"),
    ("gb7714", "talk", "notes on the east", "of a talk it names no occasion"),
    ("gost", "article", "10.1000/x.2021", "it cites articles by volume and page"),
    ("gost", "book", "notes on the east", "it names no series of books"),
    ("gost", "talk", "11", "of a talk it gives the year"),
    ("gost", "talk", "notes on the east", "of a talk it names no occasion"),
];

#[test]
fn each_style_says_what_is_needed_of_each_kind() {
    let works = works();
    let mut missing = Vec::new();
    for style in &STYLES {
        for (kind, facts) in FACTS {
            let template = &works.iter().find(|(name, _)| *name == kind).expect("a work of the table").1;
            let text = cite(style.id, template).text().to_lowercase();
            missing.extend(facts.iter().filter(|it| !text.contains(**it)).map(|it| (style.id, kind, *it)));
        }
    }
    let known: Vec<_> = LEFT_OUT.iter().map(|&(style, kind, fact, _)| (style, kind, fact)).collect();
    assert_eq!(missing, known);
}

#[test]
fn numbers_stay_as_they_are() {
    for number in
        ["2020-05", "USDL-26-0599", "E-2019-007", "2003,4", "R&D 7", "007", "gd11-190", "w9321", "12"]
    {
        let template =
            paper(&format!("Author-Name: A. Lee\nTitle: T\nCreation-Date: 2020\nNumber: {number}"));
        for style in STYLES.iter().filter(|style| !matches!(style.id, "apsa" | "nature")) {
            let text = cite(style.id, &template).text();
            assert!(text.contains(number), "{} {number}: {text}", style.id);
        }
    }
}

#[test]
fn nothing_in_a_record_becomes_markup_or_is_lost() {
    let template = paper(
        "Author-Name: <b>Eve</b> O'Hara\nTitle: Prices & $5 {a_b} \\x -- 3 < 4 \"so\"\nCreation-Date: 2020\nNumber: 1",
    );
    for style in &STYLES {
        let citation = cite(style.id, &template);
        let text = citation.text().to_lowercase();
        for part in ["$5 {a_b}", "3 < 4"] {
            assert!(text.contains(part), "{} {part}: {text}", style.id);
        }
        assert!(!text.contains("&lt;") && !text.contains('\u{f8f0}'), "{}: {text}", style.id);
    }
}

#[test]
fn doubled_signs_are_set_once() {
    for (title, publisher) in
        [("Why?", "Bank, Inc."), ("Stop!", "Co."), ("Wait...", "B.V."), ("It ended.", "X")]
    {
        let work = work(&paper(&format!("Author-Name: A. Lee\nTitle: {title}\nCreation-Date: 2020")));
        let source = Source { work: &work, series_name: "Papers", provider: publisher, issn: "" };
        for style in &STYLES {
            let text = style.cite(&source).expect("a citation").text();
            let bare = text.replace("...", "");
            for doubled in ["..", "?.", "!.", "  ", " ,", ".”."] {
                assert!(!bare.contains(doubled), "{} {doubled:?}: {text}", style.id);
            }
            assert_eq!(text.trim(), text);
        }
    }
}

#[test]
fn colons_of_a_title_keep_their_blanks() {
    let template = paper("Author-Name: A. Lee\nTitle: L'an 1 : une histoire\nCreation-Date: 2020");
    assert!(cite("apa", &template).text().contains("L'an 1 : une histoire"), "{:?}", cite("apa", &template));
}

#[test]
fn bounds_hold() {
    let names: String = (0..5_000).map(|at| format!("Author-Name: Ada {}x\n", letters(at))).collect();
    let title = "Very long ".repeat(20_000);
    let citation = cite("asa", &paper(&format!("{names}Title: {title}\nCreation-Date: 2020")));
    assert!(citation.text().len() < 100_000, "{}", citation.text().len());
    assert!(
        citation.text().contains("JJJx") && citation.text().contains("Very Long…"),
        "{:?}",
        citation.in_text
    );
}

#[test]
fn styles_are_found_by_name() {
    assert_eq!(Style::named("APA").map(|style| style.name), Some("APA 7"));
    assert!(Style::named("").is_none() && Style::named("../apa").is_none());
    let mut ids: Vec<_> = STYLES.iter().map(|style| style.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), STYLES.len());
}
