//! What a name field holds: one person, with titles and footnote marks or without, or clearly several.
//!
//! Careful by design: a name is only taken apart where every piece looks like a full name, so an
//! institution, a place or "Marks and Spencer" stays as received. Capitals are never changed. That a name
//! should have been written otherwise is the reader's to say (`redif`).

use std::borrow::Cow;

use super::names_table::{INSTITUTIONS, PARTICLES, TITLES};

/// The name that stands for more people (ReDIF 1.0, `Name`).
pub(super) const ET_AL: &str = "et al.";

/// The names in a field, in order: one, or several where that is clear; none when the field is empty.
pub(super) fn read(text: &str) -> Vec<&str> {
    let mut names = several(text.trim());
    for name in &mut names {
        *name = cleaned(name);
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The people of one field, in order; the field itself when it is not clear that there are several.
fn several(text: &str) -> Vec<&str> {
    if let Some(first) = without_et_al(text) {
        let mut list = several(first);
        list.push(ET_AL);
        return list;
    }
    if !text.contains([';', ',', '&', '/']) && !text.contains(" and ") && !text.contains(" AND ") {
        return vec![text];
    }
    [by_semicolons, by_words].iter().find_map(|split| split(text)).unwrap_or_else(|| vec![text])
}

fn without_et_al(text: &str) -> Option<&str> {
    let short = text.trim_end_matches('.');
    let at = short.len().checked_sub(" et al".len())?;
    let tail = short.get(at..)?;
    (at > 0 && tail.eq_ignore_ascii_case(" et al")).then(|| short[..at].trim_end_matches([',', ' ']))
}

fn by_semicolons(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.split([';', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let fits = |part: &&str| is_full_name(part) || is_turned(part);
    (parts.len() > 1 && parts.iter().all(fits)).then_some(parts)
}

/// "A B and C D", "A B, C D & E F", "B, A and D, C", "A B, C D, E F".
fn by_words(text: &str) -> Option<Vec<&str>> {
    let groups: Vec<&str> = conjuncts(text);
    let commas: Vec<&str> = groups.iter().flat_map(|group| group.split(',')).map(str::trim).collect();
    let commas: Vec<&str> = commas.into_iter().filter(|part| !part.is_empty()).collect();
    // With one comma and nothing else it is "Last, First", whatever it looks like.
    let enough = commas.len() > 2 || groups.len() > 1;
    if enough && commas.len() > 1 && commas.iter().all(|part| is_full_name(part)) {
        return Some(commas);
    }
    let turned = groups.len() > 1 && groups.iter().all(|group| is_turned(group) || is_full_name(group));
    turned.then_some(groups)
}

/// The text split at "and" and "&" standing alone.
fn conjuncts(text: &str) -> Vec<&str> {
    let mut list = vec![text];
    for word in [" and ", " AND ", " & "] {
        list = list.into_iter().flat_map(|part| part.split(word)).collect();
    }
    list.into_iter().map(|part| part.trim().trim_end_matches(',')).filter(|part| !part.is_empty()).collect()
}

/// "Streb, Jorge M.": one comma, capitals on both sides.
fn is_turned(text: &str) -> bool {
    let Some((last, first)) = text.split_once(',') else {
        return false;
    };
    let sides = [last, first].map(|side| words(side).collect::<Vec<_>>());
    let [last, first] = &sides;
    matches!(last.len(), 1..=3)
        && matches!(first.len(), 1..=3)
        && sides.iter().flatten().all(|word| is_name_word(word))
        && sides.iter().flatten().any(|word| is_capital(word))
}

/// Two to five words of a person's name, the first and last of them in capitals, none of an institution's.
fn is_full_name(text: &str) -> bool {
    let text = without_brackets(text);
    let text = without_marks(without_titles(text.trim()));
    if text.contains(',') {
        return false;
    }
    let list: Vec<&str> = words(text).collect();
    let edges = list.first().is_some_and(|it| is_capital(it)) && list.last().is_some_and(|it| is_capital(it));
    // "A. B." is half a name.
    let whole = list.last().is_some_and(|it| !it.ends_with('.') && it.chars().count() > 1);
    matches!(list.len(), 2..=5) && edges && whole && list.iter().all(|it| is_name_word(it))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

fn is_capital(word: &str) -> bool {
    word.trim_start_matches(['\'', '’', '*'])
        .starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// A word that may stand in a person's name.
fn is_name_word(word: &str) -> bool {
    let plain = word.trim_end_matches(['.', '*', '†', '‡']);
    let letters = plain.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '‐' | '.' | '`'));
    let particle = PARTICLES.contains(&plain);
    letters && !plain.is_empty() && (particle || is_capital(plain)) && !is_of_institution(plain)
}

fn is_of_institution(word: &str) -> bool {
    INSTITUTIONS.iter().any(|it| word.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it)))
}

/// A name without titles, degrees and footnote marks, and without what is left where a line was cut.
fn cleaned(text: &str) -> &str {
    without_marks(without_degrees(without_titles(text.trim().trim_end_matches([',', ' ']))))
}

fn without_titles(mut text: &str) -> &str {
    loop {
        let Some((word, rest)) = text.split_once(' ') else {
            return text;
        };
        let plain = word.trim_end_matches(['.', ',']);
        if !TITLES.iter().any(|it| plain.eq_ignore_ascii_case(it)) || rest.trim().is_empty() {
            return text;
        }
        text = rest.trim_start();
    }
}

/// Drops ", PhD, hab." and the like, behind a comma only: "Ma" and "Ba" are also names.
fn without_degrees(mut text: &str) -> &str {
    while let Some((name, last)) = text.rsplit_once(',') {
        let degree: String =
            last.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        if !matches!(
            degree.as_str(),
            "phd" | "dphil" | "md" | "mba" | "msc" | "bsc" | "ma" | "ba" | "hab" | "drhab" | "cpa" | "cfa"
        ) || name.trim().is_empty()
        {
            break;
        }
        text = name.trim_end();
    }
    text
}

/// Drops marks at the end, and digits that are glued to a letter: "Smith1,2" but not "Evaluator 1".
fn without_marks(text: &str) -> &str {
    let mark = |c: char| matches!(c, '*' | '†' | '‡' | '§' | '¶' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let bare = text.trim_end_matches(|c: char| mark(c) || c == ' ');
    let undigited = bare.trim_end_matches(|c: char| c.is_ascii_digit() || mark(c) || c == ',');
    let glued = undigited.len() < bare.len() && undigited.ends_with(|c: char| c.is_alphabetic());
    let all = if glued && !bare.ends_with(',') { undigited } else { bare };
    if all.is_empty() { text } else { all }
}

fn without_brackets(text: &str) -> Cow<'_, str> {
    let Some(open) = text.find('(') else {
        return Cow::Borrowed(text);
    };
    let close = text[open..].find(')').map_or(text.len(), |it| open + it + 1);
    let rest = without_brackets(&text[close..]).into_owned();
    Cow::Owned(format!("{}{rest}", &text[..open]))
}

#[cfg(test)]
mod tests;
