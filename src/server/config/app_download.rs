//! Where the app can be loaded, one entry per operating system.
//!
//! ```text
//! list    = entry *( "," entry )
//! entry   = platform "=" url [ ";" version ] [ ";" sha256 ]
//! ```

use url::Url;

/// Operating systems the app exists for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Platform {
    /// Windows.
    Windows,
    /// macOS.
    MacOs,
    /// Linux.
    Linux,
}

impl Platform {
    /// The name in the setting.
    pub fn name(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::MacOs => "macos",
            Self::Linux => "linux",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Windows, Self::MacOs, Self::Linux].into_iter().find(|platform| platform.name() == text)
    }
}

/// One file to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppDownload {
    /// The system it runs on.
    pub platform: Platform,
    /// Where it lies, https only.
    pub url: Url,
    /// Its version, as the vendor writes it.
    pub version: Option<String>,
    /// Its SHA-256 in lower-case hex.
    pub sha256: Option<String>,
}

impl AppDownload {
    /// Reads the whole list; every broken entry yields its own sentence.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, Vec<String>> {
        let (mut downloads, mut problems) = (Vec::<Self>::new(), Vec::new());
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            match Self::parse(entry) {
                Ok(found) if downloads.iter().any(|other| other.platform == found.platform) => {
                    problems.push(format!("names {} twice", found.platform.name()));
                }
                Ok(found) => downloads.push(found),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(downloads) } else { Err(problems) }
    }

    fn parse(entry: &str) -> Result<Self, String> {
        let (platform, rest) =
            entry.split_once('=').ok_or_else(|| format!("`{entry}` must read platform=https://…"))?;
        let platform = Platform::parse(platform)
            .ok_or_else(|| format!("`{platform}` is no platform; there are windows, macos and linux"))?;
        let mut parts = rest.split(';').map(str::trim);
        let url = parts.next().unwrap_or_default();
        let url = Url::parse(url)
            .ok()
            .filter(|url| url.scheme() == "https" && url.host().is_some())
            .ok_or_else(|| format!("`{url}` must be an https:// address"))?;
        let (mut version, mut sha256) = (None, None);
        for part in parts {
            let is_digest = part.len() == 64 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_digest && sha256.is_none() {
                sha256 = Some(part.to_ascii_lowercase());
            } else if !part.is_empty() && part.len() <= 40 && version.is_none() && sha256.is_none() {
                version = Some(part.to_owned());
            } else {
                return Err(format!("`{part}` is neither a version nor a SHA-256 of 64 hex digits"));
            }
        }
        Ok(Self { platform, url, version, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_digest_are_optional() {
        let digest = "A".repeat(64);
        let list = format!(
            "windows=https://dl.example.com/a.exe;1.2.3;{digest}, macos=https://dl.example.com/a.dmg;{digest},linux=https://dl.example.com/a.deb"
        );
        let list = AppDownload::parse_list(&list).expect("three entries");
        assert_eq!(list.iter().map(|entry| entry.platform.name()).collect::<Vec<_>>(), ["windows", "macos", "linux"]);
        assert_eq!(list[0].version.as_deref(), Some("1.2.3"));
        assert_eq!(list[1].sha256, Some(digest.to_lowercase()));
        assert_eq!((&list[2].version, &list[2].sha256), (&None, &None));
    }

    #[test]
    fn every_broken_entry_is_named() {
        let problems = AppDownload::parse_list(
            "beos=https://x.example,windows=http://x.example,linux,macos=https://x.example;1;zz",
        )
        .expect_err("four broken entries");
        assert_eq!(problems.len(), 4, "{problems:?}");
    }
}
