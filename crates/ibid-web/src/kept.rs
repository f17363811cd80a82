//! Something read as a whole from the ledger and kept for as long as it is good.
//!
//! One asker reads at a time. While one does, everybody else is served what was read before; only where
//! there is nothing yet do all wait for the first reading.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::problem::Answer;

pub(crate) struct Kept<T> {
    read: Mutex<Option<Read<T>>>,
    turn: tokio::sync::Mutex<()>,
}

struct Read<T> {
    edition: u64,
    at: Instant,
    whole: Arc<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Kept<T> {
        Kept { read: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }
}

impl<T> Kept<T> {
    /// What was read for this edition, or for another one not longer ago than `good_for`; read anew
    /// otherwise.
    pub(crate) async fn get(
        &self,
        edition: u64,
        good_for: Duration,
        read: impl Future<Output = Answer<T>>,
    ) -> Answer<Arc<T>> {
        if let Some(good) = self.good(edition, good_for) {
            return Ok(good);
        }
        let _turn = match self.last() {
            Some(last) => match self.turn.try_lock() {
                Ok(turn) => turn,
                Err(_) => return Ok(last),
            },
            None => self.turn.lock().await,
        };
        // Another may have read it while this one waited.
        if let Some(good) = self.good(edition, good_for) {
            return Ok(good);
        }
        let whole = Arc::new(read.await?);
        *self.lock() = Some(Read { edition, at: Instant::now(), whole: whole.clone() });
        Ok(whole)
    }

    fn good(&self, edition: u64, good_for: Duration) -> Option<Arc<T>> {
        let read = self.lock();
        let good = read.as_ref().filter(|it| it.edition == edition || it.at.elapsed() < good_for);
        good.map(|it| it.whole.clone())
    }

    fn last(&self) -> Option<Arc<T>> {
        self.lock().as_ref().map(|it| it.whole.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Read<T>>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use tokio::sync::oneshot;

    const NOT: Duration = Duration::ZERO;

    async fn get(kept: &Kept<u32>, edition: u64, value: u32) -> u32 {
        *kept.get(edition, NOT, async { Ok(value) }).await.expect("read")
    }

    #[tokio::test]
    async fn it_is_read_once_an_edition() {
        let kept = Kept::default();
        assert_eq!(get(&kept, 1, 10).await, 10);
        assert_eq!(get(&kept, 1, 11).await, 10);
        assert_eq!(get(&kept, 2, 12).await, 12);
        let young = kept.get(3, Duration::from_secs(3_600), async { Ok(13) }).await.expect("kept");
        assert_eq!(*young, 12);
    }

    #[tokio::test]
    async fn all_wait_for_the_first_and_none_for_the_next() {
        let kept = Arc::new(Kept::default());
        let reading = |edition, value: u32| {
            let (go, gone) = oneshot::channel::<()>();
            let kept = kept.clone();
            let task = tokio::spawn(async move {
                let read = async move {
                    gone.await.expect("told to go on");
                    Ok(value)
                };
                *kept.get(edition, NOT, read).await.expect("read")
            });
            (go, task)
        };
        let (first, first_task) = reading(1, 10);
        tokio::task::yield_now().await;
        let (_never, second_task) = reading(1, 11);
        tokio::task::yield_now().await;
        assert!(!second_task.is_finished());
        first.send(()).expect("still reading");
        assert_eq!((first_task.await.unwrap(), second_task.await.unwrap()), (10, 10));

        let (third, third_task) = reading(2, 12);
        tokio::task::yield_now().await;
        assert_eq!(get(&kept, 2, 13).await, 10);
        third.send(()).expect("still reading");
        assert_eq!(third_task.await.unwrap(), 12);
        assert_eq!(get(&kept, 2, 14).await, 12);
    }

    #[tokio::test]
    async fn a_failed_reading_is_not_kept() {
        let kept = Kept::default();
        assert!(kept.get(1, NOT, async { Err(Problem::Busy) }).await.is_err());
        assert_eq!(get(&kept, 1, 10).await, 10);
    }
}
