//! Records and heads as a list or GetRecord writes them, one after the other into one text.

use std::sync::Arc;

use ibid_core::{Handle, Record, record};
use ibid_store::State;

use super::asked::Prefix;
use super::{names, redif, time};
use crate::Site;
use crate::pages::works::exports::source;
use crate::problem::Answer;
use crate::site::Shown;

/// Neighbours share most of what is looked up for them, so the last of it is kept.
pub(super) struct Entries<'a> {
    site: &'a Site,
    /// `None` for heads only.
    prefix: Option<Prefix>,
    before_handle: String,
    schema: String,
    stamp: (i64, String),
    series: Option<(Handle, Option<Arc<Shown>>)>,
}

impl<'a> Entries<'a> {
    pub(super) fn new(site: &'a Site, prefix: Option<Prefix>) -> Entries<'a> {
        let before_handle = names::prefix(site.settings());
        let schema = redif::schema_address(site.settings());
        Entries { site, prefix, before_handle, schema, stamp: (i64::MIN, String::new()), series: None }
    }

    /// A work whose current version was written at this moment.
    pub(super) async fn write(
        &mut self,
        handle: &Handle,
        at: i64,
        state: State,
        text: &str,
        out: &mut String,
    ) -> Answer<()> {
        let Some(prefix) = self.prefix else {
            self.head(handle, at, state == State::Withdrawn, out);
            return Ok(());
        };
        let made = match state {
            State::Live => self.metadata(prefix, handle, text).await?,
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
        Ok(())
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
            self.stamp = (at, time::written(time::datestamp(at)));
        }
        out.push_str("</identifier><datestamp>");
        out.push_str(&self.stamp.1);
        out.push_str("</datestamp><setSpec>");
        names::push_set(handle, out);
        out.push_str("</setSpec></header>\n");
    }

    /// An element with its namespaces; `None` when the text is that of no work.
    async fn metadata(&mut self, prefix: Prefix, handle: &Handle, text: &str) -> Answer<Option<String>> {
        let Some(format) = prefix.format() else { return Ok(Some(redif::element(text, &self.schema))) };
        let Some(Record::Work(work)) = record::read(text) else { return Ok(None) };
        let series = handle.series_handle();
        if self.series.as_ref().is_none_or(|(known, _)| *known != series) {
            let shown = self.site.shelved(&series).await?;
            self.series = Some((series, shown));
        }
        let shown = self.series.as_ref().and_then(|(_, shown)| shown.as_deref());
        Ok(Some(format.entry(&source(&work, shown))))
    }
}
