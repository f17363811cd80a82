//! Cases for the heads of works: what no foreign reader is asked about in the stories.

use serde_json::Value;

use crate::tests::checked;
use crate::tests::world::{Got, World};

const PAPER: &str = "Template-Type: ReDIF-Paper 1.0
Title: Prices after the War
Author-Name: Ann One
Author-Person: pan1
Author-Workplace-Name: The House
Author-Name: World Bank
Creation-Date: 2011-07
X-License: https://creativecommons.org/licenses/by/4.0/
DOI: 10.1000/(a)1
File-URL: https://example.org/7.pdf
File-Format: application/pdf
File-URL: https://example.org/a>;%20rel=\"evil\"
File-Format: a/b\"; rel=\"evil
Handle: RePEc:abc:papers:7
";

/// The data in a page.
fn linked(got: &Got) -> Value {
    let text = got.text();
    let data = text.split_once("application/ld+json\">").and_then(|(_, rest)| rest.split_once("</script>"));
    serde_json::from_str(data.expect("data").0).expect("JSON")
}

#[tokio::test]
async fn a_page_links_to_all_that_belongs_to_its_work() {
    let world = World::of(PAPER).await;
    let got = world.get("/p/abc/papers/7.html").await;
    let links = got.header("link");
    for link in [
        "<https://doi.org/10.1000/(a)1>; rel=\"cite-as\"",
        "<https://ibid.example/p/abc/papers/7.linkset.json>; rel=\"linkset\"; type=\"application/linkset+json\"",
        "<https://schema.org/Report>; rel=\"type\"",
        "<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\"",
        "<https://ibid.example/s/abc/papers.html>; rel=\"collection\"; type=\"text/html\"",
        "<https://ibid.example/e/pan1.html>; rel=\"author\"; type=\"text/html\"",
        "<https://example.org/7.pdf>; rel=\"item\"; type=\"application/pdf\"",
        "<https://ibid.example/p/abc/papers/7.bib>; rel=\"describedby\"; type=\"application/x-bibtex\"",
    ] {
        assert!(links.split(", ").any(|it| it == link), "{link}: {links}");
    }
    assert!(!links.contains("rel=\"evil"), "{links}");
    let set = world.get("/p/abc/papers/7.linkset.json").await;
    assert_eq!((set.status, set.header("content-type")), (200, "application/linkset+json"));
    let set: Value = serde_json::from_str(&set.text()).expect("JSON");
    let page = &set["linkset"][0];
    assert_eq!(page["anchor"], "https://ibid.example/p/abc/papers/7.html");
    assert_eq!(page["item"][0]["href"], "https://example.org/7.pdf");
    assert_eq!(page["type"].as_array().map(Vec::len), Some(2));
    assert_eq!(set["linkset"][1]["describes"][0]["href"], page["anchor"]);
    let export = world.get("/p/abc/papers/7.bib").await;
    assert_eq!(
        export.header("link"),
        "<https://ibid.example/p/abc/papers/7.html>; rel=\"describes\"; type=\"text/html\""
    );
    assert_eq!(world.get("/p/abc/papers/8.linkset.json").await.status, 404);
}

#[tokio::test]
async fn people_and_bodies_are_told_apart() {
    let world = World::of(PAPER).await;
    let thing = linked(&world.get("/p/abc/papers/7.html").await);
    let (person, body) = (&thing["author"][0], &thing["author"][1]);
    assert_eq!((&person["@type"], &person["familyName"]), (&"Person".into(), &"One".into()));
    assert_eq!(person["@id"], "https://ibid.example/e/pan1.html");
    assert_eq!(person["affiliation"][0]["name"], "The House");
    assert_eq!((&body["@type"], &body["name"]), (&"Organization".into(), &"World Bank".into()));
    assert_eq!(thing["license"][0], "https://creativecommons.org/licenses/by/4.0/");
}

#[tokio::test]
async fn what_is_no_abstract_is_not_described_as_one() {
    let world = World::of(PAPER).await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    assert!(!text.contains("name=\"description\"") && !text.contains("og:description"), "{text}");
    assert!(world.get("/about/").await.text().contains("name=\"description\""));
}

#[tokio::test]
async fn a_talk_is_an_event() {
    let talk = |status: &str| {
        format!(
            "Template-Type: ReDIF-Talk 1.0\nTitle: T\nAuthor-Name: Ann One\nEvent-Date: 2014-03-11\n\
             Event-Time: 19:30\nEvent-Status: {status}\nVenue-Name: The Hall\nVenue-Postal: 1 Street\n\
             File-URL: https://example.org/1.mp3\nFile-Format: audio/mpeg\nHandle: RePEc:abc:papers:1\n"
        )
    };
    let check = async |status: &str, expected: &str| {
        let world = World::of(&talk(status)).await;
        let got = world.get("/t/abc/papers/1.html").await;
        checked::page("/t/abc/papers/1.html", &got.text());
        let thing = linked(&got);
        assert_eq!(thing["@type"], "Event");
        assert_eq!(thing["startDate"], "2014-03-11T19:30");
        assert_eq!(thing["eventStatus"], format!("https://schema.org/{expected}"), "{status}");
        assert_eq!(thing["location"]["address"], "1 Street");
        assert_eq!(thing["performer"][0]["name"], "Ann One");
        assert_eq!(thing["recordedIn"][0]["@type"], "AudioObject");
        assert_eq!(thing["superEvent"]["@type"], "EventSeries");
    };
    check("announced", "EventScheduled").await;
    check("cancelled", "EventCancelled").await;
    check("moved", "EventRescheduled").await;
}

#[tokio::test]
async fn every_one_of_many_people_is_named_in_a_small_header() {
    let people: String =
        (0..300).map(|n| format!("Author-Name: Ann No{n}\nAuthor-Person: pan{n}\n")).collect();
    let world =
        World::of(&format!("Template-Type: ReDIF-Paper 1.0\nTitle: T\n{people}Handle: RePEc:abc:papers:1\n"))
            .await;
    let got = world.get("/p/abc/papers/1.html").await;
    assert_eq!(linked(&got)["author"].as_array().map(Vec::len), Some(300));
    assert_eq!(got.text().matches("name=\"citation_author\"").count(), 300);
    assert!(got.header("link").len() < 3_000, "{}", got.header("link").len());
}
