//! A place in the results of a search, as a piece of its address. It holds what search it is a place
//! in: of another search, or made up, it is refused.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ibid_app::search::Place;
use ibid_core::Handle;

use crate::page::digest;

/// Rank, then what ties the token to its search, then the handle.
const RANK: usize = 8;
const SEAL: usize = 4;
/// No handle is as long as this.
const LONGEST: usize = 4_000;

pub(super) fn token(place: &Place, asked: &str) -> String {
    let handle = place.handle.as_str().as_bytes();
    let rank = place.rank.to_be_bytes();
    let bytes = [&rank[..], &seal(&rank, handle, asked)[..], handle].concat();
    BASE64.encode(bytes)
}

/// The inverse of [`token`]; `None` for what is none, or one of another search.
pub(super) fn read(token: &str, before: bool, asked: &str) -> Option<Place> {
    let bytes = BASE64.decode(token).ok().filter(|_| token.len() <= LONGEST)?;
    let (rank, rest) = bytes.split_first_chunk::<RANK>()?;
    let (sealed, handle) = rest.split_first_chunk::<SEAL>()?;
    if *sealed != seal(rank, handle, asked) {
        return None;
    }
    let handle = Handle::parse(std::str::from_utf8(handle).ok()?)?;
    Some(Place { rank: u64::from_be_bytes(*rank), handle, before })
}

fn seal(rank: &[u8; RANK], handle: &[u8], asked: &str) -> [u8; SEAL] {
    let whole = digest(&[&rank[..], handle, asked.as_bytes()].concat()).to_be_bytes();
    [whole[0], whole[1], whole[2], whole[3]]
}
