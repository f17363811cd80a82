//! Addresses: URLs, e-mail, DOIs, and the types of what lies behind them.

use super::{Spot, shown};
use crate::diagnostic::Severity::{Note, Warning};

const SCHEMES: [&str; 4] = ["http://", "https://", "ftp://", "gopher://"];

/// An address that can be followed: a scheme that is safe, a host that can exist, no blanks.
pub(super) fn url(value: &str, spot: &mut Spot<'_>) {
    if is_url(value) {
        if !value.is_ascii() {
            let fix = escaped(value);
            let message = format!("`{}` has characters a URL cannot hold", shown(value));
            spot.say("non-ascii-url", Note, message, Some(fix));
        }
        return;
    }
    let mut parts = value.split([' ', ',', ';']).filter(|part| !part.is_empty());
    if value.contains(' ') && parts.clone().count() > 1 && parts.all(is_url) {
        spot.warning("several-urls", format!("more than one URL in `{}`", shown(value)));
        return;
    }
    let message = format!("`{}` is not a URL", shown(value));
    spot.say("bad-url", Warning, message, mended_url(value));
}

fn is_url(value: &str) -> bool {
    let Some(scheme) = SCHEMES.iter().find(|scheme| has_prefix(value, scheme)) else {
        return false;
    };
    let rest = &value[scheme.len()..];
    let end = rest.bytes().position(|b| matches!(b, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let user = rest[..end].bytes().rposition(|b| b == b'@').map_or(0, |at| at + 1);
    let host = &rest[user..end];
    let host = &host[..host.bytes().position(|b| b == b':').unwrap_or(host.len())];
    let odd = |b: u8| (b <= b' ') | (b == b'<') | (b == b'>') | (b == b'"');
    !value.bytes().fold(false, |found, b| found | odd(b)) && is_host(host) && !has_prefix(rest, "http")
}

fn has_prefix(value: &str, prefix: &str) -> bool {
    value.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// A name with a dot and letters at its end, or four numbers.
fn is_host(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let Some(dot) = host.bytes().rposition(|b| b == b'.') else { return false };
    let (front, last) = (&host[..dot], &host[dot + 1..]);
    let letters = last.len() >= 2 && !last.bytes().all(|b| b.is_ascii_digit());
    let numbers = || host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok());
    let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.') || b >= 0x80;
    !front.is_empty() && !front.starts_with('.') && host.bytes().all(sound) && (letters || numbers())
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 16);
    for byte in value.bytes() {
        match byte {
            0x80.. => out.push_str(&format!("%{byte:02X}")),
            _ => out.push(char::from(byte)),
        }
    }
    out
}

/// The slips that are seen: a scheme misspelt or left out, `URL:` before it, a blank in it.
fn mended_url(value: &str) -> Option<String> {
    let text = if has_prefix(value, "url:") { value[4..].trim() } else { value };
    let text: String = text.split_whitespace().collect();
    let candidates = [
        text.clone(),
        match text.find("://") {
            Some(at) => {
                let scheme = text[..at].to_ascii_lowercase();
                let right = if scheme.contains("ftp") {
                    "ftp"
                } else if scheme.ends_with('s') {
                    "https"
                } else {
                    "http"
                };
                let known = ["hhttp", "htttp", "htp", "htpp", "ttp", "hhttps", "htttps", "htps"]
                    .contains(&scheme.as_str());
                if known { format!("{right}{}", &text[at..]) } else { String::new() }
            }
            None => String::new(),
        },
        text.replacen("http//", "http://", 1).replacen("http:/", "http://", 1).replacen(":///", "://", 1),
        text.replacen("https//", "https://", 1),
        text.replacen("http://http", "http", 1),
        match text.contains(':') || text.contains('@') {
            true => String::new(),
            false => format!("http://{text}"),
        },
    ];
    // Words with blanks between them are a title in the wrong place, not an address.
    let blanks = value.split_whitespace().count();
    candidates.into_iter().filter(|_| blanks <= 2).find(|text| is_url(text) && text != value)
}

/// One address.
pub(super) fn email(value: &str, spot: &mut Spot<'_>) {
    if is_email(value) {
        return;
    }
    let parts: Vec<&str> = value
        .split([',', ';', ' ', '/'])
        .filter(|part| !part.is_empty() && !["and", "or", "&"].contains(part))
        .collect();
    if parts.len() > 1 && parts.iter().all(|part| is_email(part)) {
        let message = format!("more than one e-mail address in `{}`", shown(value));
        spot.warning("several-emails", message);
        return;
    }
    let message = format!("`{}` is not an e-mail address", shown(value));
    spot.say("bad-email", Warning, message, mended_email(value));
}

/// As the reference reader wants it, and not longer than any mail system takes.
fn is_email(value: &str) -> bool {
    let Some(at) = value.bytes().position(|b| b == b'@') else { return false };
    let (local, domain) = (&value[..at], &value[at + 1..]);
    let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'=');
    let local_sound = |b: u8| sound(b) || matches!(b, b'&' | b'+' | b'\'');
    !local.is_empty()
        && value.len() <= 254
        && local.bytes().all(local_sound)
        && domain.bytes().all(sound)
        && domain.bytes().position(|b| b == b'.').is_some_and(|dot| dot > 0 && domain.len() - dot > 2)
}

fn mended_email(value: &str) -> Option<String> {
    let mut text = value.trim().trim_end_matches(['.', ',', ';']).to_owned();
    if has_prefix(&text, "mailto:") {
        text.drain(..7);
    }
    if let Some((_, rest)) = text.split_once('<')
        && let Some((inner, _)) = rest.split_once('>')
    {
        text = inner.to_owned();
    }
    for at in ["(at)", "[at]", " at ", "{at}", "(AT)", "[AT]"] {
        text = text.replacen(at, "@", 1);
    }
    for dot in ["(dot)", "[dot]", " dot "] {
        text = text.replace(dot, ".");
    }
    let text: String = text.split_whitespace().collect();
    (is_email(&text) && text != value).then_some(text)
}

/// `10.` and no blanks; without the address of the resolver.
pub(super) fn doi(value: &str, spot: &mut Spot<'_>) {
    let bare = |text: &str| text.starts_with("10.") && text.contains('/') && !text.contains(' ');
    if bare(value) {
        return;
    }
    let at = value.find("10.");
    let rest = at.map(|at| &value[at..]).filter(|rest| bare(rest));
    match (rest, at) {
        (Some(rest), Some(at)) if value[..at].to_ascii_lowercase().contains("doi") => {
            let message = format!("DOI `{}` is not bare", shown(value));
            spot.say("doi-prefix", Note, message, Some(rest.to_owned()));
        }
        _ => spot.warning("bad-doi", format!("`{}` is not a DOI", shown(value))),
    }
}

/// A media type; `x-` types and capitals are fine.
pub(super) fn mime(value: &str, spot: &mut Spot<'_>) {
    const TOP: [&str; 10] = [
        "application",
        "text",
        "image",
        "audio",
        "video",
        "message",
        "model",
        "multipart",
        "font",
        "chemical",
    ];
    if matches!(value, "application/pdf" | "Application/pdf" | "text/html" | "text/plain") {
        return;
    }
    let bare = value.split(';').next().unwrap_or(value).trim_end();
    if let Some((top, sub)) = bare.split_once('/')
        && TOP.iter().any(|known| top.eq_ignore_ascii_case(known))
        && !sub.is_empty()
        && sub.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_' | b'/'))
    {
        return;
    }
    let fix = match value.trim_matches('.').to_ascii_lowercase().as_str() {
        "pdf" | "application-pdf" | "pdf file" => Some("application/pdf"),
        "ps" | "postscript" => Some("application/postscript"),
        "html" | "htm" | "text-html" => Some("text/html"),
        "txt" | "text" | "plain" | "plain text" => Some("text/plain"),
        "zip" => Some("application/zip"),
        "doc" | "word" => Some("application/msword"),
        "epub" => Some("application/epub+zip"),
        "azw" => Some("application/vnd.amazon.ebook"),
        "mobi" => Some("application/x-mobipocket-ebook"),
        _ => None,
    };
    let message = format!("`{}` is not a media type", shown(value));
    spot.say("bad-media-type", Warning, message, fix.map(str::to_owned));
}
