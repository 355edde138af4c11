//! An inspected page as a tokenizer of HTML sees it.

use std::collections::BTreeMap;

use html5gum::{State, Token, Tokenizer};
use serde_json::Value;

/// What there is in a page.
#[derive(Default)]
pub(crate) struct Seen {
    /// Tags with the names of their attributes, and comments.
    pub(crate) shape: Vec<String>,
    pub(crate) title: String,
    pub(crate) policy: String,
    /// The text that is shown, without its marks.
    pub(crate) text: String,
    /// The number, the origin and the text of each mark.
    pub(crate) marks: Vec<(usize, String, String)>,
    /// The counts of the legend.
    pub(crate) counts: BTreeMap<String, usize>,
    /// What the script is given.
    pub(crate) inspection: Value,
    pub(crate) script: String,
}

impl Seen {
    pub(crate) fn new(page: &str) -> Self {
        let mut seen = Self::default();
        let mut tokenizer = Tokenizer::new(page);
        let (mut open, mut divs, mut is_marked) = (String::new(), 0, false);
        let mut texts = BTreeMap::<String, String>::new();
        while let Some(Ok(token)) = tokenizer.next() {
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    let attribute =
                        |name: &str| tag.attributes.get(name.as_bytes()).map(|value| text(value));
                    let names: Vec<_> = tag.attributes.keys().map(|name| text(name)).collect();
                    seen.shape.push(format!("<{name} {}>", names.join(" ")));
                    match &*name {
                        "div" if divs > 0 || attribute("id").is_some_and(|id| id == "text") => {
                            divs += 1;
                        }
                        "mark" => {
                            let number = attribute("data-n").unwrap().parse().unwrap();
                            let origin = attribute("data-origin").unwrap();
                            seen.marks.push((number, origin, String::new()));
                            is_marked = true;
                        }
                        "button" => {
                            let count = attribute("data-count").map(|count| count.parse().unwrap());
                            if let (Some(origin), Some(count)) = (attribute("data-origin"), count) {
                                seen.counts.insert(origin, count);
                            }
                        }
                        "meta" if attribute("http-equiv").is_some() => {
                            seen.policy = attribute("content").unwrap();
                        }
                        "title" => tokenizer.set_state(State::RcData),
                        "style" => tokenizer.set_state(State::RawText),
                        "script" => tokenizer.set_state(State::ScriptData),
                        _ => {}
                    }
                    open = attribute("id").filter(|_| name == "script").unwrap_or(name);
                }
                Token::EndTag(tag) => {
                    let name = text(&tag.name);
                    seen.shape.push(format!("</{name}>"));
                    divs -= usize::from(divs > 0 && name == "div");
                    is_marked &= name != "mark";
                    open.clear();
                }
                Token::String(string) => {
                    let string = text(&string);
                    if divs > 0 {
                        seen.text += &string;
                    }
                    if let Some((_, _, marked)) = seen.marks.last_mut().filter(|_| is_marked) {
                        *marked += &string;
                    }
                    *texts.entry(open.clone()).or_default() += &string;
                }
                Token::Comment(comment) => seen.shape.push(format!("<!--{}-->", text(&comment))),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        seen.title = texts.remove("title").unwrap();
        seen.script = texts.remove("script").unwrap();
        seen.inspection = serde_json::from_str(&texts["inspection"]).unwrap();
        seen
    }

    /// The page for the frame, and what its comments begin with.
    pub(crate) fn framed(&self) -> (&str, &str) {
        let framed = &self.inspection["framed"];
        (framed["page"].as_str().unwrap(), framed["key"].as_str().unwrap())
    }

    /// The page for the frame without its comments.
    pub(crate) fn unmarked(&self) -> String {
        let (page, key) = self.framed();
        let (opening, closing) = (format!("<!--{key}:"), format!("<!--/{key}:"));
        let mut unmarked = String::new();
        let mut rest = page;
        while let Some(at) = [rest.find(&opening), rest.find(&closing)].into_iter().flatten().min()
        {
            unmarked += &rest[..at];
            rest = rest[at..].split_once("-->").unwrap().1;
        }
        unmarked + rest
    }
}

/// The tags and comments of a page, with the texts between them; as a browser without scripts reads it.
pub(crate) fn tokens(page: &str, is_ours: impl Fn(&str) -> bool) -> Vec<String> {
    let mut tokenizer = Tokenizer::new(page);
    let mut tokens = vec![String::new()];
    while let Some(Ok(token)) = tokenizer.next() {
        let told = match token {
            Token::String(string) => {
                *tokens.last_mut().unwrap() += &text(&string);
                continue;
            }
            Token::Comment(comment) if is_ours(&text(&comment)) => continue,
            Token::Error(_) => continue,
            Token::StartTag(tag) => {
                match &*tag.name.0 {
                    b"title" | b"textarea" => tokenizer.set_state(State::RcData),
                    b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => {
                        tokenizer.set_state(State::RawText);
                    }
                    b"script" => tokenizer.set_state(State::ScriptData),
                    b"plaintext" => tokenizer.set_state(State::PlainText),
                    _ => {}
                }
                format!("{:?} {:?}", tag.name, tag.attributes)
            }
            other => format!("{other:?}"),
        };
        tokens.extend([told, String::new()]);
    }
    tokens
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
