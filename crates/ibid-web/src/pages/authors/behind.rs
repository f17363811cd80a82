//! Who may stand behind a name that nobody has registered: works under all its spellings, put together by what
//! they share.
//!
//! It is a guess, shown with its reasons and never as a fact. The rule is `ibid_core::people::group`.

use std::collections::HashSet;

use ibid_app::search::{SearchRequest, Sort};
use ibid_core::name::{Name, form};
use ibid_core::people::claim::Role;
use ibid_core::people::evidence::Reason;
use ibid_core::people::group::{Group, Signed, group};
use ibid_core::people::suggest::Grade;
use ibid_core::query::{Field, Node};
use ibid_core::record::{Agent, Work};
use maud::{Markup, Render, html};

use crate::Site;
use crate::i18n::{Messages, fill};
use crate::problem::Answer;
use crate::site::{Placed, Shown};
use crate::urls;
use crate::view::tongue::Tongue;

/// Works under other spellings that are looked at besides those of the page.
const OTHERS: usize = 300;
const GROUPS_SHOWN: usize = 8;

/// Groups of works, and how many belong to none.
#[derive(Default)]
pub(super) struct Behind {
    groups: Vec<Likely>,
    alone: usize,
}

/// Works of probably one person.
struct Likely {
    grade: Grade,
    reasons: Vec<Reason>,
    works: Vec<Title>,
}

/// What is said of a work.
struct Title {
    title: String,
    language: Option<String>,
    address: String,
    year: Option<i16>,
}

impl Behind {
    pub(super) async fn gather(
        site: &Site,
        name: &str,
        listed: &[Placed],
        spellings: &[(String, u64)],
    ) -> Answer<Behind> {
        if Name::parse(name).is_corporate() {
            return Ok(Behind::default());
        }
        let forms: HashSet<String> =
            std::iter::once(name).chain(spellings.iter().map(|it| &*it.0)).map(form).collect();
        let others = others(site, name, &forms).await?;
        let shown: Vec<&Shown> = listed.iter().map(|it| &it.0).chain(&others).collect();
        let ids: Vec<i64> = shown.iter().map(|it| it.stored.id).collect();
        let taken: HashSet<(i64, Role, u16)> = site
            .reader()
            .authorship(&ids)
            .await?
            .into_iter()
            .map(|it| (it.work, it.role, it.place))
            .collect();
        let signed: Vec<Signed> = shown
            .into_iter()
            .filter_map(|it| {
                let work = it.record.as_work()?;
                let (role, place, agent) = signed_by(work, &forms)?;
                let is_taken = [0, place].into_iter().any(|at| taken.contains(&(it.stored.id, role, at)));
                (!is_taken).then_some(Signed { work, agent })
            })
            .collect();
        let (groups, alone): (Vec<Group>, Vec<Group>) =
            group(&signed).into_iter().partition(|it| it.works.len() > 1);
        let alone = alone.len() + groups.iter().skip(GROUPS_SHOWN).map(|it| it.works.len()).sum::<usize>();
        let groups = groups.into_iter().take(GROUPS_SHOWN);
        Ok(Behind { groups: groups.map(|it| Likely::of(it, &signed)).collect(), alone })
    }
}

/// Works under the other spellings.
async fn others(site: &Site, name: &str, forms: &HashSet<String>) -> Answer<Vec<Shown>> {
    let own = form(name);
    let is = |it: &String| Node::Is { field: Field::Byline, value: it.clone() };
    let mut named: Vec<Node> = forms.iter().filter(|it| **it != own).map(is).collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    named.sort_by_key(|it| format!("{it:?}"));
    let not_own = Node::Not(Box::new(is(&own)));
    let narrowed = vec![Node::Or(named), not_own];
    let request = SearchRequest { narrowed, sort: Sort::Newest, limit: OTHERS, ..SearchRequest::default() };
    Ok(site.search().search(request).await?.hits.into_iter().map(Shown::from).collect())
}

/// Whose name in a work has one of these forms, as what, and at which place.
fn signed_by<'a>(work: &'a Work, forms: &HashSet<String>) -> Option<(Role, u16, &'a Agent)> {
    let roles = [Role::in_kind(work.kind), Role::Editor].into_iter();
    let mut people = roles.flat_map(|role| (1..).zip(role.of(work)).map(move |(at, it)| (role, at, it)));
    people.find(|(_, _, it)| forms.contains(&form(&it.name)) || forms.contains(&form(&it.other_name)))
}

impl Likely {
    fn of(group: Group, signed: &[Signed]) -> Likely {
        let mut works: Vec<Title> = group.works.iter().map(|at| Title::of(signed[*at].work)).collect();
        works.sort_by_key(|it| std::cmp::Reverse(it.year));
        Likely { grade: group.grade, reasons: group.reasons, works }
    }

    /// "9 works, 1990–2004".
    fn facts(&self, t: &Messages) -> String {
        let years = || self.works.iter().filter_map(|it| it.year);
        let works = t.plural(t.count.works, self.works.len() as i64);
        match (years().min(), years().max()) {
            (Some(first), Some(last)) if first == last => format!("{works}, {first}"),
            (Some(first), Some(last)) => format!("{works}, {first}–{last}"),
            _ => works,
        }
    }

    fn view(&self, t: &Messages) -> Markup {
        let words = &t.names;
        let sure = if self.grade == Grade::Sure { words.one_sure } else { words.one_likely };
        html! {
            h3.t { (self.facts(t)) }
            p.s { (sure) span.soft {
                @for (at, reason) in self.reasons.iter().enumerate() { @if at == 0 { ": " } @else { " · " } (shared(t, reason)) }
            } }
            details.s.no-print { summary { (words.works) }
                ul.b { @for it in &self.works { li { (it.view(t)) } } }
            }
        }
    }
}

impl Title {
    fn of(work: &Work) -> Title {
        let title = if work.title.is_empty() { work.handle.to_string() } else { work.title.clone() };
        let address = urls::page(work.kind, &work.handle);
        Title { title, language: work.language.clone(), address, year: work.year() }
    }

    fn view(&self, t: &Messages) -> Markup {
        let tongue = Tongue::of(t.lang, &self.title, self.language.as_deref());
        html! {
            a href=(self.address) lang=[tongue.lang] dir=[tongue.dir] { (self.title) }
            @if let Some(year) = self.year { " " span.n { (year) } }
        }
    }
}

/// What works of a group share.
fn shared(t: &Messages, reason: &Reason) -> Markup {
    let words = &t.names;
    let with = |text, place: &str, value: &str| fill(text, &[(place, &html! { bdi { (value) } })]);
    match reason {
        Reason::Named => words.share_person.render(),
        Reason::Email => words.share_email.render(),
        Reason::Version => words.share_title.render(),
        Reason::CoAuthors(names) => with(words.share_with, "names", &names.join(", ")),
        Reason::Workplace(name) => with(words.share_place, "name", name),
        Reason::Series => words.share_series.render(),
        Reason::Jel(codes) => with(words.share_jel, "codes", &codes.join(", ")),
        // The rule gives no others.
        _ => html! {},
    }
}

pub(super) fn section(t: &Messages, behind: &Behind) -> Markup {
    let words = &t.names;
    html! {
        @if !behind.groups.is_empty() {
            section.sec #behind { h2 { (words.behind) }
                p.s.soft.narrow { (words.behind_text) }
                ul.list { @for group in &behind.groups { li { (group.view(t)) } } }
                @if behind.alone > 0 {
                    p.s.soft { (fill(words.behind_rest, &[("works", &t.plural(t.count.works, behind.alone as i64))])) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    fn work(number: usize, fields: &str) -> String {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nTitle: Rice {number}\n{fields}\nHandle: RePEc:abc:papers:{number}\n\n"
        )
    }

    #[tokio::test]
    async fn works_of_probably_one_person_stand_together() {
        let with = |name: &str, other: &str| format!("Author-Name: {name}\nAuthor-Name: {other}\nYear: 1999");
        let claims = "Template-Type: ReDIF-Person 1.0\nName-Full: Ann Other\nName-First: Ann\nName-Last: Other\nAuthor-Paper: RePEc:abc:papers:4\nShort-ID: pot1\nHandle: RePEc:per:2015-02-03:other\n\n";
        let templates = [
            work(1, &with("Andrei Lankov", "Bo Li")),
            work(2, &with("Ланьков, Андрей", "Bo Li")),
            work(3, &with("Andrei Lankov", "Cy Oda")),
            work(4, &with("Ann Other", "Di Roe")),
            work(5, &with("Ann Other", "Di Roe")),
            work(6, &with("Bank of Korea", "Di Roe")),
            work(7, &with("Bank of Korea", "Di Roe")),
        ];
        let world = World::of(&(claims.to_owned() + &templates.concat())).await;
        let page = world.get("/authors/Andrei%20Lankov.html").await.text();
        checked::page("name", &page);
        let (_, behind) = page.split_once("id=\"behind\"").expect("a section");
        let (behind, _) = behind.split_once("</section>").expect("its end");
        for says in
            ["2 works, 1999", "Probably one person", "with <bdi>Bo Li</bdi>", "Rice 1", "Rice 2", "1 work"]
        {
            assert!(behind.contains(says), "{says}: {behind}");
        }
        assert!(!behind.contains("Rice 3"), "{behind}");
        // Claimed, and a body.
        for nobody in ["Ann%20Other", "Bank%20of%20Korea"] {
            let page = world.get(&format!("/authors/{nobody}.html")).await.text();
            assert!(page.contains("2 works") && !page.contains("id=\"behind\""), "{nobody}: {page}");
        }
    }
}
