//! Records and heads as a list or GetRecord writes them, one after the other into one text.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use ibid_core::date::moment;
use ibid_core::{Handle, Record, record};
use ibid_store::State;

use super::asked::Prefix;
use super::{names, redif, time};
use crate::Site;
use crate::pages::works::exports::source;
use crate::problem::Answer;
use crate::site::Shown;

/// All that is needed to write some works, looked up before, so that the writing may be done anywhere.
pub(super) struct Entries {
    /// `None` for heads only.
    prefix: Option<Prefix>,
    before_handle: String,
    schema: String,
    series: HashMap<Handle, Option<Arc<Shown>>>,
    /// The last datestamp written; neighbours often share it.
    stamp: (i64, String),
}

impl Entries {
    /// For works with these handles.
    pub(super) async fn of(
        site: &Site,
        prefix: Option<Prefix>,
        handles: impl Iterator<Item = &Handle>,
    ) -> Answer<Entries> {
        let mut series = HashMap::new();
        if prefix.is_some_and(|prefix| prefix.format().is_some()) {
            for handle in handles.map(Handle::series_handle) {
                if let Entry::Vacant(place) = series.entry(handle) {
                    let shown = site.shelved(place.key()).await?;
                    place.insert(shown);
                }
            }
        }
        let before_handle = names::prefix(site.settings());
        let schema = redif::schema_address(site.settings());
        Ok(Entries { prefix, before_handle, schema, series, stamp: (i64::MIN, String::new()) })
    }

    /// A work whose current version was written at this moment.
    pub(super) fn write(&mut self, handle: &Handle, at: i64, state: State, text: &str, out: &mut String) {
        let Some(prefix) = self.prefix else {
            return self.head(handle, at, state == State::Withdrawn, out);
        };
        let made = match state {
            State::Live => self.metadata(prefix, handle, text),
            State::Withdrawn => None,
        };
        out.push_str("<record>");
        // A text that this program cannot read any more is as good as gone, here as on the pages.
        self.head(handle, at, made.is_none(), out);
        if let Some(made) = made {
            out.push_str("<metadata>\n");
            out.push_str(&made);
            out.push_str("</metadata>");
        }
        out.push_str("</record>\n");
    }

    fn head(&mut self, handle: &Handle, at: i64, deleted: bool, out: &mut String) {
        out.push_str(if deleted {
            "<header status=\"deleted\"><identifier>"
        } else {
            "<header><identifier>"
        });
        out.push_str(&self.before_handle);
        let start = out.len();
        names::push_handle(handle, out);
        if out[start..].contains('&') {
            let whole = out.split_off(start).replace('&', "&amp;");
            out.push_str(&whole);
        }
        if self.stamp.0 != at {
            self.stamp = (at, moment(time::datestamp(at)));
        }
        out.push_str("</identifier><datestamp>");
        out.push_str(&self.stamp.1);
        out.push_str("</datestamp><setSpec>");
        names::push_set(handle, out);
        out.push_str("</setSpec></header>\n");
    }

    /// An element with its namespaces; `None` when the text is that of no work.
    fn metadata(&self, prefix: Prefix, handle: &Handle, text: &str) -> Option<String> {
        let Some(format) = prefix.format() else { return Some(redif::element(text, &self.schema)) };
        let Some(Record::Work(work)) = record::read(text) else { return None };
        let shown = self.series.get(&handle.series_handle()).and_then(|it| it.as_deref());
        Some(format.entry(&source(&work, shown)))
    }
}
