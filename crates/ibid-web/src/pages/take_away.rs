//! Works to take away: what they can be had as, links to it, and given works as one file.
//!
//! Not here: the one work on its own page, and what a search finds, which is streamed.

use ibid_app::export::{As, Export};
use ibid_core::Handle;
use ibid_core::export::Format;
use maud::{Markup, html};

use crate::Site;
use crate::i18n::Messages;
use crate::page::Page;
use crate::problem::Answer;
use crate::urls::REDIF;

/// Records read at once.
const STEP: usize = 500;

/// All there is, in the order in which pages name it.
pub(crate) fn all() -> impl Iterator<Item = As> {
    Format::ALL.into_iter().map(As::Format).chain([As::Redif])
}

pub(crate) fn extension(wanted: As) -> &'static str {
    match wanted {
        As::Format(format) => format.extension(),
        As::Redif => REDIF,
    }
}

/// What readers call it.
pub(in crate::pages) fn label(t: &Messages, wanted: As) -> &'static str {
    match wanted {
        As::Format(format) => t.export(format),
        As::Redif => "ReDIF",
    }
}

pub(crate) fn media_type(wanted: As) -> &'static str {
    match wanted {
        As::Format(format) => format.media_type(),
        As::Redif => "text/plain; charset=utf-8",
    }
}

/// What a path's last part asks for: its name, and what follows the name as `.bib` does.
pub(crate) fn asked(last: &str) -> Option<(&str, As)> {
    let stem = |wanted: As| Some((last.strip_suffix(extension(wanted))?.strip_suffix('.')?, wanted));
    all().filter_map(stem).min_by_key(|(stem, _)| stem.len())
}

/// Links to all of it, by commas.
pub(in crate::pages) fn links(t: &Messages, address: impl Fn(&str) -> String) -> Markup {
    html! {
        @for (at, wanted) in all().enumerate() {
            @if at > 0 { ", " }
            a href=(address(extension(wanted))) rel="nofollow" download { (label(t, wanted)) }
        }
    }
}

/// These works as one file, in this order; those that are not there or are withdrawn are left out.
pub(in crate::pages) async fn file(site: &Site, handles: &[Handle], wanted: As) -> Answer {
    let mut export = Export::new(site.reader().clone(), wanted);
    let mut text = export.begin().to_owned();
    for some in handles.chunks(STEP) {
        for stored in site.reader().records(some).await?.iter().flatten() {
            text.extend(export.entry(stored).await?);
        }
    }
    text.push_str(export.end());
    Ok(Page::new(media_type(wanted), text).searched())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        let check = |last, expected: Option<(&str, &str)>| {
            assert_eq!(asked(last).map(|(stem, wanted)| (stem, extension(wanted))), expected, "{last}");
        };
        check("korea.bib", Some(("korea", "bib")));
        check("korea.csl.json", Some(("korea", "csl.json")));
        check("v1.json", Some(("v1", "json")));
        check("korea.redif", Some(("korea", "redif")));
        check("korea", None);
        check("korea.exe", None);
        check("bib", None);
    }
}
