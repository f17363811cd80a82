//! The head of a work's page: what it says to programs (`crate::head`), the other formats, its look.

use maud::{Markup, PreEscaped, html};

use super::WorkPage;
use super::exports::source;
use crate::Site;
use crate::head::{self, Cited};
use crate::i18n::Messages;
use crate::pages::take_away;
use crate::urls::Face;

/// A page's work as programs are told of it.
pub(super) fn cited<'a>(site: &'a Site, page: &'a WorkPage) -> Cited<'a> {
    let series = page.series_record().and_then(ibid_core::Record::as_series);
    Cited::new(site, source(&page.work, page.series.as_deref()), series, &page.paths, &page.about)
}

pub(super) fn view(site: &Site, t: &Messages, page: &WorkPage, cited: &Cited<'_>) -> Markup {
    html! {
        (own(site))
        (head::of_work(cited))
        (PreEscaped(alternates(t, &page.paths.face(Face::Page))))
    }
}

/// A link to each format. They differ in a few words of our own only, so these are not escaped one by one.
fn alternates(t: &Messages, page: &str) -> String {
    let stem = html! { (page.strip_suffix("html").unwrap_or(page)) }.into_string();
    let mut out = String::with_capacity(1_500);
    for wanted in take_away::all() {
        let media = take_away::media_type(wanted).split(';').next().unwrap_or("");
        for piece in [
            "<link rel=\"alternate\" type=\"",
            media,
            "\" title=\"",
            take_away::label(t, wanted),
            "\" href=\"",
            &stem,
            take_away::extension(wanted),
            "\">",
        ] {
            out.push_str(piece);
        }
    }
    out
}

/// The look of these pages and the script that makes them quicker to use.
pub(super) fn own(site: &Site) -> Markup {
    let look = site.look();
    html! {
        style { (PreEscaped(&look.work)) }
        script type="module" src=(look.work_script.address) {}
    }
}
