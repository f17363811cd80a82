//! (tests) References and the works they do and do not mean, and that no text breaks the reader.

use proptest::prelude::*;

use super::*;
use crate::lookup::{self, plainly};
use crate::record::Agent;
use crate::{Handle, Kind};

/// `Title | authors by semicolons | year | volume | first page | number | place`.
fn work(text: &str) -> (Work, String) {
    let mut parts = text.split('|').map(str::trim);
    let mut next = || parts.next().unwrap_or("").to_owned();
    let handle = Handle::parse("RePEc:abc:wpaper:1").expect("a handle");
    let mut work = Work::new(handle, Kind::Paper);
    work.title = next();
    let names = next();
    let agent = |name: &str| Agent { name: name.trim().to_owned(), ..Agent::default() };
    work.authors = names.split(';').filter(|name| !name.is_empty()).map(agent).collect();
    work.stated_year = next().parse().ok();
    (work.volume, work.pages, work.number) = (next(), next(), next());
    (work, next())
}

const KIMURA: &str = "Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961 \
                      | Mitsuhiko Kimuran | 2011 | | | gd11-190 | Global COE Hi-Stat Discussion Paper Series";
const SHIPS: &str = "Counting Ships: Coastal Trade of Northern Vietnam | Kenji Oda; Bùi Thị Hạnh | 2011 | 12 | 345-380 | 3 | Journal of Economic History";
const NORTH: &str =
    "북한의 대일 국교정상화 전략 | 김철수 | 2010 | | | 901 | Global COE Hi-Stat Discussion Paper Series";

fn check(reference: &str, record: &str, expected: Option<Sureness>) {
    let (work, place) = work(record);
    let fit = fits(&Reference::new(reference), &work, &place);
    assert_eq!(fit.as_ref().map(|fit| fit.sureness), expected, "{reference}\n{record}\n{fit:?}");
}

#[test]
fn the_right_work_is_known() {
    for (reference, record) in [
        // The publisher misspelt the author; the reference leaves the subtitle out.
        ("Kimura, M. (2011) Toward normalization of relations with Japan. Global COE Hi-Stat", KIMURA),
        (
            "Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961",
            KIMURA,
        ),
        (
            "Kimuran M. Toward normalisation of relations with Japan: the strategy of North Korea, circa 1950 to 1961, gd11-190",
            KIMURA,
        ),
        (
            "Oda, K. and Bùi, T. H. (2011), Counting ships: coastal trade of northern Vietnam, J. Econ. Hist. 12(3), 345-380.",
            SHIPS,
        ),
        // What follows a comma is left out.
        (
            "Oda K, Bui T. Counting ships: coastal trade of northern Vietnam. 2011",
            "Counting Ships: Coastal Trade of Northern Vietnam, circa 1890 to 1914 | Kenji Oda; Bùi, Thị Hạnh | 2011 | | | gd11-907 | Hi-Stat",
        ),
        // Hyphens lost, letters misread.
        (
            "Oda K, Bui TH: Countlng Ships: Coastal Trade of Nor thern Vietnam. J Econ Hist 2011, 12:345.",
            SHIPS,
        ),
        // No title.
        ("[1] K. Oda, T.H. Bùi, Journal of Economic History 12 (2011) 345.", SHIPS),
        // Words in disorder.
        ("Oda K, Bui. Ships Vietnam: trade counting northern of coastal. J Econ Hist 2011; 12: 345", SHIPS),
        ("김철수 (2010), 북한의 대일 국교정상화 전략, Hi-Stat 901", NORTH),
    ] {
        check(reference, record, Some(Sureness::Sure));
    }
}

#[test]
fn another_work_is_not_taken_for_it() {
    let comment =
        "Oda, K. (2011), Counting ships: coastal trade of northern Vietnam: comment. J. Econ. Hist. 12, 500";
    for (reference, record, expected) in [
        (comment, SHIPS, Some(Sureness::Likely)),
        // The same person and year.
        ("Kimura, M. (2011) Colonial industry in Korea. Global COE Hi-Stat", KIMURA, None),
        // The same title by another, long before.
        ("Smith, A. (1776) Counting ships: coastal trade of northern Vietnam. Strahan", SHIPS, None),
        ("Introduction", KIMURA, None),
        ("Oda (1999)", SHIPS, None),
    ] {
        let (work, place) = work(record);
        let fit = fits(&Reference::new(reference), &work, &place);
        let sureness = fit.as_ref().map(|fit| fit.sureness);
        assert!(sureness < Some(Sureness::Sure), "{reference}\n{fit:?}");
        if expected.is_some() {
            assert_eq!(sureness, expected, "{reference}\n{fit:?}");
        }
    }
}

#[test]
fn a_doi_settles_it() {
    let (mut work, place) = work(SHIPS);
    work.doi = "10.1000/182".to_owned();
    let fit = |text: &str| fits(&Reference::new(text), &work, &place).map(|fit| fit.sureness);
    assert_eq!(fit("Somebody, something. doi:10.1000/182."), Some(Sureness::Sure));
    let other = "Oda, K., Bùi (2011), Counting ships: coastal trade. doi:10.1000/183";
    assert!(fit(other) < Some(Sureness::Sure));
}

#[test]
fn candidates_are_asked_for_by_what_is_rare() {
    let query = |text: &str| Reference::new(text).query().map(|query| query.to_text());
    assert_eq!(query("Oda, K. (2011) Ships of the sea").as_deref(), Some("ships"));
    assert_eq!(query("Kimura, M. Normalization").as_deref(), Some("normalization OR kimura"));
    assert_eq!(query("- . -"), None);
    let people = Reference::new("Kimura, M. (2011) Colonial").query_by_people().map(|it| it.to_text());
    assert_eq!(people.as_deref(), Some("(author:kimura OR author:colonial) year:2010..2012"));
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,120}") {
        for asked in lookup::read(&text) {
            let (work, place) = work(SHIPS);
            let _ = fits(&Reference::new(&asked.text), &work, &place);
            let _ = Reference::new(&asked.text).query();
        }
        let _ = plainly(&text);
    }

    #[test]
    fn any_likely_text_is_read(text in "((https?://)?(ideas.repec.org|doi.org|x.y)?/?[paej10./%:_-]{0,12}|repec:|doi:|10\\.|[0-9]{1,4}[.)] |\n| |é|-){0,10}") {
        for asked in lookup::read(&text) {
            let _ = Reference::new(&asked.text).query();
        }
        let _ = plainly(&text);
    }
}

#[test]
fn of_very_many_titles_the_first_are_compared() {
    let (mut many, place) = work("Something else | Kenji Oda | 2011");
    let asked = Reference::new("Oda, K. (2011) Counting ships: coastal trade of northern Vietnam");
    let own = "Counting Ships: Coastal Trade of Northern Vietnam".to_owned();
    many.other_titles = vec!["Other".to_owned(), own];
    many.other_titles.extend(vec!["An unending list of titles".to_owned(); 10_000]);
    assert!(fits(&asked, &many, &place).is_some_and(|it| it.sureness >= Sureness::Likely));
    many.other_titles.reverse();
    assert!(fits(&asked, &many, &place).is_none_or(|it| it.sureness < Sureness::Likely));
}
