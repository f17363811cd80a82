//! What lets a browser add the catalogue to its search box: an OpenSearch 1.1 description, and suggestions
//! in the form that browsers ask for; and the sign they show beside it.

use axum::extract::State;
use axum::http::Uri;
use serde_json::json;

use crate::Site;
use crate::i18n::Lang;
use crate::layout::{ICON, absolute};
use crate::page::Page;
use crate::pages::suggest;
use crate::problem::Answer;
use crate::urls::{self, Form};
use crate::view::xml::Xml;

/// The media type, for the link to it.
pub(crate) const MEDIA: &str = "application/opensearchdescription+xml";
/// Letters a short name may have.
const SHORT: usize = 16;

/// `/browser-search.xml`.
pub(crate) async fn description(State(site): State<Site>, lang: Lang) -> Page {
    let t = lang.messages();
    let name = &site.settings().name;
    let short: String = name.chars().take(SHORT).collect();
    let mut xml = Xml::document(2_000);
    xml.open("OpenSearchDescription", &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")]);
    xml.text("ShortName", short.trim());
    xml.text("LongName", &name.chars().take(48).collect::<String>());
    xml.text("Description", &t.home.tagline.chars().take(1_024).collect::<String>());
    let mut url = |rel: &str, media: &str, template: &str| {
        let template = absolute(&site, template);
        xml.empty("Url", &[("rel", rel), ("type", media), ("method", "get"), ("template", &template)]);
    };
    url("results", "text/html", &urls::search_template());
    for form in [Form::Atom, Form::Rss] {
        url("results", form.bare_media(), &urls::feed_template(form));
    }
    url("suggestions", "application/x-suggestions+json", &urls::suggest_template());
    url("self", MEDIA, urls::BROWSER_SEARCH);
    xml.with("Image", &[("width", "16"), ("height", "16"), ("type", "image/svg+xml")], ICON);
    for text in ["InputEncoding", "OutputEncoding"] {
        xml.text(text, "UTF-8");
    }
    xml.close("OpenSearchDescription");
    Page::new("application/opensearchdescription+xml; charset=utf-8", xml.finish())
}

/// `/favicon.ico`, which browsers ask for beside whatever names no sign of its own.
pub(crate) async fn icon() -> Page {
    let written = ICON.trim_start_matches("data:image/svg+xml,");
    let svg = written.replace("%3C", "<").replace("%3E", ">").replace("%23", "#");
    Page::new("image/svg+xml", svg)
}

/// `/suggest/browser?q=…`: `["q", ["a title", "a name"], ["what it is", …], ["https://…", …]]`.
pub(crate) async fn suggestions(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let (typed, rows) = suggest::completed(&site, lang.messages(), &uri).await?;
    let column = |name: &str| rows.iter().map(|row| row[name].as_str().unwrap_or("")).collect::<Vec<_>>();
    let addresses: Vec<String> = column("url").into_iter().map(|it| absolute(&site, it)).collect();
    let body = json!([typed, column("text"), column("note"), addresses]);
    Ok(Page::new("application/x-suggestions+json", body.to_string()).for_a_minute())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::tests::world::World;

    #[tokio::test]
    async fn a_browser_finds_the_sign() {
        let got = World::toy().await.get("/favicon.ico").await;
        assert_eq!((got.status, got.header("content-type")), (200, "image/svg+xml"));
        assert!(got.text().starts_with("<svg xmlns='http://www.w3.org/2000/svg'"), "{}", got.text());
        assert!(got.text().ends_with("</svg>") && !got.text().contains('%'), "{}", got.text());
    }

    #[tokio::test]
    async fn a_browser_finds_where_to_ask() {
        let world = World::toy().await;
        let home = world.get("/").await.text();
        let link = "<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"ibid\" href=\"/browser-search.xml\">";
        assert!(home.contains(link), "{home}");
        let got = world.get("/browser-search.xml").await;
        assert_eq!(got.status, 200);
        for template in [
            "https://ibid.example/search?q={searchTerms}",
            "https://ibid.example/feeds/search.atom?q={searchTerms}",
            "https://ibid.example/suggest/browser?q={searchTerms}",
        ] {
            assert!(got.text().contains(&format!("template=\"{template}\"")), "{template}: {}", got.text());
            let path =
                template.replace("https://ibid.example", "").replace("{searchTerms}", "north+korea%22");
            assert_eq!(world.get(&path).await.status, 200, "{path}");
        }
    }

    #[tokio::test]
    async fn suggestions_come_as_browsers_read_them() {
        let world = World::toy().await;
        let got = world.get("/suggest/browser?q=kimu").await;
        assert_eq!(got.header("content-type"), "application/x-suggestions+json");
        let body: Value = serde_json::from_slice(&got.bytes).expect("JSON");
        assert_eq!(body[0], "kimu");
        let length = |at: usize| body[at].as_array().map_or(0, Vec::len);
        assert!(length(1) > 0 && length(1) == length(2) && length(2) == length(3), "{body}");
        assert!(body[3][0].as_str().is_some_and(|it| it.starts_with("https://ibid.example/")), "{body}");
    }
}
