//! The lookup page: the box, one answer with its candidates, or a table of many.

use ibid_app::lookup::{Answer, Candidate};
use ibid_core::Handle;
use ibid_core::export::Format;
use ibid_core::lookup::{Evidence, MOST, Sureness};
use ibid_core::text::shortened;
use maud::{Markup, html};

use super::is_cut;
use crate::i18n::{Messages, Text, fill};
use crate::urls;
use crate::view::line::Line;

/// Characters of what was asked that a table bears.
const LONGEST: usize = 240;

pub(super) struct Found<'a> {
    pub(super) text: &'a str,
    pub(super) answers: &'a [Answer],
    pub(super) near: &'a [Handle],
}

/// What can be looked up, one of each sort.
const EXAMPLES: [&str; 3] = [
    "RePEc:hst:ghsdps:gd11-190",
    "https://doi.org/10.3386/w9321",
    "Kimura, M. (2011) Toward normalization of relations with Japan",
];

impl Found<'_> {
    pub(super) fn view(&self, t: &Messages) -> Markup {
        let words = &t.lookup;
        html! {
            article.narrow[self.answers.len() < 2] {
                h1 { (words.title) }
                p.read { (words.intro) }
                (self.form(t))
                @match self.answers {
                    [] => p.s.soft { (words.example) @for example in EXAMPLES { br; a href=(urls::lookup(example)) lang="en" { (example) } } },
                    [answer] => (self.one(t, answer)),
                    many => (table(t, self.text, many)),
                }
            }
        }
    }

    fn form(&self, t: &Messages) -> Markup {
        let rows = self.text.lines().count().clamp(3, 12);
        html! {
            form.paste action=(urls::LOOKUP) method="post" {
                label for="pasted" { (t.lookup.label) }
                textarea #pasted name="q" rows=(rows) maxlength="60000" { (self.text) }
                button.btn.one { (t.lookup.title) }
            }
        }
    }

    fn one(&self, t: &Messages, answer: &Answer) -> Markup {
        let words = &t.lookup;
        let search = urls::search_for(&answer.asked.text);
        html! {
            section.sec {
                @if answer.candidates.is_empty() {
                    h2 { (words.nothing) }
                    @if !self.near.is_empty() {
                        p { (t.problem.nearest) }
                        ul { @for handle in self.near { li { a href=(urls::resolver(handle)) { code { (handle) } } } } }
                    }
                } @else {
                    h2 { (words.perhaps_these) }
                    ol.list { @for candidate in &answer.candidates { li { (line(t, candidate)) (why(t, candidate)) } } }
                }
                p { a href=(search) { (words.words_instead) } }
            }
        }
    }
}

fn line(t: &Messages, candidate: &Candidate) -> Markup {
    html! {
        @if let Some(work) = candidate.record.as_work() { (Line::new(t, work, &candidate.place)) }
        @else { h3.t { a href=(urls::record(&candidate.record)) { (t.said(candidate.record.title(), None)) } } }
    }
}

/// How sure, and by what: "Likely. Agrees in most of the title, 1 of 2 names."
fn why(t: &Messages, candidate: &Candidate) -> Markup {
    let words = &t.lookup;
    let Some(fit) = &candidate.fit else { return html! { p.s { b { (words.named) } } } };
    let named = fit.evidence.iter().map(|it| evidence(t, *it)).collect::<Vec<_>>().join(", ");
    html! {
        p.s { b { (sureness(t, fit.sureness)) } ". "
            @if !named.is_empty() { (fill(words.by, &[("what", &named)])) } }
    }
}

fn sureness(t: &Messages, sureness: Sureness) -> Text {
    match sureness {
        Sureness::Sure => t.lookup.sure,
        Sureness::Likely => t.lookup.likely,
        Sureness::Perhaps => t.lookup.perhaps,
    }
}

fn evidence(t: &Messages, evidence: Evidence) -> String {
    let words = &t.lookup;
    let text = match evidence {
        Evidence::Doi => words.doi,
        Evidence::Title => words.whole_title,
        Evidence::PartOfTitle => words.part_title,
        Evidence::People(found, all) => {
            return words.people.replace("{found}", &found.to_string()).replace("{all}", &all.to_string());
        }
        Evidence::Year => words.year,
        Evidence::Volume => words.volume,
        Evidence::Pages => words.pages,
        Evidence::Number => words.number,
        Evidence::Place => words.place,
    };
    text.to_owned()
}

fn table(t: &Messages, text: &str, answers: &[Answer]) -> Markup {
    let words = &t.lookup;
    let found = answers.iter().filter(|it| it.settled.is_some()).count();
    html! {
        section.sec {
            h2 { (fill(words.found_of, &[("found", &t.number(found as i64)), ("all", &t.number(answers.len() as i64))])) }
            @if is_cut(answers) { p.wait { (fill(words.too_many, &[("most", &MOST)])) } }
            @if found > 0 {
                form.acts action=(urls::LOOKUP) method="post" {
                    input type="hidden" name="q" value=(text);
                    span.soft.s { (words.as_format) }
                    @for format in Format::ALL { button name="as" value=(format.extension()) { (t.export(format)) } }
                }
            }
            table.stack {
                thead { tr { th scope="col" { (words.asked) } th scope="col" { (words.record) } th scope="col" { (words.how_sure) } } }
                tbody { @for answer in answers { (row(t, answer)) } }
            }
        }
    }
}

fn row(t: &Messages, answer: &Answer) -> Markup {
    let words = &t.lookup;
    let best = answer.sure().or(answer.candidates.first());
    html! {
        tr {
            td { (t.said(&shortened(&answer.asked.text, LONGEST), None)) }
            @if let Some(best) = best {
                td data-l=(words.record) { (line_in_table(t, best))
                    @let others = answer.candidates.len() - 1;
                    @if answer.settled.is_none() && others > 0 {
                        br; a.s href=(urls::lookup(&answer.asked.text)) { (fill(words.others, &[("n", &others)])) }
                    }
                }
                td data-l=(words.how_sure) {
                    @match &best.fit { Some(fit) => (sureness(t, fit.sureness)), None => (words.named) }
                }
            } @else if answer.missed {
                td data-l=(words.record) { a href=(urls::lookup(&answer.asked.text)) { (words.title) } }
                td data-l=(words.how_sure) { span.wait { (words.missed) } }
            } @else {
                td data-l=(words.record) { a href=(urls::search_for(&answer.asked.text)) { (words.words_instead) } }
                td data-l=(words.how_sure) { span.wait { (words.not_found) } }
            }
        }
    }
}

fn line_in_table(t: &Messages, candidate: &Candidate) -> Markup {
    html! {
        a href=(urls::record(&candidate.record)) { (t.said(candidate.record.title(), None)) }
        @if let Some(work) = candidate.record.as_work() {
            br; span.s.soft { (crate::view::names(t, &work.authors, 3, work.language.as_deref()))
                @if let Some(year) = work.year() { " · " (year) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use ibid_core::lookup::read;

    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn what_was_missed_is_not_said_to_be_nowhere() {
        let text = "One paper\nAnother paper";
        let mut answers: Vec<Answer> = read(text).into_iter().map(Answer::missed).collect();
        answers[1].missed = false;
        let t = Lang::En.messages();
        let page = Found { text, answers: &answers, near: &[] }.view(t).into_string();
        let times = |words: &str| page.matches(words).count();
        assert_eq!((times(t.lookup.missed), times(t.lookup.not_found)), (1, 1), "{page}");
    }
}
