//! A body: the scan before the tree refuses exactly what it says, seen by a reader of our own, and what is printed reads the same.

use std::fmt;
use std::hint::black_box;

use einlass::scim::protocol::json;
use einlass::scim::protocol::limits::MAX_JSON_DEPTH;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

pub fn work(data: &[u8]) {
    drop(black_box(json::parse(data)));
}

pub fn check(data: &[u8]) -> bool {
    let read = json::parse(data);
    // A mark before the text is none of it (RFC 8259 section 8.1).
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let wanted = serde_json::from_slice::<Facts>(text).is_ok_and(|facts| !facts.nul && facts.depth <= MAX_JSON_DEPTH);
    assert_eq!(read.is_ok(), wanted, "{read:?}");
    assert_eq!(json::parse_object(data).ok().map(Value::Object), read.clone().ok().filter(Value::is_object));
    let Ok(value) = read else { return false };
    let printed = value.to_string();
    assert_eq!(json::parse(printed.as_bytes()).as_ref(), Ok(&value), "{printed}");
    true
}

/// How deep a JSON text is nested and whether one of its texts holds a NUL, members that are named twice included.
#[derive(Default)]
struct Facts {
    depth: usize,
    nul: bool,
}

impl Facts {
    fn with(self, inner: &Self) -> Self {
        Self { depth: self.depth.max(inner.depth + 1), nul: self.nul || inner.nul }
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Facts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Facts, E> {
        Ok(Facts::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Facts, E> {
        Ok(Facts::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Facts, E> {
        Ok(Facts::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Facts, E> {
        Ok(Facts::default())
    }

    fn visit_str<E>(self, text: &str) -> Result<Facts, E> {
        Ok(Facts { depth: 0, nul: text.contains('\0') })
    }

    fn visit_unit<E>(self) -> Result<Facts, E> {
        Ok(Facts::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Facts, A::Error> {
        let mut facts = Facts { depth: 1, nul: false };
        while let Some(inner) = items.next_element::<Facts>()? {
            facts = facts.with(&inner);
        }
        Ok(facts)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Facts, A::Error> {
        let mut facts = Facts { depth: 1, nul: false };
        while let Some((name, inner)) = members.next_entry::<String, Facts>()? {
            facts.nul |= name.contains('\0');
            facts = facts.with(&inner);
        }
        Ok(facts)
    }
}
