//! What a browser calls itself, as people know their devices: „Firefox auf Windows“. Whatever is not known is not guessed.

use crate::web::text::{Lang, t};

/// Marks of browsers, the more special first: most of them also call themselves Chrome and Safari.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Marks of systems, the more special first: Android also calls itself Linux, an iPad a Mac.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The device behind a `User-Agent`.
pub fn device(lang: Lang, user_agent: Option<&str>) -> String {
    let text = user_agent.unwrap_or_default();
    let known =
        |marks: &'static [(&str, &str)]| marks.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name);
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => t!(lang, "device-browser-on", browser = browser, system = system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t!(lang, "device-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::device;
    use crate::web::text::Lang;

    #[test]
    fn browsers_are_told_apart_although_all_call_themselves_mozilla() {
        for (agent, name) in [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox auf Windows"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge auf Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari auf iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome auf Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari auf macOS",
            ),
            ("curl/8.5.0", "Unbekanntes Gerät"),
            ("", "Unbekanntes Gerät"),
        ] {
            assert_eq!(device(Lang::De, Some(agent)), name);
        }
        assert_eq!(device(Lang::De, None), "Unbekanntes Gerät");
    }
}
