//! A feed as RSS 2.0, with names as Dublin Core has them, because the format's own field for an author is an
//! e-mail address.
//!
//! Descriptions are markup to whoever reads RSS, so texts are escaped once for markup and again for XML.

use maud::{Render, html};

use super::atom::{EVENT, event};
use super::item::{Item, Person};
use super::{Channel, Form};
use crate::page::http_date;
use crate::view::plain::Plain;
use crate::view::xml::Xml;

/// Minutes for which there is no need to ask again.
const REST: &str = "60";

pub(super) fn written(channel: &Channel) -> String {
    let mut xml = Xml::document(2_000 * channel.items.len() + 2_000);
    let spaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:ev", EVENT),
    ];
    xml.open("rss", &spaces);
    xml.open("channel", &[]);
    xml.text("title", &text(&channel.full_title()));
    xml.text("link", &channel.page);
    let about = if channel.about.is_empty() { &channel.title } else { &channel.about };
    xml.text("description", &Plain(about).render().0);
    xml.text("lastBuildDate", &http_date(channel.updated));
    xml.text("generator", concat!("ibid ", env!("CARGO_PKG_VERSION")));
    xml.text("ttl", REST);
    let own = channel.address(Form::Rss);
    xml.empty("atom:link", &[("rel", "self"), ("type", Form::Rss.bare_media()), ("href", own)]);
    channel.items.iter().for_each(|item| entry(&mut xml, channel, item));
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn entry(xml: &mut Xml, channel: &Channel, item: &Item) {
    xml.open("item", &[]);
    xml.text("title", &text(&item.title));
    xml.text("link", &item.link);
    xml.with("guid", &[("isPermaLink", "true")], &item.id);
    xml.text("pubDate", &http_date(item.published));
    let people = Person::shown(&item.authors).chain(Person::shown(&item.editors));
    people.for_each(|it| xml.text("dc:creator", &it.name));
    for code in &item.jel {
        xml.with("category", &[("domain", &channel.subjects)], code.as_str());
    }
    item.keywords.iter().for_each(|it| xml.text("category", it));
    if !item.summary.is_empty() {
        let markup = html! { @for paragraph in &item.summary { p { (Plain(paragraph)) } } };
        xml.text("description", &markup.0);
    }
    item.event.iter().for_each(|it| event(xml, it));
    xml.close("item");
}

/// A title is plain text, which many readers take for markup all the same: what would be a tag to them is
/// made harmless for them, and a mere "<" is left alone.
fn text(title: &str) -> String {
    let tag = |(at, _)| title[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    if title.match_indices('<').any(tag) { Plain(title).render().0 } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_in_a_title_is_none() {
        assert_eq!(text("p < 0.05 & q<3"), "p < 0.05 & q<3");
        assert_eq!(text("<b>Bold</b>"), "&lt;b&gt;Bold&lt;/b&gt;");
    }
}
