//! The stylesheet as it leaves: stripped of blanks and comments, in the operator's colour; the scripts;
//! and the content security policy that lets nothing else through.

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use crate::{Logo, Settings, urls};

/// Everything about style that is settled once at start.
pub(crate) struct Look {
    /// For all pages: a reader fetches it once, and every page after the first is a third smaller.
    pub(crate) sheet: Sheet,
    /// Suggestions under the search box; without it the box is a plain one.
    pub(crate) suggest: Sheet,
    /// Copies citations and sets them in another style; without it both are forms and text.
    pub(crate) work_script: Sheet,
    /// Speaks to what keeps passkeys.
    #[cfg(feature = "passkeys")]
    pub(crate) passkey: Sheet,
    /// The operator's picture.
    pub(crate) logo: Option<Picture>,
    /// Results as somebody types; on the search page only.
    pub(crate) live: Sheet,
    /// `Content-Security-Policy`.
    pub(crate) policy: HeaderValue,
    /// The same for what may stand in frames of others.
    pub(crate) framed: HeaderValue,
}

/// A stylesheet or script that is fetched: its address changes with its content, so it may be kept for ever.
pub(crate) struct Sheet {
    pub(crate) address: String,
    pub(crate) text: String,
}

/// A picture; its address changes with it.
pub(crate) struct Picture {
    pub(crate) address: String,
    pub(crate) media: &'static str,
    pub(crate) bytes: Bytes,
}

impl Look {
    pub(crate) fn new(settings: &Settings) -> Look {
        let sheet = sheet(settings);
        let sheet = Sheet { address: urls::sheet("pages", &mark(&sheet)), text: sheet };
        let (framed, policy) = (policy("*"), policy("'none'"));
        let script = |name: &str, text: &str| Sheet {
            address: urls::script(name, &mark(text)),
            text: text.to_owned(),
        };
        let picture = |logo: &Logo| Picture {
            address: urls::logo(&mark(&logo.bytes)),
            media: logo.media,
            bytes: Bytes::from(logo.bytes.clone()),
        };
        let logo = settings.logo.as_ref().map(picture);
        Look {
            sheet,
            suggest: script("suggest", include_str!("static/suggest.js")),
            work_script: script("work", include_str!("static/work.js")),
            live: script("live", include_str!("static/live.js")),
            #[cfg(feature = "passkeys")]
            passkey: script("passkey", include_str!("static/passkey.js")),
            logo,
            policy,
            framed,
        }
    }
}

/// The parts one after the other, each of which may overrule what is before it; paper has the last word.
fn sheet(settings: &Settings) -> String {
    let mut sheet = squeezed(include_str!("static/style.css"));
    if let Some(colour) = settings.accent.as_deref().filter(|text| is_colour(text)) {
        sheet.push_str(&format!(":root{{--accent:{colour}}}"));
    }
    for part in
        [include_str!("static/tools.css"), include_str!("static/work.css"), include_str!("static/print.css")]
    {
        sheet.push_str(&squeezed(part));
    }
    sheet
}

/// No inline styles and scripts, frames, fonts or foreign requests of any kind. `frames` are the pages that
/// may hold ours in a frame.
fn policy(frames: &str) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
         img-src 'self' data:; form-action 'self'; frame-ancestors {frames}; base-uri 'none'"
    );
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Twelve letters that change with the text.
fn mark(text: impl AsRef<[u8]>) -> String {
    Sha256::digest(text).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// `#0a5a63` or `#abc`: all that an operator can set a colour to, so that a setting is never style.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Takes comments and needless blanks out. Good for our own sheets, which hold no blank that matters
/// next to `{};,>` and no comment mark inside a string.
fn squeezed(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(open) = rest.find("/*") {
        let (before, after) = rest.split_at(open);
        squeeze_into(&mut out, before);
        rest = after.find("*/").map_or("", |close| &after[close + 2..]);
    }
    squeeze_into(&mut out, rest);
    out.replace(";}", "}").trim().to_owned()
}

fn squeeze_into(out: &mut String, css: &str) {
    const TIGHT: [char; 5] = ['{', '}', ';', ',', '>'];
    for word in css.split_whitespace() {
        let joined = out.is_empty() || out.ends_with(TIGHT) || word.starts_with(TIGHT) || out.ends_with(": ");
        if !joined && !out.ends_with(':') {
            out.push(' ');
        }
        out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_fits_into_the_first_packets() {
        let sheet = Look::new(&Settings::default()).sheet.text;
        assert!(sheet.len() < 16 << 10, "{} bytes", sheet.len());
        assert!(!sheet.contains("/*") && !sheet.contains('\n'));
    }

    #[test]
    fn squeezing_keeps_the_meaning() {
        let check = |css: &str, expected: &str| assert_eq!(squeezed(css), expected);
        check("a { color: red; }\n", "a{color:red}");
        check("a b > c, d { margin: 0 auto; }", "a b>c,d{margin:0 auto}");
        check("/* x */ .a:focus { x: y z; } /* end", ".a:focus{x:y z}");
        check("@media (min-width: 5rem) { a { b: c; } }", "@media (min-width:5rem){a{b:c}}");
    }

    #[test]
    fn an_operators_colour_is_a_colour_or_nothing() {
        let with = |accent: &str| {
            let settings = Settings { accent: Some(accent.to_owned()), ..Settings::default() };
            Look::new(&settings).sheet.text.contains(accent)
        };
        assert!(with("#123456"));
        assert!(!with("red;}body{display:none"));
        assert!(!with("url(//evil.example)"));
    }

    #[test]
    fn the_policy_lets_nothing_foreign_in() {
        let look = Look::new(&Settings::default());
        let policy = look.policy.to_str().expect("plain text");
        assert!(policy.starts_with("default-src 'none'"));
        assert!(!policy.contains("unsafe"));
        let parts: Vec<&str> = policy.split("; ").collect();
        assert!(parts.contains(&"script-src 'self'") && parts.contains(&"connect-src 'self'"), "{policy}");
    }

    #[test]
    fn scripts_are_small_and_write_no_markup() {
        let look = Look::new(&Settings::default());
        for script in [look.suggest.text, look.work_script.text, look.live.text, look.passkey.text] {
            assert!(script.lines().count() <= 180, "{} lines", script.lines().count());
            for way in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("] {
                assert!(!script.contains(way), "{way}");
            }
        }
    }
}
