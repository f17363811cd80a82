//! Cases for the pages of works.

use crate::tests::checked;
use crate::tests::world::World;

const PAPER: &str = "Template-Type: ReDIF-Paper 1.0
Title: Prices after the War, 1950-1953
Author-Name: Ann One
Author-Email: ann@example.org
Author-Workplace-Name: The House
Author-Name: Bo Two
Abstract: What rice cost in the early 1950s. Write to ann@example.net.
Keywords: rice; prices
Classification-JEL: N15
Creation-Date: 2011-07
Number: 7
File-URL: https://example.org/7.pdf
File-Format: application/pdf
Handle: RePEc:abc:papers:7
";

#[tokio::test]
async fn a_paper_shows_what_a_reader_looks_for() {
    let world = World::of(PAPER).await;
    let got = world.get("/p/abc/papers/7.html").await;
    let text = got.text();
    checked::page("/p/abc/papers/7.html", &text);
    assert_eq!(got.status, 200);
    for part in [
        "<h1>Prices after the War, 1950-1953</h1>",
        "Ann One",
        "The House",
        "What rice cost",
        "Ann One &amp; Bo Two, 2011. &quot;Prices after the War, 1950-1953,&quot; Papers of the House 7, The House.",
        "RePEc:abc:papers:7",
        "href=\"/go/p/abc/papers/7/1\" data-to=\"https://example.org/7.pdf\" rel=\"nofollow noopener ugc\"",
        "href=\"/j/N15.html\"",
        "href=\"/archives/abc/\"",
        "href=\"/s/abc/papers.html\"",
        "abc/papers/all.rdf</code>, line 1",
        "Una Keeper",
        "please mention this item’s handle",
        "Printed from https://ibid.example/p/abc/papers/7.html",
        "About the years 1950–1953",
        "<li><b>Title:</b> Prices after the War, 1950-1953",
        "action=\"/p/abc/papers/7/cite\"",
        "<meta name=\"citation_title\" content=\"Prices after the War, 1950-1953\">",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("ann@example.org") && !text.contains("keeper@example.org"), "{text}");
}

#[tokio::test]
async fn every_way_of_writing_the_address_leads_to_one() {
    let world = World::of(PAPER).await;
    for path in [
        "/p/ABC/papers/7.html",
        "/p/abc/papers/7",
        "/a/abc/papers/7.html",
        "/t/abc/papers/7",
        "/RePEc:abc:papers:7",
        "/repec:ABC:papers:7",
    ] {
        let got = world.get(path).await;
        assert!(matches!(got.status, 307 | 308), "{path}: {}", got.status);
        assert_eq!(got.header("location"), "/p/abc/papers/7.html", "{path}");
    }
}

#[tokio::test]
async fn the_record_as_received_keeps_addresses_of_people_back() {
    let world = World::of(PAPER).await;
    let got = world.get("/p/abc/papers/7.redif").await;
    assert!(
        got.text().contains("Author-Name: Ann One") && !got.text().contains("ann@example.org"),
        "{}",
        got.text()
    );
    assert_eq!(world.get("/p/abc/papers/7.history").await.status, 404);
}

#[tokio::test]
async fn a_work_comes_in_every_format() {
    let world = World::of(PAPER).await;
    for (extension, media, part) in [
        ("bib", "application/x-bibtex", "author"),
        ("ris", "application/x-research-info-systems", "TY  - "),
        ("csl.json", "application/vnd.citationstyles.csl+json", "\"title\""),
        ("json", "application/json", "RePEc:abc:papers:7"),
        ("dc.xml", "application/xml", "<"),
        ("mods.xml", "application/mods+xml", "<mods "),
        ("marc.xml", "application/marcxml+xml", "<leader>"),
        ("biblatex", "application/x-biblatex", "@report{"),
        ("txt", "text/plain", "Ann One"),
    ] {
        let by_address = world.get(&format!("/p/abc/papers/7.{extension}")).await;
        assert_eq!(by_address.status, 200, "{extension}");
        assert!(by_address.header("content-type").starts_with(media), "{extension}");
        assert!(
            by_address.text().contains(part) && !by_address.text().contains("ann@example.org"),
            "{}",
            by_address.text()
        );
        let by_accept = world.ask("GET", "/p/abc/papers/7.html", &[("accept", media)]).await;
        assert_eq!(by_accept.text(), by_address.text(), "{media}");
    }
    for (accept, media) in [
        ("*/*", "text/html"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("image/png", "text/html"),
        ("application/x-bibtex;q=0", "text/html"),
        ("application/x-bibtex;q=nonsense", "text/html"),
        ("application/x-bibtex, text/html;q=0.5", "application/x-bibtex"),
        ("application/json;q=0.5, application/mods+xml; q=0.9", "application/mods+xml"),
    ] {
        let got = world.ask("GET", "/p/abc/papers/7.html", &[("accept", accept)]).await;
        assert!(got.header("content-type").starts_with(media), "{accept}");
    }
}

#[tokio::test]
async fn history_shows_what_changed_word_by_word() {
    let world = World::of(PAPER).await;
    world
        .papers(&PAPER.replace("after the War", "after a War").replace("ann@example.org", "anna@example.org"))
        .await;
    let got = world.get("/p/abc/papers/7/history").await;
    let text = got.text();
    checked::page("history", &text);
    assert!(text.contains("Prices after <del>the</del><ins>a</ins> War"), "{text}");
    assert!(
        text.contains("Version 2") && text.contains("Version 1") && !text.contains("@example.org"),
        "{text}"
    );
}

#[tokio::test]
async fn a_withdrawn_work_is_gone_with_its_last_state() {
    let world = World::of(PAPER).await;
    world.papers(&PAPER.replace("papers:7", "papers:8")).await;
    let got = world.get("/p/abc/papers/7.html").await;
    let text = got.text();
    checked::page("withdrawn", &text);
    assert_eq!(got.status, 410);
    assert!(text.contains("Withdrawn.") && text.contains("Prices after the War"), "{text}");
    let json = world.ask("GET", "/p/abc/papers/7.html", &[("accept", "application/problem+json")]).await;
    assert_eq!((json.status, json.header("content-type")), (410, "application/problem+json"));
    for (format, says) in
        [("bib", "@techreport"), ("ris", "TY  - "), ("json", "{"), ("redif", "Template-Type")]
    {
        let got = world.get(&format!("/p/abc/papers/7.{format}")).await;
        assert_eq!((got.status, got.text().contains(says)), (410, true), "{format}: {}", got.text());
        let live = world.get(&format!("/p/abc/papers/8.{format}")).await;
        assert_eq!((live.status, live.header("content-type")), (200, got.header("content-type")), "{format}");
    }
}

#[tokio::test]
async fn a_wrong_handle_is_answered_with_the_nearest() {
    let world = World::of(PAPER).await;
    for path in ["/p/abc/papers/77.html", "/RePEc:abc:papers:71"] {
        let got = world.get(path).await;
        checked::page(path, &got.text());
        assert_eq!(got.status, 404, "{path}");
        assert!(got.text().contains("href=\"/RePEc:abc:papers:7\""), "{}", got.text());
    }
    let json = world.ask("GET", "/RePEc:abc:papers:71", &[("accept", "application/json")]).await;
    assert!(json.text().contains("\"nearest\":[\"RePEc:abc:papers:7\""), "{}", json.text());
}

#[tokio::test]
async fn thousands_of_authors_fold_away() {
    let authors: String =
        (0..3_000).map(|at| format!("Author-Name: Zoe {}\n", "i".repeat(at % 60 + 1))).collect();
    let world = World::of(&PAPER.replace("Author-Name: Bo Two\n", &authors)).await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    checked::page("many", &text);
    let (_, body) = text.split_once("<body>").unwrap_or_default();
    let (before, _) =
        body.split_once("<details><summary>2,971 more").unwrap_or_else(|| panic!("nothing folds"));
    assert!(before.matches("author:%22").count() == 30, "{before}");
}

#[tokio::test]
async fn a_work_is_cited_in_any_style() {
    let world = World::of(PAPER).await;
    let page = world.get("/p/abc/papers/7/cite?style=apa").await.text();
    checked::page("cite", &page);
    for part in [
        "One, A., &amp; Two, B. (2011",
        "<i>Prices after the War, 1950-1953</i> (Papers of the House No. 7). The House. <a href=\"https://example.org/7.pdf\" rel=\"nofollow noopener ugc\">",
        "In the text: <span>(One &amp; Two, 2011)</span>",
        "<option value=\"apa\" selected>",
        "<meta name=\"robots\" content=\"noindex\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let part = world.get("/p/abc/papers/7/cite?style=apa&part=1").await.text();
    assert!(part.starts_with("<p class=\"read\">One, A.") && page.contains(&part), "{part}");
    for none in ["", "?style=", "?style=nonsense", "?style=%ff", "?style=../apa", "?&=&style"] {
        let page = world.get(&format!("/p/abc/papers/7/cite{none}")).await;
        assert_eq!(page.status, 200, "{none}");
        assert!(page.text().contains("Ann One &amp; Bo Two, 2011."), "{none}");
    }
    let moved = world.get("/p/ABC/papers/7/cite?style=mla").await;
    assert_eq!(moved.header("location"), "/p/abc/papers/7/cite?style=mla");
    assert_eq!(world.get("/p/abc/papers/8/cite?style=mla").await.status, 404);
}

#[tokio::test]
async fn citations_hold_no_markup_of_a_record() {
    let nasty = PAPER
        .replace("Prices after the War, 1950-1953", "<script>alert(1)</script> \"&amp;lt;b&gt;")
        .replace("Ann One", "<img src=x onerror=alert(1)> One")
        .replace("https://example.org/7.pdf", "https://example.org/?\"><script>");
    let world = World::of(&nasty).await;
    for style in ibid_app::style::STYLES.iter().map(|it| it.id).chain([""]) {
        let page = world.get(&format!("/p/abc/papers/7/cite?style={style}")).await.text();
        checked::page(style, &page);
    }
}

#[tokio::test]
async fn both_scripts_stand_side_by_side() {
    let world = World::of(
        "Template-Type: ReDIF-Paper 1.0\nTitle: Prices and Wages in Seoul\nX-Title-Original: 서울의 물가와 임금\nX-Title-Transliterated: Seoul-ui mulga-wa imgeum\nAuthor-Name: Seoyeon Park\nAuthor-X-Name-First: 서연\nAuthor-X-Name-Last: 박\nAuthor-Name: Mitsuhiko Kimura\nAuthor-X-Name-Original: 木村光彦\nAuthor-Name: 이지현\nAuthor-X-Name-First: 지현\nAuthor-X-Name-Last: 이\nLanguage: ko\nHandle: RePEc:abc:papers:7\n",
    )
    .await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    checked::page("scripts", &text);
    for part in [
        "<bdi lang=\"ko\">서울의 물가와 임금</bdi> <span class=\"role\">Original title</span>",
        "Seoul-ui mulga-wa imgeum</bdi> <span class=\"role\">Title transliterated</span>",
        "Seoyeon Park</a> <span class=\"soft\"><bdi lang=\"ko\">박서연</bdi></span>",
        "Mitsuhiko Kimura</a> <span class=\"soft\"><bdi lang=\"zh\">木村光彦</bdi></span>",
        "family name <bdi lang=\"ko\">이</bdi>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[tokio::test]
async fn terms_and_restrictions_are_said_and_what_is_not_said() {
    let world = World::of(PAPER).await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    assert!(text.contains("no restriction stated") && text.contains("no licence stated"), "{text}");
    let said = PAPER.replace(
        "File-Format: application/pdf",
        "File-Format: application/pdf\nFile-Restriction: Members only\nFile-X-License: https://example.org/by/4.0/",
    );
    let world = World::of(&said).await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    checked::page("terms", &text);
    assert!(text.contains("Members only") && text.contains("as stated with the files"), "{text}");
    assert!(
        text.contains("<a href=\"https://example.org/by/4.0/\" rel=\"nofollow noopener ugc\">"),
        "{text}"
    );
    let none = "File-Format: application/pdf\nFile-Restriction: no\nRestriction: None";
    let world = World::of(&PAPER.replace("File-Format: application/pdf", none)).await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    assert!(text.contains("Access: no restriction<"), "{text}");
    assert!(!text.contains("On the whole work"), "{text}");
}

#[tokio::test]
async fn versions_found_by_rule_stand_with_the_declared_ones() {
    let other = |handle: &str, title: &str, field: &str| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nAuthor-Name: Ann One\nAuthor-Name: Bo Two\nCreation-Date: 2012\n{field}Handle: RePEc:abc:papers:{handle}\n\n"
        )
    };
    let title = "Prices after the War, 1950-1953";
    let world = World::of(&format!(
        "{PAPER}\n{}{}{}",
        other("8", title, ""),
        other("9", "Wages", "Paper-Handle: RePEc:abc:papers:7\n"),
        other("10", "Rents", ""),
    ))
    .await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    checked::page("versions", &text);
    let (_, section) = text.split_once("id=\"versions\"").expect("the section");
    let (section, _) = section.split_once("</section>").expect("its end");
    for (reason, handle) in [
        ("Found by rule: the same people and the same title", "8"),
        ("Declared to be the same work in another form", "9"),
    ] {
        let line = format!("{reason}</p><h3 class=\"t\"><a href=\"/p/abc/papers/{handle}.html\"");
        assert!(section.contains(&line), "{handle}: {section}");
    }
    assert!(!section.contains("/p/abc/papers/10.html"), "{section}");
    let text = world.get("/p/abc/papers/10.html").await.text();
    assert!(
        text.contains("names no other version") && text.contains("Search for a different version"),
        "{text}"
    );
}

#[tokio::test]
async fn every_field_stands_in_its_line() {
    let world = World::of(&format!("{}\n\n{PAPER}", PAPER.replace("papers:7", "papers:6"))).await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    let first = PAPER.lines().count() + 3;
    assert!(text.contains(&format!("<ol class=\"src\" start=\"{first}\"")), "{text}");
    assert!(text.contains("<li><b>Number:</b> 7<li>"), "{text}");
    assert!(text.contains("<li><b>Author-Email:</b> (an e-mail address, not shown)<li>"), "{text}");
}

#[tokio::test]
async fn an_abstract_of_a_megabyte_folds_away() {
    let words = "rice cost more in every year of the war and after it ".repeat(20_000);
    let world = World::of(&PAPER.replace("What rice cost", &format!("What rice cost {words}"))).await;
    let text = world.get("/p/abc/papers/7.html").await.text();
    checked::page("long", &text);
    let (before, rest) = text.split_once("The rest of the abstract").expect("a fold");
    assert!(before.len() < 40_000 && rest.len() > words.len(), "{} {}", before.len(), rest.len());
    assert!(rest.len() < words.len() + 60_000, "nothing else holds all of it: {}", rest.len());
}

#[tokio::test]
async fn a_library_is_linked_where_the_operator_names_one() {
    let world = World::of(PAPER).await;
    assert!(!world.get("/p/abc/papers/7.html").await.text().contains("your library"));
    let settings = crate::Settings {
        resolver: "https://resolver.example.org/openurl".to_owned(),
        ..crate::Settings::default()
    };
    let text = world.with(settings).get("/p/abc/papers/7.html").await.text();
    checked::page("library", &text);
    assert!(text.contains("href=\"https://resolver.example.org/openurl?url_ver=Z39.88-2004&amp;"), "{text}");
}

#[tokio::test]
async fn the_page_is_small() {
    let world = World::toy().await;
    let mut whole = 0;
    for style in ["static/print.css", "static/suggest.js", "static/work.js"] {
        whole +=
            std::fs::metadata(format!("{}/src/{style}", env!("CARGO_MANIFEST_DIR"))).expect("a file").len();
    }
    let path = "/p/hst/ghsdps/gd11-190.html";
    let packed = world.ask("GET", path, &[("accept", "text/html"), ("accept-encoding", "gzip")]).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    // Sheets and scripts count unpacked here: more than a browser fetches.
    let whole = whole + packed.bytes.len() as u64;
    assert!(whole < 30 << 10, "{whole} bytes, {} of them the page", packed.bytes.len());
}

#[tokio::test]
async fn nothing_in_a_record_becomes_markup() {
    let nasty = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "</title></style><script>1</script>",
        "'><svg/onload=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "{{7*7}}${7*7}",
        "\u{202e}evil\u{2066}",
    ];
    for value in nasty {
        let template = format!(
            "Template-Type: ReDIF-Paper 1.0\nTitle: {value}\nTitle: {value} again\nAuthor-Name: {value}\nAuthor-Homepage: {value}\nAuthor-Person: {value}\nAuthor-Workplace-Name: {value}\nAuthor-Workplace-Homepage: {value}\nAbstract: {value}\nKeywords: {value}; {value}\nLanguage: {value}\nNumber: {value}\nDOI: {value}\nNote: {value}\nSeries: {value}\nFile-URL: {value}\nFile-Function: {value}\nFile-Restriction: {value}\nFile-URL: https://example.org/?{value}\nOrder-URL: {value}\nRestriction: {value}\nHandle: RePEc:abc:papers:{}\n",
            value.split_whitespace().collect::<String>().to_lowercase(),
        );
        let plain =
            "Template-Type: ReDIF-Paper 1.0\nTitle: Plain\nAuthor-Name: A\nHandle: RePEc:abc:papers:1\n";
        let world = World::of(&format!(
            "{template}\n{}\n{plain}",
            template.replace("Handle: ", "Handle: RePEc:abc:papers:2\nX-Old: ")
        ))
        .await;
        let mut paths = vec![
            "/p/abc/papers/2.html".to_owned(),
            "/p/abc/papers/2/history".to_owned(),
            "/s/abc/papers.html".to_owned(),
            "/archives/abc/".to_owned(),
            "/".to_owned(),
            "/search".to_owned(),
        ];
        paths.extend(checked::links(&world.get("/s/abc/papers.html").await.text()));
        paths.push(crate::urls::Search::text(value).to_string());
        for path in paths {
            let got = world.get(&path).await;
            assert!(got.status < 500, "{path}: {}", got.status);
            if got.header("content-type").starts_with("text/html") {
                checked::page(&path, &got.text());
            }
        }
    }
}
