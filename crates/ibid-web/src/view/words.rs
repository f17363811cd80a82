//! The field's words for what the records hold in code.

use ibid_core::Kind;
use ibid_core::export::Format;
use ibid_core::jel::Code;
use ibid_core::record::Access;
use maud::{Markup, html};

use crate::i18n::{Lang, Messages, Text};

impl Messages {
    /// "Working paper", for one.
    pub(crate) fn kind(&self, kind: Kind) -> Text {
        let words = &self.field;
        match kind {
            Kind::Paper => words.paper,
            Kind::Article => words.article,
            Kind::Chapter => words.chapter,
            Kind::Book => words.book,
            Kind::Software => words.software,
            Kind::Talk => words.talk,
            Kind::Series => words.series,
            Kind::Archive => words.archive,
            Kind::Person => words.person,
            Kind::Institution => words.institution,
        }
    }

    /// "Working papers", for many.
    pub(crate) fn kinds(&self, kind: Kind) -> Text {
        let words = &self.field;
        match kind {
            Kind::Paper => words.papers,
            Kind::Article => words.articles,
            Kind::Chapter => words.chapters,
            Kind::Book => words.books,
            Kind::Software => words.softwares,
            Kind::Talk => words.talks,
            Kind::Series => words.many_series,
            Kind::Archive => words.archives,
            Kind::Person => words.people,
            Kind::Institution => words.institutions,
        }
    }

    /// How a reader gets at the text.
    pub(crate) fn access(&self, access: Access) -> Text {
        match access {
            Access::Free => self.field.free,
            Access::Restricted => self.field.restricted,
            Access::None => self.field.no_text,
        }
    }

    /// The name of a language (ISO 639-1): in English on English pages, elsewhere as its speakers call
    /// it; the code itself when it is none.
    pub(crate) fn language<'a>(&self, code: &'a str) -> &'a str {
        let name = match self.lang {
            Lang::En => ibid_core::language::name(code),
            _ => ibid_core::language::own_name(code),
        };
        name.unwrap_or(code)
    }

    /// What a JEL code stands for, in English as the codes are; empty for codes that are none.
    pub(crate) fn jel(&self, code: Code) -> Markup {
        html! { (self.said(code.label().unwrap_or(""), Some("en"))) }
    }

    /// What a format is called: they have names of their own, plain text has one in every language.
    pub(crate) fn export(&self, format: Format) -> Text {
        if format == Format::Text { self.field.plain_text } else { format.label() }
    }

    /// What a file is, in one or two words: "PDF", "web page"; the type itself when it is rarer.
    pub(crate) fn format<'a>(&self, mime: &'a str) -> &'a str {
        match mime {
            "" => self.field.file,
            "application/pdf" => "PDF",
            "application/postscript" => "PostScript",
            "text/html" | "application/xhtml+xml" => self.field.web_page,
            "text/plain" => self.field.plain_text,
            "application/msword"
            | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "Word",
            "application/zip" | "application/x-zip-compressed" => "ZIP",
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_names() {
        assert_eq!(Lang::En.messages().language("ko"), "Korean");
        assert_eq!(Lang::Ja.messages().language("ko"), "한국어");
        assert_eq!(Lang::En.messages().language("xx"), "xx");
    }
}
