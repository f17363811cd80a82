//! The full text: each file with what it is, how it may be reached and on what terms it may be used,
//! and what the publisher leaves open.

use ibid_core::record::{File, restricts};
use maud::{Markup, html};

use super::WorkPage;
use crate::i18n::{Messages, fill};
use crate::urls;
use crate::view;

pub(super) fn view(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    html! {
        @if work.files.is_empty() { p { (none(t, page)) } }
        @else {
            ul.b { @for (at, file) in work.files.iter().enumerate() { li { (one(t, page, at, file)) } } }
        }
        @if restricts(&work.restriction) {
            p.s { (fill(t.work.whole_restriction, &[("text", &t.said(&work.restriction, None))])) }
        }
        @if !work.files.is_empty() || !work.rights.is_empty() { p.s { (t.work.rights) " " (rights(t, page)) } }
        @if urls::is_linkable(&work.order_url) {
            p.s { (fill(t.work.order, &[("place", &view::outward(&work.order_url, view::host(&work.order_url)))]))
                @if !work.price.is_empty() { " (" (t.said(&work.price, None)) ")" } }
        }
        @if !page.library.is_empty() {
            p.s.no-print { a href=(page.library) rel="nofollow noopener ugc" { (t.work.library) } }
        }
    }
}

fn none(t: &Messages, page: &WorkPage) -> Markup {
    if page.work.talk.is_some() {
        return html! { (t.work.no_recordings) };
    }
    let another = html! { a href=(page.search_versions()) { (t.work.another_version) } };
    fill(t.work.no_fulltext, &[("another", &another)])
}

fn one(t: &Messages, page: &WorkPage, at: usize, file: &File) -> Markup {
    let label =
        html! { @if file.function.is_empty() { (t.work.fulltext) } @else { (t.said(&file.function, None)) } };
    html! {
        @if urls::is_linkable(&file.url) { a.full href=(page.file_address(at)) data-to=(file.url) rel="nofollow noopener ugc" { (label) } } @else { (label) ": " (file.url) }
        span.soft { " · " (t.format(&file.format)) " · " (view::host(&file.url))
            @if !file.size.is_empty() { " · " (file.size) } }
        br;
        span.s { (t.work.access) " "
            @if file.restriction.is_empty() { (t.work.no_restriction) }
            @else if file.is_free() { (t.work.unrestricted) }
            @else { (t.said(&file.restriction, None)) }
            @if !file.rights.is_empty() { " · " (t.work.rights) " " (terms(t, &file.rights)) } }
    }
}

/// The terms of the whole work; that none are stated when no file states any either.
fn rights(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let of_files = work.files.iter().any(|file| !file.rights.is_empty());
    html! {
        @for (at, text) in work.rights.iter().enumerate() { @if at > 0 { "; " } (terms(t, text)) }
        @if work.rights.is_empty() {
            @if of_files { (t.work.see_files) } @else { (t.work.no_rights) }
        }
    }
}

/// A licence by its address or in words.
fn terms(t: &Messages, text: &str) -> Markup {
    html! { @if urls::is_linkable(text) { (view::outward(text, text)) } @else { (t.said(text, None)) } }
}
