//! The handles nearest to one that is not there, for the page that has to say so.
//!
//! Here: a few hundred candidates from the indexes, ordered by edit distance. Deliberately not here:
//! searching by words.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use ibid_core::Handle;
use rapidfuzz::distance::levenshtein::BatchComparator;

use crate::Reader;
use crate::engine::statements;
use crate::error::Result;

statements! {
    AT_OR_AFTER = "SELECT handle FROM record WHERE key >= $1 AND state = 0 ORDER BY key LIMIT $2";
    BEFORE = "SELECT handle FROM record WHERE key < $1 AND state = 0 ORDER BY key DESC LIMIT $2";
    SERIES_AT_OR_AFTER = "SELECT p.id, p.series FROM place p WHERE p.archive = $1 AND p.series >= $2 \
        AND EXISTS (SELECT 1 FROM tally t WHERE t.place = p.id AND t.live > 0) \
        ORDER BY p.series LIMIT $3";
    SERIES_BEFORE = "SELECT p.id, p.series FROM place p WHERE p.archive = $1 AND p.series < $2 \
        AND EXISTS (SELECT 1 FROM tally t WHERE t.place = p.id AND t.live > 0) \
        ORDER BY p.series DESC LIMIT $3";
}

/// Neighbours taken on each side of a key.
const REACH: i64 = 64;

/// Characters of a key that are looked at; handles are no longer.
const LONGEST: usize = 250;

impl Reader {
    /// Up to `count` handles of live records whose keys are nearest to `key`, the nearest first. Any
    /// case. They come from around the key, its beginnings and its series in the indexes, a few
    /// hundred at most.
    pub async fn nearest(&self, key: &str, count: usize) -> Result<Vec<Handle>> {
        let key: String = key.trim().to_lowercase().chars().take(LONGEST).collect();
        let key = key.strip_prefix("repec:").unwrap_or(&key);
        let mut candidates = BTreeSet::new();
        // A digit too many or too few moves a key far away in its series: look around its stem too.
        let stem = key.trim_end_matches(|c: char| !c.is_alphabetic());
        let parents = key.match_indices(':').take(2).map(|(at, _)| &key[..=at]);
        for start in parents.chain([stem, key]) {
            for sql in [AT_OR_AFTER, BEFORE] {
                for row in self.engine().run(sql, &[start.into(), REACH.into()]).await? {
                    candidates.insert(row.of("record").judged("handle", super::handle)?);
                }
            }
        }
        let (archive, rest) = key.split_once(':').unwrap_or((key, ""));
        let series = rest.split(':').next().unwrap_or(rest);
        for sql in [SERIES_AT_OR_AFTER, SERIES_BEFORE] {
            let values = [archive.into(), series.into(), REACH.into()];
            for row in self.engine().run(sql, &values).await? {
                let mut row = row.of("place");
                row.int("id")?;
                let name = row.text("series")?;
                candidates.extend(super::series_handle(archive, &name));
            }
        }
        let measure = BatchComparator::new(key.chars());
        let farthest = key.chars().count().max(4) / 2;
        let mut ranked = Vec::new();
        for handle in candidates {
            let other = handle.key();
            let distance = measure.distance(other.chars());
            if distance > 0 && distance <= farthest {
                ranked.push((distance, Reverse(shared(key, &other)), handle));
            }
        }
        ranked.sort();
        Ok(ranked.into_iter().take(count).map(|(_, _, handle)| handle).collect())
    }
}

/// How many characters two keys begin with alike.
fn shared(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
}
