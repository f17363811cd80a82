//! Evidence in words: why a work is thought to be somebody's.

use ibid_core::people::evidence::{NameFit, Reason, read};
use maud::{Markup, html};

use crate::i18n::{Messages, fill};
use crate::urls;

/// What speaks for it in a line, and what against it.
pub(super) fn reasons(t: &Messages, reasons: &[Reason]) -> Markup {
    html! {
        p.s.soft {
            @for (at, reason) in reasons.iter().enumerate() {
                @if at > 0 { " · " }
                @if reason.is_against() { span.wait { (word(t, reason)) } } @else { (word(t, reason)) }
            }
        }
    }
}

/// The evidence kept with a claim, as everybody may read it.
pub(crate) fn evidence(t: &Messages, kept: &str) -> Markup {
    let kept = read(kept);
    html! { @if kept.is_empty() { p.s.soft { (t.claims.no_evidence) } } @else { (reasons(t, &kept)) } }
}

fn word(t: &Messages, reason: &Reason) -> Markup {
    let words = &t.claims;
    let with = |text, place: &str, value: &str| fill(text, &[(place, &html! { bdi { (value) } })]);
    match reason {
        Reason::Named => html! { (words.named) },
        Reason::Email => html! { (words.email) },
        Reason::Name(fit, name) => {
            let text = match fit {
                NameFit::Full => words.name,
                NameFit::Close => words.name_close,
                NameFit::Short => words.name_short,
                NameFit::Near => words.name_near,
            };
            with(text, "name", name)
        }
        Reason::CoAuthors(names) => with(words.co_authors, "names", &names.join(", ")),
        Reason::Workplace(name) => with(words.workplace, "name", name),
        Reason::Version => html! { (words.version) },
        Reason::Series => html! { (words.series) },
        Reason::Jel(codes) => with(words.jel, "codes", &codes.join(", ")),
        Reason::Years => html! { (words.years) },
        Reason::Crowd => html! { (words.crowd) },
        Reason::Taken(short) => {
            fill(words.taken, &[("person", &html! { a href=(urls::person(short)) { (short) } })])
        }
        Reason::Says(text) => with(words.says, "text", text),
    }
}
