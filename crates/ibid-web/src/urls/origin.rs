//! Where a site is, as browsers name it: scheme, host and port.

/// `https://ibid.example:8080`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: &'static str,
    /// The host, and the port where one is named.
    pub(crate) authority: String,
}

impl Origin {
    /// Of an address of the web; `None` for anything else.
    pub(crate) fn of(address: &str) -> Option<Origin> {
        let (scheme, rest) = ["https", "http"].into_iter().find_map(|scheme| {
            let rest = address.strip_prefix(scheme)?.strip_prefix("://")?;
            Some((scheme, rest))
        })?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        (!authority.is_empty()).then(|| Origin { scheme, authority: authority.to_owned() })
    }

    /// With the port that a browser leaves out.
    pub(crate) fn with_port(&self) -> String {
        let Origin { scheme, authority } = self;
        let named =
            authority.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let port = if *scheme == "https" { 443 } else { 80 };
        if named { format!("{scheme}://{authority}") } else { format!("{scheme}://{authority}:{port}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_have_their_port() {
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(Origin::of(address).map(|it| it.with_port()).as_deref(), expected, "{address}");
        };
        check("https://ibid.example", Some("https://ibid.example:443"));
        check("http://ibid.example/under", Some("http://ibid.example:80"));
        check("http://127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        check("http://[::1]", Some("http://[::1]:80"));
        check("", None);
        check("ftp://ibid.example", None);
        check("https://", None);
    }
}
