//! ListSets: every archive that holds works, and below it every series.

use std::collections::HashMap;
use std::fmt::Write;

use ibid_core::Handle;
use ibid_core::xml::escaped;

use super::fault::{Code, Fault};
use super::{Told, names, token};
use crate::Site;
use crate::problem::Answer;

/// Series of a page; their archives come on top.
pub(super) const SETS: usize = 1_000;

/// Where the list goes on: after this series, when so many sets were named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct From {
    pub(super) after: Handle,
    pub(super) done: u64,
}

pub(super) async fn write(site: &Site, from: Option<&From>, out: &mut String) -> Answer<Told> {
    let after = from.map(|it| &it.after);
    let mut holding = site.reader().holding(after, SETS + 1).await?;
    let more = holding.len() > SETS;
    holding.truncate(SETS);
    if holding.is_empty() {
        return Ok(Err(nothing(from)));
    }
    let sets = with_archives(&holding, after);
    let titles = titles(site, &sets).await?;
    out.push_str("<ListSets>\n");
    for handle in &sets {
        let name = names::set(handle);
        let title = titles.get(handle).map_or(name.as_str(), String::as_str);
        let _ = writeln!(out, "<set><setSpec>{name}</setSpec><setName>{}</setName></set>", escaped(title));
    }
    let before = from.map_or(0, |it| it.done);
    let done = before.saturating_add(sets.len() as u64);
    if let Some(last) = holding.pop().filter(|_| more || from.is_some()) {
        let token = if more { token::of_sets(&From { after: last, done }) } else { String::new() };
        let _ = writeln!(out, "<resumptionToken cursor=\"{before}\">{token}</resumptionToken>");
    }
    out.push_str("</ListSets>\n");
    Ok(Ok(()))
}

fn nothing(from: Option<&From>) -> Fault {
    match from {
        None => Fault::new(Code::NoSetHierarchy, "there are no works yet, and so no sets of them"),
        Some(_) => Fault::new(Code::BadResumptionToken, "nothing is left of this list; begin it again"),
    }
}

/// Each archive before the first of its series, whether it holds works of its own or not.
fn with_archives(holding: &[Handle], after: Option<&Handle>) -> Vec<Handle> {
    let mut sets = Vec::with_capacity(holding.len() + holding.len() / 4);
    let mut archive = after.map_or("", Handle::archive);
    for series in holding {
        if series.archive() != archive {
            archive = series.archive();
            sets.push(series.archive_handle());
        }
        if !series.series().is_empty() {
            sets.push(series.clone());
        }
    }
    sets
}

/// What their declarations call them.
async fn titles(site: &Site, sets: &[Handle]) -> Answer<HashMap<Handle, String>> {
    let records = site.reader().records(sets).await?.into_iter().flatten();
    let titled =
        records.filter_map(|stored| Some((stored.record()?.title().trim().to_owned(), stored.handle)));
    Ok(titled.filter(|(title, _)| !title.is_empty()).map(|(title, handle)| (handle, title)).collect())
}
