//! What a CSL processor is given: our CSL-JSON without what it does not need, and with what it would
//! get wrong put so that it cannot.

use hayagriva::citationberg::json::{LiteralName, NameItem, NameValue, Value};
use ibid_core::Kind;
use ibid_core::export::{Format, Source};
use ibid_core::language::{Script, script};
use ibid_core::text::shortened;

use super::Style;

pub(super) use hayagriva::citationberg::json::Item;

/// More names than this serve nobody; the last one is kept, since some styles end with it.
const NAMES: usize = 3_000;
/// Letters of a title that are set.
const TITLE: usize = 1_000;

/// Numbers are taken apart at these signs and put together otherwise ("2020-05" becomes "Nos. 2020-5"),
/// so they travel as letters of nobody's alphabet. The first one stands before the number: it has no
/// capital, so that "gd11-190" keeps its small letter.
pub(super) const DISGUISES: [(char, &str); 4] =
    [('\u{f8f0}', ""), ('\u{f8f1}', "-"), ('\u{f8f2}', ","), ('\u{f8f3}', "&")];

/// The one item of a work for a style; `None` when its CSL-JSON is none.
pub(super) fn item(source: &Source<'_>, style: &Style) -> Option<Item> {
    let json = Format::CslJson.one(source);
    let Item(mut fields) = serde_json::from_str::<Vec<Item>>(&json).ok()?.pop()?;
    for unused in ["abstract", "keyword", "note"] {
        fields.remove(unused);
    }
    let mut item = Item(fields);
    for name in ["number", "volume", "issue", "collection-number"] {
        item.text(name, disguised);
    }
    item.text("edition", counted);
    item.text("title", |title| shortened(title, TITLE).into_owned());
    for role in ["author", "editor"] {
        item.names(role, kept_together);
    }
    item.by_kind(source.work.kind, style);
    if source.work.kind == Kind::Book {
        item.editors_for_authors(style);
    }
    Some(item)
}

trait Change {
    fn text(&mut self, name: &str, change: impl Fn(&str) -> String);
    fn names(&mut self, role: &str, change: impl Fn(NameValue) -> NameValue);
    fn by_kind(&mut self, kind: Kind, style: &Style);
    fn editors_for_authors(&mut self, style: &Style);
}

impl Change for Item {
    fn text(&mut self, name: &str, change: impl Fn(&str) -> String) {
        if let Some(Value::String(text)) = self.0.get_mut(name) {
            *text = change(text);
        }
    }

    fn names(&mut self, role: &str, change: impl Fn(NameValue) -> NameValue) {
        if let Some(Value::Names(names)) = self.0.get_mut(role) {
            if names.len() > NAMES {
                names.drain(NAMES - 1..names.len() - 1);
            }
            *names = names.drain(..).map(change).collect();
        }
    }

    fn by_kind(&mut self, kind: Kind, style: &Style) {
        let set = |fields: &mut Item, name: &str, text: &str| {
            fields.0.insert(name.to_owned(), Value::String(text.to_owned()));
        };
        match kind {
            // What styles say of software ("Released", no series) fits programs that are sold.
            Kind::Software => set(self, "type", "report"),
            // Styles know the occasion by its older name.
            Kind::Talk => {
                if let Some(event) = self.0.get("event-title").cloned() {
                    self.0.insert("event".to_owned(), event);
                }
                // Most styles would say the date twice; MLA says no other.
                if let Some(date) = self.0.get("issued").filter(|_| style.id == "mla").cloned() {
                    self.0.insert("event-date".to_owned(), date);
                }
            }
            _ => {}
        }
    }

    /// Editors who stand for authors lose "ed." and the order of their names in styles that look for
    /// many other roles first, so there they come as authors with what they did behind the last.
    fn editors_for_authors(&mut self, style: &Style) {
        let (one, more) = match style.id {
            "turabian" | "chicago-author-date" | "chicago-notes" | "chicago-footnote" => ("ed.", "eds."),
            "mhra" | "nature" => ("ed.", "eds"),
            _ => return,
        };
        let has_authors = matches!(self.0.get("author"), Some(Value::Names(names)) if !names.is_empty());
        let Some(Value::Names(mut names)) = self.0.remove("editor").filter(|_| !has_authors) else { return };
        let word = if names.len() == 1 { one } else { more };
        match names.last_mut() {
            Some(NameValue::Item(last)) => {
                let before = last.suffix.take().filter(|text| !text.is_empty());
                last.suffix = Some(before.map_or(word.to_owned(), |text| format!("{text}, {word}")));
                last.comma_suffix = Some(true);
            }
            Some(NameValue::Literal(last)) => last.literal = format!("{}, {word}", last.literal),
            None => {}
        }
        self.0.insert("author".to_owned(), Value::Names(names));
    }
}

fn disguised(number: &str) -> String {
    let plain = number.len() < 10 && number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
    if plain || number.is_empty() {
        return number.to_owned();
    }
    let mut out = String::from(DISGUISES[0].0);
    for c in number.chars() {
        let disguise = DISGUISES.iter().find(|(_, sign)| sign.chars().eq([c]));
        out.push(disguise.map_or(c, |&(disguise, _)| disguise));
    }
    out
}

/// "2nd" and "2nd ed." become the number that each style words in its own way.
fn counted(edition: &str) -> String {
    let digits = edition.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = edition.split_at(digits);
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|ending| rest.starts_with(ending));
    if ordinal { number.to_owned() } else { edition.to_owned() }
}

/// "van der Berg" is taken apart unless a particle is given, if an empty one (which leaves a blank
/// behind); a name in Han or Hangul is no "family, given" in any style.
fn kept_together(name: NameValue) -> NameValue {
    let NameValue::Item(name) = name else { return name };
    let given = name.given.as_deref().unwrap_or("");
    let eastern = |text: &str| matches!(script(text), Script::Han | Script::Kana | Script::Hangul);
    if eastern(&name.family) && (given.is_empty() || eastern(given)) {
        return NameValue::Literal(LiteralName { literal: format!("{}{given}", name.family) });
    }
    let parted = name.family.split(' ').any(|word| word.starts_with(char::is_lowercase));
    NameValue::Item(NameItem { non_dropping_particle: parted.then(String::new), ..name })
}
