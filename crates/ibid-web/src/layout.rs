//! The frame around every page: head, header with the search box, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::i18n::{Lang, Messages, Text};
use crate::signs::browser;
use crate::style::Look;
use crate::urls::{self, Feed, Form};
use crate::view::plain::Plain;
use crate::{Settings, Site};

/// What a page says about itself to its frame.
pub(crate) struct Frame<'a> {
    /// Empty on the home page.
    pub(crate) title: &'a str,
    /// One or two sentences for search engines and previews; empty: what the site says of itself.
    pub(crate) description: &'a str,
    /// Whether the site's own words stand in for a description that is empty.
    pub(crate) described: bool,
    /// What previews take it for: Open Graph's `website`, `article`, `book`.
    pub(crate) preview: &'static str,
    /// Path of the one address the page should be known by; may be empty.
    pub(crate) address: &'a str,
    /// What stands in the search box at the top, `None` for a page with a box of its own.
    pub(crate) asked: Option<&'a str>,
    /// More for the head: metadata for reference managers, links to other formats.
    pub(crate) head: Markup,
    /// Whether search engines may list it.
    pub(crate) listed: bool,
    /// The list it shows, for who wants to follow it.
    pub(crate) feed: Option<Feed>,
}

impl Default for Frame<'_> {
    fn default() -> Self {
        Frame {
            title: "",
            description: "",
            described: true,
            preview: "website",
            address: "",
            asked: Some(""),
            head: PreEscaped(String::new()),
            listed: true,
            feed: None,
        }
    }
}

/// The parts that are the same on every page of a language, made once.
pub(crate) struct Shell {
    /// To the middle of the head: character set, styles, icon, the script.
    opening: String,
    /// From the end of the head to the content, with an empty search box.
    header: String,
    closing: String,
}

impl Shell {
    /// The shells of all languages, in the order of [`Lang::ALL`].
    pub(crate) fn all(settings: &Settings, look: &Look) -> [Shell; Lang::ALL.len()] {
        Lang::ALL.map(|lang| Shell::new(lang.messages(), settings, look))
    }

    fn new(t: &Messages, settings: &Settings, look: &Look) -> Shell {
        let start = html! {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            link rel="stylesheet" href=(look.sheet.address);
            link rel="icon" href=(ICON);
            link rel="unapi-server" type="application/xml" title="unAPI" href={ (settings.base_url) (urls::UNAPI) };
            meta property="og:site_name" content=(settings.name);
            meta name="twitter:card" content="summary";
            @if let Some(logo) = &look.logo { meta property="og:image" content={ (settings.base_url) (logo.address) }; }
            script type="module" src=(look.suggest.address) {}
            link rel="search" type=(browser::MEDIA) title=(settings.name) href=(urls::BROWSER_SEARCH);
            (feed_links(&Feed::New, t.fresh.title))
        };
        Shell {
            opening: format!("{}<html lang=\"{}\"><head>{}", DOCTYPE.0, t.lang.tag(), start.0),
            header: header(t, settings, look, Some("")),
            closing: format!("</main>{}</body></html>", footer(t, settings).0),
        }
    }
}

/// The whole page, put together in one buffer: it is the largest thing a request makes.
pub(crate) fn page(site: &Site, t: &Messages, frame: Frame<'_>, main: Markup) -> String {
    let shell = site.shell(t.lang);
    let head = head(site, t, &frame);
    let own = (frame.asked != Some("")).then(|| header(t, site.settings(), site.look(), frame.asked));
    let header = own.as_deref().unwrap_or(&shell.header);
    // Results are put into the page by a script, and the way to follow them with them.
    let feed = frame.feed.as_ref().filter(|it| !matches!(it, Feed::Search(_)));
    let foot = feed.map_or(String::new(), |feed| follow(t, feed).0);
    let parts = [shell.opening.as_str(), &head.0, header, &main.0, &foot, &shell.closing];
    parts.concat()
}

/// The ways through the catalogue that are no search, for the menu and the home page: address, name,
/// and what is found there.
pub(crate) fn doors(t: &Messages) -> Vec<(&'static str, Text, Text)> {
    let (site, home) = (&t.site, &t.home);
    vec![
        (urls::NEW, site.new, home.about_new),
        (urls::AUTHORS, site.authors, home.about_authors),
        (urls::SUBJECTS, site.subjects, home.about_subjects),
        (urls::ALL_SERIES, t.field.many_series, home.about_series),
        (urls::INSTITUTIONS, site.institutions, home.about_institutions),
        (urls::ARCHIVES, site.archives, home.about_archives),
        (urls::LISTS, site.lists, home.about_lists),
        (urls::LOOKUP, site.lookup, home.about_lookup),
    ]
}

fn header(t: &Messages, settings: &Settings, look: &Look, asked: Option<&str>) -> String {
    let header = html! {
        a.skip.vh href="#main" { (t.site.skip) }
        header.top { div.w {
            a.brand href=(urls::HOME) { @if let Some(logo) = &look.logo { img src=(logo.address) alt=(settings.name) height="36"; } @else { (settings.name) } }
            @if let Some(asked) = asked { (search_form(t, asked)) } @else { span.find {} }
            nav aria-label=(t.site.main_menu) {
                details { summary { (t.site.browse) } ul { @for (address, name, _) in doors(t) { li { a href=(address) { (name) } } } } }
                a href=(urls::ABOUT) { (t.site.about) }
                a href=(urls::ACCOUNT) { (t.account.menu) }
            }
        } }
    };
    format!("</head><body>{}<main class=\"w\" id=\"main\">", header.0)
}

/// What the operator says, the licence, and the other languages.
fn footer(t: &Messages, settings: &Settings) -> Markup {
    html! {
        footer.foot { div.w {
            p {
                @if settings.footer.is_empty() { (t.site.supplied) } @else { (t.said(&settings.footer, None)) }
                " " (t.site.licence)
            }
            ul.dots {
                li { a href=(urls::ABOUT) { (t.site.about) } }
                li { a href=(urls::API) { (t.api.title) } }
                li { a href={ (urls::ABOUT) "#licence" } { (t.about.licence) } }
                li { a href=(urls::PRIVACY) { (t.site.privacy) } }
            }
            nav aria-label=(t.site.language) { ul.dots { @for lang in Lang::ALL { li {
                @if lang == t.lang { b aria-current="true" { (lang.own_name()) } }
                @else { a href=(urls::language(lang.tag())) lang=(lang.tag()) hreflang=(lang.tag()) rel="nofollow" { (lang.own_name()) } }
            } } } }
        } }
    }
}

/// What the head says of this page.
fn head(site: &Site, t: &Messages, frame: &Frame<'_>) -> Markup {
    let settings = site.settings();
    let own = frame.described && frame.description.is_empty();
    let description = if own { t.home.tagline } else { frame.description };
    let title = if frame.title.is_empty() { &settings.name } else { frame.title };
    html! {
        title { @if frame.title.is_empty() { (settings.name) } @else { (frame.title) " · " (settings.name) } }
        @if !description.is_empty() { meta name="description" content=(Plain(description)); }
        meta property="og:title" content=(Plain(title));
        meta property="og:type" content=(frame.preview);
        @if !frame.address.is_empty() && !settings.base_url.is_empty() {
            @let address = absolute(site, frame.address);
            link rel="canonical" href=(address);
            meta property="og:url" content=(address);
        }
        @if !frame.listed { meta name="robots" content="noindex"; }
        @if let Some(feed) = &frame.feed { (feed_links(feed, frame.title)) }
        (frame.head)
    }
}

/// How programs that follow lists find a feed.
fn feed_links(feed: &Feed, title: &str) -> Markup {
    html! {
        @for form in Form::ALL {
            link rel="alternate" type=(form.bare_media()) title={ (title) " · " (form.name()) } href=(feed.address(form));
        }
    }
}

/// The same for people.
pub(crate) fn follow(t: &Messages, feed: &Feed) -> Markup {
    html! {
        p.s.soft { (t.site.follow) ": "
            @for (at, form) in Form::ALL.into_iter().enumerate() {
                @if at > 0 { ", " }
                a href=(feed.address(form)) type=(form.bare_media()) rel="nofollow" { (form.name()) }
            }
            @if let Some(address) = feed.embedded() { " · " a href=(address) rel="nofollow" { (t.site.embed) } }
        }
    }
}

/// An open book in two strokes, inside the page so that nothing is fetched for it.
pub(crate) const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 4C6 2.6 3.6 2.4 1.5 3v9.5c2-.6 4.5-.3 6.5 1 2-1.3 4.5-1.6 6.5-1V3C12.4 2.4 10 2.6 8 4z' fill='%230a5a63'/%3E%3Cpath d='M8 4v9.5' stroke='%23fff'/%3E%3C/svg%3E";

/// The search box with what was asked. The script reads off the form where suggestions are.
pub(crate) fn search_form(t: &Messages, asked: &str) -> Markup {
    html! {
        form.find action=(urls::SEARCH) role="search" data-suggest=(urls::SUGGEST) data-name=(t.search.suggestions) data-count=(t.search.suggested) {
            label.vh for="q" { (t.site.search_catalogue) }
            input #q type="search" name="q" value=(asked) placeholder=(t.site.search_hint) autocomplete="off" maxlength="1000";
            button { (t.site.search) }
        }
    }
}

/// The address as seen from outside; the path alone when the operator has not said where that is.
pub(crate) fn absolute(site: &Site, path: &str) -> String {
    [&site.settings().base_url, path].concat()
}

/// The way down to a page: address and name of each step above it.
pub(crate) fn crumbs(t: &Messages, steps: &[(String, Markup)]) -> Markup {
    html! {
        nav aria-label=(t.site.breadcrumb) { ol.dots.crumb {
            @for (address, name) in steps { li { a href=(address) { (name) } } }
        } }
    }
}
