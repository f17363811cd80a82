//! The form of a profile: its boxes, and reading them again.
//!
//! Without scripts: affiliations are numbered, and a box left empty takes its line away.

use ibid_core::Handle;
use ibid_core::people::profile::{Draft, Fault, MOST_PLACES, Workplace};
use ibid_core::record::Organization;
use ibid_store::Petition;
use maud::{Markup, html};

use super::{Subject, page, petitions, wrong};
use crate::fields::Fields;
use crate::i18n::{Messages, fill};
use crate::layout;
use crate::page::Page;
use crate::{Site, urls};

/// Spellings proposed at a time.
const PROPOSED: usize = 24;

/// What was sent. Of affiliations the form shows but a part; the rest stands in the draft before.
pub(super) fn read(sent: &Fields, before: &Draft) -> Draft {
    let text = |name: &str| sent.get(name).to_owned();
    let lines = sent.get("variations").lines().map(str::to_owned);
    let ticked = sent.all("variation").map(str::to_owned);
    Draft {
        first: text("first"),
        middle: text("middle"),
        last: text("last"),
        suffix: text("suffix"),
        name: text("name"),
        ascii: text("ascii"),
        variations: lines.chain(ticked).collect(),
        orcid: text("orcid"),
        homepage: text("homepage"),
        places: (0..=MOST_PLACES).filter_map(|at| place(sent, at, before)).collect(),
        alumni_of: sent.all("alumni").filter_map(Handle::parse).collect(),
    }
}

fn place(sent: &Fields, at: usize, before: &Draft) -> Option<Workplace> {
    let value = |part: &str| sent.get(&format!("place-{at}-{part}")).trim().to_owned();
    let (name, institution) = (value("name"), Handle::parse(&value("institution")));
    if sent.has(&format!("place-{at}-remove")) || name.is_empty() && institution.is_none() {
        return None;
    }
    let same = |it: &&Workplace| it.organization.institution == institution && it.organization.name == name;
    let known = before.places.iter().find(same).map(|it| it.organization.clone());
    let named =
        || Organization { name: name.clone(), institution: institution.clone(), ..Organization::default() };
    let organization = Organization { share: value("share").parse().ok(), ..known.unwrap_or_else(named) };
    let sane = Organization { share: organization.share.filter(|it| (1..100).contains(it)), ..organization };
    Some(Workplace { organization: sane, hidden: sent.has(&format!("place-{at}-hidden")) })
}

/// The page of the form.
pub(super) struct Edit<'a> {
    pub(super) subject: &'a Subject,
    pub(super) draft: &'a Draft,
    pub(super) faults: &'a [Fault],
    pub(super) saved: bool,
}

impl Edit<'_> {
    pub(super) fn page(&self, site: &Site, t: &Messages, asked: &[Petition]) -> Page {
        let (words, person) = (&t.own_profile, &self.subject.own.person);
        let public = urls::record(&ibid_core::Record::Person(Box::new(person.clone())));
        let main = html! {
            article.narrow {
                (layout::crumbs(t, &[(urls::ACCOUNT.to_owned(), html! { (t.account.title) })]))
                h1 { (words.title) }
                (self.subject.for_whom(t))
                @if self.saved { p.box.made role="status" { (words.saved) } }
                (wrong(t, self.faults))
                p { a href=(public) { (words.see) } " · " code { (person.short_id) } " · " a href=(urls::works_for(&person.handle)) { (words.works) } }
                @if self.subject.helped.is_empty() { (petitions(t, asked)) }
                form.profile method="post" action=(urls::PROFILE) {
                    (self.subject.carried())
                    (names(t, self.draft))
                    (self.spellings(t))
                    (self.places(t))
                    (self.studies(t))
                    section.sec {
                        div.boxes {
                            (text_box("orcid", "ORCID iD", &self.draft.orcid, ("text", "0000-0000-0000-0000")))
                            (text_box("homepage", t.person.home_page, &self.draft.homepage, ("text", "https://")))
                        }
                        button.btn.one { (words.save) }
                    }
                }
                (self.erasing(t))
            }
        };
        page(site, t, words.title, main)
    }

    fn spellings(&self, t: &Messages) -> Markup {
        let words = &t.own_profile;
        let proposed = self.draft.clone().tidied().proposed();
        html! {
            section.sec {
                h2 { label for="variations" { (words.variations) } }
                p.s.soft #variations-hint { (words.variations_hint) }
                textarea #variations name="variations" rows="5" aria-describedby="variations-hint" { (self.draft.variations.join("\n")) }
                @if !proposed.is_empty() {
                    details {
                        summary { (words.proposed) }
                        fieldset.ticks { legend.s.soft { (words.proposed_hint) }
                            @for it in proposed.iter().take(PROPOSED) {
                                label { input type="checkbox" name="variation" value=(it.name); " " (t.said(&it.name, None)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn places(&self, t: &Messages) -> Markup {
        let words = &t.own_profile;
        let shares = self.draft.shares();
        html! {
            section.sec #affiliations {
                h2 { (t.person.affiliations) }
                @if self.draft.places.is_empty() { p.soft { (words.no_places) } }
                @for (at, place) in self.draft.places.iter().enumerate() { (workplace(t, at, place)) }
                @if shares > 0 { p.s.soft { (fill(words.shares, &[("n", &shares)])) } }
                p { a href=(urls::profile_places(&self.subject.helped)) { (words.find_place) } " " span.s.soft { (words.save_first) } }
            }
        }
    }

    fn studies(&self, t: &Messages) -> Markup {
        let studied = &self.subject.studied;
        let named = |handle: &Handle| {
            let known = studied.iter().find(|it| it.0 == *handle).map(|it| it.1.clone());
            known.filter(|it| !it.is_empty()).unwrap_or_else(|| handle.to_string())
        };
        html! {
            @if !self.draft.alumni_of.is_empty() {
                fieldset.ticks { legend { b { (t.own_profile.alumni) } }
                    @for handle in &self.draft.alumni_of {
                        label { input type="checkbox" name="alumni" value=(handle) checked; " " a href=(urls::institution(handle)) { (named(handle)) } }
                    }
                }
            }
        }
    }

    fn erasing(&self, t: &Messages) -> Markup {
        let words = &t.own_profile;
        html! {
            @if self.subject.helped.is_empty() {
                section.sec #erase {
                    details {
                        summary { (words.erase_title) }
                        p { (words.erase_text) }
                        form.profile method="post" action=(urls::ERASE_PROFILE) {
                            p { label.tick { input type="checkbox" name="sure" value="1" required; " " (words.erase_sure) } }
                            button { (words.erase_title) }
                        }
                    }
                }
            }
        }
    }
}

/// The boxes of the name.
pub(super) fn names(t: &Messages, draft: &Draft) -> Markup {
    let words = &t.own_profile;
    html! {
        div.boxes {
            (text_box("first", words.first, &draft.first, ("text", "")))
            (text_box("middle", words.middle, &draft.middle, ("text", "")))
            (text_box("last", words.last, &draft.last, ("text", "")))
            (text_box("suffix", words.suffix, &draft.suffix, ("text", "")))
            (hinted_box("name", words.shown_as, &draft.name, words.shown_as_hint))
            (hinted_box("ascii", words.ascii, &draft.ascii, words.ascii_hint))
        }
    }
}

pub(super) fn text_box(name: &str, label: &str, value: &str, (kind, example): (&str, &str)) -> Markup {
    let example = Some(example).filter(|it| !it.is_empty());
    html! {
        div { label for=(name) { (label) } input id=(name) type=(kind) name=(name) value=(value) maxlength="300" placeholder=[example] required[name == "last"]; }
    }
}

fn hinted_box(name: &str, label: &str, value: &str, hint: &str) -> Markup {
    let described = format!("{name}-hint");
    html! {
        div { label for=(name) { (label) } input id=(name) name=(name) value=(value) maxlength="300" aria-describedby=(described);
            span.soft id=(described) { (hint) } }
    }
}

/// One affiliation. What stands in the directory is not written anew, only weighed.
fn workplace(t: &Messages, at: usize, place: &Workplace) -> Markup {
    let (words, it) = (&t.own_profile, &place.organization);
    let named = |part: &str| format!("place-{at}-{part}");
    let share = it.share.map(|it| it.to_string());
    let shown = if it.name.is_empty() { &it.name_english } else { &it.name };
    html! {
        fieldset.place {
            legend.vh { (words.place) " " (at + 1) }
            @match &it.institution {
                Some(handle) => p {
                    a href=(urls::institution(handle)) { (t.said(if shown.is_empty() { handle.as_str() } else { shown }, None)) }
                    input type="hidden" name=(named("institution")) value=(handle);
                    input type="hidden" name=(named("name")) value=(it.name);
                },
                None => p { label.wide { (words.place) input name=(named("name")) value=(it.name) maxlength="300"; } },
            }
            p.row {
                label { (words.share) " " input.short type="number" min="1" max="99" name=(named("share")) value=[share]; }
                label { input type="checkbox" name=(named("hidden")) value="1" checked[place.hidden]; " " (words.hide) }
                label { input type="checkbox" name=(named("remove")) value="1"; " " (words.remove) }
            }
        }
    }
}
