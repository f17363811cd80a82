//! What waits for a decision: of owners about their own works, of curators about disputes.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::people::disputes::Case;
use ibid_core::Handle;
use ibid_core::policy::Action;
use ibid_store::{Outcome, Stored};
use maud::{Markup, html};

use super::linked;
use super::works::doubt_word;
use crate::fields::Fields;
use crate::i18n::{Lang, Messages};
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::{Site, urls};

/// Disputes shown to a curator at once, and decided ones.
const SHOWN: usize = 50;
const DECIDED: usize = 10;

/// What somebody sees.
#[derive(Default)]
struct Inbox {
    doubts: Vec<(Handle, Stored, &'static str)>,
    about: Vec<Case>,
    by: Vec<Case>,
    open: Vec<Case>,
    decided: Vec<Case>,
    curator: bool,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let words = &t.claims;
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let inbox = Inbox::gather(&site, t, &who).await?;
    let main = html! {
        article.narrow {
            h1 { (words.inbox) }
            @if asked.has("done") { p.box role="status" { (words.done) } }
            @if inbox.is_empty() { p.read { (words.inbox_none) } }
            @if !inbox.doubts.is_empty() {
                h2 { (words.doubts) }
                ul.list { @for (person, stored, why) in &inbox.doubts {
                    li { p { (linked(&site, stored)) } p.s.wait { (why) } p { a href={ (urls::works_for(person)) "#doubts" } { (words.answer) } } }
                } }
            }
            (cases(&site, t, words.about_you, &inbox.about, Seen::Owner))
            (cases(&site, t, words.by_you, &inbox.by, Seen::Disputer))
            @if inbox.curator {
                p { a href=(urls::CURATE) { (t.curate.title) } }
                (cases(&site, t, words.for_curators, &inbox.open, Seen::Curator))
                (cases(&site, t, words.decided, &inbox.decided, Seen::After))
            }
        }
    };
    Ok(super::page(&site, t, words.inbox, main).into_response())
}

pub(crate) async fn decide(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Redirect> {
    let claims = site.claims()?;
    let id = sent.number("dispute").ok_or_else(|| Problem::missing("dispute"))?;
    let (text, now, powers) = (sent.get("text"), site.now(), &who.powers);
    match sent.get("do") {
        "answer" => claims.answer(powers, id, text, now).await?,
        "uphold" => claims.decide(powers, id, true, text, now).await?,
        "dismiss" => claims.decide(powers, id, false, text, now).await?,
        "undo" => claims.undo_decision(powers, id, now).await?,
        "drop" => claims.drop_dispute(powers, id, now).await?,
        other => return Err(Problem::missing(other)),
    }
    Ok(Redirect::to(&format!("{}?done=1", urls::INBOX)))
}

impl Inbox {
    async fn gather(site: &Site, t: &Messages, who: &Who) -> Answer<Inbox> {
        let (reader, claims) = (site.reader(), site.claims()?);
        let mut inbox = Inbox { curator: who.may(&Action::ReadInbox).is_ok(), ..Inbox::default() };
        let own = who.powers.author().into_iter().chain(who.powers.helped());
        for person in own.filter_map(Handle::parse).collect::<Vec<_>>() {
            let Some(stored) = reader.record(&person).await? else { continue };
            let doubts = reader.doubts_of(stored.id).await?;
            let works = reader.by_id(&doubts.iter().map(|it| it.work).collect::<Vec<_>>()).await?;
            for doubt in doubts {
                let work = works.iter().find(|it| it.id == doubt.work);
                inbox.doubts.extend(work.map(|it| (person.clone(), it.clone(), doubt_word(t, doubt.why))));
            }
            let mut disputes = reader.disputes_of(stored.id).await?;
            disputes.retain(|it| it.outcome == Outcome::Open);
            inbox.about.extend(claims.cases(disputes).await?);
        }
        inbox.by = claims.cases(reader.open_disputes_by(who.account.id).await?).await?;
        if inbox.curator {
            let mut open = reader.open_disputes(0, SHOWN).await?;
            // Nobody decides what they disputed themselves.
            open.retain(|it| it.account != who.account.id);
            inbox.open = claims.cases(open).await?;
            // The least to read first.
            inbox.open.sort_by_key(|it| it.dispute.reason.len() + it.dispute.answer.len());
            inbox.decided = claims.cases(reader.decided_disputes(DECIDED).await?).await?;
        }
        Ok(inbox)
    }

    fn is_empty(&self) -> bool {
        self.doubts.is_empty() && self.about.is_empty() && self.by.is_empty() && self.open.is_empty()
    }
}

/// Who looks at a dispute.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Owner,
    Disputer,
    Curator,
    /// A curator, when it is decided.
    After,
}

fn cases(site: &Site, t: &Messages, title: &str, cases: &[Case], seen: Seen) -> Markup {
    html! {
        @if !cases.is_empty() {
            h2 { (title) }
            ul.list { @for it in cases { li { (case(site, t, it, seen)) } } }
        }
    }
}

fn case(site: &Site, t: &Messages, case: &Case, seen: Seen) -> Markup {
    let words = &t.claims;
    let it = &case.dispute;
    html! {
        h3.t { (linked(site, &case.work)) }
        p.s.tall { (linked(site, &case.person)) }
        dl.kv {
            dt { (words.they_say) } dd { (it.reason) " " span.soft { (t.day(it.at)) } }
            dt { (words.owner_says) } dd {
                @if it.answered_at > 0 { (it.answer) " " span.soft { (t.day(it.answered_at)) } } @else { span.soft { (words.owner_silent) } }
            }
            @if it.outcome != Outcome::Open {
                dt { (words.curator_says) } dd { b { (outcome(t, it.outcome)) } @if !it.decision.is_empty() { ": " (it.decision) } }
            }
        }
        form.paste method="post" action=(urls::INBOX) {
            input type="hidden" name="dispute" value=(it.id);
            @if matches!(seen, Seen::Owner | Seen::Curator) {
                @let label = if seen == Seen::Owner { words.answer } else { t.admin.why };
                label for={ "d" (it.id) } { (label) }
                textarea id={ "d" (it.id) } name="text" rows="2" maxlength="4000" {}
            }
            p.acts { @match seen {
                Seen::Owner => {
                    button name="do" value="answer" { (words.answer) }
                    a.btn href=(urls::claim_for(&case.person.handle, &case.work.handle)) { (words.claim_title) }
                },
                Seen::Disputer => button name="do" value="drop" { (words.drop) },
                Seen::After => button name="do" value="undo" { (words.undo) },
                Seen::Curator => {
                    button name="do" value="uphold" { (words.uphold) }
                    button name="do" value="dismiss" { (words.dismiss) }
                },
            } }
        }
    }
}

fn outcome(t: &Messages, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open | Outcome::TakenBack => t.claims.dropped,
        Outcome::Upheld => t.claims.upheld,
        Outcome::Dismissed => t.claims.dismissed,
    }
}
