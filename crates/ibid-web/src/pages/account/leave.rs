//! Leaving a kind of letter by the link at its foot, without signing in.
//!
//! Mail programs send the form themselves when their reader presses their button (RFC 8058).

use axum::extract::{Path, State};
use ibid_app::mail::Topic;
use maud::html;

use super::{letters, page};
use crate::i18n::{Lang, fill};
use crate::problem::{Answer, Problem};
use crate::{Site, urls};

pub(crate) async fn show(State(site): State<Site>, lang: Lang, Path(token): Path<String>) -> Answer {
    let t = lang.messages();
    let words = &t.account;
    let topic = site.accounts()?.left(&token).await?;
    let main = html! {
        article.narrow {
            h1 { (words.leave_title) }
            p.read { (fill(words.leave_asked, &[("kind", &letters::about(t, topic))])) }
            form method="post" action=(urls::leave(&token)) { button.btn.one { (words.leave_button) } }
        }
    };
    Ok(page(&site, t, words.leave_title, main))
}

pub(crate) async fn leave(State(site): State<Site>, lang: Lang, Path(token): Path<String>) -> Answer {
    let t = lang.messages();
    let words = &t.account;
    let topic: Topic = site.accounts()?.leave(&token, site.now()).await.map_err(Problem::from)?;
    let main = html! {
        article.narrow {
            h1 { (words.leave_title) }
            p.read role="status" { (fill(words.left, &[("kind", &letters::about(t, topic))])) }
            p { a href=(urls::LETTERS) { (words.letters) } }
        }
    };
    Ok(page(&site, t, words.leave_title, main))
}
