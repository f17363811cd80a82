//! The protocol from outside: every verb, every error, by either method.

use super::list::{HEADS, RECORDS};
use super::time;
use crate::Settings;
use crate::tests::world::World;

const GD: &str = "oai:ibid.example:RePEc:hst:ghsdps:gd11-190";

/// An answer by both methods, which must be one but for its date.
async fn ask(world: &World, query: &str) -> String {
    let got = world.get(&format!("/oai?{query}")).await;
    let posted = world.post("/oai", query).await;
    assert_eq!((got.status, got.header("content-type")), (200, "text/xml; charset=utf-8"), "{query}");
    assert_eq!(got.header("cache-control"), "no-store", "{query}");
    assert_eq!(without_date(&got.text()), without_date(&posted.text()), "{query}");
    got.text()
}

fn without_date(text: &str) -> String {
    let (before, rest) = text.split_once("<responseDate>").expect("a date");
    let (date, after) = rest.split_once("</responseDate>").expect("an end of it");
    assert!(time::read(date).is_some(), "{date}");
    format!("{before}{after}")
}

/// What stands in every element of this name.
fn all<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    text.split(open.as_str()).skip(1).filter_map(|it| it.split_once(close.as_str())).map(|it| it.0).collect()
}

fn token(text: &str) -> Option<&str> {
    let rest = text.split_once("<resumptionToken")?.1.split_once('>')?.1;
    rest.split_once('<').map(|it| it.0).filter(|it| !it.is_empty())
}

/// The code of the error an answer consists of.
fn fault(text: &str) -> &str {
    let code = text.split_once("<error code=\"").and_then(|it| it.1.split_once('"')).map_or("", |it| it.0);
    let kinds = [
        "<Identify>",
        "<ListMetadataFormats>",
        "<ListSets>",
        "<ListIdentifiers>",
        "<ListRecords>",
        "<GetRecord>",
    ];
    assert_eq!(kinds.iter().any(|kind| text.contains(kind)), code.is_empty(), "{text}");
    code
}

fn papers(numbers: impl IntoIterator<Item = usize>) -> String {
    // Nothing in common, or they are held against one another as versions of one work.
    let paper = |n: usize| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Anna W{n}r\nTitle: Paper{n} about{n}\n\
             Handle: RePEc:abc:papers:{n}\n\n"
        )
    };
    numbers.into_iter().map(paper).collect()
}

#[tokio::test]
async fn the_repository_says_who_it_is() {
    let text = ask(World::toy().await, "verb=Identify").await;
    for expected in [
        "<request verb=\"Identify\">https://ibid.example/oai</request>",
        "<repositoryName>ibid</repositoryName>",
        "<baseURL>https://ibid.example/oai</baseURL>",
        "<adminEmail>postmaster@ibid.example</adminEmail>",
        "<deletedRecord>persistent</deletedRecord>",
        "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>",
        "<repositoryIdentifier>ibid.example</repositoryIdentifier>",
        "<sampleIdentifier>oai:ibid.example:RePEc:hst:ghsdps:gd11-190</sampleIdentifier>",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    // Read at 06:10 and counted a minute later.
    assert!(text.contains("<earliestDatestamp>2026-11-20T06:01:"), "{text}");
    let settings = Settings {
        name: "A & B".to_owned(),
        email: "keeper@example.org".to_owned(),
        repository: "papers.example.org".to_owned(),
        base_url: "http://127.0.0.1:8080".to_owned(),
        ..Settings::default()
    };
    let world = World::of(&papers([1])).await.with(settings);
    let text = ask(&world, "verb=Identify").await;
    for expected in
        ["A &amp; B", "keeper@example.org", "oai:papers.example.org:RePEc:", "http://127.0.0.1:8080/oai"]
    {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[tokio::test]
async fn a_record_is_given_in_every_format() {
    let world = World::toy().await;
    let formats = ask(world, &format!("verb=ListMetadataFormats&identifier={GD}")).await;
    assert_eq!(all(&formats, "metadataPrefix"), ["oai_dc", "mods", "marcxml", "redif"]);
    assert_eq!(formats.matches("<metadataFormat>").count(), 4);
    let everywhere = ask(world, "verb=ListMetadataFormats").await;
    assert_eq!(all(&everywhere, "schema"), all(&formats, "schema"));
    for (prefix, expected) in [
        ("oai_dc", "<dc:identifier>RePEc:hst:ghsdps:gd11-190</dc:identifier>"),
        ("mods", "<mods "),
        ("marcxml", "<record xmlns=\"http://www.loc.gov/MARC21/slim\""),
        ("redif", "Handle: RePEc:hst:ghsdps:gd11-190"),
    ] {
        let text = ask(world, &format!("verb=GetRecord&identifier={GD}&metadataPrefix={prefix}")).await;
        assert!(text.contains(expected), "{expected}: {text}");
        let head = format!("<header><identifier>{GD}</identifier><datestamp>2026-11-20T06:01:");
        assert!(text.contains(&head), "{text}");
        assert!(text.contains("<setSpec>hst:ghsdps</setSpec></header>\n<metadata>\n<"), "{text}");
        assert!(text.contains("xsi:schemaLocation=\""), "{text}");
        assert!(!text.to_lowercase().contains("email"), "{text}");
    }
    let schema = world.get("/oai/redif.xsd").await;
    assert_eq!((schema.status, schema.header("content-type")), (200, "text/xml; charset=utf-8"));
    assert!(schema.text().contains("urn:x-ibid:redif:1"));
}

#[tokio::test]
async fn every_error_has_its_case() {
    let world = World::toy().await;
    let check = async |query: &str, code: &str| {
        let text = ask(world, query).await;
        assert_eq!(fault(&text), code, "{query}: {text}");
        let bare = text.contains("<request>https://ibid.example/oai</request>");
        assert_eq!(bare, matches!(code, "badVerb" | "badArgument"), "{query}: {text}");
    };
    let list = "verb=ListRecords&metadataPrefix=oai_dc";
    let record = "verb=GetRecord&metadataPrefix=oai_dc&identifier=";
    for query in [
        "",
        "verb=",
        "verb=listrecords",
        "verb=Identify&verb=Identify",
        "metadataPrefix=oai_dc",
        "Verb=Identify",
        "verb=%3Cscript%3E",
    ] {
        check(query, "badVerb").await;
    }
    for query in [
        "verb=Identify&x=y".to_owned(),
        "verb=Identify&identifier=a".to_owned(),
        "verb=Identify&%ff=1".to_owned(),
        "verb=Identify&x=%".to_owned(),
        "verb=%00".to_owned(),
        "verb=ListSets&metadataPrefix=oai_dc".to_owned(),
        "verb=ListMetadataFormats&metadataPrefix=oai_dc".to_owned(),
        format!("verb=ListMetadataFormats&identifier={GD}&identifier={GD}"),
        "verb=ListRecords".to_owned(),
        "verb=ListIdentifiers&metadataPrefix=".to_owned(),
        "verb=ListRecords&metadataPrefix=oai+dc".to_owned(),
        format!("{list}&metadataPrefix=mods"),
        format!("{list}&metadataprefix=oai_dc"),
        format!("{list}&identifier={GD}"),
        format!("{list}&set="),
        format!("{list}&set=hst:"),
        format!("{list}&set=hst%20x"),
        format!("{list}&set=hst&set=hst"),
        format!("{list}&from=2026"),
        format!("{list}&from="),
        format!("{list}&from=2026-02-30"),
        format!("{list}&until=2026-11-20T25:00:00Z"),
        format!("{list}&until=2026-11-20T06:10Z"),
        format!("{list}&from=2026-11-20T06:10:00%2B01:00"),
        format!("{list}&from=2026-11-20&until=2026-11-20T06:10:00Z"),
        format!("{list}&from=2026-11-21&until=2026-11-20"),
        format!("{list}&from=2026-11-20T06:10:01Z&until=2026-11-20T06:10:00Z"),
        format!("{list}&from=2026-11-20&from=2026-11-20"),
        format!("{list}&resumptionToken=x"),
        "verb=ListSets&resumptionToken=x&resumptionToken=x".to_owned(),
        "verb=GetRecord&metadataPrefix=oai_dc".to_owned(),
        format!("verb=GetRecord&identifier={GD}"),
        format!("{record}{GD}&set=hst"),
    ] {
        check(&query, "badArgument").await;
    }
    check("verb=ListRecords&metadataPrefix=OAI_DC", "cannotDisseminateFormat").await;
    check("verb=ListIdentifiers&metadataPrefix=bibtex", "cannotDisseminateFormat").await;
    check(&format!("verb=GetRecord&metadataPrefix=none&identifier={GD}"), "cannotDisseminateFormat").await;
    for identifier in [
        "RePEc:hst:ghsdps:gd11-190",
        "oai:ibid.example:RePEc:hst:ghsdps:none",
        "oai:ibid.example:RePEc:hst:ghsdps",
        "oai:other.example:RePEc:hst:ghsdps:gd11-190",
        "%22%3E%3Cscript%3E",
        "a+b",
        "%25",
    ] {
        check(&format!("{record}{identifier}"), "idDoesNotExist").await;
        check(&format!("verb=ListMetadataFormats&identifier={identifier}"), "idDoesNotExist").await;
    }
    for query in [
        format!("{list}&set=none"),
        format!("{list}&set=HST"),
        format!("{list}&set=hst:none"),
        format!("{list}&set=hst:ghsdps:gd11-190"),
        format!("{list}&until=2001-01-01"),
        format!("{list}&from=2200-01-01"),
        format!("{list}&from=9999-12-31T23:59:59Z"),
        format!("{list}&from=0000-01-01&until=0000-01-01"),
    ] {
        check(&query, "noRecordsMatch").await;
    }
    for token in ["", "x", "0000000000000000.r.oai_dc.-.-.0.1.2.3.-.", "%3C%26%22"] {
        for verb in ["ListRecords", "ListIdentifiers", "ListSets"] {
            check(&format!("verb={verb}&resumptionToken={token}"), "badResumptionToken").await;
        }
    }
}

/// What is in the catalogue decides about the rest of the errors.
#[tokio::test]
async fn an_empty_catalogue_has_neither_sets_nor_records() {
    let world = World::empty().await;
    assert_eq!(fault(&ask(&world, "verb=Identify").await), "");
    assert_eq!(fault(&ask(&world, "verb=ListSets").await), "noSetHierarchy");
    assert_eq!(fault(&ask(&world, "verb=ListRecords&metadataPrefix=oai_dc").await), "noRecordsMatch");
    assert_eq!(
        fault(&ask(&world, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=abc").await),
        "noRecordsMatch"
    );
}

#[tokio::test]
async fn arguments_may_come_in_address_and_form_together() {
    let world = World::toy().await;
    let got = world.post("/oai?verb=GetRecord", &format!("metadataPrefix=mods&identifier={GD}")).await;
    assert_eq!(fault(&got.text()), "", "{}", got.text());
    let got = world.post("/oai?verb=Identify", "verb=Identify").await;
    assert_eq!(fault(&got.text()), "badVerb");
    let got = world.post("/oai", "verb=Identify&x=%ff").await;
    assert_eq!(fault(&got.text()), "badArgument");
    assert_eq!(world.ask("HEAD", "/oai?verb=Identify", &[]).await.status, 200);
    assert_eq!(world.ask("PUT", "/oai?verb=Identify", &[]).await.status, 405);
}

#[tokio::test]
async fn sets_are_listed_with_their_archives() {
    let text = ask(World::toy().await, "verb=ListSets").await;
    let specs = all(&text, "setSpec");
    for expected in ["hst", "hst:ghsdps", "xyz", "xyz:wpaper"] {
        assert!(specs.contains(&expected), "{expected}: {specs:?}");
    }
    // Persons and institutions are no works.
    assert!(!specs.contains(&"edi") && !specs.contains(&"per"), "{specs:?}");
    for spec in &specs {
        let records =
            ask(World::toy().await, &format!("verb=ListIdentifiers&metadataPrefix=oai_dc&set={spec}")).await;
        let within = all(&records, "setSpec");
        assert!(!within.is_empty(), "{spec}");
        let below = format!("{spec}:");
        assert!(within.iter().all(|it| it == spec || it.starts_with(&below)), "{spec}: {within:?}");
        // The set above holds all of it.
        let archive = spec.split(':').next().unwrap_or_default();
        assert!(specs.contains(&archive), "{spec}");
    }
    assert_eq!(specs.len(), all(&text, "setName").len());
}

#[tokio::test]
async fn hostile_records_stay_records() {
    for prefix in ["oai_dc", "mods", "marcxml", "redif"] {
        let text =
            ask(World::toy().await, &format!("verb=ListRecords&metadataPrefix={prefix}&set=xyz")).await;
        assert_eq!(fault(&text), "");
        assert!(!text.contains("<script"), "{prefix}");
        let illegal =
            |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
        assert!(!text.contains(illegal), "{prefix}");
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_told_as_deleted() {
    let world = World::of(&papers(1..=3)).await;
    let before = ask(&world, "verb=ListRecords&metadataPrefix=oai_dc").await;
    assert_eq!((all(&before, "header").len(), before.matches("deleted").count()), (3, 0));
    world.papers(&papers([1, 3])).await;
    let id = "oai:ibid.example:RePEc:abc:papers:2";
    let head =
        format!("<header status=\"deleted\"><identifier>{id}</identifier><datestamp>2026-11-20T06:01:");
    for query in [
        "verb=ListRecords&metadataPrefix=oai_dc".to_owned(),
        "verb=ListIdentifiers&metadataPrefix=oai_dc".to_owned(),
        "verb=ListRecords&metadataPrefix=redif&set=abc:papers".to_owned(),
        format!("verb=GetRecord&metadataPrefix=mods&identifier={id}"),
    ] {
        let text = ask(&world, &query).await;
        assert!(text.contains(&head), "{query}: {text}");
        assert!(!text.contains("Paper2 "), "{query}: {text}");
    }
    let formats = ask(&world, &format!("verb=ListMetadataFormats&identifier={id}")).await;
    assert_eq!(fault(&formats), "noMetadataFormats");
    world.papers(&papers(1..=3)).await;
    let again = ask(&world, &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={id}")).await;
    assert!(again.contains("Paper2 ") && !again.contains("deleted"), "{again}");
}

/// All pages of a list: identifiers as they come, and how many pages they took.
async fn harvested(world: &World, first: &str) -> (Vec<String>, usize) {
    let verb = first.split('&').next().unwrap_or_default();
    let (mut text, mut out, mut pages) = (ask(world, first).await, Vec::new(), 1);
    loop {
        out.extend(all(&text, "identifier").into_iter().map(str::to_owned));
        let Some(token) = token(&text) else { return (out, pages) };
        text = ask(world, &format!("{verb}&resumptionToken={token}")).await;
        pages += 1;
    }
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let count = RECORDS + 7;
    let world = World::of(&papers(1..=count)).await;
    let first = ask(&world, "verb=ListRecords&metadataPrefix=oai_dc").await;
    assert!(
        first.contains(&format!("<resumptionToken completeListSize=\"{count}\" cursor=\"0\">")),
        "{first}"
    );
    for query in [
        "verb=ListRecords&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=redif&set=abc",
        "verb=ListRecords&metadataPrefix=redif&set=abc:papers&from=2026-11-20",
        "verb=ListRecords&metadataPrefix=redif&until=2026-11-20",
    ] {
        let (mut seen, pages) = harvested(&world, query).await;
        assert_eq!((seen.len(), pages), (count, 2), "{query}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count, "{query}");
    }
    let next = token(&first).expect("a token").to_owned();
    let last = ask(&world, &format!("verb=ListRecords&resumptionToken={next}")).await;
    let end =
        format!("<resumptionToken completeListSize=\"{count}\" cursor=\"{RECORDS}\"></resumptionToken>");
    assert!(last.contains(&end), "{last}");
    // A token may be used again, but for its own verb only.
    let again = ask(&world, &format!("verb=ListRecords&resumptionToken={next}")).await;
    assert_eq!(without_date(&last), without_date(&again));
    let other = ask(&world, &format!("verb=ListIdentifiers&resumptionToken={next}")).await;
    assert_eq!(fault(&other), "badResumptionToken");
    assert!(count < HEADS && harvested(&world, "verb=ListIdentifiers&metadataPrefix=oai_dc").await.1 == 1);
    // Of a catalogue that never had these records.
    let empty = World::empty().await;
    let stale = ask(&empty, &format!("verb=ListRecords&resumptionToken={next}")).await;
    assert_eq!(fault(&stale), "badResumptionToken");
}

/// Between two pages the catalogue changes: what was still to come comes, in its new state.
#[tokio::test]
async fn a_list_goes_on_while_the_catalogue_changes() {
    let count = RECORDS + 50;
    let world = World::of(&papers(1..=count)).await;
    let text = ask(&world, "verb=ListRecords&metadataPrefix=oai_dc").await;
    let mut seen = all(&text, "identifier").len();
    // One of each is changed that was given and that was not; one of each is withdrawn; some are new.
    let changed = papers((2..count).chain(count + 1..count + 6))
        .replace("Title: Paper3 about3\n", "Title: New words\n")
        .replace(&format!("Title: Paper{0} about{0}\n", RECORDS + 20), "Title: Other words\n");
    world.papers(&changed).await;
    let rest =
        ask(&world, &format!("verb=ListRecords&resumptionToken={}", token(&text).expect("a token"))).await;
    seen += all(&rest, "identifier").len();
    for expected in [
        "Other words".to_owned(),
        format!("<header status=\"deleted\"><identifier>oai:ibid.example:RePEc:abc:papers:{count}<"),
        format!("papers:{}<", count + 5),
    ] {
        assert!(rest.contains(&expected), "{expected}");
    }
    // What was given already may come once more, where it changed.
    assert!((count + 5..=count + 7).contains(&seen), "{seen}");
    let since = ask(&world, "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-20T06:01:00Z").await;
    assert_eq!(fault(&since), "");
    let (everything, _) = harvested(&world, "verb=ListIdentifiers&metadataPrefix=oai_dc").await;
    assert_eq!(everything.len(), count + 5);
}
