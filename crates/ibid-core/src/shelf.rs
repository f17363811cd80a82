//! Where a work stands among those of its series: volume, issue and page, or the parts of its number,
//! as one integer, so that 9 comes before 10 and a database can keep the order.
//!
//! Deliberately not here: the year, which stands beside the mark; and words in numbers, which are
//! passed over, since within a series they say the same every time (`w9321`, `gd11-190`).

use crate::record::Work;
use crate::text::roman;

/// Bits of the three parts of a mark.
const FIRST: u32 = 30;
const SECOND: u32 = 17;
const THIRD: u32 = 16;

/// The mark of a work, never negative: by volume, issue and first page where there is a volume, else
/// by its number, else by what its handle says. 0 when none of them holds a figure.
pub fn mark(work: &Work) -> i64 {
    let volume = figures(&work.volume).next().or_else(|| roman(work.volume.trim()).map(u64::from));
    if let Some(volume) = volume {
        return joined([Some(volume), figures(&work.issue).next(), figures(&work.pages).next()]);
    }
    let by_number = of_number(&work.number);
    if by_number == 0 { of_number(work.handle.item()) } else { by_number }
}

/// The mark of a number as people write it, 0 when it holds no figure.
pub fn of_number(number: &str) -> i64 {
    let mut parts = figures(number);
    joined([parts.next(), parts.next(), parts.next()])
}

/// The volume, or the first figure of the number, that a mark begins with.
pub fn first(mark: i64) -> i64 {
    mark >> (SECOND + THIRD)
}

/// The lowest mark that begins with this figure.
pub fn from_first(figure: i64) -> i64 {
    figure.clamp(0, (1 << FIRST) - 1) << (SECOND + THIRD)
}

fn joined(parts: [Option<u64>; 3]) -> i64 {
    let widths = parts.into_iter().zip([FIRST, SECOND, THIRD]);
    widths.fold(0, |mark, (part, bits)| {
        let largest = (1_i64 << bits) - 1;
        mark << bits | part.map_or(0, |it| i64::try_from(it).unwrap_or(largest).min(largest))
    })
}

/// The runs of digits in a text, as numbers; one too long to be a number counts as the largest.
fn figures(text: &str) -> impl Iterator<Item = u64> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.map(|run| run.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Handle, Kind};

    fn work(volume: &str, issue: &str, pages: &str, number: &str, item: &str) -> Work {
        let handle = Handle::parse(&format!("RePEc:abc:papers:{item}")).expect("a handle");
        Work {
            volume: volume.to_owned(),
            issue: issue.to_owned(),
            pages: pages.to_owned(),
            number: number.to_owned(),
            ..Work::new(handle, Kind::Article)
        }
    }

    #[test]
    fn numbers_come_in_the_order_people_count() {
        let check = |numbers: &[&str]| {
            let marks: Vec<i64> = numbers.iter().map(|it| mark(&work("", "", "", it, "x"))).collect();
            assert!(marks.is_sorted_by(|a, b| a < b), "{numbers:?}: {marks:?}");
        };
        check(&["", "1", "2", "9", "10", "99", "100", "1000000"]);
        check(&["w99", "w100", "W9321", "w10000"]);
        check(&["2010-12", "2011-1", "2011-3", "2011-10", "2012/1"]);
        check(&["gd08-001", "gd11-190", "gd11-1900"]);
        check(&["1.2.3", "1.2.10", "1.10.1"]);
        check(&["20111231", "99999999999999999999999"]);
    }

    #[test]
    fn articles_come_by_volume_issue_and_page() {
        let check = |places: &[(&str, &str, &str)]| {
            let marks =
                places.iter().map(|(volume, issue, pages)| mark(&work(volume, issue, pages, "", "x")));
            let marks: Vec<i64> = marks.collect();
            assert!(marks.is_sorted_by(|a, b| a < b), "{places:?}: {marks:?}");
        };
        check(&[("9", "4", "1-20"), ("10", "1", "1-9"), ("10", "1", "10-19"), ("10", "1", "101-119")]);
        check(&[("10", "2", ""), ("10", "2-3", "7"), ("10", "11", "1"), ("11", "", "1")]);
        check(&[("IX", "1", "1"), ("XIV", "1", "1"), ("XL", "1", "1"), ("MCMXC", "", "")]);
    }

    #[test]
    fn what_is_not_said_is_read_off_the_handle() {
        let by_handle = mark(&work("", "", "", "", "v:140:y:2021:i:1:p:1-20"));
        assert_eq!(first(by_handle), 140);
        assert_eq!(mark(&work("", "", "", "", "spring")), 0);
        assert_eq!(mark(&work("", "", "", "no number", "7")), mark(&work("", "", "", "7", "x")));
    }

    #[test]
    fn a_mark_is_never_negative_and_knows_its_first_figure() {
        let largest = mark(&work("", "", "", "9999999999-9999999999-9999999999", "x"));
        assert_eq!(largest, i64::MAX);
        let one = mark(&work("140", "1", "1-20", "", "x"));
        assert_eq!(first(one), 140);
        assert!(from_first(140) <= one && one < from_first(141));
        assert_eq!((from_first(-5), first(from_first(i64::MAX))), (0, (1 << 30) - 1));
    }
}
