//! Templates for the laws: chains of operands, and texts with placeholders.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::{Chain, Operand, Piece, Text};

const ASKED: [&str; 8] = ["k", "k", "k", "a.k", "m", "m", "k_c", "k.one"];
const PATHS: [&str; 18] = [
    "name",
    "name",
    "nobody",
    "blank",
    "empty",
    "obj",
    "obj.x",
    "n",
    "count",
    "ordinal",
    "context",
    "$.name",
    "$.obj.x",
    "metadata.translations.k",
    "metadata.translations.m",
    "metadata.translations.a.k",
    "metadata.translations.en.k",
    "metadata.translations.k_one",
];

pub(super) fn number() -> impl Strategy<Value = Value> {
    select(vec![
        json!(0),
        json!(1),
        json!(1),
        json!(2),
        json!(3),
        json!(5),
        json!(21),
        json!(12),
        json!(1.0),
        json!(1.5),
        json!("3"),
        json!("0.0"),
        json!("1"),
        json!("5.0"),
        json!(-1),
    ])
}

fn literal() -> impl Strategy<Value = Value> {
    select(vec![json!("x"), json!("x"), json!(""), json!(" "), json!("<&>")])
}

/// A chain whose `t(…)` may have others as arguments, so deep.
pub(super) fn chain(depth: u32) -> BoxedStrategy<Chain> {
    let path = select(&PATHS[..]).prop_map(Operand::Path);
    // What is asked for in many places, and sees nothing but the page.
    let plain = select(&ASKED[..]).prop_map(|key| Operand::Translation(key, Vec::new()));
    let operand = prop_oneof![
        2 => path, 3 => translation(depth), 2 => plain, 1 => literal().prop_map(Operand::Literal),
    ];
    let operands = prop_oneof![
        3 => prop::collection::vec(operand.clone(), 1),
        2 => prop::collection::vec(operand, 2..4),
    ];
    (operands, prop::bool::weighted(0.2))
        .prop_map(|(mut operands, coalesce)| {
            // A placeholder of literals alone is none.
            if operands.iter().all(|operand| matches!(operand, Operand::Literal(_))) {
                operands.insert(0, Operand::Path("nobody"));
            }
            let coalesce = coalesce && operands.len() > 1;
            Chain { operands, coalesce }
        })
        .boxed()
}

fn translation(depth: u32) -> BoxedStrategy<Operand> {
    let alone = |value: Value| Chain { operands: vec![Operand::Literal(value)], coalesce: false };
    let any = move || {
        if depth == 0 {
            select(&PATHS[..])
                .prop_map(|path| Chain { operands: vec![Operand::Path(path)], coalesce: false })
                .boxed()
        } else {
            chain(depth - 1)
        }
    };
    let number =
        prop_oneof![6 => number().prop_map(alone), 1 => any(), 1 => literal().prop_map(alone)];
    let context = prop_oneof![
        4 => Just(alone(json!("c"))), 1 => any(), 2 => literal().prop_map(alone),
        1 => select(vec![json!(2), json!("c.d")]).prop_map(alone),
    ];
    let other = prop_oneof![2 => any(), 1 => literal().prop_map(alone)];
    let of_number = prop_oneof![
        3 => Just(None),
        4 => number.clone().prop_map(|chain| Some(("count", chain))),
        2 => number.prop_map(|chain| Some(("ordinal", chain))),
    ];
    let context = prop::option::weighted(0.4, context.prop_map(|chain| ("context", chain)));
    let name = select(vec!["name", "name", "name", "obj", "nobody", "metadata"]);
    let other = prop::option::weighted(0.4, (name, other));
    (select(&ASKED[..]), of_number, context, other, prop::bool::ANY)
        .prop_map(|(key, number, context, other, is_turned)| {
            let mut arguments: Vec<_> = number.into_iter().chain(context).chain(other).collect();
            if is_turned {
                arguments.reverse();
            }
            Operand::Translation(key, arguments)
        })
        .boxed()
}

pub(super) fn text(depth: u32, most: usize) -> impl Strategy<Value = Text> {
    let piece = prop_oneof![
        1 => Just(Piece::Written(" & ".to_owned())),
        3 => chain(depth).prop_map(Piece::Placeholder),
    ];
    prop::collection::vec(piece, 1..=most)
}

/// Chains that lead from one message to the next, with and without an argument.
pub(super) fn knot() -> impl Strategy<Value = Chain> {
    let alone = |operand| Chain { operands: vec![operand], coalesce: false };
    let name = prop_oneof![Just(Operand::Literal(json!("x"))), Just(Operand::Path("nobody"))];
    let name = prop::option::weighted(0.3, name.prop_map(move |it| vec![("name", alone(it))]));
    let key = select(vec!["k", "m", "k_c", "a.k"]);
    let text =
        (key, name).prop_map(|(key, name)| Operand::Translation(key, name.unwrap_or_default()));
    let operand = prop_oneof![
        5 => text,
        3 => select(vec!["name", "nobody"]).prop_map(Operand::Path),
    ];
    let rest = prop::option::weighted(0.3, Just(Operand::Literal(json!("-"))));
    (prop::collection::vec(operand, 1..3), rest).prop_map(|(mut operands, rest)| {
        operands.extend(rest);
        Chain { operands, coalesce: false }
    })
}
