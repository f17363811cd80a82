//! The head of a work's page: what it says to programs (`crate::head`), the other formats, its look.

use maud::{Markup, html};

use super::WorkPage;
use super::exports::source;
use crate::Site;
use crate::head::{self, Cited};
use crate::i18n::Messages;
use crate::pages::take_away;
use crate::urls::Face;
use crate::view::stencil::Stencil;

/// A page's work as programs are told of it.
pub(super) fn cited<'a>(site: &'a Site, page: &'a WorkPage) -> Cited<'a> {
    let series = page.series_record().and_then(ibid_core::Record::as_series);
    Cited::new(site, source(&page.work, page.series.as_deref()), series, &page.paths, &page.about)
}

pub(super) fn view(site: &Site, t: &Messages, page: &WorkPage, cited: &Cited<'_>) -> Markup {
    html! {
        (own(site))
        (head::of_work(cited))
        (ALTERNATES.fill(t, &page.paths))
    }
}

/// A link to each format.
static ALTERNATES: Stencil = Stencil::new(|t, paths| {
    html! {
        @for wanted in take_away::all() {
            link rel="alternate" type=(take_away::media_type(wanted).split(';').next().unwrap_or("")) title=(take_away::label(t, wanted)) href=(paths.face(Face::Export(take_away::extension(wanted))));
        }
    }
});

/// The script that makes these pages quicker to use.
pub(super) fn own(site: &Site) -> Markup {
    let look = site.look();
    html! {
        script type="module" src=(look.work_script.address) {}
    }
}
