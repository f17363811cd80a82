//! What templates come to, field by field, the diseases of real archives included.

use super::*;
use crate::change;
use crate::record::{Access, Work};
use proptest::prelude::*;

/// A template of a type word with a handle that fits it and these fields.
fn template(kind: &str, fields: &str) -> String {
    let handle = match kind {
        "archive" => "RePEc:abc",
        "series" => "RePEc:abc:wpaper",
        "person" => "RePEc:per:1965-06-05:jane_doe",
        "institution" => "RePEc:edi:deabcus",
        _ => "RePEc:abc:wpaper:1",
    };
    format!("Template-Type: ReDIF-{kind} 1.0\nHandle: {handle}\n{fields}\n")
}

fn lowered(text: &str) -> Lowered {
    let document = redif::parse_text(text);
    lower(document.templates().next().expect("a template"))
}

fn work(fields: &str) -> Work {
    let record = read(&template("paper", fields)).expect("a record");
    record.as_work().expect("a work").clone()
}

/// Everything the fields add to a record that has none, one `field: value` a line.
fn said(kind: &str, fields: &str) -> Vec<String> {
    let bare = read(&template(kind, "")).expect("a bare record");
    let full = lowered(&template(kind, fields)).record.expect("a record");
    let change = change::diff(&bare, &full);
    let edits = change.iter().flat_map(|change| &change.edits);
    edits.map(|edit| format!("{}: {}", edit.field, edit.to.replace('\n', "⏎"))).collect()
}

fn check(kind: &str, fields: &str, want: &[&str]) {
    assert_eq!(said(kind, fields), want, "{fields}");
}

#[test]
fn titles() {
    for (fields, want) in [
        ("Title: Food and war.", &["title: Food and war."][..]),
        ("Title: A <i>priori</i>  3 < 4\n and B>C", &["title: A priori 3 < 4 and B>C"]),
        ("Title: ALL CAPS", &["title: ALL CAPS"]),
        ("Title: None", &[]),
        ("Title:\nTitle: Real", &["title: Real"]),
        (
            "Title: 釜山と下関\nTitle: Pusan and Shimonoseki\nX-Title-Ko: 부산",
            &["title: 釜山と下関", "other titles: Pusan and Shimonoseki / 부산"],
        ),
        ("Title: Same\nTitle: Same", &["title: Same"]),
    ] {
        check("paper", fields, want);
    }
}

#[test]
fn abstracts() {
    for (fields, want) in [
        ("Abstract: One.\n\n Two.", &["abstract: One.⏎⏎Two."][..]),
        ("Abstract: 要旨\nAbstract: Summary", &["abstract: 要旨⏎⏎Summary"]),
        ("Abstract: Abstract. Every generation", &["abstract: Every generation"]),
        ("Abstract: None", &[]),
        ("Abstract:", &[]),
    ] {
        check("paper", fields, want);
    }
}

#[test]
fn people() {
    for (fields, want) in [
        ("Author-Name: Smith, Jon", &["author 1: Smith, Jon"][..]),
        (
            "Author-Name: Jon Smith\nAuthor-X-Name-First: Jon\nAuthor-X-Name-Last: Smith",
            &["author 1: Jon Smith", "author 1 first name: Jon", "author 1 last name: Smith"],
        ),
        (
            "Author-Name: Jon Smith\nAuthor-Name-First: Jon\nAuthor-X-Name-First: J.",
            &["author 1: Jon Smith", "author 1 first name: Jon"],
        ),
        (
            "Author-Name: Mitsuhiko Kimura\nAuthor-X-Name-Original: 木村光彦\nAuthor-X-Name-Kana: きむら",
            &["author 1: Mitsuhiko Kimura", "author 1 other name: 木村光彦", "author-x-name-kana: きむら"],
        ),
        (
            "Author-Name: Jon Smith\nAuthor-Email: (bilgi yok)\nAuthor-Person: pSM1",
            &["author 1: Jon Smith", "author 1 person: pSM1"],
        ),
        (
            "Author-Name: Jon Smith\nAuthor-Email: a@x.org, b@y.org\nAuthor-Homepage: javascript:alert(1)",
            &[
                "author 1: Jon Smith",
                "author 1 e-mail: a@x.org, b@y.org",
                "author-homepage: javascript:alert(1)",
            ],
        ),
        (
            "Author-Name: Jon Smith\nAuthor-Workplace-Name: A\nAuthor-Workplace-Institution: RePEc:edi:DEABCUS\nAuthor-Workplace-Name: B",
            &[
                "author 1: Jon Smith",
                "author 1 workplace 1: A",
                "author 1 workplace 1 institution: RePEc:edi:deabcus",
                "author 1 workplace 2: B",
            ],
        ),
        (
            "Author-Name: Ann Able and Ben Baker\nAuthor-Email: a@x.org\nAuthor-Workplace-Name: Uni",
            &[
                "author 1: Ann Able",
                "author 1 e-mail: a@x.org",
                "author 1 workplace 1: Uni",
                "author 2: Ben Baker",
                "author 2 workplace 1: Uni",
            ],
        ),
        ("Author-Name: Dr. Ann Able*", &["author 1: Ann Able"]),
        ("Author-Name: D&amp;ouml;ring, Thomas", &["author 1: Döring, Thomas"]),
        ("Author-Name:\nAuthor-Name: None", &[]),
        (
            "Author-Name: Jon Smith\nTitle: T\nAuthor-Email: j@x.org",
            &["title: T", "author 1: Jon Smith", "author 1 e-mail: j@x.org"],
        ),
    ] {
        check("paper", fields, want);
    }
}

#[test]
fn people_in_one_field_are_told() {
    for (fields, want) in [
        ("Author-Name: Ann Able", ""),
        ("Author-Name: Dr. Ann Able", ""),
        (
            "Author-Name: Ann Able, Ben Baker, Cy Carver",
            "4: read as several people: Ann Able; Ben Baker; Cy Carver",
        ),
    ] {
        let said = lowered(&template("paper", &format!("Title: T\n{fields}"))).diagnostics;
        let got: Vec<String> = said.iter().map(|it| format!("{}: {}", it.line, it.message)).collect();
        assert_eq!(got.join("|"), want, "{fields}");
    }
}

#[test]
fn values_that_cannot_be_read_stay_as_text() {
    for (fields, want) in [
        ("Creation-Date: 20051101", &["created: 2005-11-01"][..]),
        ("Creation-Date: May 2005", &["creation-date: May 2005"]),
        ("Creation-Date: 2005-13\nNumber: 3", &["number: 3", "creation-date: 2005-13"]),
        ("Revision-Date: 2011-10-5\nRevision-Date: 2012", &["revised: 2011-10-05, 2012"]),
        ("DOI: https://doi.org/10.3386/w9321", &["DOI: 10.3386/w9321"]),
        ("DOI: None", &[]),
        ("DOI: pending", &["doi: pending"]),
        ("Language: EN", &["language: en"]),
        ("Language: English", &["language: en"]),
        ("Language: xx", &["language: xx"]),
        ("Classification-JEL: I21, I24 and Q54, V31, C700", &["JEL codes: I21 I24 Q54 C70"]),
        ("Classification-JEL: E71; E71.", &["JEL codes: E71"]),
        ("Classification-JEL: 040", &["classification-jel: 040"]),
        ("Keywords: law, crime, Law", &["keywords: law; crime"]),
        ("Keywords: law; crime, organised", &["keywords: law; crime, organised"]),
        ("Article-Handle: RePEc:une:Journl:31", &["related 1 other form: RePEc:une:journl:31"]),
        ("Contact-Email: -", &[]),
        ("Article-Handle: soon", &["article-handle: soon"]),
        ("Order-URL: www.example.org/order", &["order address: http://www.example.org/order"]),
        ("Order-URL: vbscript:x", &["order-url: vbscript:x"]),
        ("Number: 3\nNumber: 4", &["number: 3", "number: 4"]),
        ("X-Code: 1\nX-Code: 2", &["x-code: 1", "x-code: 2"]),
    ] {
        let got = said("paper", fields);
        assert_eq!(got[..want.len().min(got.len())], *want, "{fields}");
    }
}

#[test]
fn files() {
    for (fields, want) in [
        (
            "File-URL: HTTPS://x.org/a.pdf\nFile-Format: Application/PDF\nFile-Function: Full text",
            &["file 1: https://x.org/a.pdf", "file 1 format: application/pdf", "file 1 function: Full text"]
                [..],
        ),
        (
            "File-URL: file:///C:/a.pdf\nFile-Format: application/pdf",
            &["file-url: file:///C:/a.pdf", "file-format: application/pdf"],
        ),
        (
            "X-License: CC BY 4.0\nFile-URL: http://x.org/a\nFile-X-Licence: CC0\nCopyright: The authors",
            &["rights: CC BY 4.0; The authors", "file 1: http://x.org/a", "file 1 rights: CC0"],
        ),
        ("File-URL: A Title, by Somebody", &["file-url: A Title, by Somebody"]),
        ("File-URL: http://", &["file-url: http://"]),
    ] {
        check("paper", fields, want);
    }
    for (fields, want) in [
        ("", Access::None),
        ("File-URL: file:///a", Access::None),
        ("File-URL: http://x.org/a", Access::Free),
        ("File-URL: http://x.org/a\nFile-Restriction: No restrictions.", Access::Free),
        ("File-URL: http://x.org/a\nFile-Restriction: No restriction to downloads", Access::Free),
        ("File-URL: http://x.org/a\nFile-Restriction: No restrictions for members", Access::Restricted),
        ("File-URL: http://x.org/a\nFile-Restriction: no", Access::Free),
        ("File-URL: http://x.org/a\nRestriction: none", Access::Free),
        ("File-URL: http://x.org/a\nFile-Restriction: Members only", Access::Restricted),
        ("File-URL: http://x.org/a\nFile-Restriction: Members only\nFile-URL: http://x.org/b", Access::Free),
        ("File-URL: http://x.org/a\nRestriction: On request", Access::Restricted),
    ] {
        assert_eq!(work(fields).access(), want, "{fields}");
    }
}

#[test]
fn years() {
    for (kind, fields, want) in [
        ("article", "Year: 2011\nMonth: July", Some(2011)),
        ("article", "Year: 203", None),
        ("article", "Year: 20210430", Some(2021)),
        ("article", "Year: 19945\nCreation-Date: 1994", Some(1994)),
        ("paper", "Creation-Date: 2011-07\nRevision-Date: 2013", Some(2011)),
        ("paper", "Revision-Date: 2013\nRevision-Date: 2012", Some(2013)),
        ("book", "Publication-Date: 2010\nCreation-Date: 2009", Some(2010)),
        ("talk", "Event-Date: 2014-03-11\nCreation-Date: 2013", Some(2014)),
        ("paper", "", None),
    ] {
        let record = read(&template(kind, fields)).expect("a record");
        assert_eq!(record.as_work().and_then(Work::year), want, "{fields}");
    }
}

#[test]
fn articles_books_chapters_software() {
    for (kind, fields, want) in [
        (
            "article",
            "Journal: J\nVolume: 3\nIssue: 2\nPages: 321–342\nYear: 2020\nMonth: September-December",
            &[
                "year: 2020",
                "month: September-December",
                "volume: 3",
                "issue: 2",
                "pages: 321-342",
                "journal: J",
            ][..],
        ),
        (
            "book",
            "Editor-Name: Ann Able\nPublisher-Name: P\nISBN: 978-605\nEdition: 2\nHasChapter: RePEc:abc:chaptr:1",
            &[
                "editor 1: Ann Able",
                "edition: 2",
                "ISBN: 978-605",
                "provider 1: P",
                "related 1 chapter: RePEc:abc:chaptr:1",
            ],
        ),
        (
            "chapter",
            "Book-Title: B\nChapter: 4\nIn-Book: RePEc:abc:books1:1\nSponsor-Name: S",
            &["chapter: 4", "book title: B", "related 1 book: RePEc:abc:books1:1", "sponsor-name: S"],
        ),
        (
            "software",
            "Programming-Language: Stata\nRequires: Stata 14\nVersion: 1.2\nSize: 48 kB",
            &["programming language: Stata", "requires: Stata 14", "version: 1.2", "size: 48 kB"],
        ),
    ] {
        check(kind, fields, want);
    }
}

#[test]
fn talks() {
    check(
        "talk",
        "Event-Date: 2020-03-24\nEvent-Time: 19:30\nEvent-Timezone: Asia/Seoul\nEvent-Status: Cancelled\n\
         Duration: 1 hour\nVenue-Name: Lecture room\nVenue-Homepage: https://example.org/where\n\
         Admission: Members free\nTags: ferries; fares\nBiography: Born.\n\n Lived.",
        &[
            "event date: 2020-03-24",
            "event time: 19:30",
            "time zone: Asia/Seoul",
            "duration: 1 hour",
            "venue 1: Lecture room",
            "venue 1 homepage: https://example.org/where",
            "admission: Members free",
            "event status: cancelled",
            "tags: ferries; fares",
            "biography: Born.⏎⏎Lived.",
        ],
    );
    check("paper", "Event-Date: 2020-03-24", &["event-date: 2020-03-24"]);
}

#[test]
fn series() {
    for (fields, want) in [
        ("Name: Papers\nType: ReDIF-Article", &["name: Papers", "type: article"][..]),
        ("Type: redif-BOOK 1.0", &["type: book"]),
        ("Type: ReDIF-News", &["type: ReDIF-News"]),
        (
            "Provider-Institution: RePEc:edi:deabcus\nProvider-Name: Uni",
            &["provider 1: Uni", "provider 1 institution: RePEc:edi:deabcus"],
        ),
        (
            "Provider-Name: Uni\nDescription: D\nProvider-Institution: RePEc:edi:deabcus",
            &["description: D", "provider 1: Uni", "provider 1 institution: RePEc:edi:deabcus"],
        ),
        ("Provider-Institution: RePEc:edi:deabcus", &["provider-institution: RePEc:edi:deabcus"]),
        (
            "Maintainer-Email: a@x.org\nMaintainer-Email: b@x.org",
            &["maintainer e-mail: a@x.org", "maintainer-email: b@x.org"],
        ),
        (
            "Editor-Name: Ann Able, Ben Baker and Cy Carver\nISSN: 1234-5678\nFollowup: RePEc:abc:wpnew1",
            &[
                "ISSN: 1234-5678",
                "editor 1: Ann Able",
                "editor 2: Ben Baker",
                "editor 3: Cy Carver",
                "continued by: RePEc:abc:wpnew1",
            ],
        ),
        ("X-Basis-Code: 4711", &["x-basis-code: 4711"]),
    ] {
        check("series", fields, want);
    }
}

#[test]
fn archives_persons_institutions() {
    for (kind, fields, want) in [
        (
            "archive",
            "Name: ABC<br />\nURL: https://x.org/abc/\nMaintainer-Email: uralces@mail.ru<br />",
            &["name: ABC", "address: https://x.org/abc/", "maintainer e-mail: uralces@mail.ru"][..],
        ),
        (
            "person",
            "Name-First: Jane\nName-Last: Doe\nShort-ID: PDO1\nAuthor-Paper: repec:abc:WPAPER:2\n\
             Workplace-Name: / Uni\n / Department\nWorkplace-Share: 40\nLast-Login-Date: 2020-01-01 10:00:00",
            &[
                "name: Jane Doe",
                "first name: Jane",
                "last name: Doe",
                "short-id: pdo1",
                "workplace 1: Uni, Department",
                "workplace 1 share: 40 %",
                "author of: RePEc:abc:wpaper:2",
            ],
        ),
        (
            "institution",
            "Primary-Name: Uni\nSecondary-Name: Faculty\nPrimary-Location: Oslo\nPrimary-Defunct: yes\nX-AuthorCount: 3",
            &[
                "level 1: Uni",
                "level 1 location: Oslo",
                "level 1 defunct: yes",
                "level 2: Faculty",
                "x-authorcount: 3",
            ],
        ),
    ] {
        check(kind, fields, want);
    }
}

#[test]
fn handles_decide_what_becomes_a_record() {
    for (text, want) in [
        (
            "Template-Type: ReDIF-Paper 1.0\nHandle: RePEc: abc: wpaper: wp48\nTitle: T",
            "RePEc:abc:wpaper:wp48",
        ),
        (
            "Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:abc:wpaper:\n  wp48\nTitle: T",
            "RePEc:abc:wpaper:wp48",
        ),
        (
            "Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:abc:wpaper:7 #END 46\nTitle: T",
            "RePEc:abc:wpaper:7",
        ),
        ("Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:abc::7\nTitle: T", "RePEc:abc::7"),
        ("Template-Type: ReDIF-Paper 1.0\nHandle:\nTitle: T", ""),
        ("Template-Type: ReDIF-Paper 1.0\nTitle: T", ""),
        ("Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:abc:wpaper\nTitle: T", ""),
        ("Template-Type: ReDIF-Series 1.0\nHandle: RePEc:abc:wpaper:1\nName: N", ""),
        ("Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:ura<br />\nName: N", "RePEc:ura"),
        ("Template-Type: ReDIF-Mirror 1.0\nHandle: RePEc:abc", ""),
        ("Template-Type: ReDIF-News 1.0\nHandle: RePEc:abc:wpaper:1", ""),
    ] {
        let record = read(text);
        assert_eq!(record.as_ref().map_or("", |it| it.handle().as_str()), want, "{text}");
    }
    let long =
        format!("Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:abc:wpaper:{}", "1".repeat(300));
    let said = lowered(&long).diagnostics;
    assert_eq!(said.iter().map(|it| (it.code, it.line)).collect::<Vec<_>>(), [("unusable-handle", 3)]);
}

#[test]
fn nothing_grows_out_of_hand() {
    let fields: String =
        (0..20_000).map(|n| format!("Title: {n}\nX-Code: {n}\nKeywords: {n}\nAuthor-Name: {n}\n")).collect();
    let work = work(&fields);
    assert_eq!((work.other_titles.len(), work.keywords.len(), work.authors.len()), (19_999, 20_000, 20_000));
}

fn any_template() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "Handle",
        "Title",
        "Author-Name",
        "Author-Email",
        "Author-Workplace-Name",
        "Abstract",
        "Keywords",
        "Classification-JEL",
        "Creation-Date",
        "Year",
        "Pages",
        "DOI",
        "File-URL",
        "File-Format",
        "Language",
        "Name",
        "Type",
        "Provider-Name",
        "Provider-Institution",
        "Editor-Name",
        "X-Note",
        "Event-Date",
        "Venue-Name",
        "Tags",
        "Primary-Name",
        "Name-Full",
        "Author-Paper",
        "Short-ID",
        "Homepage",
        "Unheard-Of",
    ]);
    let value = prop_oneof![
        "\\PC{0,40}",
        "[A-Z][a-z]{1,8}( and |, |; | )[A-Z][a-z]{1,8}( [A-Z]\\.)?",
        "(19|20)[0-9]{2}(-[0-9]{1,2}){0,2}",
        "https?://[a-z]{1,5}\\.org/[a-z ]{0,6}",
        Just("None".to_owned()),
        Just("RePEc:abc:wpaper:1".to_owned()),
    ];
    let kind = prop::sample::select(crate::record::Kind::ALL.map(crate::record::Kind::word).to_vec());
    let fields = prop::collection::vec((name, value), 0..12);
    (kind, fields).prop_map(|(kind, fields)| {
        let lines: String = fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        template(kind, &lines)
    })
}

proptest! {
    #[test]
    fn what_is_kept_or_printed_reads_the_same(text in any_template()) {
        let document = redif::parse_text(&text);
        for template in document.templates() {
            let record = lower(template).record;
            prop_assert_eq!(&read(template.raw()), &record);
            prop_assert_eq!(&read(&redif::print(template)), &record);
        }
    }

    #[test]
    fn two_records_differ_when_and_only_when_there_is_an_edit(one in any_template(), other in any_template()) {
        let (one, other) = (read(&one), read(&other));
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert_eq!(change::diff(&one, &one), None);
            let change = change::diff(&one, &other);
            prop_assert_eq!(change.is_none(), one == other);
            prop_assert!(change.is_none_or(|it| !it.edits.is_empty() && !it.fields().is_empty()));
        }
    }

    #[test]
    fn any_text_is_survived(text in "\\PC{0,200}") {
        let _ = read(&text);
        let _ = read(&template("paper", &text));
    }
}
