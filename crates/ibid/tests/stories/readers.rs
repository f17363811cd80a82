//! What readers are led to: the full text by way of a count, other versions, related works.

use std::time::{Duration, Instant};

use crate::world::{Server, World, header};

const PAPER: &str = "/p/hst/ghsdps/gd11-190";

/// Asks for a page until it says this: views follow the ledger a moment later.
fn until(server: &Server, path: &str, said: &str) -> String {
    let start = Instant::now();
    loop {
        // A new address each time, so that no page kept in memory answers.
        let page = server.page(&format!("{path}?{}", start.elapsed().as_millis()));
        if page.contains(said) {
            return page;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{path} never says {said}: {page}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_download_is_counted_for_good() {
    World::each(|world| {
        world.harvest("");
        let server = world.serve();
        let click = |agent: &str| {
            let head = "Connection: close\r\nX-Forwarded-For: 10.0.0.1\r\n";
            server.send(
                &format!("GET {PAPER}/1 HTTP/1.1\r\nHost: x\r\n{head}User-Agent: {agent}\r\n\r\n")
                    .replace("GET /", "GET /go/"),
            )
        };
        let (status, head, _) = click("Firefox/145.0");
        assert_eq!(status, 302, "{head}");
        assert_eq!(header(&head, "location"), Some("https://example.org/hi-stat/ghsdps/gd11-190.pdf"));
        assert_eq!(click("Firefox/145.0").0, 302);
        assert_eq!(click("Googlebot/2.1").0, 302);
        until(&server, &format!("{PAPER}.html"), "1 file opened from here");
        drop(server);
        let server = world.serve();
        assert!(server.page(&format!("{PAPER}.html")).contains("1 file opened from here"));
        let robots = server.page("/robots.txt");
        assert!(robots.contains("Disallow: /go/"), "{robots}");
    });
}

#[test]
fn a_paper_and_its_article_lead_to_each_other() {
    World::each(|world| {
        world.harvest("");
        let server = world.serve();
        let work = |kind: &str, people: &str, title: &str, handle: &str| {
            format!("Template-Type: ReDIF-{kind} 1.0\n{people}Title: {title}\nHandle: {handle}\n\n")
        };
        world.write(
            "xyz/journl/new.rdf",
            work(
                "Article",
                "Author-Name: Zimmer, A.\nAuthor-Name: B. Quark\n",
                "TOLLS OF THE OUTER HARBOUR",
                "RePEc:xyz:journl:v:9:y:2021:i:1:p:1-9",
            ),
        );
        world.write(
            "xyz/wpaper/new.rdf",
            work(
                "Paper",
                "Author-Name: Anna Zimmer\nAuthor-Name: Bo Quark\n",
                "Tolls of the outer harbour: evidence from ledgers",
                "RePEc:xyz:wpaper:new-1",
            ),
        );
        world.harvest("xyz");
        let (article, paper) = ("/a/xyz/journl/v9y2021i1p1-9.html", "/p/xyz/wpaper/new-1.html");
        until(&server, article, &format!("href=\"{paper}\""));
        until(&server, paper, &format!("href=\"{article}\""));
        world.write("xyz/wpaper/new.rdf", "");
        world.harvest("xyz");
        let start = Instant::now();
        while server.page(&format!("{article}?{}", start.elapsed().as_millis())).contains(paper) {
            assert!(start.elapsed() < Duration::from_secs(20), "a withdrawn version is still shown");
            std::thread::sleep(Duration::from_millis(100));
        }
    });
}
