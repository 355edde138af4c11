//! A page as html5ever reads it, flattened: what is in it, in order.

/// How a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// By a browser.
    Scripting,
    /// By a browser of before 2025, which has rules of its own for what stands in `select`.
    Older,
    /// By a browser without scripts, and by programs that know none.
    NoScripting,
    /// As what `innerHTML` of `body` gets.
    Fragment,
    /// The same without scripts.
    NoScriptingFragment,
    /// As the page of an `iframe`.
    Srcdoc,
}

impl Reading {
    /// Whether `noscript` is read as with scripts.
    #[must_use]
    pub const fn has_scripting(self) -> bool {
        !matches!(self, Self::NoScripting | Self::NoScriptingFragment)
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The name of an element that begins, with its namespace in front unless that is HTML.
    Open(String),
    /// The name, with that of its element, and the value of an attribute.
    Attribute {
        element: String,
        name: String,
        value: String,
    },
    /// The text of an element with this name.
    Text {
        element: String,
        is_first: bool,
        text: String,
    },
    Comment(String),
    Doctype(String),
    /// What a `template` holds begins.
    Contents,
    Close,
}

/// The parts of a page.
#[must_use]
pub fn outline(page: &str, reading: Reading) -> Vec<Part> {
    match reading {
        Reading::Older => older::outline(page, reading),
        _ => today::outline(page, reading),
    }
}

/// Reads pages with one version of the parser.
macro_rules! parser {
    ($html5ever:ident, $rcdom:ident) => {
        use $html5ever::tendril::TendrilSink;
        use $html5ever::tokenizer::TokenizerOpts;
        use $html5ever::tree_builder::TreeBuilderOpts;
        use $html5ever::{ParseOpts, QualName, local_name, ns, parse_document, parse_fragment};
        use $rcdom::{Handle, NodeData, RcDom};

        use super::{Part, Reading, text};

        pub(super) fn outline(page: &str, reading: Reading) -> Vec<Part> {
            let tree_builder = TreeBuilderOpts {
                scripting_enabled: reading.has_scripting(),
                iframe_srcdoc: reading == Reading::Srcdoc,
                ..TreeBuilderOpts::default()
            };
            // A mark of the byte order is what decoders drop, before there are characters.
            let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
            let opts = ParseOpts { tokenizer, tree_builder };
            let dom = if matches!(reading, Reading::Fragment | Reading::NoScriptingFragment) {
                let body = QualName::new(None, ns!(html), local_name!("body"));
                let has_scripting = reading.has_scripting();
                parse_fragment(RcDom::default(), opts, body, Vec::new(), has_scripting).one(page)
            } else {
                parse_document(RcDom::default(), opts).one(page)
            };
            let mut parts = Vec::new();
            walk(&dom.document, "", &mut parts);
            parts
        }

        fn walk(node: &Handle, element: &str, parts: &mut Vec<Part>) {
            match &node.data {
                NodeData::Document | NodeData::ProcessingInstruction { .. } => {
                    children(node, element, parts);
                }
                NodeData::Doctype { name, public_id, system_id } => {
                    parts.push(Part::Doctype(format!("{name} {public_id} {system_id}")));
                }
                NodeData::Text { contents } => text(&contents.borrow(), element, parts),
                NodeData::Comment { contents } => parts.push(Part::Comment(contents.to_string())),
                NodeData::Element { name, attrs, template_contents, .. } => {
                    let element = if name.ns == ns!(html) {
                        name.local.to_string()
                    } else {
                        format!("{}:{}", name.ns, name.local)
                    };
                    parts.push(Part::Open(element.clone()));
                    for attribute in attrs.borrow().iter() {
                        let name = match &attribute.name.prefix {
                            Some(prefix) => format!("{prefix}:{}", attribute.name.local),
                            None => attribute.name.local.to_string(),
                        };
                        let (element, value) = (element.clone(), attribute.value.to_string());
                        parts.push(Part::Attribute { element, name, value });
                    }
                    if let Some(contents) = &*template_contents.borrow() {
                        parts.push(Part::Contents);
                        children(contents, &element, parts);
                    }
                    children(node, &element, parts);
                    parts.push(Part::Close);
                }
            }
        }

        fn children(node: &Handle, element: &str, parts: &mut Vec<Part>) {
            for child in node.children.borrow().iter() {
                walk(child, element, parts);
            }
        }
    };
}

mod today {
    parser!(html5ever, markup5ever_rcdom);
}

mod older {
    parser!(html5ever_older, markup5ever_rcdom_older);
}

/// Texts next to each other are one, and no text is none.
fn text(added: &str, element: &str, parts: &mut Vec<Part>) {
    match parts.last_mut() {
        _ if added.is_empty() => {}
        Some(Part::Text { text, .. }) => text.push_str(added),
        last => {
            let is_first = matches!(last, Some(Part::Open(_) | Part::Attribute { .. }));
            let (element, text) = (element.to_owned(), added.to_owned());
            parts.push(Part::Text { element, is_first, text });
        }
    }
}
