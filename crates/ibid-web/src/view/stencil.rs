//! Markup of ours in which nothing but the addresses of a work differ, such as its list of formats: made
//! once a language, then only filled in.

use std::sync::OnceLock;

use maud::{Markup, PreEscaped, Render};

use super::plain::Plain;
use crate::i18n::{Lang, Messages};
use crate::urls::WorkPaths;

/// Stands for what the addresses begin with. No message holds it.
const HOLE: &str = "\u{e000}";

pub(crate) struct Stencil {
    make: fn(&Messages, &WorkPaths) -> Markup,
    parts: [OnceLock<Vec<String>>; Lang::ALL.len()],
}

impl Stencil {
    /// `make` says what the markup is for any work.
    pub(crate) const fn new(make: fn(&Messages, &WorkPaths) -> Markup) -> Stencil {
        Stencil { make, parts: [const { OnceLock::new() }; Lang::ALL.len()] }
    }

    pub(crate) fn fill(&self, t: &Messages, paths: &WorkPaths) -> Markup {
        let cut = || (self.make)(t, &WorkPaths::under(HOLE)).0.split(HOLE).map(str::to_owned).collect();
        let parts = self.parts[t.lang as usize].get_or_init(cut);
        PreEscaped(parts.join(&Plain(paths.stem()).render().0))
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;
    use crate::urls::Face;

    #[test]
    fn filled_in_as_if_made_for_it() {
        let make = |t: &Messages, paths: &WorkPaths| {
            html! { a href=(paths.face(Face::Cite)) { (t.site.about) } a href=(paths.face(Face::Export("bib"))) {} }
        };
        let stencil = Stencil::new(make);
        for lang in Lang::ALL {
            for stem in ["/p/a/b/c", "/p/a&b/<\"c\">", ""] {
                let (t, paths) = (lang.messages(), WorkPaths::under(stem));
                assert_eq!(stencil.fill(t, &paths).0, make(t, &paths).0, "{stem} in {}", lang.tag());
            }
        }
    }
}
