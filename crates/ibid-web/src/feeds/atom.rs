//! A feed as Atom (RFC 4287). When and where a talk is stands in the elements of the event module that
//! RSS 1.0 has.

use ibid_core::date::moment;

use super::item::{Event, Item, Person};
use super::{Channel, Form};
use crate::view::xml::Xml;

/// The namespace that says when and where something takes place.
pub(super) const EVENT: &str = "http://purl.org/rss/1.0/modules/event/";

pub(super) fn written(channel: &Channel) -> String {
    let mut xml = Xml::document(2_000 * channel.items.len() + 2_000);
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xmlns:ev", EVENT)]);
    xml.text("id", channel.address(Form::Atom));
    xml.text("title", &channel.full_title());
    if !channel.about.is_empty() {
        xml.text("subtitle", &channel.about);
    }
    xml.text("updated", &moment(channel.updated));
    // Works without authors have to have one all the same: who gives the feed.
    person(&mut xml, "author", &channel.site, None);
    xml.with("generator", &[("version", env!("CARGO_PKG_VERSION"))], "ibid");
    link(&mut xml, "self", Form::Atom.bare_media(), channel.address(Form::Atom));
    link(&mut xml, "alternate", "text/html", &channel.page);
    for form in [Form::Rss, Form::Json] {
        link(&mut xml, "alternate", form.bare_media(), channel.address(form));
    }
    channel.items.iter().for_each(|item| entry(&mut xml, channel, item));
    xml.close("feed");
    xml.finish()
}

fn entry(xml: &mut Xml, channel: &Channel, item: &Item) {
    xml.open("entry", &[]);
    xml.text("id", &item.id);
    spoken(xml, "title", item, &item.title);
    link(xml, "alternate", "text/html", &item.link);
    xml.text("updated", &moment(item.updated));
    xml.text("published", &moment(item.published));
    Person::shown(&item.authors).for_each(|it| person(xml, "author", &it.name, it.page.as_deref()));
    Person::shown(&item.editors).for_each(|it| person(xml, "contributor", &it.name, it.page.as_deref()));
    for code in &item.jel {
        let label = format!("{code} {}", code.label().unwrap_or(""));
        xml.empty(
            "category",
            &[("term", code.as_str()), ("scheme", &channel.subjects), ("label", label.trim())],
        );
    }
    item.keywords.iter().for_each(|it| xml.empty("category", &[("term", it)]));
    if !item.summary.is_empty() {
        spoken(xml, "summary", item, &item.summary.join("\n\n"));
    }
    item.event.iter().for_each(|it| event(xml, it));
    xml.close("entry");
}

/// When and where a talk is.
pub(super) fn event(xml: &mut Xml, event: &Event) {
    xml.text("ev:startdate", &event.start);
    if !event.place.is_empty() {
        xml.text("ev:location", &event.place);
    }
}

/// Text in the work's own language.
fn spoken(xml: &mut Xml, name: &str, item: &Item, text: &str) {
    xml.with(name, &[("type", "text"), ("xml:lang", item.language.as_deref().unwrap_or(""))], text);
}

fn person(xml: &mut Xml, role: &str, name: &str, page: Option<&str>) {
    xml.open(role, &[]);
    xml.text("name", name);
    if let Some(page) = page {
        xml.text("uri", page);
    }
    xml.close(role);
}

fn link(xml: &mut Xml, rel: &str, media: &str, address: &str) {
    xml.empty("link", &[("rel", rel), ("type", media), ("href", address)]);
}
