//! MODS and MARCXML: an article whole, of the other kinds what only they have.

use super::*;

const BOOK_PART: &str = "\
Template-Type: ReDIF-Chapter 1.0
Author-Name: Jan van der Berg, Jr.
Author-Name: Plato
Author-Name: Bank of Japan
Author-Workplace-Name: Bank of Japan, Tokyo
Author-Person: pba1
Editor-Name: Kim, Chulsoo
Title: The \u{201c}<b>\u{201d} & the rest
Book-Title: A History
Chapter: 3
Pages: 7, 9-11
Year: 1999
Language: ko
ISBN: 0-306-40615-2
In-Book: RePEc:xyz:hbooks:1
Handle: RePEc:xyz:hchaps:3
";

const TALK: &str = "\
Template-Type: ReDIF-Talk 1.0
Author-Name: 김철수
Title: Prices
Title: 물가
Event-Date: 2014-03-11
Venue-Name: Hall 3
Handle: RePEc:xyz:talks:3
";

const BOOK: &str = "\
Template-Type: ReDIF-Book 1.0
Editor-Name: Kim, Chulsoo
Title: A History
Edition: 2nd
Number: 12
Publisher-Name: Own Press
HasChapter: RePEc:xyz:hchaps:3
Paper-Handle: RePEc:xyz:wpaper:3
File-URL: http://example.org/a?b=1&c=%202
File-Format: application/pdf
File-Function: Full text
File-Restriction: For members
Handle: RePEc:xyz:hbooks:1
";

const SOFTWARE: &str = "\
Template-Type: ReDIF-Software 1.0
Author-Name: Ann Smith
Title: prices
Programming-Language: R
Creation-Date: 20110730
Classification-JEL: C88
Handle: RePEc:xyz:code:1
";

fn has(format: Format, text: &str, lines: &[&str]) {
    let work = read(text);
    let xml =
        format.entry(&Source { work: &work, series_name: "The Series", provider: "Xyz Press", issn: "" });
    let flat: String = xml.lines().map(str::trim).collect();
    for line in lines {
        assert!(flat.contains(line), "{line} in\n{xml}");
    }
}

#[test]
fn an_article_in_mods() {
    check(
        Format::Mods,
        ARTICLE,
        "",
        "Xyz Press",
        "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">
<mods xmlns=\"http://www.loc.gov/mods/v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.7\" xsi:schemaLocation=\"http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-7.xsd\">
  <titleInfo>
    <title>Why 5% &amp; more?</title>
  </titleInfo>
  <name type=\"personal\">
    <namePart type=\"family\">van der Berg</namePart>
    <namePart type=\"given\">Jan</namePart>
    <role>
      <roleTerm type=\"code\" authority=\"marcrelator\">aut</roleTerm>
    </role>
  </name>
  <name type=\"personal\">
    <namePart type=\"family\">Smith</namePart>
    <namePart type=\"given\">Ann</namePart>
    <role>
      <roleTerm type=\"code\" authority=\"marcrelator\">aut</roleTerm>
    </role>
  </name>
  <typeOfResource>text</typeOfResource>
  <genre authority=\"marcgt\">article</genre>
  <genre authority=\"local\">journalArticle</genre>
  <originInfo>
    <publisher>Xyz Press</publisher>
    <dateIssued encoding=\"w3cdtf\" keyDate=\"yes\">2010-03</dateIssued>
  </originInfo>
  <relatedItem type=\"host\">
    <titleInfo>
      <title>Journal of {Odd} Things</title>
    </titleInfo>
    <originInfo>
      <issuance>serial</issuance>
    </originInfo>
    <genre authority=\"marcgt\">periodical</genre>
    <identifier type=\"repec\">RePEc:xyz:journl</identifier>
    <part>
      <detail type=\"volume\">
        <number>12</number>
      </detail>
      <detail type=\"issue\">
        <number>3</number>
      </detail>
      <extent unit=\"pages\">
        <start>1</start>
        <end>20</end>
      </extent>
      <date encoding=\"w3cdtf\">2010-03</date>
    </part>
  </relatedItem>
  <identifier type=\"repec\">RePEc:xyz:journl:v:12:y:2010:i:3:p:1-20</identifier>
  <identifier type=\"doi\">10.1000/a_b</identifier>
  <recordInfo>
    <recordContentSource>RePEc</recordContentSource>
    <recordIdentifier source=\"RePEc\">RePEc:xyz:journl:v:12:y:2010:i:3:p:1-20</recordIdentifier>
  </recordInfo>
</mods>
</modsCollection>
",
    );
}

#[test]
fn other_kinds_in_mods() {
    has(
        Format::Mods,
        BOOK_PART,
        &[
            "<title>The \u{201c}\u{201d} &amp; the rest</title>",
            "<namePart type=\"family\">van der Berg</namePart><namePart type=\"given\">Jan</namePart>\
             <namePart type=\"termsOfAddress\">Jr.</namePart>",
            "<name type=\"personal\"><namePart>Plato</namePart>",
            "<name type=\"corporate\"><namePart>Bank of Japan</namePart>\
             <affiliation>Bank of Japan, Tokyo</affiliation>",
            "<nameIdentifier type=\"repec\">pba1</nameIdentifier>",
            "<languageTerm type=\"code\" authority=\"rfc3066\">ko</languageTerm>",
            "<title>A History</title></titleInfo><name type=\"personal\"><namePart type=\"family\">Kim</namePart>",
            "<identifier type=\"isbn\">0-306-40615-2</identifier>\
             <identifier type=\"repec\">RePEc:xyz:hbooks:1</identifier>",
            "<detail type=\"chapter\"><number>3</number></detail>\
             <extent unit=\"pages\"><list>7, 9-11</list></extent>",
        ],
    );
    has(
        Format::Mods,
        TALK,
        &[
            "<title>물가</title>",
            "<namePart type=\"family\">김</namePart><namePart type=\"given\">철수</namePart>",
            "<placeTerm type=\"text\">Hall 3</placeTerm>",
            "<dateIssued encoding=\"w3cdtf\" keyDate=\"yes\">2014-03-11</dateIssued>",
            "<genre authority=\"local\">presentation</genre>",
        ],
    );
    has(
        Format::Mods,
        BOOK,
        &[
            "<roleTerm type=\"code\" authority=\"marcrelator\">edt</roleTerm>",
            "<edition>2nd</edition><issuance>monographic</issuance>",
            "<title>The Series</title><partNumber>12</partNumber>",
            "<relatedItem type=\"constituent\"><identifier type=\"repec\">RePEc:xyz:hchaps:3</identifier>",
            "<relatedItem type=\"otherVersion\"><identifier type=\"repec\">RePEc:xyz:wpaper:3</identifier>",
            "<url usage=\"primary\" access=\"raw object\" displayLabel=\"Full text\">\
             http://example.org/a?b=1&amp;c=%202</url>",
            "<accessCondition type=\"restriction on access\">For members</accessCondition>",
        ],
    );
    has(
        Format::Mods,
        SOFTWARE,
        &["<typeOfResource>software, multimedia</typeOfResource>", "<classification authority=\"jelc\">C88<"],
    );
}

#[test]
fn an_article_in_marcxml() {
    check(
        Format::Marcxml,
        ARTICLE,
        "",
        "Xyz Press",
        "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<collection xmlns=\"http://www.loc.gov/MARC21/slim\">
<record xmlns=\"http://www.loc.gov/MARC21/slim\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" type=\"Bibliographic\" xsi:schemaLocation=\"http://www.loc.gov/MARC21/slim http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd\">
  <leader>00000nab a22000003c 4500</leader>
  <controlfield tag=\"001\">RePEc:xyz:journl:v:12:y:2010:i:3:p:1-20</controlfield>
  <controlfield tag=\"003\">RePEc</controlfield>
  <controlfield tag=\"008\">000000e201003  xx |||||||||||||||||||||d</controlfield>
  <datafield tag=\"024\" ind1=\"7\" ind2=\" \">
    <subfield code=\"a\">10.1000/a_b</subfield>
    <subfield code=\"2\">doi</subfield>
  </datafield>
  <datafield tag=\"035\" ind1=\" \" ind2=\" \">
    <subfield code=\"a\">(RePEc)RePEc:xyz:journl:v:12:y:2010:i:3:p:1-20</subfield>
  </datafield>
  <datafield tag=\"100\" ind1=\"1\" ind2=\" \">
    <subfield code=\"a\">van der Berg, Jan</subfield>
    <subfield code=\"4\">aut</subfield>
  </datafield>
  <datafield tag=\"245\" ind1=\"1\" ind2=\"0\">
    <subfield code=\"a\">Why 5% &amp; more?</subfield>
  </datafield>
  <datafield tag=\"264\" ind1=\" \" ind2=\"1\">
    <subfield code=\"b\">Xyz Press</subfield>
    <subfield code=\"c\">2010</subfield>
  </datafield>
  <datafield tag=\"655\" ind1=\" \" ind2=\"7\">
    <subfield code=\"a\">Journal article</subfield>
    <subfield code=\"2\">local</subfield>
  </datafield>
  <datafield tag=\"700\" ind1=\"1\" ind2=\" \">
    <subfield code=\"a\">Smith, Ann</subfield>
    <subfield code=\"4\">aut</subfield>
  </datafield>
  <datafield tag=\"773\" ind1=\"0\" ind2=\" \">
    <subfield code=\"t\">Journal of {Odd} Things</subfield>
    <subfield code=\"g\">Vol. 12, no. 3 (March 2010), p. 1-20</subfield>
    <subfield code=\"w\">(RePEc)RePEc:xyz:journl</subfield>
    <subfield code=\"7\">nnas</subfield>
  </datafield>
</record>
</collection>
",
    );
}

#[test]
fn other_kinds_in_marcxml() {
    has(
        Format::Marcxml,
        BOOK_PART,
        &[
            "<leader>00000naa a22000003c 4500</leader>",
            "000000s1999    xx |||||||||||||||||kor|d",
            "tag=\"041\" ind1=\" \" ind2=\"7\"><subfield code=\"a\">ko</subfield>",
            "tag=\"100\" ind1=\"1\" ind2=\" \"><subfield code=\"a\">van der Berg, Jan</subfield>\
             <subfield code=\"c\">Jr.</subfield>",
            "tag=\"245\" ind1=\"1\" ind2=\"0\">",
            "tag=\"700\" ind1=\"0\" ind2=\" \"><subfield code=\"a\">Plato</subfield>",
            "tag=\"710\" ind1=\"2\" ind2=\" \"><subfield code=\"a\">Bank of Japan</subfield>\
             <subfield code=\"u\">Bank of Japan, Tokyo</subfield><subfield code=\"0\">(RePEc)pba1</subfield>",
            "<subfield code=\"t\">A History</subfield><subfield code=\"a\">Kim, Chulsoo</subfield>\
             <subfield code=\"d\">Xyz Press</subfield>\
             <subfield code=\"g\">(1999), chapter 3, p. 7, 9-11</subfield>\
             <subfield code=\"z\">0-306-40615-2</subfield>\
             <subfield code=\"w\">(RePEc)RePEc:xyz:hbooks:1</subfield>",
        ],
    );
    has(
        Format::Marcxml,
        TALK,
        &[
            "000000e20140311xx ",
            "tag=\"246\" ind1=\"3\" ind2=\"1\"><subfield code=\"a\">물가</subfield>",
            "tag=\"490\" ind1=\"0\" ind2=\" \"><subfield code=\"a\">The Series</subfield>",
            "tag=\"518\" ind1=\" \" ind2=\" \"><subfield code=\"d\">2014-03-11</subfield>\
             <subfield code=\"p\">Hall 3</subfield>",
        ],
    );
    has(
        Format::Marcxml,
        BOOK,
        &[
            "000000nuuuuuuuuxx ",
            "tag=\"245\" ind1=\"0\" ind2=\"2\"><subfield code=\"a\">A History</subfield>",
            "tag=\"250\" ind1=\" \" ind2=\" \"><subfield code=\"a\">2nd</subfield>",
            "<subfield code=\"a\">Kim, Chulsoo</subfield><subfield code=\"4\">edt</subfield>",
            "tag=\"774\" ind1=\"0\" ind2=\" \"><subfield code=\"w\">(RePEc)RePEc:xyz:hchaps:3</subfield>",
            "tag=\"856\" ind1=\"4\" ind2=\"0\"><subfield code=\"u\">http://example.org/a?b=1&amp;c=%202<",
        ],
    );
    has(
        Format::Marcxml,
        SOFTWARE,
        &[
            "<leader>00000nmm a22000003c 4500<",
            "<subfield code=\"a\">C88</subfield><subfield code=\"2\">jelc<",
        ],
    );
}

#[test]
fn each_condition_and_medium_is_said_once() {
    let file = |at: u8, format: &str, restriction: &str| {
        format!("File-URL: http://example.org/{at}\nFile-Format: {format}\nFile-Restriction: {restriction}\n")
    };
    let (one, two) = (file(1, "application/pdf", "Members"), file(2, "text/html", "Students"));
    let three = file(3, "application/pdf", "Members");
    let text = format!("Template-Type: ReDIF-Paper 1.0\nTitle: T\n{one}{two}{three}Handle: RePEc:xyz:w:1\n");
    let work = read(&text);
    let xml = Format::Mods.entry(&Source { work: &work, series_name: "", provider: "", issn: "" });
    for said in
        ["<internetMediaType>application/pdf<", "<internetMediaType>text/html<", ">Members<", ">Students<"]
    {
        assert_eq!(xml.matches(said).count(), 1, "{said} in\n{xml}");
    }
}

#[test]
fn nothing_turns_the_direction_of_a_dublin_core_title() {
    has(
        Format::DublinCore,
        "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Mal \u{202e}yrO\nTitle: Right \u{202e}tfel\u{202c}\nAbstract: One\n\n Two\nHandle: RePEc:xyz:w:1\n",
        &["<dc:title>Right tfel</dc:title>", "<dc:creator>yrO, Mal</dc:creator>"],
    );
}
