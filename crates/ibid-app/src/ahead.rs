//! Work done on other threads while more of it is prepared.
//!
//! Here: order and measure: answers come in the order in which work was given, and no more is under way
//! than there are processors, so that memory stays what a few pieces take. Not here: what the work is.

use std::collections::VecDeque;

use tokio::task::JoinHandle;

/// Pieces of work under way.
pub(crate) struct Ahead<T> {
    under_way: VecDeque<JoinHandle<T>>,
    most: usize,
}

impl<T: Send + 'static> Ahead<T> {
    pub(crate) fn new() -> Ahead<T> {
        let most = std::thread::available_parallelism().map_or(2, usize::from);
        Ahead { under_way: VecDeque::new(), most: most.clamp(2, 16) }
    }

    /// True when an answer should be taken before more is given.
    pub(crate) fn is_full(&self) -> bool {
        self.under_way.len() >= self.most
    }

    pub(crate) fn give(&mut self, work: impl FnOnce() -> T + Send + 'static) {
        self.under_way.push_back(tokio::task::spawn_blocking(work));
    }

    /// The answer to what was given first; `None` when nothing is under way.
    pub(crate) async fn take(&mut self) -> Option<T> {
        match self.under_way.pop_front()?.await {
            Ok(answer) => Some(answer),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn answers_come_in_order_and_no_more_is_under_way_than_was_meant() {
        let (mut ahead, mut got) = (Ahead::new(), Vec::new());
        for number in 0..100 {
            if ahead.is_full() {
                got.extend(ahead.take().await);
            }
            assert!(ahead.under_way.len() < ahead.most);
            // The first ones take longest.
            ahead.give(move || (0..(100 - number) * 1000).fold(number, |sum, _| std::hint::black_box(sum)));
        }
        while let Some(number) = ahead.take().await {
            got.push(number);
        }
        assert!(got.into_iter().eq(0..100));
    }

    #[tokio::test]
    #[should_panic(expected = "a fault of ours")]
    async fn a_panic_is_not_lost() {
        let mut ahead = Ahead::<()>::new();
        ahead.give(|| panic!("a fault of ours"));
        ahead.take().await;
    }
}
