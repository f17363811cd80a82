//! (tests) Feeds over whole worlds.

use ibid_core::date::Date;

use crate::tests::world::World;

/// What stands between these, for each time they stand so.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

fn paper(number: u32, year: u32, more: &str) -> String {
    format!(
        "Template-Type: ReDIF-Paper 1.0\nTitle: Paper {number}\nAuthor-Name: Ann Bell\nCreation-Date: {year}\n\
         Classification-JEL: F51\nNumber: {number}\n{more}Handle: RePEc:abc:papers:{number}\n\n"
    )
}

#[tokio::test]
async fn every_list_has_its_feed_in_every_form() {
    let world = World::toy().await;
    for stem in [
        "new",
        "talks",
        "series/hst/ghsdps",
        "archives/hst",
        "jel/F51",
        "authors/Mitsuhiko%20Kimuran",
        "people/pki42",
        "lists/north-korea-and-japan",
        "search",
    ] {
        for (ending, media, mark) in [
            ("atom", "application/atom+xml; charset=utf-8", "<entry>"),
            ("rss", "application/rss+xml; charset=utf-8", "<item>"),
            ("json", "application/feed+json", "\"content_text\""),
        ] {
            let path = format!("/feeds/{stem}.{ending}");
            let got = world.get(&path).await;
            assert_eq!((got.status, got.header("content-type")), (200, media), "{path}: {}", got.text());
            assert!(got.text().contains(mark), "{path}: {}", got.text());
        }
    }
}

#[tokio::test]
async fn json_has_what_its_format_asks_for() {
    let world = World::toy().await;
    for path in [
        "/feeds/new.json",
        "/feeds/lists/north-korea-and-japan.json",
        "/feeds/search.json?q=korea&kind=paper",
    ] {
        let feed: serde_json::Value = serde_json::from_slice(&world.get(path).await.bytes).expect("JSON");
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{path}");
        assert_eq!(feed["feed_url"], format!("https://ibid.example{path}"), "{path}");
        assert!(feed["title"].as_str().is_some_and(|it| it.ends_with(" · ibid")), "{path}");
        for item in feed["items"].as_array().expect("items") {
            for name in ["id", "url", "title", "content_text", "date_published", "date_modified"] {
                assert!(item[name].as_str().is_some_and(|it| !it.is_empty()), "{path}: {name} of {item}");
            }
        }
    }
}

#[tokio::test]
async fn pages_name_the_feeds_of_their_lists() {
    let world = World::toy().await;
    for (page, feed) in [
        ("/", "/feeds/new.atom"),
        ("/new/", "/feeds/new.atom"),
        ("/s/hst/ghsdps.html", "/feeds/series/hst/ghsdps.atom"),
        ("/archives/hst/", "/feeds/archives/hst.atom"),
        ("/j/F51.html", "/feeds/jel/F51.atom"),
        ("/authors/Mitsuhiko%20Kimuran.html", "/feeds/authors/Mitsuhiko%20Kimuran.atom"),
        ("/e/pki42.html", "/feeds/people/pki42.atom"),
        ("/lists/north-korea-and-japan.html", "/feeds/lists/north-korea-and-japan.atom"),
        ("/search?q=money&amp;kind=talk", "/feeds/search.atom?q=money&amp;kind=talk"),
    ] {
        let page = page.replace("&amp;", "&");
        let text = world.get(&page).await.text();
        let links = between(&text, "<link rel=\"alternate\" type=\"application/atom+xml\"", ">");
        assert!(links.iter().any(|it| it.contains(&format!("href=\"{feed}\""))), "{page}: {links:?}");
        assert_eq!(world.get(&feed.replace("&amp;", "&")).await.status, 200, "{feed}");
    }
}

#[tokio::test]
async fn what_came_last_stands_first() {
    let world = World::of(&paper(1, 2020, "")).await;
    // An old paper that is added later.
    world.papers(&[paper(1, 2020, ""), paper(2, 1950, "")].concat()).await;
    for stem in ["new", "series/abc/papers", "archives/abc", "jel/F5", "authors/Ann%20Bell", "search"] {
        let text = world.get(&format!("/feeds/{stem}.atom")).await.text();
        let ids = between(&text, "<entry>\n<id>", "</id>");
        let expected = [2, 1].map(|n| format!("https://ibid.example/RePEc:abc:papers:{n}"));
        assert_eq!(ids, expected, "{stem}");
    }
    // Withdrawn works are gone.
    world.papers(&paper(2, 1950, "")).await;
    let text = world.get("/feeds/new.rss").await.text();
    assert_eq!(
        between(&text, "<guid isPermaLink=\"true\">", "<"),
        ["https://ibid.example/RePEc:abc:papers:2"]
    );
}

#[tokio::test]
async fn nothing_of_a_record_gets_out_of_its_place() {
    let more = "Abstract: </summary><script>alert(1)</script> & ]]> \u{1b}[31m \u{202e}x\n\
                Keywords: \"a\" b='c', <d>\nLanguage: en\"><x\n";
    let text = paper(1, 2020, more).replace("Paper 1", "<img src=x onerror=alert(1)> & \u{b}more");
    let world = World::of(&text).await;
    for path in ["/feeds/new.atom", "/feeds/new.rss"] {
        let text = world.get(path).await.text();
        for bad in ["<script", "<img", "<d>", "<x", "\u{1b}", "\u{b}", "\u{202e}"] {
            assert!(!text.contains(bad), "{path}: {bad:?} in {text}");
        }
    }
    // Who takes a title or a description of RSS for markup finds no tag in it either.
    let rss = world.get("/feeds/new.rss").await.text();
    assert!(!rss.contains("&lt;script") && !rss.contains("&lt;img"), "{rss}");
}

#[tokio::test]
async fn a_talk_says_when_it_is() {
    let world = World::toy().await;
    let text = world.get("/feeds/talks.atom").await.text();
    let dates = between(&text, "<ev:startdate>", "<");
    assert!(!dates.is_empty() && dates.iter().all(|it| Date::parse(it).is_some()), "{dates:?}");
    let json: serde_json::Value =
        serde_json::from_slice(&world.get("/feeds/talks.json").await.bytes).expect("JSON");
    let items = json["items"].as_array().expect("items");
    let starts = items.iter().filter_map(|it| it["_ibid"]["event"]["start"].as_str());
    assert!(starts.eq(dates.iter().copied()), "{json}");
}

#[tokio::test]
async fn who_has_a_feed_is_not_sent_it_again() {
    let world = World::toy().await;
    let path = "/feeds/series/hst/ghsdps.atom";
    let got = world.get(path).await;
    let tag = got.header("etag").to_owned();
    let check = async |headers: &[(&str, &str)], status: u16| {
        let got = world.ask("GET", path, headers).await;
        assert_eq!((got.status, got.bytes.is_empty()), (status, status == 304), "{headers:?}");
    };
    check(&[("if-none-match", &tag)], 304).await;
    check(&[("if-none-match", "W/\"0\"")], 200).await;
    // A feed has no date: it changes when a work leaves it, too.
    assert_eq!(got.header("last-modified"), "");
    check(&[("if-modified-since", "Fri, 31 Dec 2100 00:00:00 GMT")], 200).await;
}

#[tokio::test]
async fn what_is_no_list_has_no_feed() {
    let world = World::toy().await;
    for (path, status) in [
        ("/feeds/", 404),
        ("/feeds/new", 404),
        ("/feeds/new.xml", 404),
        ("/feeds/series/hst/nope.atom", 404),
        ("/feeds/archives/zzz.atom", 404),
        ("/feeds/authors/Nobody%20Atall.rss", 404),
        ("/feeds/people/pzz99.rss", 404),
        ("/feeds/lists/nope.json", 404),
        ("/feeds/jel/F5x1.json", 404),
        ("/feeds/jel/F99.json", 200),
        ("/feeds/search.atom?from=x", 400),
        ("/feeds/search.atom?q=%ff", 400),
        ("/feeds/search.atom?q=zzzqqq", 200),
    ] {
        assert_eq!(world.get(path).await.status, status, "{path}");
    }
}
