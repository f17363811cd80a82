//! Who is connected, and who has to go when the house is full.
//!
//! A connection whose answer is being made is busy; one whose request is awaited, in whole or in part,
//! is silent; between the two are those who read their answers. When there is no place left, the one
//! that has been silent longest makes room, and when nobody is silent, the one that has taken nothing
//! of its answer for longest: so any number of silent or slow clients costs a speaking one nothing, and
//! no download breaks off for the sake of somebody silent. Not here: how long anyone may be silent, and
//! the connections themselves (`serve.rs`).

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// All connections there are.
pub(crate) struct Crowd {
    most: usize,
    guests: Mutex<HashMap<u64, Arc<Guest>>>,
    /// Counts all that changes a mark, so that the smallest mark is the longest silence.
    turn: AtomicU64,
}

/// A mark no silence has.
const BUSY: u64 = u64::MAX;
/// Set in the mark of who reads: larger than every silence.
const READING: u64 = 1 << 63;

struct Guest {
    mark: AtomicU64,
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
        let guest = Arc::new(Guest { mark: AtomicU64::new(number), leave: Notify::new() });
        guests.insert(number, guest.clone());
        Some(Place { crowd: self.clone(), number, guest })
    }

    /// Sends the one off that has been silent longest, if anyone but the busy is here.
    pub(crate) fn make_room(&self) {
        send_off(&mut self.guests.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn next_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::Relaxed)
    }
}

fn send_off(guests: &mut HashMap<u64, Arc<Guest>>) -> bool {
    let marks = guests.iter().map(|(number, guest)| (guest.mark.load(Ordering::Relaxed), *number));
    let Some((_, number)) = marks.filter(|(mark, _)| *mark != BUSY).min() else { return false };
    // Gone from the crowd at once; its task ends as soon as it hears of it.
    if let Some(guest) = guests.remove(&number) {
        guest.leave.notify_one();
    }
    true
}

impl Place {
    /// Says that a request has come in whole and is being answered; until the value is dropped.
    pub(crate) fn busy(&self) -> Busy {
        self.guest.mark.store(BUSY, Ordering::Relaxed);
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

/// A request being answered, until its reader has the answer.
pub(crate) struct Busy {
    crowd: Arc<Crowd>,
    guest: Arc<Guest>,
}

impl Busy {
    /// Says that the answer is there and being read, and each time that something was taken of it.
    pub(crate) fn is_read(&self) {
        self.guest.mark.store(READING | self.crowd.next_turn(), Ordering::Relaxed);
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.guest.mark.store(self.crowd.next_turn(), Ordering::Relaxed);
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

    #[tokio::test]
    async fn who_reads_leaves_after_the_silent() {
        let crowd = Crowd::new(3);
        let places: Vec<Place> = (0..3).filter_map(|_| crowd.enter()).collect();
        let reading = [places[0].busy(), places[1].busy()];
        reading.iter().for_each(Busy::is_read);
        // The third has been silent for a shorter time than the others have been reading.
        drop(places[2].busy());
        let fourth = crowd.enter().expect("room");
        assert!(is_sent_off(&places[2]).await && !is_sent_off(&places[0]).await);
        // Nobody is silent any more, and the first has just taken something.
        let _answering = fourth.busy();
        reading[0].is_read();
        let _fifth = crowd.enter().expect("room").busy();
        assert!(is_sent_off(&places[1]).await && !is_sent_off(&places[0]).await);
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
