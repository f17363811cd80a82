//! Other versions and parts of a work, each with the reason why it stands here.

use ibid_core::Handle;
use ibid_core::record::{Relation, Work};
use maud::{Markup, html};

use super::WorkPage;
use crate::Site;
use crate::i18n::{Messages, Text, fill};
use crate::problem::Answer;
use crate::site::Shown;
use crate::urls;
use crate::view::line::Line;

/// A record this work names, and what it is to it.
pub(super) struct Version {
    relation: Relation,
    handle: Handle,
    shown: Option<Shown>,
}

/// Pages list no more than this: a book may claim a thousand chapters.
const SHOWN: usize = 100;

/// The records that the work itself names.
pub(super) async fn declared(site: &Site, work: &Work) -> Answer<Vec<Version>> {
    if work.relations.is_empty() {
        return Ok(Vec::new());
    }
    let named = &work.relations[..work.relations.len().min(SHOWN)];
    let handles: Vec<Handle> = named.iter().map(|(_, handle)| handle.clone()).collect();
    let found = site.reader().records(&handles).await?;
    let versions = named.iter().zip(found).map(|((relation, handle), stored)| Version {
        relation: *relation,
        handle: handle.clone(),
        shown: stored.and_then(Shown::of),
    });
    Ok(versions.collect())
}

pub(super) fn view(t: &Messages, page: &WorkPage) -> Markup {
    html! {
        @if page.versions.is_empty() { p { (t.work.no_versions) } }
        @else { ul.list { @for version in &page.versions { li { (one(t, version)) } } } }
        p.s { a href=(page.search_versions()) { (t.work.search_versions) } }
    }
}

fn one(t: &Messages, version: &Version) -> Markup {
    html! {
        p.s.soft { (reason(t, version.relation)) }
        @match version.shown.as_ref().and_then(|shown| Some((shown, shown.record.as_work()?))) {
            Some((shown, work)) => (Line { withdrawn: shown.is_withdrawn(), ..Line::new(t, work, "") }),
            None => p { (fill(t.work.not_here, &[
                ("handle", &html! { code { (version.handle) } }),
                ("look", &html! { a href=(urls::resolver(&version.handle)) { (t.work.look_for_it) } }),
            ])) },
        }
    }
}

fn reason(t: &Messages, relation: Relation) -> Text {
    match relation {
        Relation::Version => t.work.version_declared,
        Relation::InBook => t.work.in_book,
        Relation::HasChapter => t.work.has_chapter,
    }
}
