//! Identity providers that every account of the installation can use: registered once by the operator.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::Problem;

/// Who vouches for Google accounts.
const GOOGLE: &str = "https://accounts.google.com";
/// Where the directories of Microsoft Entra ID are; national clouds have others.
const MICROSOFT: &str = "https://login.microsoftonline.com";

/// A provider and this installation's registration with it.
#[derive(Clone, Debug)]
pub struct SharedProvider {
    /// Issuer (Google) or authority (Microsoft), without a slash at the end.
    pub address: String,
    /// The installation's client id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
}

/// One provider's settings as they came.
pub struct Given {
    /// `GOOGLE` or `MICROSOFT`.
    pub name: &'static str,
    /// The suffix of the setting that names another address.
    pub place: &'static str,
    pub address: Option<String>,
    pub client_id: Option<String>,
    pub client_secret: Option<SecretString>,
}

/// The provider, where it is set up; half of it is a problem.
pub fn shared(given: Given, problems: &mut Vec<Problem>) -> Option<SharedProvider> {
    let setting = |suffix: &str| format!("EINLASS_{}_{suffix}", given.name);
    let text = |value: Option<String>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let (client_id, address) = (text(given.client_id), text(given.address));
    let secret = given.client_secret.filter(|secret| !secret.expose_secret().trim().is_empty());
    let (client_id, client_secret) = match (client_id, secret) {
        (Some(id), Some(secret)) => (id, secret),
        (None, None) => {
            if address.is_some() {
                problems.push(Problem::new(
                    &setting(given.place),
                    format!("does nothing without {}", setting("CLIENT_ID")),
                ));
            }
            return None;
        }
        (Some(_), None) => {
            problems.push(Problem::new(
                &setting("CLIENT_SECRET"),
                format!("is missing although {} is set", setting("CLIENT_ID")),
            ));
            return None;
        }
        (None, Some(_)) => {
            problems.push(Problem::new(
                &setting("CLIENT_ID"),
                format!("is missing although {} is set", setting("CLIENT_SECRET")),
            ));
            return None;
        }
    };
    let address = match address {
        None => if given.name == "GOOGLE" { GOOGLE } else { MICROSOFT }.to_owned(),
        Some(address) if is_address(&address) => address.trim_end_matches('/').to_owned(),
        Some(_) => {
            problems.push(Problem::new(&setting(given.place), "must be an address such as https://login.example.com"));
            return None;
        }
    };
    Some(SharedProvider { address, client_id, client_secret })
}

/// Whether it may be called is decided when it is (`EINLASS_OUTBOUND_ALLOW`).
fn is_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "https" | "http")
            && url.host().is_some()
            && url.query().is_none()
            && url.fragment().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn google(id: Option<&str>, secret: Option<&str>, address: Option<&str>) -> (Option<SharedProvider>, Vec<String>) {
        let mut problems = Vec::new();
        let given = Given {
            name: "GOOGLE",
            place: "ISSUER",
            address: address.map(str::to_owned),
            client_id: id.map(str::to_owned),
            client_secret: secret.map(SecretString::from),
        };
        let found = shared(given, &mut problems);
        (found, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_provider_is_there_whole_or_not_at_all() {
        assert_eq!(google(Some("id"), Some("secret"), None).0.expect("whole").address, GOOGLE);
        assert_eq!(
            google(Some("id"), Some("s"), Some("https://g.example/")).0.expect("whole").address,
            "https://g.example"
        );
        assert_eq!(google(None, None, None).1, [""; 0]);
        for (given, named) in [
            (google(Some("id"), None, None), "EINLASS_GOOGLE_CLIENT_SECRET: is missing"),
            (google(None, Some("s"), None), "EINLASS_GOOGLE_CLIENT_ID: is missing"),
            (google(Some("id"), Some(" "), None), "EINLASS_GOOGLE_CLIENT_SECRET: is missing"),
            (google(None, None, Some("https://g.example")), "EINLASS_GOOGLE_ISSUER: does nothing"),
            (google(Some("id"), Some("s"), Some("g.example")), "EINLASS_GOOGLE_ISSUER: must be"),
        ] {
            assert!(given.0.is_none(), "{named}");
            assert!(given.1.len() == 1 && given.1[0].starts_with(named), "{:?}", given.1);
        }
    }
}
