//! Works larger than any page was drawn for, and in scripts that run the other way, stay readable.

use ibid_testkit::Browser;

use super::{Look, complaints};
use crate::world::World;

const AUTHORS: usize = 3_000;

/// A series of giants.
fn giants() -> World {
    let world = World::empty(None);
    world.write("abc/abcarch.rdf", "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: Giants\nURL: http://abc.example.org/RePEc/abc/\nMaintainer-Email: a@example.org\n");
    world.write("abc/abcseri.rdf", "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:abc:wpaper\nName: Giants\nMaintainer-Email: a@example.org\nType: ReDIF-Paper\n");
    let paper = |number: &str, fields: &str| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\n{fields}\nCreation-Date: 2020\nHandle: RePEc:abc:wpaper:{number}\n\n"
        )
    };
    let authors: String = (0..AUTHORS)
        .map(|at| format!("Author-Name: Ann {at} Author\nAuthor-Workplace-Name: Institute {}\n", at % 50))
        .collect();
    let words = "A sentence about the balance of payments in 1957, of nine words. ".repeat(16_000);
    let papers = [
        paper("crowd", &format!("Title: Three thousand people\n{authors}")),
        paper("long", &format!("Author-Name: Ann Author\nTitle: A long abstract\nAbstract: {words}")),
        paper(
            "word",
            &format!("Author-Name: {0}\nTitle: {0}\nAbstract: {0}\nKeywords: {0}", "x".repeat(4_000)),
        ),
        paper("title", &format!("Author-Name: Ann Author\nTitle: {}", "Sixty words and more ".repeat(15))),
        paper(
            "arabic",
            "Author-Name: \u{645}\u{62d}\u{645}\u{62f} \u{639}\u{644}\u{64a}\nTitle: \u{627}\u{644}\u{62a}\u{636}\u{62e}\u{645} (inflation) \u{648}\u{627}\u{644}\u{646}\u{645}\u{648} \u{202e}txet\nAbstract: \u{202e}\u{202e}\u{2067}\u{627}\u{644}\u{62a}\u{636}\u{62e}\u{645}",
        ),
        paper(
            "tower",
            &format!(
                "Author-Name: Zal{0}go\nTitle: Tow{0}er and {0}\nAbstract: {0}a",
                "\u{336}\u{301}\u{323}".repeat(300)
            ),
        ),
        paper(
            "keys",
            &format!(
                "Author-Name: Ann Author\nTitle: Many keywords\nKeywords: {}",
                (0..2_000).map(|at| format!("keyword {at}; ")).collect::<String>()
            ),
        ),
        paper(
            "files",
            &format!(
                "Author-Name: Ann Author\nTitle: Many files\n{}",
                (0..500)
                    .map(|at| format!(
                        "File-URL: https://a.example.org/{at}.pdf\nFile-Format: application/pdf\n"
                    ))
                    .collect::<String>()
            ),
        ),
    ];
    world.write("abc/wpaper/all.rdf", papers.concat());
    world.harvest("");
    world
}

const NUMBERS: [&str; 8] = ["crowd", "long", "word", "title", "arabic", "tower", "keys", "files"];

#[test]
fn giants_stay_readable() {
    let Some(mut browser) = Browser::start() else { return };
    let world = giants();
    let server = world.serve();
    let mut paths: Vec<String> =
        ["/", "/s/abc/wpaper.html", "/search?q=series:RePEc:abc:wpaper", "/authors/", "/new/"]
            .map(str::to_owned)
            .into();
    for number in NUMBERS {
        paths.push(format!("/p/abc/wpaper/{number}.html"));
        paths.push(format!("/p/abc/wpaper/{number}/history"));
    }
    let mut said = Vec::new();
    for look in [Look::Wide, Look::Phone, Look::Print] {
        look.set(&mut browser);
        for path in &paths {
            browser.open(&server.url(path));
            said.extend(complaints(&mut browser).into_iter().map(|it| format!("{path} {look:?}: {it}")));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
    // What is left out can be reached, and what is shown is not the whole megabyte in one line.
    let crowd = server.page("/p/abc/wpaper/crowd.html");
    assert!(crowd.contains("Ann 0 Author") && crowd.contains("Ann 2999 Author"), "all of them are there");
    for number in NUMBERS {
        for extension in ["bib", "ris", "json", "csl.json", "redif", "txt", "dc.xml"] {
            server.page(&format!("/p/abc/wpaper/{number}.{extension}"));
        }
    }
}

#[test]
fn what_runs_the_other_way_stays_within_itself() {
    let Some(mut browser) = Browser::start() else { return };
    let world = giants();
    let server = world.serve();
    browser.open(&server.url("/p/abc/wpaper/arabic.html"));
    // An override within a text does not turn what stands beside it.
    let turned = browser.eval(
        "[...document.querySelectorAll('h1, h1 *, .by, .by *, p, li, dd')]
            .filter(it => [...it.childNodes].some(node => node.nodeType === 3 && /[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data)))
            .filter(it => !['isolate', 'isolate-override', 'plaintext'].includes(getComputedStyle(it).unicodeBidi) && !it.closest('bdi'))
            .map(it => it.outerHTML.slice(0, 100))",
    );
    assert_eq!(turned, serde_json::json!([]));
}
