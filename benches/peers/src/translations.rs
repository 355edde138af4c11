//! A page of 1,000 translations along a chain of four locales: in times of the same texts as plain data,
//! and beside Fluent. In one run, in turns:
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench translations`; with `-- --test` once.

#[path = "../../turns/mod.rs"]
mod turns;

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use lacuna::{Catalog, Catalogs, Context, LocaleChain, Scratch, Syntax, Template};
use serde_json::{Map, Value, json};

const MESSAGES: usize = 1_000;

/// The chain as `LocaleChain::lookup(["de-CH-1996"])?.then("en")?` makes it.
const CHAIN: [&str; 4] = ["de-CH-1996", "de-CH", "de", "en"];

/// How many of 20 messages are given an argument: none, a few as in most interfaces, and many.
const SHARES: [usize; 3] = [0, 2, 5];

/// Renderings of a page in one turn, so that none is too short for the clock.
const RENDERINGS: usize = 40;

const ROUNDS: usize = 25;

/// The longest that translations may take, in times of plain data.
const GOAL: f64 = 2.5;

const NAME: &str = "Ada Lovelace";

/// Appends a page to a text that keeps its memory.
type Work<'w> = (&'w str, &'w dyn Fn(&mut String));

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let (renderings, rounds) = if is_test { (1, 1) } else { (RENDERINGS, ROUNDS) };
    println!(
        "{MESSAGES} messages along {} (medians of {rounds} rounds in turns)\n",
        CHAIN.join(" → ")
    );
    println!("arguments  work                     ÷ plain   ÷ t(…)        µs");
    for share in SHARES {
        compare(share, renderings, rounds);
    }
}

/// Prints how long each way takes to write a page, `share` of 20 messages with an argument.
fn compare(share: usize, renderings: usize, rounds: usize) {
    let messages: Vec<Message> = (0..MESSAGES).map(|number| Message::new(number, share)).collect();
    let expected: String = messages.iter().map(Message::line).collect();

    let plain = template(&messages, |message| format!("data.{}", message.dotted()));
    let plain_data = plain_data(&messages);
    let translated = template(&messages, |message| {
        let argument = if message.has_argument { ", name: data.name" } else { "" };
        format!("t('{}'{argument})", message.dotted())
    });
    let data = json!({"data": {"name": NAME}});
    let chain = LocaleChain::lookup([CHAIN[0]]).and_then(|chain| chain.then(CHAIN[3]));
    let chain = chain.expect("it is one");
    assert_eq!(chain.tags().collect::<Vec<_>>(), CHAIN);
    let catalogs = catalogs(&messages);
    let bundles = CHAIN.map(|tag| bundle(tag, &messages));
    let calls: Vec<Call> = messages.iter().map(Call::new).collect();

    let scratch = RefCell::new(Scratch::new());
    let works: [Work<'_>; 4] = [
        ("plain data", &|out| {
            let (context, scratch) = (Context::new(&plain_data), &mut *scratch.borrow_mut());
            plain.render_into(&context, scratch, out).expect("it has no gap");
        }),
        ("t(…)", &|out| {
            let context = Context::new(&data).locales(&chain).catalogs(&catalogs);
            let scratch = &mut *scratch.borrow_mut();
            translated.render_into(&context, scratch, out).expect("it has no gap");
        }),
        ("Fluent, format_pattern", &|out| fluent(&bundles, &calls, false, out)),
        ("Fluent, write_pattern", &|out| fluent(&bundles, &calls, true, out)),
    ];
    let out = RefCell::new(String::new());
    let written = |work: &dyn Fn(&mut String)| {
        let mut out = out.borrow_mut();
        out.clear();
        work(&mut out);
        out
    };
    for (name, work) in &works {
        assert!(*written(work) == expected, "{name} writes something else");
    }
    let in_turns: Vec<_> = works
        .iter()
        .map(|&(name, work)| (name, move || (0..renderings).map(|_| written(work).len()).sum()))
        .collect();
    let in_turns: Vec<(&str, &dyn Fn() -> usize)> =
        in_turns.iter().map(|(name, work)| (*name, work as &dyn Fn() -> usize)).collect();
    let medians = turns::medians(rounds, &in_turns);

    let share = 100 * share / 20;
    for ((name, _), time) in works.iter().zip(&medians) {
        let micros = time / renderings as f64 * 1e6;
        let (of_plain, of_translated) = (time / medians[0], time / medians[1]);
        println!("{share:7} %  {name:23} {of_plain:9.2} {of_translated:8.2} {micros:9.1}");
    }
    let verdict = |is_met| if is_met { "met" } else { "missed" };
    let best = medians[2].min(medians[3]);
    println!(
        "           at most {GOAL} × plain data: {}; ahead of Fluent: {}\n",
        verdict(medians[1] <= GOAL * medians[0]),
        verdict(medians[1] < best)
    );
}

/// One of the page's messages.
struct Message {
    number: usize,
    /// The first locale of the chain that has it.
    locale: usize,
    has_argument: bool,
}

impl Message {
    /// A quarter of the messages answers in each locale, of those with an argument too.
    fn new(number: usize, share: usize) -> Self {
        let (section, place) = (number / 20, number % 20);
        Self { number, locale: (section + place) % CHAIN.len(), has_argument: place < share }
    }

    fn section(&self) -> String {
        format!("section{}", self.number / 20)
    }

    fn key(&self) -> String {
        format!("message{}", self.number % 20)
    }

    fn dotted(&self) -> String {
        format!("{}.{}", self.section(), self.key())
    }

    /// What Fluent calls it, whose names have no dots.
    fn dashed(&self) -> String {
        format!("{}-{}", self.section(), self.key())
    }

    /// Whether a locale of the chain has it: all behind the first that has.
    fn is_in(&self, locale: usize) -> bool {
        self.locale <= locale
    }

    /// The text in a locale; `name` is how the argument is written there, or its value.
    fn text(&self, locale: usize, name: &str) -> String {
        let (number, tag) = (self.number, CHAIN[locale]);
        if self.has_argument {
            format!("Text {number} ({tag}) für {name}: über das Konto, Seite eins")
        } else {
            format!("Text {number} ({tag}): über das Konto und seine Einstellungen, Seite eins")
        }
    }

    fn printed(&self) -> String {
        self.text(self.locale, NAME)
    }

    /// What the page has of it.
    fn line(&self) -> String {
        format!("{}{}{}", Self::BEFORE, self.printed(), Self::BEHIND)
    }

    const BEFORE: &str = "<li>";
    const BEHIND: &str = "</li>\n";
}

fn template(messages: &[Message], expression: impl Fn(&Message) -> String) -> Template<'static> {
    let mut text = String::new();
    for message in messages {
        let (before, behind) = (Message::BEFORE, Message::BEHIND);
        write!(text, "{before}[[ {} ]]{behind}", expression(message)).expect("a text grows");
    }
    Template::text(text).expect("it is one")
}

/// The page in one language: the texts themselves.
fn plain_data(messages: &[Message]) -> Value {
    json!({"data": nested(messages, Message::printed)})
}

fn nested<'m>(
    messages: impl IntoIterator<Item = &'m Message>,
    text: impl Fn(&Message) -> String,
) -> Value {
    let mut sections = Map::new();
    for message in messages {
        let section = sections.entry(message.section()).or_insert_with(|| json!({}));
        section[message.key()] = text(message).into();
    }
    Value::Object(sections)
}

fn catalogs(messages: &[Message]) -> Catalogs {
    let syntax = Syntax::new().delimiters("{{", "}}").expect("they can be");
    let mut catalogs = Catalogs::new().syntax(&syntax);
    for (locale, tag) in CHAIN.into_iter().enumerate() {
        let own = messages.iter().filter(|message| message.is_in(locale));
        let own = nested(own, |message| message.text(locale, "{{name}}")).to_string();
        catalogs = catalogs.add(tag, Catalog::json(&own)).expect("nothing is wrong with it");
    }
    assert!(catalogs.findings().is_empty());
    catalogs
}

fn bundle(tag: &str, messages: &[Message]) -> FluentBundle<FluentResource> {
    let locale = CHAIN.iter().position(|other| *other == tag).expect("it is one of them");
    let mut source = String::new();
    for message in messages.iter().filter(|message| message.is_in(locale)) {
        let text = message.text(locale, "{ $name }");
        writeln!(source, "{} = {text}", message.dashed()).expect("a text grows");
    }
    let resource = FluentResource::try_new(source).expect("nothing is wrong with it");
    let mut bundle = FluentBundle::new(vec![tag.parse().expect("it is a tag")]);
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).expect("no message comes twice");
    bundle
}

/// What a page for Fluent has in the place of a placeholder.
struct Call {
    id: String,
    has_argument: bool,
}

impl Call {
    fn new(message: &Message) -> Self {
        Self { id: message.dashed(), has_argument: message.has_argument }
    }

    /// The arguments: made for each call, as a page would from its data.
    fn arguments(&self) -> Option<FluentArgs<'static>> {
        self.has_argument.then(|| {
            let mut arguments = FluentArgs::with_capacity(1);
            arguments.set("name", FluentValue::String(Cow::Borrowed(NAME)));
            arguments
        })
    }
}

/// The page, each message formatted by the first bundle that has it: as a text of its own, or written into
/// the page at once.
fn fluent(
    bundles: &[FluentBundle<FluentResource>],
    calls: &[Call],
    is_written: bool,
    out: &mut String,
) {
    let mut errors = Vec::new();
    for call in calls {
        let found = bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(&call.id)?.value()?;
            Some((bundle, pattern))
        });
        let (bundle, pattern) = found.expect("one of them has it");
        let arguments = call.arguments();
        out.push_str(Message::BEFORE);
        if is_written {
            let written = bundle.write_pattern(out, pattern, arguments.as_ref(), &mut errors);
            written.expect("a text grows");
        } else {
            out.push_str(&bundle.format_pattern(pattern, arguments.as_ref(), &mut errors));
        }
        out.push_str(Message::BEHIND);
    }
    assert!(errors.is_empty());
}
