//! Records this process has just written, kept until the projections beside it have seen them.
//!
//! Only a shortcut: what is not here is read from the ledger, and means the same. A harvest waits while
//! this is full, because a follower that falls behind would have to read everything again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ibid_core::{Handle, Record};
use tokio::sync::Notify;

/// Records kept at most, about 4 KB each.
const FULL: usize = 20_000;

/// The newest versions of records written in this process.
#[derive(Debug, Default)]
pub struct Recent {
    records: Mutex<HashMap<Handle, (i64, Record)>>,
    followed: AtomicBool,
    taken: Notify,
}

impl Recent {
    /// Keeps committed records, with their versions, for whoever follows. Nobody does: nothing is kept.
    pub(crate) fn keep(&self, written: impl IntoIterator<Item = (i64, Record)>) {
        if self.followed.load(Ordering::Acquire) {
            let written = written.into_iter();
            let rows = written.map(|(version, record)| (record.handle().clone(), (version, record)));
            self.records().extend(rows);
        }
    }

    /// Waits until the follower has made room.
    pub(crate) async fn room(&self) {
        loop {
            let taken = self.taken.notified();
            if !self.followed.load(Ordering::Acquire) || self.records().len() < FULL {
                return;
            }
            taken.await;
        }
    }

    /// The record in just this version, which is forgotten here.
    pub(crate) fn take(&self, handle: &Handle, version: i64) -> Option<Record> {
        let mut records = self.records();
        match records.get(handle) {
            Some((kept, _)) if *kept == version => records.remove(handle).map(|(_, record)| record),
            _ => None,
        }
    }

    /// From now on somebody follows, until what this answers is dropped.
    pub(crate) fn follow(&self) -> Following<'_> {
        self.followed.store(true, Ordering::Release);
        Following(self)
    }

    /// The follower has taken what it wanted for now.
    pub(crate) fn passed(&self) {
        self.taken.notify_waiters();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.records().is_empty()
    }

    fn records(&self) -> MutexGuard<'_, HashMap<Handle, (i64, Record)>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody follows. However that ends, a harvest that waits goes on.
pub(crate) struct Following<'a>(&'a Recent);

impl Drop for Following<'_> {
    fn drop(&mut self) {
        self.0.followed.store(false, Ordering::Release);
        self.0.records().clear();
        self.0.taken.notify_waiters();
    }
}
