//! Which addresses may be called for an account: administrators name the issuer, so what is inside our own network stays out of reach.

use std::net::IpAddr;

use ipnet::IpNet;

/// Special networks that the internet does not route (IANA special-purpose registries, IPv4).
const SPECIAL_V4: [&str; 15] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];

/// All that is routed of IPv6 lies in here …
const UNICAST_V6: &str = "2000::/3";

/// … but these, which name other addresses, protocols or examples.
const SPECIAL_V6: [&str; 4] = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

fn within(networks: &[&str], address: IpAddr) -> bool {
    networks.iter().any(|network| network.parse::<IpNet>().is_ok_and(|network| network.contains(&address)))
}

/// Whether the internet routes to the address.
fn is_public(address: IpAddr) -> bool {
    // `::ffff:10.0.0.1` reaches what 10.0.0.1 reaches.
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => !within(&SPECIAL_V4, v4),
        v6 @ IpAddr::V6(_) => within(&[UNICAST_V6], v6) && !within(&SPECIAL_V6, v6),
    }
}

/// Everything public, and what the operator allows besides (`EINLASS_OUTBOUND_ALLOW`).
#[derive(Debug, Clone, Default)]
pub struct Reachable {
    allowed: Vec<IpNet>,
}

impl Reachable {
    /// Public addresses and those of the networks.
    pub const fn with(allowed: Vec<IpNet>) -> Self {
        Self { allowed }
    }

    /// Whether the address may be called.
    pub fn permits(&self, address: IpAddr) -> bool {
        self.allows(address) || is_public(address)
    }

    /// Whether the operator named the address, so that even http may be spoken with it.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allowed.iter().any(|network| network.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r39_only_public_addresses_are_called_unless_the_operator_says_otherwise() {
        let nobody = Reachable::default();
        for inside in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "100.100.1.1",
            "169.254.169.254",
            "172.31.255.1",
            "192.168.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!nobody.permits(inside.parse().expect("an address")), "{inside}");
        }
        for outside in ["8.8.8.8", "172.32.0.1", "100.63.0.1", "2a00:1450:4001::200e", "::ffff:8.8.8.8"] {
            assert!(nobody.permits(outside.parse().expect("an address")), "{outside}");
        }
        let office = Reachable::with(vec!["10.20.0.0/16".parse().expect("a network")]);
        assert!(office.permits("10.20.1.1".parse().expect("an address")));
        assert!(!office.permits("10.21.1.1".parse().expect("an address")));
        assert!(office.permits("::ffff:10.20.1.1".parse().expect("an address")));
    }
}
