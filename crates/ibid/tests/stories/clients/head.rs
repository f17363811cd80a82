//! What reference managers and readers of linked data find in the heads of pages: held against what
//! the records say.

use serde_json::{Value, json};

use super::{script, zotero};
use crate::pages::served;
use crate::real_data;
use crate::world::{Server, World, header};

/// The words of a text, in whatever way its blanks were written; of a long one those that a head holds.
fn words(text: &Value) -> String {
    let words = text.as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(1_500).collect()
}

/// "Family|Given" of each of Zotero's people in a role.
fn people(item: &Value, role: &str) -> Vec<String> {
    let all = item["creators"].as_array().expect("people").iter();
    let part = |it: &Value, name: &str| it[name].as_str().unwrap_or("").to_owned();
    all.filter(|it| it["creatorType"] == role)
        .map(|it| format!("{}|{}", part(it, "lastName"), part(it, "firstName")))
        .collect()
}

#[test]
fn zotero_takes_every_kind_of_work_by_every_way_in() {
    let (_world, server) = served();
    let cases: Vec<(&str, &str, &str, &[&str], Value)> = vec![
        (
            "/p/hst/ghsdps/gd11-190.html",
            "report",
            "author",
            &["Kimuran|Mitsuhiko"],
            json!({"date": "2011", "reportNumber": "gd11-190", "seriesTitle": "Global COE Hi-Stat Discussion Paper Series",
                "institution": "Institute of Economic Research, Hitotsubashi University"}),
        ),
        (
            "/p/hst/ghsdps/gd12-909.html",
            "report",
            "author",
            &["김|하늘", "山岸直人|"],
            json!({"date": "2012-01", "DOI": "10.5555/histat.2012.909", "reportNumber": "gd12-909"}),
        ),
        (
            "/a/rak/transa/v91y2016i1p101-134.html",
            "journalArticle",
            "author",
            &["박|서연"],
            json!({"date": "2016-12", "publicationTitle": "Transactions", "volume": "91", "issue": "1",
                "pages": "101-134", "DOI": "10.5555/transa.91.101", "ISSN": "0000-0019"}),
        ),
        (
            "/h/rak/monchp/12-1.html",
            "bookSection",
            "author",
            &["박|서연"],
            json!({"date": "2021", "pages": "15-58", "ISBN": "9791100000120",
                "publicationTitle": "Wires, Rails and Ferries: Getting About in Korea, 1885-1945"}),
        ),
        (
            "/b/rak/monogr/12.html",
            "book",
            "editor",
            &["Holloway|Agnes", "박|서연"],
            json!({"date": "2021-05", "series": "Monographs of the Society", "ISBN": "9791100000120",
                "publisher": "Royal Asiatic Society Korea Branch"}),
        ),
        (
            "/c/xyz/softwr/s000001.html",
            "computerProgram",
            "programmer",
            &["Haddad|Amira"],
            json!({"date": "2019-04-12", "programmingLanguage": "Stata"}),
        ),
        (
            "/t/rak/lectur/2014-03-11.html",
            "presentation",
            "presenter",
            &["Lankov|Andrei"],
            json!({"date": "2014-03-11", "meetingName": "Lectures"}),
        ),
    ];
    let pages: Vec<String> = cases.iter().map(|(page, ..)| server.url(page)).collect();
    let Some(taken) = zotero(&pages) else { return };
    for (page, kind, role, names, fields) in cases {
        let of_page: Vec<&Value> = taken.iter().filter(|it| it["page"] == server.url(page)).collect();
        let ways: Vec<&str> = of_page.iter().filter_map(|it| it["by"].as_str()).collect();
        assert_eq!(ways, ["unAPI", "COinS", "Embedded Metadata"], "{page}");
        for way in &of_page {
            assert_eq!(
                (&way["kind"], way["items"].as_array().map(Vec::len)),
                (&json!(kind), Some(1)),
                "{way}"
            );
        }
        let best = &of_page[0]["items"][0];
        assert_eq!(people(best, role), names, "{page}: {best}");
        for (name, value) in fields.as_object().expect("fields") {
            assert_eq!(best[name], *value, "{page}: {name}");
        }
        let handle = best["extra"].as_str().expect("a handle");
        let record = record(&server, handle);
        for way in &of_page {
            let (by, item) = (&way["by"], &way["items"][0]);
            assert_eq!(item["title"], record["title"], "{page} {by}");
            assert_eq!(item["url"], server.url(page), "{page} {by}");
            let role = if by == "unAPI" { role } else { "author" };
            assert_eq!(people(item, role).len(), names.len(), "{page} {by}: {item}");
            // A context object has no place for an abstract and files.
            if by == "COinS" {
                continue;
            }
            assert_eq!(words(&item["abstractNote"]), words(&record["abstract"]), "{page} {by}");
            if let Some(file) = record["files"].as_array().and_then(|files| files.first())
                && file["format"] == "application/pdf"
            {
                let all = item["attachments"].as_array().expect("attachments");
                assert!(all.iter().any(|it| it["url"] == file["url"]), "{page} {by}: {all:?}");
            }
        }
    }
}

#[test]
fn zotero_takes_whole_lists() {
    let (_world, server) = served();
    let lists = [
        ("/s/hst/ghsdps.html", 12),
        ("/search?q=korea", 5),
        ("/lists/north-korea-and-japan.html", 4),
        ("/authors/Renate%20M%C3%BCller.html", 2),
    ];
    let pages: Vec<String> = lists.iter().map(|(page, _)| server.url(page)).collect();
    let Some(taken) = zotero(&pages) else { return };
    for (page, least) in lists {
        let ways: Vec<&Value> = taken.iter().filter(|it| it["page"] == server.url(page)).take(2).collect();
        assert_eq!((&ways[0]["by"], &ways[1]["by"]), (&json!("unAPI"), &json!("COinS")), "{page}");
        for way in ways {
            let items = way["items"].as_array().expect("items");
            assert!(way["kind"] == "multiple" && items.len() >= least, "{page}: {} of {least}", items.len());
            assert!(items.iter().all(|it| !words(&it["title"]).is_empty()), "{page}: {items:?}");
        }
    }
}

/// A record as the site gives it in its own JSON.
fn record(server: &Server, handle: &str) -> Value {
    let (_, head, _) = server.get(&format!("/{handle}"));
    let page = header(&head, "location").expect(handle).to_owned();
    let text = server.page(&page.replace(".html", ".json"));
    serde_json::from_str(&text).expect(handle)
}

/// All that is wrong with the head of a page, given its record.
fn wrong(found: &Value, record: &Value) -> Vec<String> {
    let mut said = Vec::new();
    let mut same = |what: &str, got: &Value, want: &Value| {
        if words(got) != words(want) {
            said.push(format!("{}: {what}: {got} is not {want}", record["handle"]));
        }
    };
    let thing = &found["linked"][0];
    let talk = record["kind"] == "talk";
    let all = |name: &str| -> Vec<&Value> {
        let pairs = found["named"].as_array().into_iter().flatten();
        pairs.filter(|pair| pair[0] == name).map(|pair| &pair[1]).collect()
    };
    let first = |name: &str| all(name).first().map_or(Value::Null, |it| (*it).clone());
    for (what, got) in [("linked title", &thing["name"]), ("Highwire's title", &first("citation_title"))] {
        same(what, got, &record["title"]);
    }
    let preview = if words(&record["title"]).is_empty() { &record["handle"] } else { &record["title"] };
    same("the preview's title", &found["previews"]["og:title"], preview);
    // It stands in the head once; only an event, which search engines show by itself, says it again.
    if talk {
        same("abstract", &thing["description"], &record["abstract"]);
    }
    same("description", &first("description"), &record["abstract"]);
    same("DOI", &first("citation_doi"), &record["doi"]);
    let year = record["year"].as_i64().map_or(String::new(), |year| format!("{year:04}"));
    let dated = words(if talk { &thing["startDate"] } else { &thing["datePublished"] });
    same("year", &json!(dated.get(..4).unwrap_or("")), &json!(year));
    same(
        "Highwire's year",
        &json!(words(&first("citation_publication_date")).get(..4).unwrap_or("")),
        &json!(year),
    );
    same("handle", &thing["identifier"][0], &record["handle"]);
    same("Dublin Core's handle", &first("DC.identifier"), &record["handle"]);
    same("unAPI's handle", &found["ids"][0], &record["handle"]);
    let named = record["authors"]
        .as_array()
        .map_or(0, |all| all.iter().filter(|it| !words(&it["name"]).is_empty()).count());
    let counted = [
        thing[if talk { "performer" } else { "author" }].as_array().map_or(0, Vec::len),
        all("citation_author").len(),
    ];
    if counted.iter().any(|count| *count != named) {
        said.push(format!("{}: {named} authors, {counted:?} in the head", record["handle"]));
    }
    if found["status"] == 200 && !found["links"].as_str().is_some_and(|it| it.contains("rel=\"cite-as\"")) {
        said.push(format!("{}: no links: {}", record["handle"], found["links"]));
    }
    said
}

/// Every work of a world, its record beside what its head says.
fn heads_say_what_records_say(world: &World, server: &Server, least: usize) {
    let records = world.ibid(&["export", "--as", "json"]).json();
    // Of two with one address, one has the page.
    let alone = |it: &&Value| it["handle"] != "RePEc:xyz:diseas:key1";
    let works: Vec<&Value> = records.iter().filter(|it| it["series"].is_object()).filter(alone).collect();
    assert!(works.len() >= least, "{} works", works.len());
    let mut pages = Vec::new();
    for work in &works {
        let handle = work["handle"].as_str().expect("a handle");
        let (_, head, _) = server.get(&format!("/{}", encoded(handle)));
        pages.push(server.url(header(&head, "location").expect(handle)));
    }
    let list = world.file("pages.txt");
    std::fs::write(&list, pages.join("\n")).expect("a file");
    let Some(found) = script("head.py", &[&format!("@{}", list.display())]) else { return };
    assert_eq!(found.len(), works.len());
    let said: Vec<String> = found.iter().zip(works).flat_map(|(found, work)| wrong(found, work)).collect();
    assert!(said.is_empty(), "{} faults\n{}", said.len(), said[..said.len().min(40)].join("\n"));
}

/// A handle in a path, whatever it holds.
fn encoded(handle: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/".contains(&byte);
    handle
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[test]
fn heads_of_the_toy_world_say_what_its_records_say() {
    let (world, server) = served();
    heads_say_what_records_say(&world, &server, 150);
}

#[test]
fn heads_of_real_archives_say_what_their_records_say() {
    let Some(data) = real_data::data() else { return };
    let world = World::empty(None);
    for archive in ["cvv", "dew"] {
        let said = world.ibid(&["harvest", data.join("redif").join(archive).to_str().expect("a path")]);
        assert_eq!(said.status, 0, "{}", said.err);
    }
    heads_say_what_records_say(&world, &world.serve(), 50);
}

#[test]
fn pages_that_are_no_works_say_what_they_are() {
    let (_world, server) = served();
    let cases = [
        ("/", "WebSite"),
        ("/s/hst/ghsdps.html", "Periodical"),
        ("/s/rak/lectur.html", "EventSeries"),
        ("/s/rak/monogr.html", "BookSeries"),
        ("/e/pla7.html", "Person"),
        ("/i/rak:raskbkr.html", "Organization"),
        ("/search?q=korea", "SearchResultsPage"),
        ("/lists/north-korea-and-japan.html", "CollectionPage"),
    ];
    let pages: Vec<String> = cases.iter().map(|(page, _)| server.url(page)).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let Some(found) = script("head.py", &pages) else { return };
    for ((page, kind), found) in cases.into_iter().zip(found) {
        let kinds = &found["linked"][0]["@type"];
        let is = *kinds == kind || kinds.as_array().is_some_and(|all| all.iter().any(|it| it == kind));
        assert!(is, "{page}: {kinds}");
        assert!(!words(&found["linked"][0]["name"]).is_empty(), "{page}: {found}");
        assert_eq!(found["server"][0], server.url("/unapi"), "{page}");
        assert_eq!(
            found["ids"].as_array().map(Vec::len),
            found["contexts"].as_array().map(Vec::len),
            "{page}"
        );
    }
}
