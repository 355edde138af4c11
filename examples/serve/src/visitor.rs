//! Who asks, as far as a request tells.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Version, header};

/// The fields that proxies add: who comes through one is from anywhere.
const OF_PROXIES: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// Whether the connection comes from this machine.
pub(crate) fn is_near(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback())
}

pub(crate) fn is_forwarded(request: &Request) -> bool {
    OF_PROXIES.iter().any(|name| request.headers().contains_key(*name))
}

/// Whether it says whom it asks as RFC 9112 wants it: once, and before HTTP/1.1 not at all if it likes. Two servers that
/// one request passes could take it for two different ones otherwise.
pub(crate) fn names_its_host(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let is_fit = |host: &HeaderValue| host.is_empty() || authority(host).is_some();
    match (hosts.next(), hosts.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => is_fit(host),
        _ => false,
    }
}

fn authority(host: &HeaderValue) -> Option<Authority> {
    let host = host.to_str().ok()?.parse::<Authority>().ok()?;
    (!host.as_str().contains('@')).then_some(host)
}

/// Whether the request comes from this machine and calls it by a name that anybody can own. A page of a stranger
/// reads what it gets from its own name, and may let that name lead to this machine (DNS rebinding).
pub(crate) fn is_misled(request: &Request) -> bool {
    is_near(request)
        && request
            .headers()
            .get_all(header::HOST)
            .iter()
            .any(|host| !authority(host).is_some_and(|host| is_own_name(host.host())))
}

/// An address, or `localhost`: nobody can register those.
fn is_own_name(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    bare.parse::<IpAddr>().is_ok() || name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::is_own_name;

    #[test]
    fn names_that_nobody_can_register_are_addresses_and_localhost() {
        for host in ["127.0.0.1", "[::1]", "192.0.2.7", "localhost", "LOCALHOST.", "a.localhost"] {
            assert!(is_own_name(host), "{host}");
        }
        for host in [
            "",
            "hillside.example",
            "localhost.example",
            "notlocalhost",
            "[x]",
            "127.0.0.1.example",
        ] {
            assert!(!is_own_name(host), "{host}");
        }
    }
}
