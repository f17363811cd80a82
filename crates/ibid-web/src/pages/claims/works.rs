//! The works of a person as their owner sees them: in doubt, offered, claimed, refused.

use std::collections::{BTreeSet, HashMap};

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::people::claims::{Claims, Owner, Wish};
use ibid_app::people::suggestions::{Offered, Suggestions};
use ibid_core::people::claim::{Answer as Said, Doubt, Role};
use ibid_core::people::suggest::Grade;
use ibid_core::policy::Action;
use ibid_core::{Handle, Kind};
use ibid_store::{Claim, Doubtful, Stored};
use maud::{Markup, html};

use super::{acting, evidence, handles, hidden_owner, line, linked, owner, reasons, role_word, roles};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, fill};
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::urls::{Face, WorkPath};
use crate::{Site, urls};

/// Works of the lowest grade shown.
const POSSIBLE: usize = 60;

/// Everything on the page.
struct WorksPage<'a> {
    site: &'a Site,
    t: &'a Messages,
    owner: &'a Owner,
    suggestions: Suggestions,
    doubts: Vec<(Doubtful, Stored)>,
    claimed: Vec<(Stored, Option<Claim>)>,
    refused: Vec<Stored>,
    series: HashMap<Handle, String>,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let claims = site.claims()?;
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let Some(owner) = owner(&claims, &who, asked.get("person")).await? else {
        let main = html! { article.narrow { h1 { (t.claims.offered) } (super::without_profile(t, None)) } };
        return Ok(super::page(&site, t, t.claims.offered, main).into_response());
    };
    who.may(&Action::Claim(owner.person.handle.as_str()))?;
    let page = WorksPage::gather(&site, t, &claims, &owner).await?;
    let title = t.claims.title.replace("{name}", &owner.person.name);
    let main = html! {
        article.works {
            h1 { (fill(t.claims.title, &[("name", &owner.person.name)])) }
            (acting(t, &who, &owner))
            @if asked.has("done") { p.box role="status" { (t.claims.done) } }
            (page.in_doubt())
            (page.offered())
            p { a href=(urls::for_person(urls::WORKS_LIST, &owner.person.handle)) { (t.claims.paste) } }
            (page.claimed())
            (page.refused())
        }
    };
    Ok(super::page(&site, t, &title, main).into_response())
}

/// Takes an answer about works.
pub(crate) async fn answer(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Redirect> {
    let claims = site.claims()?;
    let owner = owner(&claims, &who, sent.get("person")).await?.ok_or_else(|| Problem::missing("person"))?;
    let person = &owner.person.handle;
    let works = handles(&sent, "work")?;
    let now = site.now();
    let deed = sent.get("do");
    match deed {
        "claim" => {
            let role = Role::from_word(sent.get("role"));
            let says = sent.get("says");
            let wish = |work: &Handle| Wish { work: work.clone(), role, says: says.to_owned() };
            let wishes: Vec<Wish> = works.iter().map(wish).collect();
            claims.claim(&who.powers, person, &wishes, now).await?;
        }
        "refuse" => claims.refuse(&who.powers, person, &works, now).await?,
        "back" => claims.take_back(&who.powers, person, &works, now).await?,
        _ => return Err(Problem::missing(deed)),
    }
    let address = urls::works_for(person);
    Ok(Redirect::to(&if works.is_empty() { address } else { format!("{address}&done=1") }))
}

impl<'a> WorksPage<'a> {
    async fn gather(
        site: &'a Site,
        t: &'a Messages,
        claims: &Claims,
        owner: &'a Owner,
    ) -> Answer<WorksPage<'a>> {
        let reader = site.reader();
        let suggestions = claims.suggestions(owner).await?;
        let said = reader.claims_of(owner.stored.id).await?;
        let doubts = reader.doubts_of(owner.stored.id).await?;
        let refused: Vec<i64> =
            said.iter().filter(|it| it.answer == Said::Refused).map(|it| it.work).collect();
        let refused = reader.by_id(&refused).await?;
        let named: Vec<Handle> =
            owner.person.author_of.iter().chain(&owner.person.editor_of).cloned().collect();
        let mut claimed = Vec::new();
        for stored in reader.records(&named).await?.into_iter().flatten() {
            let claim = said.iter().find(|it| it.work == stored.id && it.answer == Said::Claimed).cloned();
            claimed.push((stored, claim));
        }
        claimed.sort_by_key(|(stored, _)| (std::cmp::Reverse(stored.year), stored.id));
        let find = |id: i64| claimed.iter().find(|(it, _)| it.id == id).map(|(it, _)| it.clone());
        let doubts = doubts.into_iter().filter_map(|it| Some((it, find(it.work)?))).collect();
        let works = suggestions.offered.iter().map(|it| &it.stored).chain(claimed.iter().map(|it| &it.0));
        let places: BTreeSet<Handle> =
            works.filter(|it| it.kind.is_work()).map(|it| it.handle.series_handle()).collect();
        let mut series = HashMap::new();
        for place in places {
            let shown = site.shelved(&place).await?;
            series.insert(place, shown.map_or_else(String::new, |it| it.record.title().to_owned()));
        }
        Ok(WorksPage { site, t, owner, suggestions, doubts, claimed, refused, series })
    }

    fn line(&self, stored: &Stored) -> Markup {
        let series = self.series.get(&stored.handle.series_handle()).map_or("", String::as_str);
        line(self.site, self.t, stored, series)
    }

    fn in_doubt(&self) -> Markup {
        let words = &self.t.claims;
        html! {
            @if !self.doubts.is_empty() {
                section.box.note #doubts {
                    h2 { (words.doubts) }
                    ul.list {
                        @for (doubt, stored) in &self.doubts {
                            li {
                                (self.line(stored))
                                p.s.wait { (doubt_word(self.t, doubt.why)) " " a href=(WorkPath::of(stored.kind, &stored.handle, Face::History)) { (self.t.history.title) } }
                                form.acts method="post" action=(urls::WORKS) {
                                    (hidden_owner(self.owner))
                                    input type="hidden" name="work" value=(stored.handle);
                                    button name="do" value="claim" { (words.still) }
                                    button name="do" value="refuse" { (words.is_not_mine) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn offered(&self) -> Markup {
        let words = &self.t.claims;
        let offered = &self.suggestions.offered;
        let of = |grade: Grade| {
            let most = if grade == Grade::Possible { POSSIBLE } else { usize::MAX };
            offered.iter().filter(move |it| it.suggested.grade == grade).take(most).collect::<Vec<_>>()
        };
        let unseen = self.suggestions.named.saturating_sub(self.suggestions.looked_at as u64);
        html! {
            section #offered {
                h2 { (words.offered) }
                @if offered.is_empty() { p.soft { (words.offered_none) } }
                @else {
                    form method="post" action=(urls::WORKS) {
                        (hidden_owner(self.owner))
                        p.s.soft { (words.tick_first) }
                        @for (grade, name) in [(Grade::Sure, words.sure), (Grade::Likely, words.likely), (Grade::Possible, words.possible)] {
                            @let these = of(grade);
                            @if !these.is_empty() {
                                h3.grp { (name) " " span.soft { "(" (these.len()) ")" } }
                                ul.list.offers { @for it in these { (self.offer(it, grade == Grade::Sure)) } }
                            }
                        }
                        p.acts.stick {
                            button.btn.one name="do" value="claim" { (words.mine) }
                            button name="do" value="refuse" { (words.not_mine) }
                        }
                    }
                }
                @if unseen > 0 {
                    p.s.soft { (fill(words.more, &[("n", &self.t.number(unseen))])) }
                }
            }
        }
    }

    fn offer(&self, offered: &Offered, ticked: bool) -> Markup {
        let id = format!("w{}", offered.stored.id);
        html! {
            li {
                input type="checkbox" name="work" id=(id) value=(offered.stored.handle) checked[ticked] aria-labelledby={ (id) "-t" };
                div id={ (id) "-t" } { (self.line(&offered.stored)) (reasons::reasons(self.t, &offered.suggested.reasons)) }
            }
        }
    }

    fn claimed(&self) -> Markup {
        let words = &self.t.claims;
        html! {
            section #claimed {
                h2 { (words.claimed) " " span.soft { "(" (self.claimed.len()) ")" } }
                @if self.claimed.is_empty() { p.soft { (words.claimed_none) } }
                ul.list { @for (stored, claim) in &self.claimed { li { (self.line(stored)) (self.part(stored, claim.as_ref())) } } }
            }
        }
    }

    /// Somebody's part in a work, with what shows it and how it is changed.
    fn part(&self, stored: &Stored, claim: Option<&Claim>) -> Markup {
        let words = &self.t.claims;
        let is_editor = self.owner.person.editor_of.iter().any(|it| it.key() == stored.handle.key());
        let role = if is_editor { Role::Editor } else { Role::in_kind(stored.kind) };
        html! {
            details.s {
                summary { (words.evidence) ", " (words.role) }
                @if let Some(claim) = claim { (evidence(self.t, &claim.evidence)) } @else { (evidence(self.t, "")) }
                form.acts method="post" action=(urls::WORKS) {
                    (hidden_owner(self.owner))
                    input type="hidden" name="work" value=(stored.handle);
                    @if stored.kind != Kind::Series {
                        label { (words.role) " " select name="role" {
                            @for it in roles(stored.kind) { option value=(it.word()) selected[it == role] { (role_word(self.t, it)) } }
                        } }
                        button name="do" value="claim" { (words.change) }
                    }
                    button name="do" value="back" { (words.take_off) }
                    button name="do" value="refuse" { (words.is_not_mine) }
                }
            }
        }
    }

    fn refused(&self) -> Markup {
        let words = &self.t.claims;
        html! {
            @if !self.refused.is_empty() {
                details.sec #refused {
                    summary { (words.refused) " (" (self.refused.len()) ")" }
                    form method="post" action=(urls::WORKS) {
                        (hidden_owner(self.owner))
                        ul { @for stored in &self.refused {
                            li { label { input type="checkbox" name="work" value=(stored.handle); " " (linked(self.site, stored)) } }
                        } }
                        button name="do" value="back" { (words.ask_again) }
                    }
                }
            }
        }
    }
}

pub(super) fn doubt_word(t: &Messages, why: Doubt) -> &'static str {
    match why {
        Doubt::Renamed => t.claims.renamed,
        Doubt::Removed => t.claims.removed,
        Doubt::OtherPerson => t.claims.other_person,
        Doubt::OtherWork => t.claims.other_work,
    }
}
