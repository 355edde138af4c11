//! What is rendered and parsed: texts in pieces, so that each peer can spell the placeholders in
//! its own way, and the data they are filled with.
//!
//! `build.rs` reads this file too; it knows nothing of lacuna and of no peer.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// A text with its data, and what is measured.
#[derive(Debug)]
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) stage: Stage,
    /// Whether values are escaped for HTML.
    pub(crate) is_html: bool,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) data: Value,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Parse,
    Render,
}

#[derive(Debug)]
pub(crate) enum Piece {
    Text(String),
    Place(Place),
}

/// A placeholder.
#[derive(Debug)]
pub(crate) struct Place {
    /// Three names with dots between them.
    pub(crate) path: String,
    /// Where to look if there is nothing at the path. Lacuna has a rule for it, so it is written
    /// only in the templates of others.
    pub(crate) default: Option<String>,
}

impl Place {
    /// The three names of the path.
    pub(crate) fn names(path: &str) -> [&str; 3] {
        let mut names = path.split('.');
        std::array::from_fn(|_| names.next().expect("all paths have three names"))
    }

    /// What it prints before escaping.
    pub(crate) fn value<'d>(&self, data: &'d Value) -> &'d str {
        let at = |path: &str| {
            let [first, second, third] = Self::names(path);
            data[first][second][third].as_str()
        };
        at(&self.path)
            .or_else(|| at(self.default.as_deref()?))
            .expect("every placeholder has a value or a default")
    }
}

impl Piece {
    /// What stands in its place before escaping.
    pub(crate) fn filled<'p>(&'p self, data: &'p Value) -> &'p str {
        match self {
            Self::Text(text) => text,
            Self::Place(place) => place.value(data),
        }
    }
}

impl Workload {
    /// The text with its placeholders as `spell` writes them.
    pub(crate) fn text(&self, spell: impl Fn(&Place) -> String) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Place(place) => spell(place),
        });
        pieces.collect()
    }

    /// The pieces of the output.
    pub(crate) fn filled(&self) -> Vec<String> {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Place(place) if self.is_html => escaped(place.value(&self.data)),
            piece => piece.filled(&self.data).to_owned(),
        });
        pieces.collect()
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Place(place) => Some(place),
        })
    }
}

/// The five references of HTML.
fn escaped(value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    value.replace('"', "&quot;").replace('\'', "&#39;")
}

/// Every workload, in the order of the tables.
pub(crate) fn all() -> Vec<Workload> {
    let render = |name, about, pieces, data| Workload {
        name,
        about,
        stage: Stage::Render,
        is_html: false,
        pieces,
        data,
    };
    let dense = |name, about, value: fn(usize) -> String| {
        render(name, about, dense_pieces(1000, 100, 10), json!({"data": fields(100, value)}))
    };
    vec![
        render(
            "page",
            "a page of prose, 3.6 KB with 7 placeholders",
            pieces_of(include_str!("../texts/page.txt")),
            page_data(),
        ),
        dense(
            "dense",
            "a text of 1,000 placeholders over 100 fields, with 10 bytes before each",
            short_value,
        ),
        render(
            "distinct",
            "the dense text over 1,000 fields, so that no value stands in two places",
            dense_pieces(1000, 1000, 10),
            json!({"data": fields(1000, short_value)}),
        ),
        render(
            "fallback",
            "the dense text, but every second field is missing or null and its default is printed",
            fallback_pieces(),
            fallback_data(),
        ),
        Workload {
            is_html: true,
            ..dense(
                "html-clean",
                "the dense text, escaped for HTML, with nothing to escape",
                short_value,
            )
        },
        Workload {
            is_html: true,
            ..dense(
                "html-dirty",
                "the dense text, escaped for HTML, with values of 64 bytes that have one each of `< > & \"`",
                dirty_value,
            )
        },
        render(
            "sparse-render",
            "prose of 10 MB with 1,000 placeholders",
            sparse_pieces(),
            sparse_data(),
        ),
        Workload {
            stage: Stage::Parse,
            ..render(
                "sparse-parse",
                "the prose of 10 MB again, parsed only",
                sparse_pieces(),
                sparse_data(),
            )
        },
        Workload {
            stage: Stage::Parse,
            ..render(
                "small-parse",
                "a letter of 326 bytes with 8 placeholders, parsed only",
                pieces_of(include_str!("../texts/letter.txt")),
                letter_data(),
            )
        },
    ]
}

/// A text in which placeholders are written `[[ path ]]`. The line break at its end goes, since
/// half of the peers drop it.
fn pieces_of(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for part in text.trim_end().split("[[ ") {
        let rest = match part.split_once(" ]]") {
            Some((path, rest)) => {
                pieces.push(Piece::Place(Place { path: path.to_owned(), default: None }));
                rest
            }
            None => part,
        };
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
    }
    pieces
}

fn page_data() -> Value {
    json!({
        "data": {
            "name": {"value": "Ottilie Brandt"},
            "title": {"value": "Bookbinder and restorer"},
            "company": {"value": "Brandt und Sohn, Hillside Lane"},
        },
        "metadata": {
            "defaultData": {
                "name": "Your name", "title": "Your trade", "company": "Your house",
                "quote": "A book is mended when it can be read again without a thought of the mender.",
            },
            "translations": {"contactme": "Write to me", "hours": "Thursdays from nine to six"},
        },
    })
}

fn letter_data() -> Value {
    let value = |value: &str| json!({"value": value});
    json!({
        "data": {
            "salutation": value("Dr"), "name": value("Okonkwo"), "date": value("3 March"),
            "object": value("the astrolabe"), "house": value("Hillside House"),
            "mail": value("loans@hillside.example"), "keeper": value("M. Arrieta, keeper"),
        },
        "metadata": {"translations": {"contactme": "Write to us"}},
    })
}

/// `name_0` to `summary_9`, and so on.
pub(crate) fn field(number: usize) -> String {
    const NAMES: [&str; 10] = [
        "name", "title", "city", "street", "email", "phone", "company", "role", "website",
        "summary",
    ];
    format!("{}_{}", NAMES[number % 10], number / 10)
}

/// An object of so many fields, each with its value.
pub(crate) fn fields(count: usize, value: impl Fn(usize) -> String) -> Value {
    let fields = (0..count).map(|number| (field(number), json!({"value": value(number)})));
    Value::Object(fields.collect())
}

/// From 3 to 25 bytes.
pub(crate) fn short_value(number: usize) -> String {
    const WORDS: &str = "Ochre, umber, sienna, madder, indigo, verdigris and smalt";
    let start = number % 30;
    WORDS[start..start + 3 + number * 7 % 23].to_owned()
}

/// 64 bytes with one each of `< > & "`.
fn dirty_value(number: usize) -> String {
    let value = format!("Lot {number:02}: a frame < of oak > with glass & cord, 9\" wide");
    format!("{value:.<64}")
}

/// A text of `length` bytes before each of `count` placeholders, which read `distinct` fields.
pub(crate) fn dense_pieces(count: usize, distinct: usize, length: usize) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(2 * count);
    for number in 0..count {
        pieces.push(Piece::Text(format!(
            "{:>1$}",
            format!("No. {:04}: ", number % 10_000),
            length
        )));
        let path = format!("data.{}.value", field(number % distinct));
        pieces.push(Piece::Place(Place { path, default: None }));
    }
    pieces
}

fn fallback_pieces() -> Vec<Piece> {
    let mut pieces = dense_pieces(1000, 100, 10);
    for piece in &mut pieces {
        if let Piece::Place(place) = piece {
            let [_, field, _] = Place::names(&place.path);
            place.default = Some(format!("metadata.defaultData.{field}"));
        }
    }
    pieces
}

fn fallback_data() -> Value {
    let (mut data, mut defaults) = (Map::new(), Map::new());
    for number in 0..100 {
        let value = match number % 4 {
            1 => json!({}),
            3 => json!({"value": null}),
            _ => json!({"value": short_value(number)}),
        };
        data.insert(field(number), value);
        defaults.insert(field(number), json!(short_value(number + 1)));
    }
    json!({"data": data, "metadata": {"defaultData": defaults}})
}

/// 10,000 bytes of prose before each placeholder, no two of them alike.
fn sparse_pieces() -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(2000);
    for number in 0..1000 {
        let mut prose = String::with_capacity(11_000);
        for sentence in 0.. {
            let _ = writeln!(
                prose,
                "Entry {} of ledger {number}: two reams of laid paper, a pound of glue and the \
                 usual quarrel over the weight.",
                sentence * 7
            );
            if prose.len() > 9_980 {
                break;
            }
        }
        pieces.push(Piece::Text(prose));
        let path = format!("data.{}.value", field(number % 100));
        pieces.push(Piece::Place(Place { path, default: None }));
    }
    pieces
}

fn sparse_data() -> Value {
    json!({"data": fields(100, short_value)})
}
