//! What only a talk's page has: when and where, whether it takes place, who speaks.

use ibid_core::record::Talk;
use maud::{Markup, html};

use crate::i18n::{Messages, fill};
use crate::view;
use crate::view::plain::Plain;
use crate::view::tongue::Tongue;

pub(super) fn when_and_where(t: &Messages, talk: &Talk) -> Markup {
    html! {
        @if let Some(notice) = notice(t, &talk.status) { div.box.note role="note" { p { b { (notice) } } } }
        dl.kv {
            @if let Some(date) = talk.date {
                dt { (t.talk.when) }
                dd { (t.date(date)) @if !talk.time.is_empty() { ", " (talk.time) }
                    @if !talk.zone.is_empty() { " (" bdi { (talk.zone.replace('_', " ")) } ")" }
                    @if !talk.duration.is_empty() { ", " bdi { (talk.duration) } } }
            }
            @if let Some(venue) = &talk.venue {
                dt { (t.talk.place) }
                dd { (view::organization(t, venue)) @if !venue.postal.is_empty() { br; (t.said(&venue.postal, None)) } }
            }
            (view::fact(t, t.talk.admission, &talk.admission))
            @if !talk.tags.is_empty() {
                dt { (t.talk.tags) }
                dd { @for (at, tag) in talk.tags.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(view::works_on(tag)) { (t.said(tag, None)) }
                } }
            }
        }
    }
}

/// What a reader who planned to come has to know first.
fn notice(t: &Messages, status: &str) -> Option<Markup> {
    let known = match status {
        "" | "announced" | "confirmed" | "held" => return None,
        "cancelled" | "canceled" => t.talk.cancelled,
        "moved" => t.talk.moved,
        "tba" => t.talk.announced_later,
        other => return Some(fill(t.talk.status, &[("status", &t.said(other, None))])),
    };
    Some(html! { (known) })
}

pub(super) fn biography(t: &Messages, talk: &Talk) -> Markup {
    html! {
        @for paragraph in &talk.biography {
            @let tongue = Tongue::of(t.lang, paragraph, None);
            p.read lang=[tongue.lang] dir=[tongue.dir] { (Plain(paragraph)) }
        }
    }
}
