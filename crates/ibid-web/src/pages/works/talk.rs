//! What only a talk's page has: when and where, whether it takes place, who speaks.

use ibid_core::record::Talk;
use maud::{Markup, html};

use crate::i18n::Messages;
use crate::view::tongue::Tongue;
use crate::view::{self};

pub(super) fn when_and_where(t: &Messages, talk: &Talk) -> Markup {
    html! {
        @if let Some(notice) = notice(&talk.status) { div.box.note role="note" { p { b { (notice) } } } }
        dl.kv {
            @if let Some(date) = talk.date {
                dt { "When" }
                dd { (t.date(date)) @if !talk.time.is_empty() { ", " (talk.time) }
                    @if !talk.zone.is_empty() { " (" (talk.zone.replace('_', " ")) ")" }
                    @if !talk.duration.is_empty() { ", " (talk.duration) } }
            }
            @if let Some(venue) = &talk.venue {
                dt { "Where" }
                dd { (view::organization(t, venue)) @if !venue.postal.is_empty() { br; (venue.postal) } }
            }
            (view::fact(t, "Admission", &talk.admission))
            @if !talk.tags.is_empty() {
                dt { "Tags" }
                dd { @for (at, tag) in talk.tags.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(view::works_on(tag)) { (tag) }
                } }
            }
        }
    }
}

/// What a reader who planned to come has to know first.
fn notice(status: &str) -> Option<String> {
    match status {
        "" | "announced" | "confirmed" | "held" => None,
        "cancelled" | "canceled" => Some("This talk was cancelled.".to_owned()),
        "moved" => Some("This talk was moved: look at day and place again.".to_owned()),
        "tba" => Some("Details are still to be announced.".to_owned()),
        other => Some(format!("Status: {other}.")),
    }
}

pub(super) fn biography(t: &Messages, talk: &Talk) -> Markup {
    html! {
        @for paragraph in &talk.biography {
            @let tongue = Tongue::of(t.lang, paragraph, None);
            p.read lang=[tongue.lang] dir=[tongue.dir] { (paragraph) }
        }
    }
}
