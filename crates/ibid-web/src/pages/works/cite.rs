//! How to cite a work: the section of its page, and the citation in a chosen style, as a page and as
//! the part of one that a script asks for (`part=`).

use std::sync::Arc;

use axum::http::Uri;
use ibid_app::style::{Citation, Form, Piece, STYLES, Style};
use ibid_core::export::citation::suggested;
use ibid_core::record::Work;
use ibid_store::Stored;
use maud::{Markup, html};

use super::{WorkPage, exports};
use crate::Site;
use crate::i18n::{Messages, Text, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::pages::take_away;
use crate::problem::Answer;
use crate::site::Shown;
use crate::urls::{self, Face, WorkPaths};
use crate::view;
use crate::view::plain::Plain;
use crate::view::stencil::Stencil;
use crate::view::tongue::Tongue;

/// Bytes from which on a citation folds away: it is all names.
const LONG: usize = 1_200;

/// What a script takes over by its name.
const CITED: &str = "cited";

/// The section of a work's page: the suggested citation, the styles, the work in other formats.
pub(super) fn section(t: &Messages, page: &WorkPage) -> Markup {
    let text = suggested(&exports::source(&page.work, page.series.as_deref()));
    let cited = plain(t, &page.work, &text);
    html! { (picker(t, &page.paths, None, cited)) (names(t, &page.work, &page.paths)) }
}

/// The citation, the styles to choose from and the button that copies it.
fn picker(t: &Messages, paths: &WorkPaths, chosen: Option<&Style>, cited: Markup) -> Markup {
    html! {
        div #(CITED) aria-live="polite" { (cited) }
        @match chosen { None => (UNCHOSEN.fill(t, paths)), Some(_) => (styles(t, paths, chosen)) }
    }
}

static UNCHOSEN: Stencil = Stencil::new(|t, paths| styles(t, paths, None));

fn styles(t: &Messages, paths: &WorkPaths, chosen: Option<&Style>) -> Markup {
    html! {
        form.pick.no-print action=(paths.face(Face::Cite)) {
            label for="style" { (t.cite.style) }
            select #style name="style" {
                option value="" selected[chosen.is_none()] { (t.cite.suggested) }
                @for style in &STYLES {
                    option value=(style.id) selected[chosen.is_some_and(|it| it.id == style.id)] { (style.name) ", " (form(t, style.form)) }
                }
            }
            button { (t.cite.set) }
            button type="button" data-copy=(CITED) data-done=(t.cite.copied) { (t.cite.copy) }
        }
    }
}

fn form(t: &Messages, form: Form) -> Text {
    match form {
        Form::AuthorDate => t.cite.author_date,
        Form::Numbered => t.cite.numbered,
        Form::Bibliography => t.cite.bibliography,
        Form::Footnote => t.cite.footnote,
    }
}

/// By which names the work is known, and the formats it can be had in.
fn names(t: &Messages, work: &Work, paths: &WorkPaths) -> Markup {
    html! {
        dl.kv {
            dt { (t.cite.handle) } dd { code { (work.handle) } }
            @if !work.doi.is_empty() { dt { "DOI" } dd { (view::outward(&urls::doi(&work.doi), &work.doi)) } }
            (FORMATS.fill(t, paths))
        }
    }
}

static FORMATS: Stencil = Stencil::new(|t, paths| {
    html! {
        dt.no-print { (t.cite.download) }
        dd.no-print { @for (at, wanted) in take_away::all().enumerate() {
            @if at > 0 { " · " }
            a href=(paths.face(Face::Export(take_away::extension(wanted)))) { (take_away::label(t, wanted)) }
        } }
    }
});

/// The suggested citation, which is in English whatever the page is in.
fn plain(t: &Messages, work: &Work, text: &str) -> Markup {
    let lang = foreign(t, "en");
    folded(t, work, text.len(), html! { p.read lang=[lang] { (Plain(text)) } })
}

fn foreign(t: &Messages, lang: &'static str) -> Option<&'static str> {
    (t.lang.tag() != lang).then_some(lang)
}

fn folded(t: &Messages, work: &Work, length: usize, citation: Markup) -> Markup {
    if length <= LONG {
        return citation;
    }
    let count = t.number(work.authors.len() as i64);
    html! { details { summary { (fill(t.cite.all_names, &[("n", &count)])) } (citation) } }
}

fn styled(t: &Messages, work: &Work, style: &Style, citation: &Citation) -> Markup {
    let lang = foreign(
        t,
        match style.id {
            "gost" => "ru",
            "gb7714" => "zh",
            _ => "en",
        },
    );
    let length = citation.pieces.iter().map(|piece| piece.text.len()).sum();
    let whole = html! { p.read lang=[lang] { @for piece in &citation.pieces { (run(piece)) } } };
    html! {
        (folded(t, work, length, whole))
        @if !citation.in_text.is_empty() {
            p.s { (fill(t.cite.in_text, &[("text", &html! { span lang=[lang] { (citation.in_text) } })])) }
        }
    }
}

fn run(piece: &Piece) -> Markup {
    html! {
        @if urls::is_linkable(&piece.url) { (view::outward(&piece.url, &piece.text)) }
        @else if piece.slanted { i { (piece.text) } }
        @else if piece.raised { sup { (piece.text) } }
        @else { (piece.text) }
    }
}

/// What is asked for: a style, or none of those there are; only the citation, without a page around it.
#[derive(Default)]
struct Asked {
    style: Option<&'static Style>,
    part: bool,
}

fn asked(uri: &Uri) -> Asked {
    let pairs = urls::percent::decode_pairs(uri.query().unwrap_or("")).unwrap_or_default();
    let mut asked = Asked::default();
    for (name, value) in pairs {
        match name.as_str() {
            "style" => asked.style = Style::named(&value),
            "part" => asked.part = true,
            _ => {}
        }
    }
    asked
}

/// The citation in the style that the query names.
pub(super) async fn page(
    site: &Site,
    t: &Messages,
    stored: Stored,
    work: Box<Work>,
    uri: &Uri,
) -> Answer<Page> {
    let Asked { style, part } = asked(uri);
    let series = site.shelved(&work.handle.series_handle()).await?;
    let paths = WorkPaths::of(work.kind, &work.handle);
    let (work, series, citation) = set(work, series, style).await;
    let cited = match (style, citation) {
        (Some(style), Some(citation)) => styled(t, &work, style, &citation),
        (style, _) => {
            let text = suggested(&exports::source(&work, series.as_deref()));
            html! { @if style.is_some() { p.s { (t.cite.fails) } } (plain(t, &work, &text)) }
        }
    };
    if part {
        return Ok(Page::html(cited.0).modified(stored.at));
    }
    let title = if work.title.is_empty() { work.handle.as_str() } else { &work.title };
    let tongue = Tongue::of(t.lang, &work.title, work.language.as_deref());
    let whole_title = fill(t.cite.whole_title, &[("title", &title)]);
    let address = paths.face(Face::Cite);
    let frame =
        Frame { title, address: &address, listed: false, head: super::head::own(site), ..Frame::default() };
    let main = html! {
        article.narrow {
            (layout::crumbs(t, &[(paths.face(Face::Page), html! { bdi lang=[tongue.lang] dir=[tongue.dir] { (title) } })]))
            h1.long { (whole_title) }
            (picker(t, &paths, style, cited))
            (names(t, &work, &paths))
        }
    };
    Ok(Page::html(layout::page(site, t, frame, main)).modified(stored.at))
}

/// The work in a style, set on a thread that may take its time.
pub(crate) async fn set(
    work: Box<Work>,
    series: Option<Arc<Shown>>,
    style: Option<&'static Style>,
) -> (Box<Work>, Option<Arc<Shown>>, Option<Citation>) {
    let Some(style) = style else { return (work, series, None) };
    let kept = (work.clone(), series.clone());
    let setting = tokio::task::spawn_blocking(move || style.cite(&exports::source(&work, series.as_deref())));
    let citation = setting.await.ok().flatten();
    (kept.0, kept.1, citation)
}
