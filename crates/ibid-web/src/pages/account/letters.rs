//! What somebody wants to be written to about, and in which language.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Redirect;
use ibid_app::mail::{LOST_AFTER, Topic};
use maud::html;

use super::{own_page, said};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text};
use crate::problem::Answer;
use crate::session::Who;
use crate::{Site, urls};

/// What a kind of letter is about.
pub(super) fn about(t: &Messages, topic: Topic) -> Text {
    match topic {
        Topic::Works => t.account.letters_works,
        Topic::Claims => t.account.letters_claims,
        Topic::Monthly => t.account.letters_monthly,
    }
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri, who: Who) -> Answer {
    let t = lang.messages();
    let words = &t.account;
    let account = &who.account;
    let main = html! {
        (said(uri.query().map(|_| words.saved)))
        @if account.bounces >= LOST_AFTER { p.box.note { (words.letters_lost) } }
        form.paste method="post" action=(urls::LETTERS) {
            fieldset {
                legend { (words.letters_about) }
                @for topic in Topic::ALL {
                    label.tick { input type="checkbox" name="topic" value=(topic.word()) checked[!topic.is_muted(account)]; " " (about(t, topic)) }
                }
            }
            p.s.soft { (words.letters_always) }
            label for="lang" { (words.letters_language) }
            select #lang name="lang" { @for one in Lang::ALL {
                option value=(one.tag()) lang=(one.tag()) selected[one.tag() == account.lang] { (one.own_name()) }
            } }
            button.btn.one { (words.save) }
        }
    };
    Ok(own_page(&site, t, &who, (urls::LETTERS, words.letters), main))
}

pub(crate) async fn save(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Redirect> {
    let wanted: Vec<Topic> = sent.all("topic").filter_map(Topic::from_word).collect();
    let chosen = Lang::from_tag(sent.get("lang"));
    let lang = chosen.map_or(who.account.lang.as_str(), |it| it.tag());
    site.accounts()?.write_settings(&who, lang, &wanted, site.now()).await?;
    Ok(Redirect::to(&urls::done(urls::LETTERS)))
}
