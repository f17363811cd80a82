//! What completes a text being typed, as JSON, and the script under the search box that asks for it.
//!
//! Titles and people are read from the ledger, as those of hits are. Texts are plain: whoever shows
//! them has to show them as text.

use axum::extract::State;
use axum::http::Uri;
use ibid_app::search::Suggestion;
use ibid_core::record::Work;
use ibid_core::text::shortened;
use ibid_core::{Handle, Record};
use serde_json::{Value, json};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::site::Shown;
use crate::urls::{self, LONGEST_TEXT};
use crate::view;

/// More would have to be read rather than seen.
const MOST: usize = 8;
/// Characters shown of a title or name, and people named.
const LONGEST_LINE: usize = 200;
const SHOWN: usize = 2;

/// `/suggest?q=…`: `{"q", "suggestions": [{"kind", "text", "url", "note"}]}`.
pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let (typed, suggestions) = completed(&site, lang.messages(), &uri).await?;
    let body = json!({ "q": typed, "suggestions": suggestions });
    Ok(Page::new("application/json", body.to_string()).for_a_minute())
}

/// What was typed, and what completes it.
pub(crate) async fn completed(site: &Site, t: &Messages, uri: &Uri) -> Answer<(String, Vec<Value>)> {
    let pairs = urls::percent::decode_pairs(uri.query().unwrap_or(""))
        .ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
    let typed = pairs.into_iter().rfind(|(name, _)| name == "q").map_or(String::new(), |(_, text)| text);
    let suggestions = if typed.chars().count() > LONGEST_TEXT {
        Vec::new()
    } else {
        rows(site, t, site.search().suggest(&typed, MOST).await?).await?
    };
    Ok((typed, suggestions))
}

pub(crate) async fn script(State(site): State<Site>) -> Page {
    Page::new("text/javascript; charset=utf-8", site.look().suggest.text.clone()).for_ever()
}

/// In the order found, without what the ledger no longer has or has withdrawn since.
async fn rows(site: &Site, t: &Messages, found: Vec<Suggestion>) -> Answer<Vec<Value>> {
    let handles: Vec<Handle> = found
        .iter()
        .filter_map(|it| match it {
            Suggestion::Record { handle, .. } => Some(handle.clone()),
            Suggestion::Name { .. } => None,
        })
        .collect();
    let mut stored = site.reader().records(&handles).await?.into_iter();
    let rows = found.into_iter().filter_map(|it| match it {
        Suggestion::Record { .. } => {
            let shown = stored.next().flatten().and_then(Shown::of)?;
            (!shown.is_withdrawn()).then(|| of_record(t, &shown.record))
        }
        Suggestion::Name { name, works } => Some(of_name(t, &name, works)),
    });
    Ok(rows.collect())
}

fn of_record(t: &Messages, record: &Record) -> Value {
    let title = if record.title().is_empty() { record.handle().as_str() } else { record.title() };
    let kind = record.kind();
    let note = record.as_work().map(|work| about(t, work)).filter(|note| !note.is_empty());
    json!({
        "kind": kind.word(),
        "text": shortened(title, LONGEST_LINE),
        "url": urls::record(record),
        "note": note.unwrap_or_else(|| t.kind(kind).to_owned()),
    })
}

fn of_name(t: &Messages, name: &str, works: u64) -> Value {
    let works = i64::try_from(works).unwrap_or(i64::MAX);
    json!({
        "kind": "name",
        "text": shortened(name, LONGEST_LINE),
        "url": view::works_by(name),
        "note": t.plural(t.count.works, works),
    })
}

/// "Mitsuhiko Kimuran, 2011"; what is not known is left out.
fn about(t: &Messages, work: &Work) -> String {
    let people = if work.authors.is_empty() { &work.editors } else { &work.authors };
    let named = people.iter().filter(|agent| !agent.name.is_empty());
    let more = named.clone().count().saturating_sub(SHOWN);
    let mut parts: Vec<String> =
        named.take(SHOWN).map(|agent| shortened(&agent.name, LONGEST_LINE).into_owned()).collect();
    if more > 0 {
        parts.push(t.plural(t.count.more, more as i64));
    }
    parts.extend(work.year().map(|year| year.to_string()));
    parts.join(", ")
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::world::World;
    use crate::urls::percent;

    async fn asked(world: &World, typed: &str) -> Vec<Value> {
        let got = world.get(&format!("{}?q={}", urls::SUGGEST, percent::query(typed))).await;
        assert_eq!((got.status, got.header("content-type")), (200, "application/json"), "{typed}");
        assert_eq!(got.header("cache-control"), "public, max-age=60");
        let mut body: Value = serde_json::from_slice(&got.bytes).expect("JSON");
        assert_eq!(body["q"], typed);
        let Value::Array(rows) = body["suggestions"].take() else { panic!("{typed}: no list") };
        assert!(rows.len() <= MOST);
        for row in &rows {
            let url = row["url"].as_str().expect("an address");
            assert!(url.starts_with('/') && !url.starts_with("//") && url.is_ascii(), "{url}");
            assert!(!url.contains(['\\', '"', '<', '>', ' ']), "{url}");
            assert!(!row["text"].as_str().expect("a text").is_empty() && row["note"].is_string());
        }
        rows
    }

    #[tokio::test]
    async fn titles_and_names_complete_what_is_typed() {
        let world = World::toy().await;
        let paper = json!({
            "kind": "paper",
            "text": "Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961",
            "url": "/p/hst/ghsdps/gd11-190.html",
            "note": "Mitsuhiko Kimuran, 2011",
        });
        for typed in ["norma", "toward normalization", "normalizaton", "nomraliz", "Toward NORMAL"] {
            let rows = asked(world, typed).await;
            assert!(rows.contains(&paper), "{typed}: {rows:?}");
        }
        let names = asked(world, "kimur").await;
        let name = names.iter().find(|row| row["kind"] == "name").expect("a name");
        assert!(name["text"].as_str().is_some_and(|text| text.contains("Kimura")), "{name}");
        assert!(name["url"].as_str().is_some_and(|url| url.starts_with("/search?q=author:")), "{name}");
        assert!(name["note"].as_str().is_some_and(|note| note.contains("work")), "{name}");
        assert_eq!(world.get(name["url"].as_str().unwrap_or_default()).await.status, 200);
    }

    #[tokio::test]
    async fn scripts_without_blanks_are_completed_too() {
        let world = World::toy().await;
        for (typed, title) in
            [("釜山", "釜山と下関のあいだ"), ("개항", "개항장의 전신국"), ("박서", "박서연")]
        {
            let rows = asked(world, typed).await;
            let has = |row: &Value| row["text"].as_str().is_some_and(|text| text.starts_with(title));
            assert!(rows.iter().any(has), "{typed}: {rows:?}");
        }
    }

    #[tokio::test]
    async fn hostile_records_come_out_as_text() {
        let world = World::toy().await;
        let mut seen = 0;
        for typed in
            ["script", "alert", "image", "half a tag", "address", "tag", "<script", "\"><img", "full width"]
        {
            seen += asked(world, typed).await.len();
        }
        assert!(seen > 10, "{seen}");
        let rows = asked(world, "half a tag").await;
        assert!(rows.iter().any(|row| row["text"] == "Half a tag <script"), "{rows:?}");
    }

    #[tokio::test]
    async fn nothing_typed_and_too_much_give_an_empty_list() {
        let world = World::toy().await;
        for typed in ["", " ", "-", "\"", "xyzzyplugh", &"norma ".repeat(200)] {
            assert!(asked(world, typed).await.is_empty(), "{typed}");
        }
        assert_eq!(world.get(urls::SUGGEST).await.status, 200);
        assert_eq!(world.get("/suggest?q=%ff").await.status, 400);
    }

    #[tokio::test]
    async fn the_script_may_be_kept_for_ever() {
        let world = World::toy().await;
        let address = world.site().look().suggest.address.clone();
        let got = world.get(&address).await;
        assert_eq!((got.status, got.header("content-type")), (200, "text/javascript; charset=utf-8"));
        assert!(got.header("cache-control").contains("immutable"));
        assert!(world.get(urls::HOME).await.text().contains(&address));
    }

    #[tokio::test]
    async fn nobody_without_a_name_is_named() {
        let rows = asked(World::toy().await, "an author without a name").await;
        let row = rows.iter().find(|row| row["text"] == "An author without a name").expect("the paper");
        assert_eq!(row["note"], "Ann Able, 2020");
    }
}
