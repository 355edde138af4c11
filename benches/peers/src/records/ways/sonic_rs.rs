//! `sonic-rs`, with letters by hand.

use ::sonic_rs::{
    Deserializer, JsonValueTrait, LazyValue, PointerTree, Value, from_slice, from_slice_unchecked,
    from_str, get_many, get_many_unchecked, pointer,
};
use serde::de::{DeserializeSeed, IgnoredAny};

use super::{Input, lines, texts};
use crate::contender::{Contender, Role};
use crate::letter::{Letter, Record, letter_by_keys};
use crate::projection::{Found, Node, Seed};

pub(super) fn contenders(input: Input) -> Vec<Contender> {
    let (tree, other_tree, root) = (tree(), tree(), Node::root());
    vec![
        Contender::floor(Role::Floor, "sonic-rs: `IgnoredAny`, `from_str`", move || {
            for line in texts(input) {
                from_str::<IgnoredAny>(line).expect("a record");
            }
        }),
        Contender::writer(Role::HandWritten, "sonic-rs: typed, `from_slice`", move |out| {
            for line in lines(input) {
                from_slice::<Record<'_>>(line).expect("a record").letter().write(out);
            }
        }),
        Contender::writer(Role::HandWritten, "sonic-rs: typed, `from_str`", move |out| {
            for line in texts(input) {
                from_str::<Record<'_>>(line).expect("a record").letter().write(out);
            }
        }),
        Contender::writer(
            Role::HandWritten,
            "sonic-rs: typed, `from_slice_unchecked`",
            move |out| {
                for line in lines(input) {
                    #[allow(unsafe_code, reason = "to compare with what looks at no more either")]
                    // SAFETY: the generator of the input writes UTF-8.
                    let record: Record<'_> =
                        unsafe { from_slice_unchecked(line) }.expect("a record");
                    record.letter().write(out);
                }
            },
        ),
        Contender::writer(
            Role::HandWritten,
            "sonic-rs: `DeserializeSeed`, `from_str`",
            move |out| {
                for line in texts(input) {
                    let mut found = Found::default();
                    let mut json = Deserializer::from_str(line);
                    Seed(&root, &mut found).deserialize(&mut json).expect("a record");
                    found.letter().write(out);
                }
            },
        ),
        Contender::writer(Role::HandWritten, "sonic-rs: `get_many`", move |out| {
            for line in lines(input) {
                write(&get_many(line, &tree).expect("a record"), out);
            }
        }),
        Contender::writer(Role::HandWritten, "sonic-rs: `get_many_unchecked`", move |out| {
            for line in lines(input) {
                #[allow(unsafe_code, reason = "to compare with what looks at no more either")]
                // SAFETY: the generator of the input writes JSON.
                let values = unsafe { get_many_unchecked(line, &other_tree) };
                write(&values.expect("a record"), out);
            }
        }),
        Contender::writer(Role::HandWritten, "sonic-rs: `Value`, `from_slice`", move |out| {
            for line in lines(input) {
                letter_of(&from_slice(line).expect("a record")).write(out);
            }
        }),
    ]
}

fn tree() -> PointerTree {
    let mut tree = PointerTree::new();
    tree.add_path(&["salutation"]);
    tree.add_path(&["name"]);
    tree.add_path(&["company"]);
    tree.add_path(&pointer!["orders", 0, "title"]);
    tree.add_path(&["address", "city"]);
    tree.add_path(&["account", "points"]);
    tree.add_path(&["account", "manager", "name"]);
    tree.add_path(&["next_visit"]);
    tree
}

fn write(values: &[Option<LazyValue<'_>>], out: &mut String) {
    let value = |number: usize| values[number].as_ref().expect("a value");
    let text = |number| value(number).as_str().expect("a text");
    let letter = Letter {
        salutation: text(0),
        name: text(1),
        company: text(2),
        title: text(3),
        city: text(4),
        points: value(5).as_u64().expect("a number"),
        manager: text(6),
        next_visit: text(7),
    };
    letter.write(out);
}

letter_by_keys!(letter_of, Value);
