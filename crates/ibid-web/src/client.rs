//! Who asks: the address a connection comes from, or the one that a server in front of us names.
//!
//! Anybody may write `X-Forwarded-For`, so it is believed only of the servers an operator names, and of
//! each only what it saw itself. Not here: what follows from it (`limit.rs`, `pages/works/go.rs`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};

/// Where a connection came from; put on those requests that somebody asks it of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Addresses that begin with the same bits: `127.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// This machine, by which a server in front of us usually comes.
    pub const LOOPBACK: [Network; 2] = [
        Network { address: IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), bits: 8 },
        Network { address: IpAddr::V6(Ipv6Addr::LOCALHOST), bits: 128 },
    ];

    fn holds(&self, other: IpAddr) -> bool {
        first_bits(other, self.bits) == Some(self.address)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let wrong = || format!("{text:?} is not an address like 10.0.0.1 or a network like 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(it, bits)| (it, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        first_bits(address, bits).map(|address| Network { address, bits }).ok_or_else(wrong)
    }
}

/// The address with all but its first bits unset; `None` when it has fewer.
fn first_bits(address: IpAddr, bits: u32) -> Option<IpAddr> {
    Some(match address {
        IpAddr::V4(it) => {
            let unset = u32::MAX.checked_shl(32_u32.checked_sub(bits)?).unwrap_or(0);
            Ipv4Addr::from_bits(it.to_bits() & unset).into()
        }
        IpAddr::V6(it) => {
            let unset = u128::MAX.checked_shl(128_u32.checked_sub(bits)?).unwrap_or(0);
            Ipv6Addr::from_bits(it.to_bits() & unset).into()
        }
    })
}

/// The client a request is from: its peer, or, as long as that is one of `proxies`, whom it speaks for.
pub(crate) fn of(peer: Option<Peer>, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let trusted = |it: IpAddr| proxies.iter().any(|network| network.holds(it));
    let mut client = peer.map_or(Ipv6Addr::UNSPECIFIED.into(), |peer| peer.0.to_canonical());
    let forwarded = headers.get_all(HeaderName::from_static("x-forwarded-for")).iter().rev();
    for named in forwarded.flat_map(|value| value.to_str().unwrap_or("").rsplit(',')) {
        match address(named.trim()) {
            Some(before) if trusted(client) => client = before,
            _ => break,
        }
    }
    client
}

/// An address as servers write it, some with the port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|it| it.ip());
    bare().or_else(with_port).map(|it: IpAddr| it.to_canonical())
}

/// What is counted as one: whoever has an address of IPv6 has the 2⁶⁴ beside it too.
pub(crate) fn household(client: IpAddr) -> IpAddr {
    if client.is_ipv4() { client } else { first_bits(client, 64).unwrap_or(client) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_what_begins_like_them() {
        let check = |network: &str, address: &str, expected: bool| {
            let network: Network = network.parse().expect(network);
            assert_eq!(network.holds(address.parse().expect(address)), expected, "{network:?} {address}");
        };
        check("10.0.0.1", "10.0.0.1", true);
        check("10.0.0.1", "10.0.0.2", false);
        check("10.0.0.0/8", "10.255.0.2", true);
        check("10.1.2.3/8", "10.255.0.2", true);
        check("10.0.0.0/8", "11.0.0.0", false);
        check("0.0.0.0/0", "192.0.2.1", true);
        check("0.0.0.0/0", "::1", false);
        check("2001:db8::/32", "2001:db8:1::1", true);
        check("2001:db8::/32", "2001:db9::1", false);
        for bad in ["", "x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0", "/8"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_named_servers_speak_for_others() {
        let proxies = ["127.0.0.1", "10.0.0.0/8"].map(|it| it.parse().expect("a network"));
        let check = |peer: &str, forwarded: &[&'static str], expected: &str| {
            let mut headers = HeaderMap::new();
            for value in forwarded {
                headers.append("x-forwarded-for", value.parse().expect("a header"));
            }
            let client = of(peer.parse().ok().map(Peer), &headers, &proxies);
            assert_eq!(client.to_string(), expected, "{peer} {forwarded:?}");
        };
        check("192.0.2.1", &[], "192.0.2.1");
        check("192.0.2.1", &["198.51.100.7"], "192.0.2.1");
        check("127.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("::ffff:127.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("127.0.0.1", &[], "127.0.0.1");
        // What a client writes itself stands before what a server adds.
        check("127.0.0.1", &["1.1.1.1, 198.51.100.7"], "198.51.100.7");
        check("127.0.0.1", &["1.1.1.1", "198.51.100.7"], "198.51.100.7");
        check("127.0.0.1", &["1.1.1.1, 198.51.100.7, 10.0.0.3"], "198.51.100.7");
        check("127.0.0.1", &["10.0.0.4, 10.0.0.3"], "10.0.0.4");
        check("127.0.0.1", &["198.51.100.7:4711"], "198.51.100.7");
        check("127.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7");
        check("127.0.0.1", &["1.1.1.1, unknown"], "127.0.0.1");
        check("127.0.0.1", &["1.1.1.1, \u{e9}"], "127.0.0.1");
        check("", &["198.51.100.7"], "::");
    }

    #[test]
    fn neighbours_in_ipv6_count_as_one() {
        let check = |client: &str, expected: &str| {
            assert_eq!(household(client.parse().expect(client)).to_string(), expected)
        };
        check("192.0.2.1", "192.0.2.1");
        check("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::");
    }
}
