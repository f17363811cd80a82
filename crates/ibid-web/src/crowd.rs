//! Who is connected, and who has to go when the house is full.
//!
//! A connection that is being answered is busy; one whose request is awaited, in whole or in part, is
//! silent. When there is no place left, the one that has been silent longest makes room, so that any
//! number of silent clients costs a speaking one nothing. Not here: how long anyone may be silent, and
//! the connections themselves (`serve.rs`).

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// All connections there are.
pub(crate) struct Crowd {
    most: usize,
    guests: Mutex<HashMap<u64, Arc<Guest>>>,
    /// Counts entrances and silences, so that the smallest mark is the longest silence.
    turn: AtomicU64,
}

/// A mark no silence has.
const BUSY: u64 = u64::MAX;

struct Guest {
    silent_since: AtomicU64,
    leave: Notify,
}

/// A place in the crowd; given back when dropped.
pub(crate) struct Place {
    crowd: Arc<Crowd>,
    number: u64,
    guest: Arc<Guest>,
}

impl Crowd {
    pub(crate) fn new(most: usize) -> Arc<Crowd> {
        Arc::new(Crowd { most, guests: Mutex::default(), turn: AtomicU64::new(0) })
    }

    /// A place for one more, even if another has to leave for it; `None` when all are busy.
    pub(crate) fn enter(self: &Arc<Crowd>) -> Option<Place> {
        let mut guests = self.guests.lock().unwrap_or_else(PoisonError::into_inner);
        if guests.len() >= self.most && !send_off(&mut guests) {
            return None;
        }
        let number = self.next_turn();
        let guest = Arc::new(Guest { silent_since: AtomicU64::new(number), leave: Notify::new() });
        guests.insert(number, guest.clone());
        Some(Place { crowd: self.clone(), number, guest })
    }

    /// Sends the one off that has been silent longest, if anyone is.
    pub(crate) fn make_room(&self) {
        send_off(&mut self.guests.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn next_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::Relaxed)
    }
}

fn send_off(guests: &mut HashMap<u64, Arc<Guest>>) -> bool {
    let silent = guests.iter().map(|(number, guest)| (guest.silent_since.load(Ordering::Relaxed), *number));
    let Some((_, number)) = silent.filter(|(since, _)| *since != BUSY).min() else { return false };
    // Gone from the crowd at once; its task ends as soon as it hears of it.
    if let Some(guest) = guests.remove(&number) {
        guest.leave.notify_one();
    }
    true
}

impl Place {
    /// Says that a request has come in whole and is being answered; until the value is dropped.
    pub(crate) fn busy(&self) -> Busy {
        self.guest.silent_since.store(BUSY, Ordering::Relaxed);
        Busy { crowd: self.crowd.clone(), guest: self.guest.clone() }
    }

    /// Returns when this one has to make room for another.
    pub(crate) async fn sent_off(&self) {
        self.guest.leave.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.crowd.guests.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// A request being answered.
pub(crate) struct Busy {
    crowd: Arc<Crowd>,
    guest: Arc<Guest>,
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.guest.silent_since.store(self.crowd.next_turn(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// True when this place has been taken away.
    async fn is_sent_off(place: &Place) -> bool {
        tokio::select! { biased; () = place.sent_off() => true, () = std::future::ready(()) => false }
    }

    #[tokio::test]
    async fn the_longest_silent_makes_room() {
        let crowd = Crowd::new(3);
        let places: Vec<Place> = (0..3).filter_map(|_| crowd.enter()).collect();
        // The first speaks and falls silent again, so the second has been silent longest.
        drop(places[0].busy());
        let fourth = crowd.enter();
        assert!(fourth.is_some());
        let gone =
            [is_sent_off(&places[0]).await, is_sent_off(&places[1]).await, is_sent_off(&places[2]).await];
        assert_eq!(gone, [false, true, false]);
    }

    #[tokio::test]
    async fn nobody_busy_has_to_leave() {
        let crowd = Crowd::new(2);
        let (first, second) = (crowd.enter().expect("room"), crowd.enter().expect("room"));
        let (answering, also) = (first.busy(), second.busy());
        assert!(crowd.enter().is_none());
        drop(also);
        assert!(crowd.enter().is_some());
        assert!(is_sent_off(&second).await && !is_sent_off(&first).await);
        drop(answering);
    }

    #[test]
    fn places_come_back() {
        let crowd = Crowd::new(1);
        for _ in 0..3 {
            let place = crowd.enter().expect("room");
            let _busy = place.busy();
            assert!(crowd.enter().is_none());
            drop(place);
        }
        assert!(crowd.guests.lock().is_ok_and(|guests| guests.is_empty()));
    }
}
