//! Cases for the site as a whole: every page of the toy world, odd requests, caching.

mod accounts;
pub(crate) mod checked;
mod orcid;
mod permissions;
pub(crate) mod world;

use std::collections::{HashSet, VecDeque};
use std::io::Read as _;

use world::World;

/// Enough for every page type and every record of the toy world.
const PAGES_READ: usize = 1_500;

#[tokio::test]
async fn every_link_of_the_toy_world_leads_somewhere_good() {
    let world = World::toy().await;
    let mut seen = HashSet::new();
    let mut next: VecDeque<String> =
        ["/", "/p/hst/ghsdps/gd11-190.html", "/t/rak/lectur/2014-03-11.html"].map(str::to_owned).into();
    while let Some(path) = next.pop_front() {
        if seen.len() >= PAGES_READ || !seen.insert(path.clone()) {
            continue;
        }
        let got = world.get(&path).await;
        // A record may name another that nobody has; all other links have to be good.
        let outward = path.starts_with("/go/") && got.status == 302;
        let known = outward
            || matches!(got.status, 200 | 303 | 307 | 308)
            || got.status == 404
                && (path.starts_with("/RePEc:") || path.starts_with("/e/") || path.starts_with("/i/"));
        assert!(known, "{path}: {}", got.status);
        if got.header("content-type").starts_with("text/html") {
            checked::page(&path, &got.text());
            // Searches within searches never end.
            let links = checked::links(&got.text())
                .into_iter()
                .filter(|to| !(to.starts_with("/search?") && path.starts_with("/search")));
            next.extend(links);
        }
        if matches!(got.status, 303 | 307 | 308) {
            next.push_back(got.header("location").to_owned());
        }
    }
    assert!(seen.len() > 300, "{} pages", seen.len());
}

#[tokio::test]
async fn every_page_speaks_the_readers_language() {
    let world = World::toy().await;
    for (tag, heading) in [
        ("en", "Newest works"),
        ("ko", "최근 문헌"),
        ("ja", "新着の文献"),
        ("ru", "Новые работы"),
        ("zh", "最新文献"),
    ] {
        // Twice more than asked for once, so that the page kept for one language is not sent in another.
        for _ in 0..3 {
            let got = world.ask("GET", "/", &[("accept", "text/html"), ("accept-language", tag)]).await;
            assert!(got.text().contains(&format!("<html lang=\"{tag}\">")), "{tag}");
            assert!(got.text().contains(heading), "{tag}");
            let about =
                world.ask("GET", "/about/", &[("accept", "text/html"), ("accept-language", tag)]).await;
            assert!(about.text().contains(&format!("<html lang=\"{tag}\">")), "{tag}");
            assert!(about.header("vary").contains("accept-language"));
        }
    }
}

#[tokio::test]
async fn a_chosen_language_is_remembered() {
    let world = World::toy().await;
    let from = [("referer", "http://ibid.example/search?q=x"), ("host", "ibid.example")];
    let got = world.ask("GET", "/language/ru", &from).await;
    assert_eq!((got.status, got.header("location")), (303, "/search?q=x"));
    let cookie = got.header("set-cookie").split(';').next().unwrap_or("").to_owned();
    let headers = [("accept", "text/html"), ("accept-language", "ko"), ("cookie", &cookie)];
    assert!(world.ask("GET", "/", &headers).await.text().contains("<html lang=\"ru\">"));
    let elsewhere = [("referer", "http://evil.example/x"), ("host", "ibid.example")];
    assert_eq!(world.ask("GET", "/language/ja", &elsewhere).await.header("location"), "/");
    for odd in ["/language/xx", "/language/RU", "/language/ru%0d%0aX:y"] {
        assert_eq!(world.get(odd).await.status, 404, "{odd}");
    }
}

#[tokio::test]
async fn odd_requests_are_refused_politely() {
    let world = World::toy().await;
    let long = format!("/search?q={}", "a".repeat(5_000));
    let deep = format!("/p/{}", "a/".repeat(500));
    let parens = format!("/search?q={}", "(".repeat(900));
    for path in [
        "/%",
        "/%ff",
        "/%00",
        "//evil.example/",
        "/\\evil.example",
        "/p/../../etc/passwd",
        "/p/%2e%2e/%2e%2e/x.html",
        "/RePEc:",
        "/RePEc:%ff:x",
        "/RePEc:a:b:c:d:e",
        "/s/x/y.html",
        "/s/%2F%2Fevil/x.html",
        "/archives/%3Cb%3E/",
        "/archives/a:b/",
        "/archives/hst/?after=x",
        "/s/hst/ghsdps.html?after=1.y",
        "/s/hst/ghsdps.html?year=x",
        "/series/?from=%ff",
        "/archives/?sort=%ff",
        "/j/ZZZ.html",
        "/j/.html",
        "/e/x.html",
        "/e/pzz99.html",
        "/i/x.html",
        "/i/a:b:c.html",
        "/search?page=0",
        "/search?page=51",
        "/search?from=x",
        "/search?kind=poem",
        "/search?q=%ff",
        "/search?sort=%00",
        "/search?year=abc",
        "/search?series=x",
        "/search?jel=9",
        "/p/hst/ghsdps/gd11-190.exe",
        "/p/hst/ghsdps/gd11-190/stats",
        &long,
        &deep,
    ] {
        let got = world.get(path).await;
        assert!((400..500).contains(&got.status), "{path}: {}", got.status);
        checked::page(path, &got.text());
    }
    for path in [
        "/search?q=%22",
        "/search?q=((",
        "/search?q=AND+OR+NOT+-",
        "/search?q=title:",
        "/search?q=year:..",
        "/search?q=*",
        "/search?&&&=&q",
        "/search?page=50",
        &parens,
    ] {
        assert_eq!(world.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn nothing_redirects_to_another_site() {
    let world = World::toy().await;
    for path in [
        "//evil.example/p/hst/ghsdps/gd11-190",
        "/RePEc:/evil.example",
        "/p//evil.example/x",
        "/%2F%2Fevil.example",
        "/P/hst/ghsdps/%2F%2Fevil.example",
        "/s//evil.example/x.html",
        "/archives//evil.example/",
    ] {
        let got = world.get(path).await;
        let to = got.header("location");
        assert!(to.is_empty() || to.starts_with('/') && !to.starts_with("//"), "{path} → {to}");
    }
}

#[tokio::test]
async fn loose_addresses_lead_to_the_right_ones() {
    let world = World::toy().await;
    for (path, to) in [
        ("/archives", "/archives/"),
        ("/about", "/about/"),
        ("/archives/HST", "/archives/hst/"),
        ("/s/HST/ghsdps", "/s/hst/ghsdps.html"),
        ("/j/f51", "/j/F51.html"),
        ("/e/PLA7", "/e/pla7.html"),
    ] {
        let got = world.get(path).await;
        assert_eq!((got.status, got.header("location")), (308, to), "{path}");
    }
}

#[tokio::test]
async fn other_methods_are_not_taken() {
    let world = World::toy().await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "BREW"] {
        let got = world.ask(method, "/", &[]).await;
        assert_eq!(got.status, 405, "{method}");
        checked::page(method, &got.text());
    }
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let world = World::toy().await;
    for path in [
        "/",
        "/nope",
        "/search?page=0",
        "/robots.txt",
        "/healthz",
        "/p/hst/ghsdps/gd11-190.html",
        "/RePEc:hst:ghsdps:gd11-190",
    ] {
        let got = world.get(path).await;
        assert!(got.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!got.header("referrer-policy").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn who_has_the_page_is_told_so() {
    let world = World::toy().await;
    let path = "/p/hst/ghsdps/gd11-190.html";
    let mut tags = HashSet::new();
    // Made anew, made and kept, from memory.
    for _ in 0..3 {
        let got = world.get(path).await;
        let tag = got.header("etag").to_owned();
        let again = world.ask("GET", path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        assert_eq!(again.header("etag"), tag);
        assert!(again.header("last-modified").ends_with("GMT"));
        tags.insert(tag);
    }
    assert_eq!(tags.len(), 1);
    assert_eq!(world.ask("GET", path, &[("if-none-match", "\"other\"")]).await.status, 200);
}

#[tokio::test]
async fn pages_are_compressed_for_who_asks() {
    let world = World::toy().await;
    let path = "/p/hst/ghsdps/gd11-190.html";
    let plain = world.get(path).await;
    for _ in 0..3 {
        let packed = world.ask("GET", path, &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed.bytes.as_slice()).read_to_string(&mut text).expect("gzip");
        assert_eq!(text, plain.text());
        assert!(packed.bytes.len() < 10_000, "{} bytes", packed.bytes.len());
    }
    for (codings, expected) in
        [("gzip;q=0", ""), ("gzip; q=0.000", ""), ("gzipped", ""), ("br;q=0, GZIP ;q=0.5", "gzip")]
    {
        let got = world.ask("GET", path, &[("accept-encoding", codings)]).await;
        assert_eq!(got.header("content-encoding"), expected, "{codings}");
    }
    let head = world.ask("HEAD", path, &[]).await;
    assert_eq!(
        (head.status, head.bytes.len(), head.header("content-length")),
        (200, 0, plain.bytes.len().to_string().as_str())
    );
}

#[tokio::test]
async fn a_kept_page_goes_when_the_catalogue_changes() {
    let paper = "Template-Type: ReDIF-Paper 1.0\nTitle: First\nAuthor-Name: A\nHandle: RePEc:abc:papers:1\n";
    let world = World::of(paper).await;
    for _ in 0..3 {
        assert!(world.get("/p/abc/papers/1.html").await.text().contains("<h1>First</h1>"));
    }
    world.papers(&paper.replace("First", "Second")).await;
    assert!(world.get("/p/abc/papers/1.html").await.text().contains("<h1>Second</h1>"));
    assert!(world.get("/search?q=second").await.text().contains("/p/abc/papers/1.html"));
}

#[tokio::test]
async fn a_large_text_is_still_a_page() {
    let text = "word \u{5d0}\u{5d1} e\u{301} <b> & ".repeat(50_000);
    let world = World::of(&format!(
        "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nAuthor-Name: A\nAbstract: {text}\nHandle: RePEc:abc:papers:1\n",
        "Donaudampfschifffahrtsgesellschaft".repeat(40)
    ))
    .await;
    let got = world.get("/p/abc/papers/1.html").await;
    assert!(got.status == 200 && got.bytes.len() > 1_000_000, "{} {}", got.status, got.bytes.len());
    checked::page("large", &got.text());
}

/// Silent and half-spoken connections, and one that goes on talking.
#[tokio::test(flavor = "multi_thread")]
async fn silent_clients_cost_the_others_nothing() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    let world = World::toy().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let ended = async move { drop(stopped.await) };
    let server = tokio::spawn(crate::serve(listener, world.site(), ended));
    let mut silent = Vec::new();
    for at in 0..200 {
        let mut stream = TcpStream::connect(address).await.expect("connected");
        if at % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.expect("written");
        }
        silent.push(stream);
    }
    for junk in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "GET /\u{e9} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(address).await.expect("connected");
        stream.write_all(junk.as_bytes()).await.expect("written");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    let mut stream = TcpStream::connect(address).await.expect("connected");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.expect("written");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 200 OK"), "{}", String::from_utf8_lossy(&answer));
    drop(silent);
    let _ = stop.send(());
    server.await.expect("no panic").expect("no error");
}

#[tokio::test]
async fn an_empty_catalogue_has_pages_too() {
    let world = World::empty().await;
    for path in ["/", "/search", "/search?q=x", "/archives/", "/about/", "/j/F51.html"] {
        let got = world.get(path).await;
        assert_eq!(got.status, 200, "{path}");
        checked::page(path, &got.text());
    }
}
