//! XML as it is let in: UTF-8, elements, attributes and text, nothing else.
//!
//! Document types, comments, CDATA and processing instructions are refused before anything is parsed: whatever two readers could see
//! differently is not there.

use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::NodeSet;
use uppsala::{Document, NodeId, NodeKind, Parser};

/// Deepest nesting of elements; a response needs about ten.
const DEPTH: u32 = 32;

/// Parses what a provider posts; `None` where it is not let in.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>")?.1,
        None => text,
    };
    // In well-formed XML `<` stands for markup alone; in text and attributes it is written `&lt;`.
    if body.contains("<!") || body.contains("<?") {
        return None;
    }
    let doc = well_formed(text)?;
    // The parser lets a prefix be undeclared, which Namespaces in XML 1.0 (5) does not, and canonical forms then differ between readers.
    let undeclared = Node::root(&doc)?.everything().into_iter().any(Node::undeclares);
    (!undeclared).then_some(doc)
}

/// Parses metadata, which people write by hand: comments are skipped, document types are refused all the same.
pub(super) fn parse_metadata(text: &str) -> Option<Document<'_>> {
    let text = text.trim().trim_start_matches('\u{feff}');
    let declares = text.match_indices("<!").any(|(at, _)| !text[at..].starts_with("<!--"));
    if declares { None } else { well_formed(text) }
}

fn well_formed(text: &str) -> Option<Document<'_>> {
    Parser::new().with_forbid_dtd(true).with_forbid_entities(true).with_max_depth(DEPTH).parse(text).ok()
}

/// One element of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'d, 'x> {
    doc: &'d Document<'x>,
    id: NodeId,
}

impl<'d, 'x> Node<'d, 'x> {
    /// The outermost element.
    pub(super) fn root(doc: &'d Document<'x>) -> Option<Self> {
        Some(Self { doc, id: doc.document_element()? })
    }

    pub(super) fn is(self, namespace: &str, name: &str) -> bool {
        self.doc.element(self.id).is_some_and(|element| element.matches_name_ns(namespace, name))
    }

    /// Whether it takes the meaning of a prefix away.
    fn undeclares(self) -> bool {
        let declared = self.doc.element(self.id).map(|element| &element.namespace_declarations);
        declared.is_some_and(|all| all.iter().any(|(prefix, uri)| !prefix.is_empty() && uri.is_empty()))
    }

    /// Whether it is called so, in whatever namespace.
    pub(super) fn is_called(self, name: &str) -> bool {
        self.doc.element(self.id).is_some_and(|element| element.name.local_name == name)
    }

    pub(super) fn is_same(self, other: Self) -> bool {
        self.id == other.id
    }

    /// The elements directly inside.
    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        self.doc
            .children_iter(self.id)
            .filter(move |id| self.doc.element(*id).is_some())
            .map(move |id| Self { doc: self.doc, id })
    }

    /// The elements of a name directly inside.
    pub(super) fn all<'n>(self, namespace: &'n str, name: &'n str) -> impl Iterator<Item = Self> + use<'n, 'd, 'x> {
        self.children().filter(move |child| child.is(namespace, name))
    }

    /// The element of a name directly inside; `None` where there is none, or more than one.
    pub(super) fn only(self, namespace: &str, name: &str) -> Option<Self> {
        let mut found = self.all(namespace, name);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Itself and all elements inside, at any depth.
    pub(super) fn everything(self) -> Vec<Self> {
        let inside = self.doc.descendants(self.id).into_iter();
        let inside = inside.filter(|id| self.doc.element(*id).is_some()).map(|id| Self { doc: self.doc, id });
        std::iter::once(self).chain(inside).collect()
    }

    /// The value of an attribute without a namespace.
    pub(super) fn attribute(self, name: &str) -> Option<&'d str> {
        let attributes = &self.doc.element(self.id)?.attributes;
        let found = attributes.iter().find(|a| a.name.namespace_uri.is_none() && a.name.local_name == name);
        found.map(|attribute| &*attribute.value)
    }

    /// The values of all attributes that name the element, in whatever spelling and namespace.
    pub(super) fn ids(self) -> Vec<&'d str> {
        let attributes = self.doc.element(self.id).map_or(&[][..], |element| &element.attributes[..]);
        let named = attributes.iter().filter(|a| {
            let name = &*a.name.local_name;
            name.eq_ignore_ascii_case("id") || name == "AssertionID"
        });
        named.map(|attribute| &*attribute.value).collect()
    }

    /// The text, where nothing but text is inside.
    pub(super) fn text(self) -> Option<String> {
        let mut text = String::new();
        for id in self.doc.children_iter(self.id) {
            match self.doc.node_kind(id) {
                Some(NodeKind::Text(part)) => text.push_str(part),
                _ => return None,
            }
        }
        Some(text)
    }

    /// The element as its signature sees it (Exclusive XML Canonicalization 1.0), without the subtree `but`.
    pub(super) fn canonical(self, but: Option<Self>, prefixes: &[&str]) -> Option<String> {
        let mut seen = NodeSet::tree_without_comments(self.id, self.doc);
        if let Some(but) = but {
            seen.remove_id(but.id);
            for id in self.doc.descendants(but.id) {
                seen.remove_id(id);
            }
        }
        let bytes = canonicalize_doc(self.doc, C14nMode::Exclusive, Some(&seen), prefixes).ok()?;
        String::from_utf8(bytes).ok()
    }
}
