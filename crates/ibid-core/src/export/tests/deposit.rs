//! Each kind as the registry of DOIs takes it, what it would refuse, and texts meant to break it.

use super::super::deposit::{Batch, Deposit, END, Reason};
use super::*;

const PAGE: &str = "https://ibid.example.org/p/xyz/a&b.html";

fn deposited(text: &str, issn: &[&str]) -> Result<String, Reason> {
    let work = read(text);
    let issn: Vec<String> = issn.iter().map(|it| (*it).to_owned()).collect();
    let source = Source { work: &work, series_name: "The Series", provider: "Xyz Press", issn: "" };
    let entry = Deposit { source, issn: &issn, page: PAGE }.entry();
    entry.map(|(kind, xml)| format!("{}:{}", kind.word(), xml.lines().map(str::trim).collect::<String>()))
}

fn work(kind: &str, rest: &str) -> String {
    let year = if matches!(kind, "Article" | "Book" | "Chapter") { "Year" } else { "Creation-Date" };
    let rest = if rest.is_empty() { "Note: none" } else { rest };
    format!(
        "Template-Type: ReDIF-{kind} 1.0\nTitle: A\n{year}: 1999\nDOI: 10.5555/a\n{rest}\nHandle: RePEc:xyz:series:1\n"
    )
}

const DOI: &str = "<doi_data><doi>10.5555/a</doi><resource>https://ibid.example.org/p/xyz/a&amp;b.html</resource></doi_data>";

#[test]
fn an_article_whole() {
    let text = work(
        "Article",
        "Author-Name: van der Berg, Jan, Jr.\nAuthor-Homepage: https://orcid.org/0000-0002-1825-0097\n\
         Author-Workplace-Name: Bank of Japan, Tokyo\nAuthor-Name: 김철수\nAuthor-Name: Bank of Japan\n\
         Author-Name: Plato\nTitle: 물가\nAbstract: One & two.\nJournal: Odd Things\n\
         Volume: 12\nIssue: 3\nPages: 1-20\nMonth: March\nLanguage: ko",
    );
    let expected = "journal:<journal><journal_metadata><full_title>Odd Things</full_title><issn>1234-567X</issn>\
        </journal_metadata><journal_issue><publication_date><month>03</month><year>1999</year></publication_date>\
        <journal_volume><volume>12</volume></journal_volume><issue>3</issue></journal_issue>\
        <journal_article language=\"ko\"><titles><title>A</title>\
        <original_language_title>물가</original_language_title></titles><contributors>\
        <person_name sequence=\"first\" contributor_role=\"author\"><given_name>Jan</given_name>\
        <surname>van der Berg</surname><suffix>Jr.</suffix><affiliations><institution>\
        <institution_name>Bank of Japan, Tokyo</institution_name></institution></affiliations>\
        <ORCID>https://orcid.org/0000-0002-1825-0097</ORCID></person_name>\
        <person_name sequence=\"additional\" contributor_role=\"author\" name-style=\"eastern\">\
        <given_name>철수</given_name><surname>김</surname></person_name>\
        <organization sequence=\"additional\" contributor_role=\"author\">Bank of Japan</organization>\
        <person_name sequence=\"additional\" contributor_role=\"author\"><surname>Plato</surname></person_name>\
        </contributors>\
        <jats:abstract><jats:p>One &amp; two.</jats:p></jats:abstract>\
        <publication_date><month>03</month><year>1999</year></publication_date>\
        <pages><first_page>1</first_page><last_page>20</last_page></pages>";
    let got = deposited(&text, &["nonsense", "1234567X"]).unwrap();
    assert_eq!(got, format!("{expected}{DOI}</journal_article></journal>"));
}

#[test]
fn other_kinds() {
    let check = |kind: &str, rest: &str, issn: &[&str], expected: &str| {
        let got = deposited(&work(kind, rest), issn).unwrap();
        assert_eq!(got.replace(DOI, "§"), expected, "{kind} {rest}");
    };
    let date = "<publication_date><year>1999</year></publication_date>";
    let title = "<titles><title>A</title></titles>";
    let press = "<publisher><publisher_name>Xyz Press</publisher_name></publisher>";
    let series =
        "<series_metadata><titles><title>The Series</title></titles><issn>1234-5678</issn></series_metadata>";
    check(
        "Paper",
        "Number: 7",
        &[],
        &format!(
            "report-paper:<report-paper><report-paper_metadata>{title}{date}{press}<publisher_item>\
             <item_number>7</item_number></publisher_item>§</report-paper_metadata></report-paper>"
        ),
    );
    check(
        "Paper",
        "",
        &["1234-5678"],
        &format!(
            "report-paper:<report-paper><report-paper_series_metadata>{series}{title}{date}{press}\
             <publisher_item><item_number>1</item_number></publisher_item>§</report-paper_series_metadata>\
             </report-paper>"
        ),
    );
    let editor = "<contributors><person_name sequence=\"first\" contributor_role=\"editor\">\
                  <given_name>Ann</given_name><surname>Smith</surname></person_name></contributors>";
    check(
        "Book",
        "Editor-Name: Ann Smith\nISBN: 0-306-40615-2\nEdition: 2nd",
        &[],
        &format!(
            "book:<book book_type=\"edited_book\"><book_metadata>{editor}{title}\
             <edition_number>2nd</edition_number>{date}<isbn>0306406152</isbn>{press}§</book_metadata></book>"
        ),
    );
    check(
        "Book",
        "Number: 12\nISBN: none yet",
        &["1234-5678"],
        &format!(
            "book:<book book_type=\"monograph\"><book_series_metadata>{series}{title}<volume>12</volume>{date}\
             <noisbn reason=\"monograph\"/>{press}§</book_series_metadata></book>"
        ),
    );
    check(
        "Chapter",
        "Editor-Name: Ann Smith\nBook-Title: B\nChapter: 3\nPages: 7, 9-11",
        &[],
        &format!(
            "book:<book book_type=\"edited_book\"><book_metadata>{editor}<titles><title>B</title></titles>{date}\
             <noisbn reason=\"monograph\"/>{press}</book_metadata><content_item component_type=\"chapter\">{title}\
             <component_number>3</component_number>{date}<pages><first_page>7</first_page>\
             <other_pages>9-11</other_pages></pages>§</content_item></book>"
        ),
    );
    check(
        "Talk",
        "Event-Date: 1999-03-11",
        &[],
        &format!(
            "posted_content:<posted_content type=\"other\"><group_title>The Series</group_title>{title}\
             <posted_date><month>03</month><day>11</day><year>1999</year></posted_date><institution>\
             <institution_name>Xyz Press</institution_name></institution>§</posted_content>"
        ),
    );
}

#[test]
fn what_the_registry_would_refuse() {
    let check = |text: String, expected| assert_eq!(deposited(&text, &["12345"]), Err(expected), "{text}");
    check(work("Software", ""), Reason::NoType);
    check(work("Paper", "").replace("Title: A\n", ""), Reason::NoTitle);
    check(work("Paper", "").replace("Creation-Date: 1999\n", ""), Reason::NoYear);
    check(work("Paper", "").replace("1999", "1399"), Reason::NoYear);
    check(work("Paper", "").replace("10.5555/a", "10.55/a"), Reason::BadDoi);
    check(work("Paper", "").replace("10.5555/a", "10.5555/é"), Reason::BadDoi);
    check(work("Paper", "").replace("10.5555/a", &format!("10.5555/{}", "a".repeat(201))), Reason::BadDoi);
    check(work("Article", ""), Reason::NoIssn);
    check(work("Chapter", ""), Reason::NoBook);
    let bare = read(&work("Book", ""));
    let source = Source { work: &bare, series_name: "", provider: "", issn: "" };
    assert_eq!(Deposit { source, issn: &[], page: PAGE }.entry(), Err(Reason::NoPublisher));
}

#[test]
fn an_orcid_is_believed_with_its_check_digit() {
    for (text, is_one) in [
        ("https://orcid.org/0000-0002-1825-0097", true),
        ("http://orcid.org/0000-0002-1694-233X/", true),
        ("https://orcid.org/0000-0002-1825-0098", false),
        ("https://orcid.org/0000-0002-18250-097", false),
        ("https://example.org/ann", false),
        ("https://orcid.org/é", false),
    ] {
        let text = work("Paper", &format!("Author-Name: Ann Smith\nAuthor-Homepage: {text}"));
        assert_eq!(
            deposited(&text, &[]).unwrap().contains("<ORCID>https://orcid.org/0000-"),
            is_one,
            "{text}"
        );
    }
}

#[test]
fn the_head_of_a_batch() {
    let batch = Batch {
        id: "10.5555-journal-1",
        at: 1_795_000_000,
        depositor: "A & B",
        email: "keeper@example.org",
        registrant: "<C>",
    };
    let flat: String = batch.begin().lines().map(str::trim).collect();
    let head = "<head><doi_batch_id>10.5555-journal-1</doi_batch_id><timestamp>20261118110640</timestamp><depositor>\
        <depositor_name>A &amp; B</depositor_name><email_address>keeper@example.org</email_address></depositor>\
        <registrant>&lt;C&gt;</registrant></head><body>";
    assert!(flat.ends_with(head), "{flat}");
    assert_eq!(END, "</body>\n</doi_batch>\n");
}

proptest! {
    #[test]
    fn no_text_breaks_a_deposit(text in "(\\PC|[\\\\{}<>&\"'\r\n\t\u{0}\u{b}\u{1b}\u{85}\u{2028}]| and ){0,400}") {
        for kind in [Kind::Article, Kind::Paper, Kind::Chapter, Kind::Book, Kind::Talk] {
            let mut work = hostile(&text);
            work.kind = kind;
            work.title.push('A');
            work.book_title.push('B');
            work.journal.push('C');
            work.stated_year = Some(1999);
            work.doi = "10.5555/a<&\"".to_owned();
            let source = Source { work: &work, series_name: "Series", provider: "Press", issn: "" };
            let issn = ["1234-5678".to_owned()];
            let entry = Deposit { source, issn: &issn, page: PAGE }.entry();
            prop_assert!(entry.is_ok(), "{entry:?}");
            let xml = entry.map(|(_, xml)| xml).unwrap_or_default();
            prop_assert!(xml.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()), "{xml}");
            prop_assert_eq!(xml.matches('<').count(), xml.matches('>').count());
            prop_assert_eq!(xml.matches("<doi>10.5555/a&lt;&amp;&quot;</doi>").count(), 1);
        }
    }
}
