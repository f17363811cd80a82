//! A feed as JSON Feed 1.1. What the format has no name for stands under `_ibid`.

use ibid_core::date::moment;
use serde_json::{Map, Value, json};

use super::item::{Event, Item, Person};
use super::{Channel, Form};

pub(super) fn written(channel: &Channel) -> String {
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.full_title(),
        "home_page_url": channel.page,
        "feed_url": channel.address(Form::Json),
        "items": channel.items.iter().map(item).collect::<Vec<_>>(),
    });
    if !channel.about.is_empty() {
        feed["description"] = json!(channel.about);
    }
    feed.to_string()
}

fn item(item: &Item) -> Value {
    // Something has to be its content.
    let content = if item.summary.is_empty() { item.title.clone() } else { item.summary.join("\n\n") };
    let mut object = json!({
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "content_text": content,
        "date_published": moment(item.published),
        "date_modified": moment(item.updated),
        "_ibid": own(item),
    });
    let tags: Vec<&str> =
        item.jel.iter().map(|it| it.as_str()).chain(item.keywords.iter().map(String::as_str)).collect();
    if !tags.is_empty() {
        object["tags"] = json!(tags);
    }
    if !item.authors.is_empty() {
        object["authors"] = Person::shown(&item.authors).map(person).collect();
    }
    if let Some(language) = &item.language {
        object["language"] = json!(language);
    }
    object
}

fn person(person: &Person) -> Value {
    match &person.page {
        Some(page) => json!({ "name": person.name, "url": page }),
        None => json!({ "name": person.name }),
    }
}

fn own(item: &Item) -> Value {
    let mut own = Map::new();
    own.insert("handle".to_owned(), json!(item.handle));
    own.insert("kind".to_owned(), json!(item.kind));
    if let Some(year) = item.year {
        own.insert("year".to_owned(), json!(year));
    }
    for (name, text) in [("doi", &item.doi), ("series", &item.series)] {
        if !text.is_empty() {
            own.insert(name.to_owned(), json!(text));
        }
    }
    if let Some(event) = &item.event {
        own.insert("event".to_owned(), self::event(event));
    }
    Value::Object(own)
}

fn event(event: &Event) -> Value {
    json!({ "start": event.start, "zone": event.zone, "place": event.place })
}
