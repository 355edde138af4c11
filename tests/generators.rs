//! Templates, data and options for laws: everything that means something, and little of it twice.

use lacuna::{Context, Error, Layout, OnGap, Syntax, Template};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::naive::{Expression, Filter, Operand, Options, Part};

/// A few keys, so that paths of the template and of the data meet.
pub(crate) fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("data"),
        Just("metadata"),
        Just("defaultData"),
        Just("translations"),
        Just("value"),
        Just("a"),
        Just("b"),
        Just("0")
    ]
    .prop_map(str::to_owned)
}

/// A path that reads as one: its head is no number.
pub(crate) fn path() -> impl Strategy<Value = Vec<String>> {
    let free = (key(), prop::collection::vec(key(), 0..4));
    let free = free.prop_filter_map("a head", |(head, rest)| {
        (head != "0").then(|| [vec![head], rest].concat())
    });
    let field = prop_oneof![Just("a"), Just("b"), Just("c")];
    let below = |before: &'static [&'static str], after: &'static [&'static str]| {
        move |field: &str| {
            let keys = before.iter().copied().chain([field]).chain(after.iter().copied());
            keys.map(str::to_owned).collect::<Vec<_>>()
        }
    };
    prop_oneof![
        2 => free,
        4 => field.clone().prop_map(below(&["data"], &["value"])),
        2 => field.clone().prop_map(below(&["metadata", "defaultData"], &[])),
        1 => field.prop_map(below(&["metadata", "translations"], &[])),
    ]
}

pub(crate) fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!("")),
        Just(json!(" \n")),
        Just(json!([])),
        Just(json!({})),
        Just(json!(false)),
        Just(json!(0)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_filter_map("a number of JSON", |number| {
            number.is_finite().then(|| json!(number))
        }),
        "[a-zäß日<>&\"'\\[\\] \\\\!|\n]{0,8}".prop_map(|text| json!(text)),
        Just(json!("[[ data.a.value ]]")),
    ]
}

pub(crate) fn tree() -> impl Strategy<Value = Value> {
    let free = scalar().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map(key(), inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    let page = prop::collection::vec((any::<[bool; 3]>(), scalar(), scalar(), scalar()), 3);
    let page = page.prop_map(|fields| {
        let (mut data, mut defaults, mut texts) = (Map::new(), Map::new(), Map::new());
        for (name, (present, value, default, text)) in ["a", "b", "c"].into_iter().zip(fields) {
            for (is_there, map, entry) in [
                (present[0], &mut data, json!({"value": value})),
                (present[1], &mut defaults, default),
                (present[2], &mut texts, text),
            ] {
                if is_there {
                    map.insert(name.to_owned(), entry);
                }
            }
        }
        json!({"data": data, "metadata": {"defaultData": defaults, "translations": texts}})
    });
    prop_oneof![1 => free, 3 => page]
}

pub(crate) fn expression() -> impl Strategy<Value = Expression> {
    let operand = prop_oneof![
        6 => path().prop_map(Operand::Path),
        1 => prop_oneof![Just(""), Just("x"), Just("<&")].prop_map(|text| Operand::Literal(text.to_owned())),
        1 => key().prop_map(Operand::Translation),
    ];
    let filter = prop_oneof![
        Just(Filter::Upper),
        Just(Filter::Trim),
        Just(Filter::Json),
        Just(Filter::Prefix("<".to_owned())),
        (1_usize..5).prop_map(Filter::Truncate),
    ];
    let operands = prop::collection::vec(operand, 1..4);
    let filters = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(filter, 0..3)];
    let space = prop_oneof![Just(""), Just(" "), Just("\n "), Just("\r\n\t")];
    (operands, any::<bool>(), filters, any::<bool>(), space)
        .prop_filter("something to look up", |(operands, ..)| {
            operands.iter().any(|operand| !matches!(operand, Operand::Literal(_)))
        })
        .prop_map(|(operands, coalesce, mut filters, is_safe, space)| {
            if is_safe {
                filters.push(Filter::Safe);
            }
            // A single operand is no chain of `??`.
            let coalesce = coalesce && operands.len() > 1;
            Expression { operands, coalesce, filters, space: space.to_owned() }
        })
}

/// Parts of a template; texts hold no opening delimiter and end in nothing that makes one.
pub(crate) fn parts() -> impl Strategy<Value = Vec<Part>> {
    let text = "[a-zäß日<>&\"'|, .·\n\r-]{0,6}|\n|, \n|\r\n|- ";
    let part = prop_oneof![
        3 => text.prop_map(Part::Text),
        1 => Just(Part::Comment(" no\n ".to_owned())),
        4 => expression().prop_map(Part::Placeholder),
    ];
    prop::collection::vec(part, 0..9)
}

pub(crate) fn options() -> impl Strategy<Value = Options> {
    any::<[bool; 4]>().prop_map(|[html, paired, hollow, blank_is_gap]| Options {
        html,
        paired,
        hollow,
        blank_is_gap,
    })
}

pub(crate) fn syntax(options: Options, lenient: bool, expand: bool) -> Syntax {
    let layout = Layout::metadata()
        .paired_defaults(options.paired)
        .drop_hollow_lines(options.hollow)
        .blank_is_gap(options.blank_is_gap)
        .expand(expand);
    Syntax::new().layout(layout).lenient(lenient)
}

pub(crate) fn read<'t>(
    source: &'t str,
    syntax: &Syntax,
    options: Options,
) -> Result<Template<'t>, Error> {
    if options.html { syntax.html_text(source) } else { syntax.text(source) }
}

pub(crate) fn parse(source: &str, options: Options) -> Result<Template<'_>, Error> {
    read(source, &syntax(options, false, false), options)
}

pub(crate) fn on_gap(name: Option<&'static str>) -> OnGap<'static> {
    match name {
        None => OnGap::Fail,
        Some("keep") => OnGap::Keep,
        Some("empty") => OnGap::Empty,
        Some(text) => OnGap::Text(text),
    }
}

/// Little text and few fields, so that pairs, lines and texts within texts meet.
pub(crate) fn page_parts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop_oneof![Just("[[ data.a.value ]]"), Just("[[ data.b.value ]]")],
        2 => prop_oneof![Just("[[ metadata.defaultData.a ]]"), Just("[[ metadata.defaultData.b ]]")],
        1 => prop_oneof![
            Just("[[ t('k') ]]"), Just("[[ t('k', a: data.a.value || data.b.value) || '-' ]]"), Just("[[ x || '' ]]"),
            Just("[[ data.a.value || data.b.value ]]"), Just("[[ data.a.value | upper ]]"),
        ],
        3 => prop_oneof![Just("\n"), Just(","), Just(" "), Just("text"), Just("[[! ]]")],
    ];
    prop::collection::vec(part, 1..12).prop_map(|parts| parts.concat())
}

pub(crate) fn page() -> impl Strategy<Value = Value> {
    let value = || {
        prop_oneof![
            Just(json!("v")),
            Just(json!("x\n")),
            Just(json!("\n")),
            Just(json!("")),
            Just(json!(null)),
            Just(json!([1])),
            Just(json!([])),
            Just(json!("[[ x ]]\\")),
        ]
    };
    let text = || {
        prop_oneof![
            Just(json!("d")),
            Just(json!("")),
            Just(json!(" \n")),
            Just(json!([1])),
            Just(json!(null)),
            Just(json!("[[ data.b.value ]]")),
            Just(json!("<[[ a || x ]]>")),
            Just(json!("[[ t('k') ]]")),
            Just(json!("[[ x || data.a.value | json ]]")),
            Just(json!("[[ metadata.defaultData.b ]]\n")),
        ]
    };
    let there = any::<[bool; 6]>();
    (there, [value(), value(), value()], [text(), text(), text()]).prop_map(
        |(there, [a, b, x], [default_a, default_b, k])| {
            let mut page = json!({"data": {}, "metadata": {"defaultData": {}, "translations": {}}});
            let fields = [
                ("/data", "a", json!({"value": a})),
                ("/data", "b", json!({"value": b})),
                ("", "x", x),
                ("/metadata/defaultData", "a", default_a),
                ("/metadata/defaultData", "b", default_b),
                ("/metadata/translations", "k", k),
            ];
            for ((parent, key, value), is_there) in fields.into_iter().zip(there) {
                if is_there {
                    page.pointer_mut(parent).unwrap()[key] = value;
                }
            }
            page
        },
    )
}

/// A text of fragments that mean something to the grammar, most of it malformed.
pub(crate) fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        Just("[["),
        Just("]]"),
        Just("["),
        Just("]"),
        Just("[[!"),
        Just("\\"),
        Just("'"),
        Just("\""),
        Just(" "),
        Just("\n"),
        Just("\r\n"),
        Just("a"),
        Just("."),
        Just("$"),
        Just("0"),
        Just("-1.5e3"),
        Just("||"),
        Just("|"),
        Just("??"),
        Just("?."),
        Just("t("),
        Just(")"),
        Just(","),
        Just(":"),
        Just("upper"),
        Just("default"),
        Just("safe"),
        Just("日"),
        Just("\u{a0}"),
        Just("“"),
        Just("\\u0041"),
        Just("name"),
        Just("truncate: 3"),
    ];
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

/// A context of all these layers, the first in front.
pub(crate) fn layered(layers: &[Value]) -> Context<'_> {
    layers[1..].iter().fold(Context::new(&layers[0]), |context, layer| context.or(layer))
}

/// More cases than usual, still more if `PROPTEST_CASES` says so. What fails becomes a golden case
/// by hand, so nothing is written down here.
pub(crate) fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig { cases: default.cases.max(1024), failure_persistence: None, ..default }
}
