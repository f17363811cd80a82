//! Each format over the same few works, and over hostile ones.

mod deposit;
mod xml;

use super::*;
use crate::Handle;
use crate::record::{self, Record};
use proptest::prelude::*;

const PAPER: &str = "\
Template-Type: ReDIF-Paper 1.0
Author-Name: Mitsuhiko Kimura
Title: Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961
Abstract: Trade came first.
Length: 20 p.
Creation-Date: 2011-07
Keywords: North Korea, trade
Classification-JEL: F51, N45
File-URL: http://example.org/gd11-190.pdf
File-Format: Application/pdf
Handle: RePEc:hst:ghsdps:gd11-190
";

const ARTICLE: &str = "\
Template-Type: ReDIF-Article 1.0
Author-Name: van der Berg, Jan
Author-Name: Ann Smith
Title: Why 5% & more?
Journal: Journal of {Odd} Things
Volume: 12
Issue: 3
Pages: 1-20
Year: 2010
Month: March
DOI: 10.1000/a_b
Handle: RePEc:xyz:journl:v:12:y:2010:i:3:p:1-20
";

const CHAPTER: &str = "\
Template-Type: ReDIF-Chapter 1.0
Author-Name: Bank of Japan
Editor-Name: Kim, Chulsoo
Title: Prices
Book-Title: A History
Chapter: 3
Pages: 7
Year: 1999
Handle: RePEc:xyz:hchaps:3
";

fn read(text: &str) -> Work {
    match record::read(text) {
        Some(Record::Work(work)) => *work,
        other => panic!("no work: {other:?}"),
    }
}

fn check(format: Format, text: &str, series_name: &str, provider: &str, expected: &str) {
    let work = read(text);
    let source = Source { work: &work, series_name, provider, issn: "" };
    assert_eq!(format.one(&source), expected);
}

#[test]
fn suggested_citations() {
    let cases = [
        (
            PAPER,
            "Mitsuhiko Kimura, 2011. \"Toward Normalization of Relations with Japan: The Strategy of North Korea, \
             circa 1950 to 1961,\" Hi-Stat Series gd11-190, Hitotsubashi University.",
        ),
        (
            ARTICLE,
            "Jan van der Berg & Ann Smith, 2010. \"Why 5% & more?\" Journal of {Odd} Things, Hitotsubashi \
             University, vol. 12(3), pages 1-20, March.",
        ),
        (
            CHAPTER,
            "Bank of Japan, 1999. \"Prices,\" in: Chulsoo Kim (ed.), A History, chapter 3, pages 7, Hitotsubashi \
             University.",
        ),
        (
            "Template-Type: ReDIF-Paper 1.0\nTitle: Bare.\nHandle: RePEc:xyz:w:1\n",
            "\"Bare,\" Hi-Stat Series 1, Hitotsubashi University.",
        ),
    ];
    for (text, expected) in cases {
        let work = read(text);
        let source = Source {
            work: &work,
            series_name: "Hi-Stat Series",
            provider: "Hitotsubashi University",
            issn: "",
        };
        assert_eq!(citation::suggested(&source), expected);
    }
    let work =
        read("Template-Type: ReDIF-Book 1.0\nEditor-Name: Ann Smith\nTitle: Alone\nHandle: RePEc:xyz:w:1\n");
    let source = Source { work: &work, series_name: "", provider: "", issn: "" };
    assert_eq!(citation::suggested(&source), "Ann Smith (ed.). \"Alone.\"");
}

#[test]
fn bibtex() {
    check(
        Format::Bibtex,
        PAPER,
        "Hi-Stat",
        "Hitotsubashi University",
        "\
@techreport{kimura2011toward,
  author = {Kimura, Mitsuhiko},
  title = {Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961},
  type = {Hi-Stat},
  institution = {Hitotsubashi University},
  year = {2011},
  month = jul,
  number = {gd11-190},
  url = {http://example.org/gd11-190.pdf},
  keywords = {North Korea, trade},
  abstract = {Trade came first.},
  handle = {RePEc:hst:ghsdps:gd11-190},
}
",
    );
    check(
        Format::Bibtex,
        ARTICLE,
        "",
        "Xyz Press",
        "\
@article{berg20105,
  author = {van der Berg, Jan and Smith, Ann},
  title = {Why 5\\% \\& more?},
  journal = {Journal of \\{Odd\\} Things},
  publisher = {Xyz Press},
  year = {2010},
  month = mar,
  volume = {12},
  number = {3},
  pages = {1--20},
  doi = {10.1000/a_b},
  handle = {RePEc:xyz:journl:v:12:y:2010:i:3:p:1-20},
}
",
    );
    check(
        Format::Bibtex,
        CHAPTER,
        "",
        "",
        "\
@incollection{bankofjapan1999prices,
  author = {{Bank of Japan}},
  editor = {Kim, Chulsoo},
  title = {Prices},
  booktitle = {A History},
  year = {1999},
  pages = {7},
  chapter = {3},
  handle = {RePEc:xyz:hchaps:3},
}
",
    );
}

#[test]
fn biblatex() {
    check(
        Format::Biblatex,
        PAPER,
        "Hi-Stat",
        "Hitotsubashi University",
        "\
@report{kimura2011toward,
  author = {Kimura, Mitsuhiko},
  title = {Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961},
  type = {Hi-Stat},
  institution = {Hitotsubashi University},
  date = {2011-07},
  number = {gd11-190},
  url = {http://example.org/gd11-190.pdf},
  keywords = {North Korea, trade},
  abstract = {Trade came first.},
  handle = {RePEc:hst:ghsdps:gd11-190},
}
",
    );
    check(
        Format::Biblatex,
        "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Zoë Müller\nTitle: Preise in Köln\nLanguage: de\n\
         Journal: Z. f. X\nIssue: Sommer\nYear: 2010\nHandle: RePEc:xyz:journl:1\n",
        "",
        "",
        "\
@article{muller2010preise,
  author = {Müller, Zoë},
  title = {Preise in {Köln}},
  journaltitle = {Z. f. X},
  date = {2010},
  issue = {Sommer},
  langid = {german},
  handle = {RePEc:xyz:journl:1},
}
",
    );
    check(
        Format::Biblatex,
        "Template-Type: ReDIF-Talk 1.0\nAuthor-Name: Min Ro\nTitle: Ledgers\nEvent-Date: 2014-03-11\n\
         Venue-Name: The Hall\nVenue-Location: Seoul\nHandle: RePEc:rak:lectur:1\n",
        "Talks",
        "The Society",
        "\
@unpublished{ro2014ledgers,
  author = {Ro, Min},
  title = {Ledgers},
  eventtitle = {Talks},
  organization = {The Society},
  date = {2014-03-11},
  eventdate = {2014-03-11},
  venue = {The Hall, Seoul},
  handle = {RePEc:rak:lectur:1},
}
",
    );
    check(
        Format::Biblatex,
        "Template-Type: ReDIF-Book 1.0\nEditor-Name: Tom Grey\nTitle: A history\nEdition: 2nd\nISBN: 1\n\
         Number: 12\nHandle: RePEc:xyz:b:12\n",
        "Books",
        "Own Press",
        "\
@collection{greyhistory,
  editor = {Grey, Tom},
  title = {A history},
  series = {Books},
  publisher = {Own Press},
  number = {12},
  edition = {2nd},
  isbn = {1},
  handle = {RePEc:xyz:b:12},
}
",
    );
}

#[test]
fn bibtex_keys() {
    let cases = [
        ("Length: 3", "The Wealth of Nations", "2001", "anon2001wealth"),
        ("Author-Name: 김철수", "한국", "2001", "gim2001hangug"),
        ("Author-Name: Müller, Zoë", "L'économie", "2001", "muller2001economie"),
        ("Author-Name: O'Brien, Pat", "On the", "", "obrien"),
        (
            "Author-Name:\nAuthor-Email: a@example.org\nAuthor-Name: Pat O'Brien",
            "Tea",
            "2001",
            "obrien2001tea",
        ),
    ];
    for (author, title, year, expected) in cases {
        let text = format!(
            "Template-Type: ReDIF-Paper 1.0\n{author}\nTitle: {title}\nCreation-Date: {year}\nHandle: RePEc:xyz:w:1\n"
        );
        assert_eq!(bibtex::key(&read(&text)), expected);
    }
}

#[test]
fn keys_are_taken_apart() {
    let cases = [
        ("kimura2011toward", Some(("kimura", 2011, "toward"))),
        ("kimura2011toward-2", Some(("kimura", 2011, "toward"))),
        ("berg2010", Some(("berg", 2010, ""))),
        ("anon2001wealth", Some(("anon", 2001, "wealth"))),
        ("obrien", None),
        ("2011toward", None),
        ("Kimura2011", None),
        ("smith+1", None),
        ("smith한국어", None),
        ("", None),
    ];
    for (key, expected) in cases {
        assert_eq!(bibtex::key_parts(key), expected, "{key}");
    }
}

#[test]
fn keys_are_unique_in_a_file() {
    let work = read(PAPER);
    let source = Source { work: &work, series_name: "", provider: "", issn: "" };
    let mut many = Many::new(Format::Bibtex);
    let entries: String = (0..3).map(|_| many.entry(&source)).collect();
    for key in ["{kimura2011toward,", "{kimura2011toward-2,", "{kimura2011toward-3,"] {
        assert_eq!(entries.matches(key).count(), 1, "{key}");
    }
}

#[test]
fn keys_are_unique_in_a_file_of_any_length() {
    let mut many = Many::new(Format::Bibtex);
    let mut keys = std::collections::HashSet::new();
    let loose = |work: &Work| Loose {
        key: bibtex::key(work),
        handle: hash(work.handle.as_str()),
        text: format!("@book{{{},", bibtex::key(work)),
    };
    let key = |text: String| text.trim_start_matches("@book{").trim_end_matches(',').to_owned();
    for number in 0..100_100 {
        let handle = Handle::parse(&format!("RePEc:xyz:w:{number}")).expect("a handle");
        let mut work = Work::new(handle, Kind::Paper);
        work.title = format!("n{number}");
        assert!(keys.insert(key(many.with_own_key(loose(&work)))), "{number}");
        if number > 99_999 {
            work.handle = Handle::parse(&format!("RePEc:xyz:w:again{number}")).expect("a handle");
            assert!(keys.insert(key(many.with_own_key(loose(&work)))), "again {number}");
        }
    }
}

#[test]
fn ris() {
    check(
        Format::Ris,
        PAPER,
        "Hi-Stat",
        "Hitotsubashi University",
        &"\
TY  - RPRT
AU  - Kimura, Mitsuhiko
TI  - Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961
T2  - Hi-Stat
PY  - 2011
DA  - 2011/07//
M1  - gd11-190
PB  - Hitotsubashi University
SN  - gd11-190
KW  - North Korea
KW  - trade
KW  - F51
KW  - N45
AB  - Trade came first.
UR  - http://example.org/gd11-190.pdf
AN  - RePEc:hst:ghsdps:gd11-190
ER  - 
"
        .replace('\n', "\r\n"),
    );
}

#[test]
fn csl_json() {
    check(
        Format::CslJson,
        PAPER,
        "Hi-Stat",
        "Hitotsubashi University",
        concat!(
            "[\n",
            r#"{"id":"RePEc:hst:ghsdps:gd11-190","type":"report","#,
            r#""title":"Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961","#,
            r#""author":[{"family":"Kimura","given":"Mitsuhiko"}],"issued":{"date-parts":[[2011,7]]},"#,
            r#""genre":"Hi-Stat","number":"gd11-190","publisher":"Hitotsubashi University","#,
            r#""URL":"http://example.org/gd11-190.pdf","keyword":"North Korea, trade","abstract":"Trade came first."}"#,
            "\n]\n"
        ),
    );
    check(
        Format::CslJson,
        ARTICLE,
        "",
        "",
        concat!(
            "[\n",
            r#"{"id":"RePEc:xyz:journl:v:12:y:2010:i:3:p:1-20","type":"article-journal","title":"Why 5% & more?","#,
            r#""author":[{"family":"van der Berg","given":"Jan","non-dropping-particle":""},{"family":"Smith","given":"Ann"}],"#,
            r#""issued":{"date-parts":[[2010,3]]},"container-title":"Journal of {Odd} Things","volume":"12","issue":"3","#,
            r#""page":"1-20","DOI":"10.1000/a_b"}"#,
            "\n]\n"
        ),
    );
}

#[test]
fn json() {
    check(
        Format::Json,
        PAPER,
        "Hi-Stat",
        "Hitotsubashi University",
        concat!(
            r#"{"handle":"RePEc:hst:ghsdps:gd11-190","kind":"paper","#,
            r#""title":"Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961","#,
            r#""authors":[{"name":"Mitsuhiko Kimura"}],"abstract":"Trade came first.","keywords":["North Korea","trade"],"#,
            r#""jel":["F51","N45"],"year":2011,"created":"2011-07","about":[[1950,1961]],"#,
            r#""series":{"handle":"RePEc:hst:ghsdps","name":"Hi-Stat"},"provider":"Hitotsubashi University","#,
            r#""access":"free","files":[{"url":"http://example.org/gd11-190.pdf","format":"application/pdf"}]}"#,
            "\n"
        ),
    );
}

#[test]
fn json_of_every_kind() {
    let cases = [
        (
            "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:hst\nName: Hi\nURL: http://example.org/\n",
            r#""kind":"archive","title":"Hi""#,
        ),
        (
            "Template-Type: ReDIF-Series 1.0\nName: S\nHandle: RePEc:hst:s\n",
            r#""kind":"series","title":"S","holds":"paper""#,
        ),
        (
            "Template-Type: ReDIF-Person 1.0\nName-Full: Ann Smith\nHandle: RePEc:per:2000-01-01:ann_smith\n",
            r#""kind":"person","title":"Ann Smith""#,
        ),
        (
            "Template-Type: ReDIF-Institution 1.0\nPrimary-Name: U\nHandle: RePEc:edi:uuu\n",
            r#""kind":"institution","title":"U""#,
        ),
    ];
    for (text, part) in cases {
        let record = record::read(text).expect("a record");
        let json = record_json(&record, "", "");
        assert!(json.contains(part), "{json}");
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
    }
}

#[test]
fn dublin_core() {
    let work = read(ARTICLE);
    let source = Source { work: &work, series_name: "", provider: "Xyz Press", issn: "" };
    let text = Format::DublinCore.one(&source);
    for line in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "  <dc:title>Why 5% &amp; more?</dc:title>",
        "  <dc:creator>van der Berg, Jan</dc:creator>",
        "  <dc:identifier>https://doi.org/10.1000/a_b</dc:identifier>",
        "  <dc:source>Journal of {Odd} Things, 12(3), 1-20</dc:source>",
        "  <dc:date>2010-03</dc:date>",
        "</oai_dc:dc>",
        "</records>",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
}

#[test]
fn plain_text() {
    let work = read(PAPER);
    let source = Source { work: &work, series_name: "Hi-Stat", provider: "", issn: "" };
    let text = Format::Text.one(&source);
    assert!(text.starts_with("Mitsuhiko Kimura, 2011. \"Toward"), "{text}");
    assert!(
        text.ends_with(
            "JEL: F51 N45\nHandle: RePEc:hst:ghsdps:gd11-190\nURL: http://example.org/gd11-190.pdf\n"
        ),
        "{text}"
    );
}

#[test]
fn words_and_extensions_are_found_again() {
    for format in Format::ALL {
        assert_eq!(Format::from_word(&format.word().to_uppercase()), Some(format));
        assert_eq!(Format::from_extension(format.extension()), Some(format));
        assert!(format.media_type().contains('/') && !format.label().is_empty());
    }
    assert_eq!(Format::from_word("redif"), None);
}

#[test]
fn months() {
    let cases = [
        ("July", Some(7)),
        ("jul.", Some(7)),
        ("07", Some(7)),
        ("13", None),
        ("Q3", None),
        ("", None),
        ("Spring", None),
    ];
    for (text, expected) in cases {
        assert_eq!(month(text), expected, "{text}");
    }
}

/// A work whose every text is `text`.
fn hostile(text: &str) -> Work {
    let mut work = read(ARTICLE);
    for field in [
        &mut work.title,
        &mut work.volume,
        &mut work.issue,
        &mut work.pages,
        &mut work.journal,
        &mut work.doi,
        &mut work.isbn,
        &mut work.number,
        &mut work.order_url,
        &mut work.restriction,
        &mut work.edition,
    ] {
        *field = text.to_owned();
    }
    work.authors[0].name = text.to_owned();
    work.summary = vec![text.to_owned(), text.to_owned()];
    work.keywords = vec![text.to_owned()];
    work
}

/// Braces match, and none closes before the entry does. Backslashes count for nothing, as in BibTeX.
fn braces_match(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

proptest! {
    #[test]
    fn no_text_breaks_a_format(text in "(\\PC|[\\\\{}<>&\"'%$#~^,\r\n\t\u{0}\u{b}\u{1b}\u{85}\u{2028}]| and ){0,30}") {
        let work = hostile(&text);
        let source = Source { work: &work, series_name: &text, provider: &text, issn: "" };
        for format in [Format::Bibtex, Format::Biblatex] {
            let bibtex = format.one(&source);
            prop_assert!(braces_match(&bibtex), "{bibtex}");
            let in_shape = bibtex.lines().all(|line| line.starts_with(['@', ' ', '}']));
            prop_assert!(in_shape);
        }
        let ris = Format::Ris.one(&source);
        let tagged = |line: &str| &line[2..6] == "  - " && !line.contains(['\r', '\n']);
        prop_assert!(ris.split_terminator("\r\n").all(tagged), "{ris}");
        for format in [Format::Json, Format::CslJson] {
            let json = format.one(&source);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
        }
        for format in [Format::DublinCore, Format::Mods, Format::Marcxml] {
            let xml = format.one(&source);
            prop_assert!(xml.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()), "{xml}");
            prop_assert_eq!(xml.matches('<').count(), xml.matches('>').count());
            let bare = ["amp", "lt", "gt", "quot"].iter().fold(xml, |xml, it| xml.replace(&format!("&{it};"), ""));
            prop_assert!(!bare.contains('&'), "{bare}");
        }
        prop_assert_eq!(citation::suggested(&source).lines().count(), 1);
    }
}

#[test]
fn a_journal_is_known_by_its_issn() {
    let handle = Handle::parse("RePEc:xyz:journl:v:1:y:2001:p:1-2").expect("a handle");
    let mut work = Work::new(handle, Kind::Article);
    work.title = "Prices".to_owned();
    let source = Source { work: &work, series_name: "The Journal", provider: "", issn: "1234-5679" };
    let check = |format: Format, expected: &str| {
        let text = format.one(&source);
        assert!(text.contains(expected), "{expected}: {text}");
    };
    check(Format::Bibtex, "issn = {1234-5679}");
    check(Format::Biblatex, "issn = {1234-5679}");
    check(Format::Ris, "SN  - 1234-5679");
    check(Format::CslJson, "\"ISSN\":\"1234-5679\"");
    check(Format::Mods, "<identifier type=\"issn\">1234-5679</identifier>");
    check(Format::Marcxml, "<subfield code=\"x\">1234-5679</subfield>");
}
