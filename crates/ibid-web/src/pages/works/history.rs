//! The history of a work: every version the archive sent, from which file and line, and what each
//! changed, word by word.

use ibid_core::Record;
use ibid_core::change::{self, Edit, Mark};
use ibid_core::record::Work;
use ibid_store::{State, Stored, Version};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::Messages;
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::Answer;
use crate::urls::{Face, WorkPath};
use crate::view::tongue::Tongue;

pub(super) async fn page(site: &Site, t: &Messages, stored: Stored, work: &Work) -> Answer<Page> {
    let versions = site.reader().history(&work.handle).await?;
    let address = WorkPath::of(work.kind, &work.handle, Face::History).to_string();
    let title =
        format!("History of {}", if work.title.is_empty() { work.handle.as_str() } else { &work.title });
    let frame = Frame { title: &title, address: &address, listed: false, tools: true, ..Frame::default() };
    let page = Page::html(layout::page(site, t, frame, view(t, work, &versions)));
    Ok(page.modified(stored.at))
}

fn view(t: &Messages, work: &Work, versions: &[Version]) -> Markup {
    let tongue = Tongue::of(t.lang, &work.title, work.language.as_deref());
    let records: Vec<Option<Record>> = versions.iter().map(|it| ibid_core::record::read(&it.text)).collect();
    html! {
        article.narrow {
            nav aria-label="Breadcrumb" { ol.dots.crumb {
                li { a href=(WorkPath::of(work.kind, &work.handle, Face::Page)) { bdi lang=[tongue.lang] dir=[tongue.dir] { (work.title) } } }
            } }
            h1 { "History" }
            p { "Every version of this record that its archive has sent, the latest first. What was taken out is struck through, what was put in is underlined." }
            @for (at, version) in versions.iter().enumerate() {
                @let before = records.get(at + 1).and_then(Option::as_ref);
                (one(t, version, records[at].as_ref(), before, versions.get(at + 1)))
            }
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
            h2 { "Version " (version.version) }
            p.s.soft { (t.moment(version.at)) " · " code { (version.file) } ", line " (version.line) }
            @match (version.state, earlier) {
                (State::Withdrawn, _) => p { "The record was withdrawn: it was no longer in the archive." },
                (State::Live, None) => p { "The record came into the catalogue." },
                (State::Live, Some(earlier)) => {
                    @if earlier.state == State::Withdrawn { p { "The record came back." } }
                    (differences(t, record, before))
                }
            }
        }
    }
}

/// What one version changed, field by field. Addresses of people stay hidden here too.
fn differences(t: &Messages, record: Option<&Record>, before: Option<&Record>) -> Markup {
    let (Some(record), Some(before)) = (record, before) else {
        return html! { p.soft { "One of the two versions can no longer be read, so they are not compared. " } };
    };
    let edits = change::diff(before, record).map_or(Vec::new(), |change| change.edits);
    html! {
        @if edits.is_empty() { p.soft { "Nothing a reader sees has changed." } }
        dl.kv { @for edit in &edits {
            dt { (edit.field) }
            dd { @if edit.field.ends_with("e-mail") { span.soft { "changed; addresses are not shown" } } @else { (edited(t, edit)) } }
        } }
    }
}

fn edited(t: &Messages, edit: &Edit) -> Markup {
    html! {
        @if edit.from.is_empty() && edit.to.is_empty() { span.soft { "changed" } }
        bdi dir="auto" { @for piece in change::words(&edit.from, &edit.to) {
            @match piece.mark {
                Mark::Same => (piece.text),
                Mark::Removed => del { (piece.text) },
                Mark::Added => ins { (piece.text) },
            }
        } }
    }
}
