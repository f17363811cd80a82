//! Other versions and parts of a work, each with the reason why it stands here.

use ibid_core::Handle;
use ibid_core::record::{Relation, Work};
use ibid_core::versions::{Why, same};
use ibid_store::Stored;
use maud::{Markup, html};

use super::WorkPage;
use crate::Site;
use crate::i18n::{Messages, Text, fill};
use crate::problem::Answer;
use crate::site::Shown;
use crate::urls;
use crate::view::line::Line;

/// A record that belongs to this work, and what it is to it.
pub(crate) struct Version {
    reason: Reason,
    pub(crate) handle: Handle,
    pub(crate) shown: Option<Shown>,
}

/// Why a record stands among the versions and parts of another.
#[derive(Clone, Copy)]
enum Reason {
    /// The record says so.
    Declared(Relation),
    /// A rule found it; `None` when only a third version ties the two together.
    Found(Option<Why>),
}

/// Pages list no more than this: a book may claim a thousand chapters.
const SHOWN: usize = 100;

/// The records that the work itself names, then those that a rule found, if there may be any.
pub(crate) async fn of(site: &Site, stored: &Stored, work: &Work, found: bool) -> Answer<Vec<Version>> {
    let mut versions = declared(site, work).await?;
    if found {
        for found in site.reader().versions(stored.id, SHOWN).await? {
            if !versions.iter().any(|it| it.handle == found.handle) {
                versions.extend(Shown::of(found).and_then(|shown| compared(work, shown)));
            }
        }
    }
    Ok(versions)
}

fn compared(work: &Work, shown: Shown) -> Option<Version> {
    let reason = Reason::Found(same(work, shown.record.as_work()?));
    Some(Version { reason, handle: shown.stored.handle.clone(), shown: Some(shown) })
}

async fn declared(site: &Site, work: &Work) -> Answer<Vec<Version>> {
    if work.relations.is_empty() {
        return Ok(Vec::new());
    }
    let named = &work.relations[..work.relations.len().min(SHOWN)];
    let handles: Vec<Handle> = named.iter().map(|(_, handle)| handle.clone()).collect();
    let found = site.reader().records(&handles).await?;
    let versions = named.iter().zip(found).map(|((relation, handle), stored)| Version {
        reason: Reason::Declared(*relation),
        handle: handle.clone(),
        shown: stored.and_then(Shown::of),
    });
    Ok(versions.collect())
}

impl Version {
    /// Why it stands here, for programs.
    pub(crate) fn word(&self) -> &'static str {
        match self.reason {
            Reason::Declared(Relation::Version) | Reason::Found(Some(Why::Declared)) => "declared",
            Reason::Declared(Relation::InBook) => "in_book",
            Reason::Declared(Relation::HasChapter) => "has_chapter",
            Reason::Found(Some(Why::Doi)) => "doi",
            Reason::Found(Some(Why::SameTitle)) => "same_title",
            Reason::Found(Some(Why::NearTitle)) => "near_title",
            Reason::Found(None) => "another_version",
        }
    }
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
        p.s.soft { (reason(t, version.reason)) }
        @match version.shown.as_ref().and_then(|shown| Some((shown, shown.record.as_work()?))) {
            Some((shown, work)) => (Line { withdrawn: shown.is_withdrawn(), series: None, ..Line::new(t, work, "") }),
            None => p { (fill(t.work.not_here, &[
                ("handle", &html! { code { (version.handle) } }),
                ("look", &html! { a href=(urls::resolver(&version.handle)) { (t.work.look_for_it) } }),
            ])) },
        }
    }
}

fn reason(t: &Messages, reason: Reason) -> Text {
    match reason {
        Reason::Declared(Relation::Version) | Reason::Found(Some(Why::Declared)) => t.work.version_declared,
        Reason::Declared(Relation::InBook) => t.work.in_book,
        Reason::Declared(Relation::HasChapter) => t.work.has_chapter,
        Reason::Found(Some(Why::Doi)) => t.work.version_doi,
        Reason::Found(Some(Why::SameTitle)) => t.work.version_same_title,
        Reason::Found(Some(Why::NearTitle)) => t.work.version_near_title,
        Reason::Found(None) => t.work.version_of_version,
    }
}
