//! What a public record of ORCID says, of that which a profile here has a place for.
//!
//! Records are as their owners and many programs wrote them: whatever is missing or odd is left out.

use serde_json::Value;

/// What somebody's public record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub given: String,
    pub family: String,
    /// As they want to be credited, and other names they are known by.
    pub names: Vec<String>,
    pub homepages: Vec<String>,
    pub works: Vec<Claimed>,
    pub employers: Vec<Employer>,
}

/// A work in the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claimed {
    pub title: String,
    pub year: Option<i16>,
    /// Bare: `10.3386/w9321`.
    pub doi: String,
    /// Of the journal or book.
    pub appeared_in: String,
    pub address: String,
}

impl Claimed {
    /// As one line, as people paste references.
    pub fn line(&self) -> String {
        let year = self.year.map_or(String::new(), |year| format!("({year})"));
        let doi = if self.doi.is_empty() { String::new() } else { format!("https://doi.org/{}", self.doi) };
        let parts = [self.title.as_str(), &year, &self.appeared_in, &doi];
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(". ")
    }
}

/// Where somebody works or worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employer {
    pub name: String,
    pub city: String,
    /// ISO 3166, two letters.
    pub country: String,
    pub ended: bool,
}

pub(super) fn profile(record: &Value) -> Profile {
    let person = &record["person"];
    let name = &person["name"];
    let named = [text(&name["credit-name"]["value"])].into_iter();
    let others = list(&person["other-names"]["other-name"]).map(|it| text(&it["content"]));
    let mut names: Vec<String> = Vec::new();
    for one in named.chain(others).filter(|it| !it.is_empty()) {
        if !names.contains(&one) {
            names.push(one);
        }
    }
    let activities = &record["activities-summary"];
    let homepages = list(&person["researcher-urls"]["researcher-url"]).map(|it| address(&it["url"]["value"]));
    let groups = list(&activities["employments"]["affiliation-group"]);
    let employers = groups.filter_map(|group| list(&group["summaries"]).next());
    Profile {
        given: text(&name["given-names"]["value"]),
        family: text(&name["family-name"]["value"]),
        names,
        homepages: homepages.filter(|it| !it.is_empty()).collect(),
        works: list(&activities["works"]["group"]).filter_map(work).collect(),
        employers: employers.filter_map(|it| employer(&it["employment-summary"])).collect(),
    }
}

/// A group holds what several sources say of one work, the one its owner prefers first.
fn work(group: &Value) -> Option<Claimed> {
    let summary = list(&group["work-summary"]).next()?;
    let ids = [&group["external-ids"], &summary["external-ids"]];
    let ids = ids.into_iter().flat_map(|it| list(&it["external-id"]));
    let own = |it: &&Value| it["external-id-relationship"].as_str() != Some("part-of");
    let doi = ids.filter(own).find(|it| it["external-id-type"] == "doi");
    let doi = doi.map(|it| match text(&it["external-id-normalized"]["value"]) {
        plain if plain.is_empty() => text(&it["external-id-value"]),
        plain => plain,
    });
    let bare = |doi: String| doi.find("10.").map_or(String::new(), |at| doi[at..].to_owned());
    let year = text(&summary["publication-date"]["year"]["value"]);
    let work = Claimed {
        title: text(&summary["title"]["title"]["value"]),
        year: year.parse().ok(),
        doi: doi.map_or(String::new(), bare),
        appeared_in: text(&summary["journal-title"]["value"]),
        address: address(&summary["url"]["value"]),
    };
    (!work.title.is_empty() || !work.doi.is_empty()).then_some(work)
}

fn employer(summary: &Value) -> Option<Employer> {
    let body = &summary["organization"];
    let employer = Employer {
        name: text(&body["name"]),
        city: text(&body["address"]["city"]),
        country: text(&body["address"]["country"]),
        ended: !summary["end-date"].is_null(),
    };
    (!employer.name.is_empty()).then_some(employer)
}

/// A line: blanks and line ends as one blank.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Only what a browser may be sent to.
fn address(value: &Value) -> String {
    let text = text(value);
    let goes = text.starts_with("https://") || text.starts_with("http://");
    if goes { text } else { String::new() }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter()
}
