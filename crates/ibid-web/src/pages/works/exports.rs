//! A work in other formats, at its address with another ending or by what the asker accepts.

use axum::http::{HeaderMap, header};
use ibid_core::record::Work;
use ibid_store::Stored;

use crate::Site;
use crate::page::Page;
use crate::problem::{Answer, Problem};

/// A format a work can be had in.
pub(super) struct Format {
    pub(super) name: &'static str,
    pub(super) extension: &'static str,
    pub(super) media: &'static str,
}

/// What is offered, in the order in which pages name it.
pub(super) const OFFERED: [Format; 1] =
    [Format { name: "ReDIF", extension: "redif", media: "text/plain; charset=utf-8" }];

/// The extension of the format an asker wants instead of a page; `None` when a page will do.
pub(super) fn preferred(headers: &HeaderMap) -> Option<&'static str> {
    let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
    if accept.contains("text/html") || accept.contains("*/*") && !accept.contains(',') {
        return None;
    }
    let wanted = accept.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    wanted
        .filter(|media| *media != "text/plain")
        .find_map(|media| OFFERED.iter().find(|it| it.media.split(';').next() == Some(media)))
        .map(|format| format.extension)
}

pub(super) async fn page(_site: &Site, stored: Stored, work: &Work, extension: &str) -> Answer<Page> {
    let format = OFFERED.iter().find(|it| it.extension == extension);
    let format = format.ok_or_else(|| Problem::missing(format!("“{}” as .{extension}", work.handle)))?;
    let page = Page::new(format.media, without_addresses(&stored.text));
    Ok(page.modified(stored.at))
}

/// The template as received, without people's e-mail addresses: those are never given away.
pub(super) fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut within = false;
    for line in text.split_inclusive('\n') {
        if let Some(name) = field_name(line) {
            within = name.to_ascii_lowercase().ends_with("email");
        }
        if !within {
            out.push_str(line);
        }
    }
    out
}

fn field_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_people_stay_behind() {
        let text = "Template-Type: ReDIF-Paper 1.0\r\nAuthor-Name: A\r\nAuthor-Email: a@example.org\r\n  more@example.org\r\nTitle: T: x\r\nCONTACT-EMAIL: b@example.org";
        assert_eq!(
            without_addresses(text),
            "Template-Type: ReDIF-Paper 1.0\r\nAuthor-Name: A\r\nTitle: T: x\r\n"
        );
    }
}
