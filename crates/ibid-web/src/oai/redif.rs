//! The format `redif`: the template as its publisher sent it, in one element of our own. Who wants it
//! harvests the source itself, only by way of the catalogue.

use axum::extract::State;
use ibid_core::export::redif::received;
use ibid_core::xml::{escape_into, escaped};

use super::MEDIA;
use crate::page::Page;
use crate::{Settings, Site, urls};

/// The same wherever the program runs.
pub(super) const NAMESPACE: &str = "urn:x-ibid:redif:1";

const SCHEMA: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:x-ibid:redif:1\"",
    " elementFormDefault=\"qualified\">\n",
    "  <xs:annotation><xs:documentation>One ReDIF template, line by line as its publisher wrote it, in",
    " Unicode and without e-mail addresses.</xs:documentation></xs:annotation>\n",
    "  <xs:element name=\"redif\" type=\"xs:string\"/>\n",
    "</xs:schema>\n"
);

/// `/oai/redif.xsd`.
pub(crate) async fn schema(State(_): State<Site>) -> Page {
    Page::new(MEDIA, SCHEMA)
}

pub(super) fn schema_address(settings: &Settings) -> String {
    urls::oai_redif(&settings.base_url)
}

pub(super) fn element(text: &str, schema: &str) -> String {
    let mut out = String::with_capacity(text.len() + 300);
    out.push_str("<redif xmlns=\"");
    out.push_str(NAMESPACE);
    out.push_str("\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"");
    out.push_str(NAMESPACE);
    out.push(' ');
    out.push_str(&escaped(schema));
    out.push_str("\">");
    escape_into(received(text).trim_end(), &mut out);
    out.push_str("\n</redif>\n");
    out
}
