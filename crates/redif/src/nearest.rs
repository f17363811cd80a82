//! Edit distance between short names, for "did you mean". Nothing here knows what the names mean.

/// The number of single-letter edits (insert, delete, replace, swap two neighbours) from `a` to `b`,
/// or `None` when it is more than `most`.
pub(crate) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most || a.len() > 64 || b.len() > 64 {
        return None;
    }
    let mut before = [0usize; 65];
    let mut above = [0usize; 65];
    let mut row = [0usize; 65];
    for (j, cell) in above.iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let mut best = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            best = best.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
            least = least.min(best);
        }
        if least > most {
            return None;
        }
        before = above;
        above = row;
    }
    Some(above[b.len()]).filter(|far| *far <= most)
}

/// The one of `names` nearest to `word`: at most one edit away for words of five letters or fewer,
/// two for longer ones (the rule of the reference checker). Ties go to the first.
pub(crate) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = if word.len() <= 5 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let limit = best.map_or(most, |(far, _)| far);
        if let Some(far) = distance(word, name, limit)
            && best.is_none_or(|(least, _)| far < least)
        {
            best = Some((far, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, most, want) in [
            ("title", "title", 2, Some(0)),
            ("tilte", "title", 2, Some(1)),
            ("titel", "title", 2, Some(1)),
            ("tite", "title", 2, Some(1)),
            ("", "ab", 2, Some(2)),
            ("abc", "xyz", 2, None),
            ("abcdef", "abc", 2, None),
            ("kitten", "sitting", 3, Some(3)),
        ] {
            assert_eq!(distance(a, b, most), want, "{a} {b}");
            assert_eq!(distance(b, a, most), want, "{b} {a}");
        }
    }

    #[test]
    fn short_words_need_to_be_closer() {
        let names = || ["note", "title", "abstract"].into_iter();
        assert_eq!(nearest("abstarct", names()), Some("abstract"));
        assert_eq!(nearest("tite", names()), Some("title"));
        assert_eq!(nearest("are", names()), None);
        assert_eq!(nearest("regulations", names()), None);
    }
}
