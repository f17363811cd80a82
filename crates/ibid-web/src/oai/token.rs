//! Resumption tokens: the whole state of a list, in the token itself. Nothing is kept here, so a token
//! outlives a restart and never expires.
//!
//! A token says no more than its holder could have asked for anyway, so it needs no secret. The sum in
//! front of it tells one that was cut, mistyped or made up from one of ours; everything in it is plain
//! enough to stand in a query unencoded, as careless harvesters put it there.

use std::fmt::Write;

use ibid_store::Mark;

use super::asked::Prefix;
use super::fault::{Code, Fault};
use super::list::{List, SoFar};
use super::names;
use super::sets::From;
use crate::page::digest;

/// Goes into every sum; another one for tokens of another make.
const MAKE: &str = "ibid resumption 1 ";

/// `None` for what is not there.
fn or_dash(number: Option<i64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

/// Where a list goes on.
pub(super) fn of_list(list: &List, so_far: &SoFar) -> String {
    let SoFar { mark, done, size } = so_far;
    let kind = if list.bare { 'i' } else { 'r' };
    let (from, until, size) = (or_dash(list.from), or_dash(list.until), or_dash(*size));
    let set = list.set.as_ref().map_or_else(String::new, names::set);
    sealed(&format!(
        "{kind}.{}.{from}.{until}.{}.{}.{}.{done}.{size}.{set}",
        list.prefix.word(),
        mark.place,
        mark.at,
        mark.id,
    ))
}

pub(super) fn of_sets(from: &From) -> String {
    sealed(&format!("s.{}.{}", from.done, names::set(&from.after)))
}

/// The list a token of ours goes on with, of records or of their heads as the verb asks for.
pub(super) fn read_list(text: &str, bare: bool) -> Result<List, Fault> {
    let state = opened(text)?;
    let list = list(state).ok_or_else(unreadable)?;
    match list.bare == bare {
        true => Ok(list),
        false => Err(Fault::new(Code::BadResumptionToken, "the token is of another verb")),
    }
}

pub(super) fn read_sets(text: &str) -> Result<From, Fault> {
    let state = opened(text)?;
    let sets = || {
        let (done, after) = state.strip_prefix("s.")?.split_once('.')?;
        Some(From { after: names::series(after)?, done: done.parse().ok()? })
    };
    sets().ok_or_else(|| Fault::new(Code::BadResumptionToken, "the token is of another verb"))
}

fn list(state: &str) -> Option<List> {
    let mut parts = state.splitn(10, '.');
    let bare = match parts.next()? {
        "i" => true,
        "r" => false,
        _ => return None,
    };
    let prefix = Prefix::from_word(parts.next()?)?;
    let mut number = || match parts.next()? {
        "-" => Some(None),
        text => text.parse::<i64>().ok().map(Some),
    };
    let (from, until) = (number()?, number()?);
    let mark = Mark { place: number()??, at: number()??, id: number()?? };
    let so_far = SoFar { mark, done: number()??, size: number()? };
    let set = match parts.next()? {
        "" => None,
        set => Some(names::series(set)?),
    };
    Some(List { bare, prefix, set, from, until, so_far: Some(so_far) })
}

fn unreadable() -> Fault {
    Fault::new(Code::BadResumptionToken, "the token is not one of ours, or not whole")
}

fn sealed(state: &str) -> String {
    let mut out = String::with_capacity(state.len() + 17);
    let _ = write!(out, "{:016x}.{state}", sum(state));
    out
}

fn opened(text: &str) -> Result<&str, Fault> {
    let (seal, state) = text.split_once('.').ok_or_else(unreadable)?;
    if seal == format!("{:016x}", sum(state)) { Ok(state) } else { Err(unreadable()) }
}

fn sum(state: &str) -> u64 {
    digest(format!("{MAKE}{state}").as_bytes())
}

#[cfg(test)]
mod tests {
    use ibid_core::Handle;

    use super::*;

    fn lists() -> Vec<List> {
        let series = |text| Handle::parse(text);
        let list = |bare, prefix, set, from, until| List { bare, prefix, set, from, until, so_far: None };
        vec![
            list(false, Prefix::OaiDc, None, None, None),
            list(true, Prefix::Redif, series("RePEc:hst"), Some(0), None),
            list(false, Prefix::Mods, series("RePEc:xyz:a.b.ü"), Some(-5), Some(1_795_154_400)),
        ]
    }

    #[test]
    fn a_token_leads_on_with_the_same_list() {
        for list in lists() {
            let mark = Mark { place: 7, at: 1_795_154_400, id: 123_456 };
            for so_far in [SoFar { mark, done: 500, size: Some(9_000) }, SoFar { mark, done: 0, size: None }]
            {
                let token = of_list(&list, &so_far);
                let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~:!*'()".contains(&b);
                assert!(token.bytes().all(plain), "{token}");
                let read = read_list(&token, list.bare).expect("a list");
                let expected = List { so_far: Some(so_far), ..list.clone() };
                assert_eq!(read, expected, "{token}");
                assert!(read_list(&token, !list.bare).is_err() && read_sets(&token).is_err());
            }
        }
        let from = From { after: Handle::parse("RePEc:hst:ghsdps").expect("a handle"), done: 12 };
        let token = of_sets(&from);
        assert_eq!(read_sets(&token).expect("sets"), from);
        assert!(read_list(&token, true).is_err() && read_list(&token, false).is_err());
    }

    #[test]
    fn one_letter_off_is_none_of_ours() {
        let mark = Mark { place: 0, at: 1_795_154_400, id: 77 };
        let token = of_list(&lists()[1], &SoFar { mark, done: 500, size: None });
        for at in 0..token.len() {
            for other in ["", "0", "7", "a", ".", "-", "é"] {
                let forged = format!("{}{other}{}", &token[..at], &token[at + 1..]);
                assert!(forged == token || read_list(&forged, true).is_err(), "{forged}");
            }
        }
        for forged in ["", ".", "0", "r.oai_dc", &sealed(""), &sealed("r.oai_dc"), &sealed("s.x.hst")] {
            assert!(read_list(forged, false).is_err() && read_sets(forged).is_err(), "{forged}");
        }
        let wrong = [
            "x.oai_dc.-.-.0.1.2.3.-.",
            "r.none.-.-.0.1.2.3.-.",
            "r.oai_dc.-.-.0.-.2.3.-.",
            "r.oai_dc.-.-.0.99999999999999999999.2.3.-.",
            "r.oai_dc.-.-.0.1.2.3.-.HST",
            "r.oai_dc.-.-.0.1.2.3.-",
        ];
        for state in wrong {
            assert!(read_list(&sealed(state), false).is_err(), "{state}");
        }
    }
}
