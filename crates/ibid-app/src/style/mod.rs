//! Citations of one work in the styles scholars are asked for, set by a CSL processor that is fed our
//! own CSL-JSON.
//!
//! Here: which styles there are, and a work set in one of them. What the processor gets wrong is put
//! right on its way in (`feed.rs`) and on its way out (`pieces.rs`). Deliberately not here: the
//! suggested citation and the exports (`ibid_core::export`), and markup: pieces are plain text.

mod feed;
mod pieces;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{IndependentStyle, Locale, Style as Csl};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren};
use ibid_core::export::Source;

pub use pieces::Piece;

/// A style of citation that is offered.
#[derive(Debug)]
pub struct Style {
    /// Stands in addresses and behind `--style`; never changes.
    pub id: &'static str,
    /// What its users call it, in their language.
    pub name: &'static str,
    pub form: Form,
    archived: ArchivedStyle,
    compiled: OnceLock<Option<IndependentStyle>>,
}

/// What of a style is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The entry of a reference list, with what stands in the text.
    AuthorDate,
    /// The entry of a reference list that is numbered; the number is the writer's.
    Numbered,
    /// The entry of a bibliography beside footnotes.
    Bibliography,
    /// The first footnote on the work.
    Footnote,
}

const fn offered(id: &'static str, name: &'static str, form: Form, archived: ArchivedStyle) -> Style {
    Style { id, name, form, archived, compiled: OnceLock::new() }
}

/// All styles, the most asked for first. The first one is set when none is named.
pub static STYLES: [Style; 16] = {
    use ArchivedStyle as A;
    use Form::{AuthorDate, Bibliography, Footnote, Numbered};
    [
        offered("chicago-author-date", "Chicago 18", AuthorDate, A::ChicagoAuthorDate),
        offered("chicago-notes", "Chicago 18", Bibliography, A::ChicagoNotes),
        offered("chicago-footnote", "Chicago 18", Footnote, A::ChicagoNotes),
        offered("turabian", "Turabian 9 (Chicago 17)", AuthorDate, A::TurabianAuthorDate),
        offered("apa", "APA 7", AuthorDate, A::AmericanPsychologicalAssociation),
        offered("mla", "MLA 9", Bibliography, A::ModernLanguageAssociation),
        offered("harvard", "Harvard (Cite Them Right 12)", AuthorDate, A::HarvardCiteThemRight),
        offered("elsevier-harvard", "Harvard (Elsevier)", AuthorDate, A::ElsevierHarvard),
        // The archive's own NLM style loses the authors of reports and articles here.
        offered("vancouver", "Vancouver", Numbered, A::TaylorAndFrancisNationalLibraryOfMedicine),
        offered("ieee", "IEEE", Numbered, A::InstituteOfElectricalAndElectronicsEngineers),
        offered("asa", "ASA 7", AuthorDate, A::AmericanSociologicalAssociation),
        offered("apsa", "APSA 2018", AuthorDate, A::AmericanPoliticalScienceAssociation),
        offered("nature", "Nature", Numbered, A::Nature),
        offered("mhra", "MHRA 4", Footnote, A::ModernHumanitiesResearchAssociationNotes),
        offered("gb7714", "GB/T 7714—2015", AuthorDate, A::Gb77142015AuthorDate),
        offered("gost", "ГОСТ Р 7.0.5—2008", Numbered, A::GostR7052008Numeric),
    ]
};

/// A work set in a style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub pieces: Vec<Piece>,
    /// What stands in the running text: "(Kimura 2011)". Empty for all but [`Form::AuthorDate`].
    pub in_text: String,
}

impl Citation {
    /// Without slant and links.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

impl Style {
    /// The style of this name, any case.
    pub fn named(id: &str) -> Option<&'static Style> {
        STYLES.iter().find(|style| style.id.eq_ignore_ascii_case(id))
    }

    /// The names of all styles, for people.
    pub fn ids() -> String {
        STYLES.iter().map(|style| style.id).collect::<Vec<_>>().join(", ")
    }

    /// Sets one work. Takes about half a millisecond, for thousands of authors some ten, and the first
    /// time as long as it takes to read style and locales: not for threads that must not wait.
    ///
    /// `None` when the processor fails on this work.
    pub fn cite(&self, source: &Source<'_>) -> Option<Citation> {
        let style = self.compiled.get_or_init(|| self.compile()).as_ref()?;
        let item = feed::item(source, self)?;
        // It panics on what it was not written for.
        let set = catch_unwind(AssertUnwindSafe(|| set(&item, style))).ok()?;
        let footnote = self.form == Form::Footnote;
        let (entry, in_text) = if footnote { (set.note, None) } else { (set.entry?, Some(set.note)) };
        let title = source.work.title.as_str();
        let pieces = pieces::plain(&entry, title, self.id);
        let in_text = in_text.filter(|_| self.form == Form::AuthorDate);
        let in_text = in_text.map_or(Vec::new(), |it| pieces::plain(&it, title, self.id));
        let in_text = in_text.into_iter().map(|piece| piece.text).collect();
        (!pieces.is_empty()).then_some(Citation { pieces, in_text })
    }

    fn compile(&self) -> Option<IndependentStyle> {
        match self.archived.get() {
            Csl::Independent(style) => Some(style),
            Csl::Dependent(_) => None,
        }
    }
}

/// What the processor makes of a work.
struct Set {
    note: ElemChildren,
    entry: Option<ElemChildren>,
}

/// One work at a time: several would be told apart by letters after the year, at a cost that grows
/// with the square of their number.
fn set(item: &feed::Item, style: &IndependentStyle) -> Set {
    let locales = spoken();
    let mut driver = BibliographyDriver::new();
    let items = vec![CitationItem::with_entry(item)];
    driver.citation(CitationRequest::new(items, style, None, locales, Some(1)));
    let mut set = driver.finish(BibliographyRequest::new(style, None, locales));
    // The number in front, where there is one, is not part of the content.
    let entry = set.bibliography.and_then(|mut it| it.items.pop()).map(|it| it.content);
    let note = set.citations.pop().map_or(ElemChildren::default(), |it| it.citation);
    Set { note, entry }
}

/// The locales that the styles offered are written for; read once, which takes a moment.
fn spoken() -> &'static [Locale] {
    static SPOKEN: OnceLock<Vec<Locale>> = OnceLock::new();
    SPOKEN.get_or_init(|| {
        let wanted = ["en-US", "en-GB", "ru-RU", "zh-CN"];
        let mut all = locales();
        all.retain(|it| it.lang.as_ref().is_some_and(|lang| wanted.contains(&lang.0.as_str())));
        all
    })
}
