//! Every link of ours leads somewhere, from home to the last page of the toy world.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{PAGES, served};
use crate::world::{header, links};

/// Searches lead to searches without end: so many of each kind are followed, the nearest first.
const QUERIES: usize = 250;

#[test]
fn every_link_leads_somewhere() {
    let (_world, server) = served();
    let mut seen = HashSet::new();
    let mut next: VecDeque<(String, String)> =
        PAGES.iter().map(|&(path, _)| (path.to_owned(), "the table".to_owned())).collect();
    let starts: HashSet<&str> = PAGES.iter().map(|&(path, _)| path).collect();
    let (mut asked, mut said) = (HashMap::new(), Vec::new());
    while let Some((path, from)) = next.pop_front() {
        if !seen.insert(path.clone()) {
            continue;
        }
        if let Some((place, _)) = path.split_once('?') {
            let count: &mut usize = asked.entry(place.to_owned()).or_default();
            *count += 1;
            if *count > QUERIES {
                continue;
            }
        }
        let (status, head, body) = server.get(&path);
        // A record may name another that nobody has; all other links have to be good.
        let unknown = ["/RePEc:", "/e/", "/i/"].iter().any(|start| path.starts_with(start));
        let gone = status == 410 || status == 404 && unknown;
        // Whole results are there, but not for one reader as often as this.
        let again = status == 429 && path.starts_with("/search.");
        if !(200..400).contains(&status) && !gone && !again && !starts.contains(path.as_str()) {
            said.push(format!("{path} from {from}: {status}"));
        }
        if let Some(to) = header(&head, "location").filter(|to| to.starts_with('/')) {
            next.push_back((to.to_owned(), path.clone()));
        }
        if header(&head, "content-type").is_some_and(|it| it.starts_with("text/html")) {
            next.extend(links(&body).into_iter().map(|to| (to, path.clone())));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
    assert!(seen.len() > 800, "{} pages", seen.len());
}
