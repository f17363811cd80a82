//! How to search: the advanced form, which needs no script, and the search language by example.

use axum::extract::State;
use ibid_core::Kind;
use ibid_core::record::Access;
use maud::{Markup, html};

use super::facets;
use super::results::order_name;
use crate::Site;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::urls::form::{ANY, NONE, PHRASE, WORDS};
use crate::urls::{self, Facet, Order, Search};

/// `/search/help`.
pub(crate) async fn help(State(site): State<Site>, lang: Lang) -> Page {
    let t = lang.messages();
    let frame = Frame { title: t.help.title, address: urls::SEARCH_HELP, ..Frame::default() };
    Page::html(layout::page(&site, t, frame, view(t)))
}

fn view(t: &Messages) -> Markup {
    let words = &t.help;
    html! {
        article.narrow {
            h1 { (words.title) }
            h2 { (words.form) }
            (form(t))
            h2 { (words.rules) }
            p { (words.rules_text) }
            table {
                thead { tr { th scope="col" { (words.write) } th scope="col" { (words.finds) } } }
                tbody { @for (examples, finds) in rules(t) { tr {
                    td { @for example in examples { div { a href=(urls::search_for(example)) { code { (example) } } } } }
                    td { (finds) }
                } } }
            }
            p { (fill(words.keys, &[("slash", &html! { code { "/" } }), ("escape", &html! { code { "Escape" } })])) }
        }
    }
}

fn rules(t: &Messages) -> [(&'static [&'static str], Text); 13] {
    let words = &t.help;
    [
        (&["\"circa 1950\""], words.r_phrase),
        (&["korea -war"], words.r_minus),
        (&["(japan OR korea) normalization"], words.r_or),
        (&["econom*"], words.r_star),
        (&["title:korea", "author:kimura"], words.r_field),
        (&["author:김일성", "author:\"Kim Il-sung\""], words.r_name),
        (&["byline:\"Mitsuhiko Kimura\""], words.r_byline),
        (&["jel:F51", "jel:F5"], words.r_jel),
        (&["year:2011", "year:1990..1999"], words.r_year),
        (&["about:1955..1960"], words.r_about),
        (&["kind:talk", "lang:ko", "access:free"], words.r_kind),
        (&["handle:RePEc:hst:ghsdps:gd11-190", "doi:10.3386/w9321"], words.r_exact),
        (&["archive:hst", "series:RePEc:hst:ghsdps"], words.r_archive),
    ]
}

fn form(t: &Messages) -> Markup {
    let words = &t.help;
    let boxes = [
        (WORDS, words.words),
        (PHRASE, words.phrase),
        (ANY, words.any),
        (NONE, words.none),
        ("title", words.in_title),
        ("author", words.in_author),
        ("keyword", words.in_keyword),
        ("abstract", words.in_abstract),
    ];
    let years = [
        ("from", words.published_from),
        ("to", words.published_to),
        ("about_from", words.about_from),
        ("about_to", words.about_to),
    ];
    let kinds = [Kind::Paper, Kind::Article, Kind::Chapter, Kind::Book, Kind::Software, Kind::Talk];
    html! {
        form.boxes action=(urls::SEARCH) {
            @for (name, label) in boxes { label { span { (label) } input name=(name) maxlength="200"; } }
            @for (name, label) in years { label { span { (label) } input name=(name) inputmode="numeric" pattern="[0-9]{1,4}" maxlength="4" title=(t.search.year_hint); } }
            label { span { (words.jel) } input name=(Facet::Jel.word()) maxlength="3" pattern="[A-Za-z][0-9]{0,2}" title="F51"; }
            label { span { (t.search.kind) } select name=(Facet::Kind.word()) {
                option value="" { (words.any_kind) }
                @for kind in kinds { option value=(kind.word()) { (t.kinds(kind)) } }
            } }
            label { span { (t.search.access) } select name=(Facet::Access.word()) {
                option value="" { (words.any_kind) }
                @for access in Access::ALL { option value=(access.word()) { (facets::label(t, Facet::Access, access.word())) } }
            } }
            label { span { (words.sort) } select name="sort" {
                @for order in Order::ALL { option value=(order.word()) { (order_name(t, order)) } }
            } }
            p { button.btn.one { (t.site.search) } " " a href=(Search::default()) { (t.search.browse_title) } }
        }
    }
}
