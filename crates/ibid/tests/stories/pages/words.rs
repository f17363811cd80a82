//! Pages in another language than English have no English left in them.
//!
//! Not here: whether every message is translated (`ibid-web`, `i18n`); this looks at what is shown.

use ibid_testkit::Browser;

use super::{Look, pages, served, texts};

/// Texts in Latin letters that are neither a record's own, marked as English, nor a name that is the
/// same in all languages.
const FOREIGN: &str = include_str!("words.js");

#[test]
fn no_english_is_left_on_pages_in_other_scripts() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    Look::Wide.set(&mut browser);
    let (pages, mut said) = (pages(&server), Vec::new());
    for language in ["ko", "ru"] {
        browser.headers(&[("Accept-Language", language)]);
        for (path, _) in &pages {
            browser.open(&server.url(path));
            let found = texts(&browser.eval(FOREIGN));
            said.extend(found.into_iter().map(|it| format!("{language} {path}: {it}")));
        }
    }
    assert!(said.is_empty(), "{} texts\n{}", said.len(), said.join("\n"));
}
