//! What stands in a feed: the name of the list, and the works that came into it last.
//!
//! Most lists are searches in the order in which works came, whatever their own page's order is.

use std::collections::HashMap;

use ibid_app::search::{By, SearchRequest, Sort};
use ibid_core::query::{Field, Node};
use ibid_core::record::Person;
use ibid_core::{Handle, Kind};
use ibid_store::{State, Stored};

use super::item::{Item, line};
use super::{Channel, LENGTH, addresses};
use crate::Site;
use crate::i18n::Messages;
use crate::layout::absolute;
use crate::pages::{authors, people, search};
use crate::problem::{Answer, Problem};
use crate::urls::{self, Facet, Feed, Search};

/// A list: what it is called, where its page is, and its works.
struct Listed {
    title: String,
    about: String,
    page: String,
    /// When the list itself last changed.
    changed: i64,
    works: Vec<Stored>,
    /// What the list says of some of them.
    notes: HashMap<Handle, String>,
}

pub(super) async fn channel(site: &Site, t: &Messages, feed: &Feed) -> Answer<Channel> {
    let listed = Listed::read(site, t, feed).await?;
    let mut items = Vec::with_capacity(listed.works.len());
    for stored in &listed.works {
        let Some(record) = stored.record() else { continue };
        let Some(work) = record.as_work() else { continue };
        let series = site.series_name(&stored.handle.series_handle()).await?;
        let note = listed.notes.get(&stored.handle).map_or("", String::as_str);
        items.push(Item::of(site, t, stored, work, &series, note));
    }
    let latest = items.iter().map(|it| it.updated).chain([listed.changed]).max();
    Ok(Channel {
        title: line(&listed.title),
        site: line(&site.settings().name),
        about: line(&listed.about),
        page: absolute(site, &listed.page),
        addresses: addresses(site, feed),
        subjects: absolute(site, urls::SUBJECTS),
        updated: latest.unwrap_or(0),
        items,
    })
}

impl Listed {
    async fn read(site: &Site, t: &Messages, feed: &Feed) -> Answer<Listed> {
        match feed {
            Feed::New => {
                let works = site.reader().newest(LENGTH).await?;
                Ok(Listed::of(t.fresh.title.to_owned(), urls::NEW.to_owned(), works))
            }
            Feed::Talks => {
                let talks = Search::of(Facet::Kind, Kind::Talk.word());
                let works = found(site, &talks).await?;
                let page = talks.with_order(urls::Order::Newest).to_string();
                Ok(Listed::of(t.kinds(Kind::Talk).to_owned(), page, works))
            }
            Feed::Search(search) => {
                let works = found(site, search).await?;
                Ok(Listed::of(title(t, search), search.with_order(urls::Order::Added).to_string(), works))
            }
            Feed::Series(handle) => {
                let works = found(site, &Search::of(Facet::Series, handle.as_str())).await?;
                Listed::place(site, handle, urls::series(handle), works).await
            }
            Feed::Archive(handle) => {
                let of_archive = Node::Is { field: Field::Archive, value: handle.archive().to_owned() };
                let works = asked(site, SearchRequest { narrowed: vec![of_archive], ..latest() }).await?;
                Listed::place(site, handle, urls::archive(handle.archive()), works).await
            }
            Feed::Subject(code) => {
                let works = found(site, &Search::of(Facet::Jel, code.as_str())).await?;
                let title = format!("{code} {}", code.label().unwrap_or(""));
                Ok(Listed::of(title, urls::jel(*code), works))
            }
            Feed::Author(name) => Listed::author(site, name).await,
            Feed::Person(id) => Listed::person(site, id).await,
            Feed::List(name) => Listed::list(site, name).await,
        }
    }

    fn of(title: String, page: String, works: Vec<Stored>) -> Listed {
        Listed { title, about: String::new(), page, changed: 0, works, notes: HashMap::new() }
    }

    /// A series or an archive, which is there when it is declared or has works.
    async fn place(site: &Site, handle: &Handle, page: String, works: Vec<Stored>) -> Answer<Listed> {
        let shown = site.shelved(handle).await?;
        if shown.is_none() && works.is_empty() {
            return Err(Problem::missing(handle.as_str()));
        }
        let name = shown.as_deref().map_or("", |it| it.record.title());
        let title = if name.is_empty() { handle.as_str() } else { name };
        let about = shown.as_deref().and_then(|it| it.record.as_series());
        let about = about.and_then(|it| it.description.first()).cloned().unwrap_or_default();
        let changed = shown.as_deref().map_or(0, |it| it.stored.at);
        Ok(Listed { about, changed, ..Listed::of(title.to_owned(), page, works) })
    }

    async fn author(site: &Site, name: &str) -> Answer<Listed> {
        let works = found(site, &Search::text(&authors::name::signed(name))).await?;
        match works.is_empty() {
            true => Err(Problem::missing(format!("“{name}”"))),
            false => Ok(Listed::of(name.to_owned(), urls::author(name), works)),
        }
    }

    async fn person(site: &Site, id: &str) -> Answer<Listed> {
        let Some((shown, person)) = people::find(site, id).await? else {
            return Err(Problem::missing(format!("“{id}”")));
        };
        let Person { name, author_of, .. } = *person;
        let mut works = site.reader().newest_of(&author_of, 10 * LENGTH).await?;
        works.sort_by_key(|it| std::cmp::Reverse(it.id));
        works.truncate(LENGTH);
        let page = urls::record(&shown.record);
        Ok(Listed { changed: shown.stored.at, ..Listed::of(name, page, works) })
    }

    /// A reading list in its own order, which its editors chose.
    async fn list(site: &Site, name: &str) -> Answer<Listed> {
        let shelf = site.lists().await;
        let Some(list) = shelf.lists.iter().find(|list| list.name == name) else {
            return Err(Problem::missing(format!("“{name}”")));
        };
        let entries = list.entries().take(MOST_OF_A_LIST);
        let handles: Vec<Handle> = entries.map(|it| it.handle.clone()).collect();
        let works = site.reader().records(&handles).await?.into_iter().flatten();
        let works = works.filter(|it| it.state == State::Live).collect();
        let notes = list.entries().map(|it| (it.handle.clone(), it.note.clone())).collect();
        let about = list.about.first().cloned().unwrap_or_default();
        let page = urls::list(&list.name, "html");
        Ok(Listed { about, notes, changed: list.changed, ..Listed::of(list.title.clone(), page, works) })
    }
}

/// Works of a reading list given at most.
const MOST_OF_A_LIST: usize = 500;

/// The works a search finds that came last.
async fn found(site: &Site, search: &Search) -> Answer<Vec<Stored>> {
    let request = SearchRequest { text: search.text.clone(), chosen: search::conditions(search), ..latest() };
    asked(site, request).await
}

fn latest() -> SearchRequest {
    SearchRequest { sort: Sort::Added, limit: LENGTH, ..SearchRequest::default() }
}

async fn asked(site: &Site, request: SearchRequest) -> Answer<Vec<Stored>> {
    let works = Kind::ALL.into_iter().filter(|kind| kind.is_work());
    let kind = |kind: Kind| Node::Is { field: Field::Kind, value: kind.word().to_owned() };
    let mut narrowed = request.narrowed.clone();
    if !request.chosen.iter().any(|(by, _)| *by == By::Facet(ibid_app::search::Facet::Kind)) {
        narrowed.push(Node::Or(works.map(kind).collect()));
    }
    let hits = site.search().hits(SearchRequest { narrowed, ..request }).await?.hits;
    let handles: Vec<Handle> = hits.into_iter().map(|hit| hit.handle).collect();
    let stored = site.reader().records(&handles).await?;
    Ok(stored.into_iter().flatten().filter(|it| it.state == State::Live).collect())
}

/// What a search is called: what was asked, and what it is narrowed to.
fn title(t: &Messages, search: &Search) -> String {
    let pairs = search.pairs().into_iter().filter(|(name, _)| *name != "sort");
    let parts: Vec<String> =
        pairs.map(|(name, value)| if name == "q" { value } else { format!("{name}: {value}") }).collect();
    if parts.is_empty() { t.search.browse_title.to_owned() } else { parts.join(", ") }
}
