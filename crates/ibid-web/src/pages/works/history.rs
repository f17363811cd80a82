//! The history of a record: every version the archive sent, from which file and line, and what each
//! changed, word by word.

use ibid_core::Record;
use ibid_core::change::{self, Edit, Mark};
use ibid_core::record::Work;
use ibid_store::{State, Stored, Version};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::Answer;
use crate::urls::{Face, WorkPath};
use crate::view::tongue::Tongue;

pub(super) async fn page(site: &Site, t: &Messages, stored: Stored, work: &Work) -> Answer<Page> {
    let versions = site.reader().history(&work.handle).await?;
    let address = WorkPath::of(work.kind, &work.handle, Face::History).to_string();
    let name = if work.title.is_empty() { work.handle.as_str() } else { &work.title };
    let title = t.history.of.replace("{title}", name);
    let frame = Frame { title: &title, address: &address, listed: false, ..Frame::default() };
    let page = Page::html(layout::page(site, t, frame, view(t, work, &versions)));
    Ok(page.modified(stored.at))
}

fn view(t: &Messages, work: &Work, versions: &[Version]) -> Markup {
    let tongue = Tongue::of(t.lang, &work.title, work.language.as_deref());
    let name = if work.title.is_empty() { work.handle.as_str() } else { &work.title };
    let address = WorkPath::of(work.kind, &work.handle, Face::Page).to_string();
    html! {
        article.narrow {
            (layout::crumbs(t, &[(address, html! { bdi lang=[tongue.lang] dir=[tongue.dir] { (name) } })]))
            h1 { (t.history.title) }
            p { (t.history.intro) }
            (all(t, versions))
        }
    }
}

/// Every version, the latest first, with what it changed.
pub(crate) fn all(t: &Messages, versions: &[Version]) -> Markup {
    let records: Vec<Option<Record>> = versions.iter().map(|it| ibid_core::record::read(&it.text)).collect();
    html! {
        @for (at, version) in versions.iter().enumerate() {
            @let before = records.get(at + 1).and_then(Option::as_ref);
            (one(t, version, records[at].as_ref(), before, versions.get(at + 1)))
        }
    }
}

fn one(
    t: &Messages,
    version: &Version,
    record: Option<&Record>,
    before: Option<&Record>,
    earlier: Option<&Version>,
) -> Markup {
    html! {
        section.sec #{ "v" (version.version) } {
            h2 { (fill(t.history.version, &[("n", &version.version)])) }
            p.s.soft { (t.moment(version.at)) " · "
                @if ibid_store::is_own_file(&version.file) { (t.person.written_here) }
                @else { (fill(t.work.file_line, &[("file", &html! { code { (version.file) } }), ("line", &version.line)])) }
            }
            @match (version.state, earlier) {
                (State::Withdrawn, _) => p { (t.history.withdrawn) },
                (State::Live, None) => p { (t.history.came_in) },
                (State::Live, Some(earlier)) => {
                    @if earlier.state == State::Withdrawn { p { (t.history.came_back) } }
                    (differences(t, record, before))
                }
            }
        }
    }
}

/// What one version changed, field by field. Addresses of people stay hidden here too.
fn differences(t: &Messages, record: Option<&Record>, before: Option<&Record>) -> Markup {
    let (Some(record), Some(before)) = (record, before) else {
        return html! { p.soft { (t.history.unreadable) } };
    };
    let edits = change::diff(before, record).map_or(Vec::new(), |change| change.edits);
    html! {
        @if edits.is_empty() { p.soft { (t.history.nothing) } }
        dl.kv { @for edit in &edits {
            dt { (t.changed_field(&edit.field)) }
            dd { @if edit.is_of_address() { span.soft { (t.history.hidden) } } @else { (edited(t, edit)) } }
        } }
    }
}

fn edited(t: &Messages, edit: &Edit) -> Markup {
    html! {
        @if edit.from.is_empty() && edit.to.is_empty() { span.soft { (t.history.changed) } }
        bdi dir="auto" { @for piece in change::words(&edit.from, &edit.to) {
            @match piece.mark {
                Mark::Same => (piece.text),
                Mark::Removed => del { (piece.text) },
                Mark::Added => ins { (piece.text) },
            }
        } }
    }
}
