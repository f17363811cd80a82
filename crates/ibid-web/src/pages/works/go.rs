//! The way to a file of a work: counted, and led only to where the record says.
//!
//! Not here: what counts as a use (`ibid_app::usage`). Nothing of the request but its path decides where
//! it leads.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, Method, Uri, header};
use axum::response::Response;
use ibid_app::usage::{Click, What};

use crate::Site;
use crate::client::{self, Peer};
use crate::i18n::Lang;
use crate::problem::{self, Answer, Problem};
use crate::urls;

pub(crate) async fn show(
    State(site): State<Site>,
    lang: Lang,
    method: Method,
    uri: Uri,
    peer: Option<axum::Extension<Peer>>,
    headers: HeaderMap,
) -> Answer<Response> {
    let Some((path, number)) = urls::file_of(uri.path()) else {
        return Err(problem::no_such_page(uri).await);
    };
    let (stored, work, beside) = super::find(&site, &path).await?;
    if stored.state == ibid_store::State::Withdrawn {
        return super::page(&site, lang.messages(), stored, work, beside).await;
    }
    let file = number.checked_sub(1).and_then(|at| work.files.get(at));
    let Some(file) = file.filter(|file| urls::is_linkable(&file.url)) else {
        return Err(Problem::missing(format!("{} {number}", work.handle)));
    };
    let said = |name: HeaderName| headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or("");
    // What a browser fetches in case somebody clicks is no click.
    let ahead = said(HeaderName::from_static("sec-purpose")).contains("prefetch");
    if method == Method::GET && !ahead {
        let client = client::of(peer.map(|it| it.0), &headers, &site.settings().proxies);
        let reader = client.to_string();
        let (record, what, agent) = (stored.id, What::File, said(header::USER_AGENT));
        site.usage().count(&Click { record, what, number, reader: &reader, agent, at: site.now() });
    }
    Ok(problem::led_to(&urls::in_header(&file.url)))
}

#[cfg(test)]
mod tests {
    use crate::tests::world::World;

    const FIREFOX: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0");

    fn paper(item: &str, urls: &[&str]) -> String {
        let files: String = urls.iter().map(|url| format!("File-URL: {url}\n")).collect();
        format!(
            "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann One\nTitle: Prices\n{files}\
             Handle: RePEc:abc:papers:{item}\n\n"
        )
    }

    #[tokio::test]
    async fn a_file_is_counted_and_led_to() {
        let templates = [
            paper("7", &["https://example.org/7.pdf", "https://example.org/a%20b.pdf?x=1&y=2"]),
            paper("é.json", &["https://example.org/é.pdf"]),
            paper("none", &[]),
        ];
        let world = World::of(&templates.concat()).await;
        let cases = [
            ("/go/p/abc/papers/7/1", "https://example.org/7.pdf"),
            ("/go/p/ABC/papers/7/1?url=https://evil.example/", "https://example.org/7.pdf"),
            ("/go/a/abc/papers/7/2", "https://example.org/a%20b.pdf?x=1&y=2"),
            ("/go/p/abc/papers/%C3%A9.json/1", "https://example.org/%C3%A9.pdf"),
        ];
        for (path, expected) in cases {
            let got = world.ask("GET", path, &[FIREFOX]).await;
            assert_eq!((got.status, got.header("location")), (302, expected), "{path}");
            assert_eq!(got.header("cache-control"), "no-store", "{path}");
            assert!(got.header("x-robots-tag").contains("noindex"), "{path}");
            assert!(!got.header("referrer-policy").is_empty(), "{path}");
        }
        let missing = [
            "/go/p/abc/papers/7/3",
            "/go/p/abc/papers/7/0",
            "/go/p/abc/papers/7/-1",
            "/go/p/abc/papers/7/x",
            "/go/p/abc/papers/7/99999999999999999999",
            "/go/p/abc/papers/7/",
            "/go/p/abc/papers/7",
            "/go/p/abc/papers/none/1",
            "/go/p/abc/papers/8/1",
            "/go/",
            "/go/https://evil.example/",
            "/go//evil.example/1",
        ];
        for path in missing {
            let got = world.ask("GET", path, &[FIREFOX, ("accept", "text/html")]).await;
            assert_eq!((got.status, got.header("location")), (404, ""), "{path}");
        }
    }

    #[tokio::test]
    async fn what_is_counted_shows_on_the_page() {
        let world = World::of(&paper("7", &["https://example.org/7.pdf"])).await;
        let page = world.get("/p/abc/papers/7.html").await.text();
        assert!(page.contains("href=\"/go/p/abc/papers/7/1\""), "{page}");
        assert!(page.contains("Nobody has opened a file of this work from here yet"), "{page}");
        let clicks = [
            ("GET", "10.0.0.1", FIREFOX),
            ("GET", "10.0.0.2", FIREFOX),
            ("GET", "10.0.0.2", FIREFOX),
            ("HEAD", "10.0.0.3", FIREFOX),
            ("GET", "10.0.0.4", ("user-agent", "Googlebot/2.1")),
            ("GET", "10.0.0.5", ("accept", "*/*")),
        ];
        for (method, from, agent) in clicks {
            let headers = [agent, ("x-forwarded-for", from)];
            assert_eq!(world.ask(method, "/go/p/abc/papers/7/1", &headers).await.status, 302);
        }
        let ahead = [FIREFOX, ("x-forwarded-for", "10.0.0.6"), ("sec-purpose", "prefetch;prerender")];
        world.ask("GET", "/go/p/abc/papers/7/1", &ahead).await;
        world.site().usage().write().await;
        let page = world.get("/p/abc/papers/7.html?again").await.text();
        assert!(page.contains("2 files opened from here"), "{page}");
    }

    #[tokio::test]
    async fn no_page_shows_counts_of_more_than_a_minute_ago() {
        let world = World::of(&paper("7", &["https://example.org/7.pdf"])).await;
        let shown = async || {
            let page = world.get("/p/abc/papers/7.html").await.text();
            if page.contains("1 file opened from here") { 1 } else { 0 }
        };
        assert_eq!((shown().await, shown().await), (0, 0));
        world.ask("GET", "/go/p/abc/papers/7/1", &[FIREFOX]).await;
        world.site().usage().write().await;
        assert_eq!(shown().await, 0, "kept, since everyone reads it");
        tokio::time::pause();
        tokio::time::advance(std::time::Duration::from_secs(61)).await;
        tokio::time::resume();
        assert_eq!(shown().await, 1);
    }

    #[tokio::test]
    async fn withdrawn_works_lead_nowhere() {
        let world = World::of(&paper("7", &["https://example.org/7.pdf"])).await;
        world.papers(&paper("8", &[])).await;
        let got = world.ask("GET", "/go/p/abc/papers/7/1", &[FIREFOX]).await;
        assert_eq!((got.status, got.header("location")), (410, ""));
    }
}
