//! Pages with contextual escaping: what it costs to read one, beside tokenizers of HTML, to fill one, beside
//! five entities everywhere, and to escape a text. In one run, in turns:
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench pages`; with `-- --test` once.

#[path = "../../turns/mod.rs"]
mod turns;

use std::cell::RefCell;
use std::fmt::Write;
use std::hint::black_box;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use lacuna::{Context, Scratch, Template};
use serde_json::{Value, json};

/// Sections of a page, each of about a kilobyte, and every how many of them have placeholders (nine each): a page
/// full of them, one as real pages are, and a large one.
const PAGES: [(usize, usize); 3] = [(60, 1), (1_000, 40), (12_000, 4)];

const ROUNDS: usize = 15;

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let rounds = if is_test { 1 } else { ROUNDS };
    for (sections, every) in PAGES {
        let sections = if is_test { sections.min(60) } else { sections };
        let page = page(sections, every);
        let placeholders = Template::html(&*page).expect("it is safe").placeholders().len();
        println!(
            "a page of {} kB with {placeholders} placeholders (medians of {rounds} rounds in turns)\n",
            page.len() / 1000
        );
        read(&page, rounds);
        fill(&page, rounds);
    }
    escape(rounds);
}

fn read(page: &str, rounds: usize) {
    let template = || black_box(Template::html(page)).expect("it is safe").placeholders().len();
    let text =
        || black_box(Template::html_text(page)).expect("it is well-formed").placeholders().len();
    let gum = || {
        let tokenizer = html5gum::Tokenizer::new_with_emitter(page, Nobody::default());
        tokenizer.map(|_| 1_usize).sum()
    };
    let works: [(&str, &dyn Fn() -> usize); 4] = [
        ("html5gum, an emitter that does nothing", &gum),
        ("Template::html", &template),
        ("Template::html_text", &text),
        ("html5ever's tokenizer, a sink that does nothing", &|| ever(page)),
    ];
    let medians = turns::medians(rounds, &works);
    report("reading it", &works, &medians, 0);
    verdict("at most 1.5 × html5gum", medians[1] <= 1.5 * medians[0]);
    verdict("ahead of html5ever", medians[1] < medians[3]);
}

fn fill(page: &str, rounds: usize) {
    let data = data();
    let context = Context::new(&data);
    let (by_place, entities) = (Template::html(page), Template::html_text(page));
    let (by_place, entities) =
        (by_place.expect("it is safe"), entities.expect("it is well-formed"));
    let (scratch, out) = (RefCell::new(Scratch::new()), RefCell::new(String::new()));
    let render = |template: &Template<'_>| {
        let mut out = out.borrow_mut();
        out.clear();
        template.render_into(&context, &mut scratch.borrow_mut(), &mut out).expect("it has no gap");
        out.len()
    };
    // So that none is too short for the clock.
    let times = (4_000_000 / page.len()).max(1);
    let works: [(&str, &dyn Fn() -> usize); 2] = [
        ("Template::html_text", &|| (0..times).map(|_| render(&entities)).sum()),
        ("Template::html", &|| (0..times).map(|_| render(&by_place)).sum()),
    ];
    let medians = turns::medians(rounds, &works);
    report("filling it", &works, &medians, 0);
    verdict("at most 1.1 × html_text", medians[1] <= 1.1 * medians[0]);
}

/// A megabyte of text, without and with something to escape in every kilobyte.
fn escape(rounds: usize) {
    let clean = "The engine weaves algebraical patterns. ".repeat(26_000);
    let dirty =
        ("The engine weaves algebraical patterns ".repeat(25) + "& more <i>.").repeat(1_000);
    for (kind, text) in [("clean", clean), ("with two tags in a kilobyte", dirty)] {
        let data = json!({"text": text});
        let context = Context::new(&data);
        let template = Template::html("<p>[[ text ]]</p>").expect("it is safe");
        let (scratch, out) = (RefCell::new(Scratch::new()), RefCell::new(String::new()));
        let lacuna = || {
            let mut out = out.borrow_mut();
            out.clear();
            template
                .render_into(&context, &mut scratch.borrow_mut(), &mut out)
                .expect("it has no gap");
            out.len()
        };
        let peer = RefCell::new(String::new());
        let v_htmlescape = || {
            let mut out = peer.borrow_mut();
            out.clear();
            write!(out, "<p>{}</p>", v_htmlescape::escape_fmt(&text)).expect("memory takes it");
            out.len()
        };
        let copy = RefCell::new(String::new());
        let search = || {
            let mut out = copy.borrow_mut();
            out.clear();
            out.push_str(&text);
            let bytes = text.as_bytes();
            let rest = memchr::memchr3_iter(b'<', b'&', b'>', bytes).count();
            rest + memchr::memchr2_iter(b'"', b'\'', bytes).count()
        };
        let works: [(&str, &dyn Fn() -> usize); 3] = [
            ("a copy, and memchr for the five bytes", &search),
            ("Template::html", &lacuna),
            ("v_htmlescape", &v_htmlescape),
        ];
        let medians = turns::medians(rounds, &works);
        report(&format!("escaping a text, {kind}"), &works, &medians, 0);
        verdict("ahead of v_htmlescape", medians[1] < medians[2]);
    }
}

fn report(what: &str, works: &[(&str, &dyn Fn() -> usize)], medians: &[f64], base: usize) {
    println!("{what:50}  ÷ first        ms");
    for ((name, _), time) in works.iter().zip(medians) {
        println!("{name:50} {:8.2} {:9.3}", time / medians[base], time * 1e3);
    }
}

fn verdict(goal: &str, is_met: bool) {
    println!("{goal}: {}\n", if is_met { "met" } else { "missed" });
}

/// A page as sites have them: text, attributes, URLs, a style and a script.
fn page(sections: usize, every: usize) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\"><head><title>[[ data.title ]]</title>\n\
         <style>body { font: 1em/1.5 serif; color: [[ data.colour ]] }</style></head><body>\n",
    );
    for section in 0..sections {
        let text = format!(
            "<section id=\"s{section}\" class=\"card card--wide\" data-owner=\"[[ data.owner ]]\">\n  \
             <h2 title='[[ data.title ]]'>[[ data.title ]]</h2>\n  \
             <p class=\"lead\">The Analytical Engine weaves algebraical patterns just as the loom of Jacquard \
             weaves flowers and leaves; it has no pretensions to originate anything &amp; it can do whatever we \
             know how to order it to perform. [[ data.motto ]]</p>\n  \
             <ul><li><a href=\"/people/[[ data.id ]]\">[[ data.owner ]]</a></li>\
             <li><a href=\"[[ data.site ]]\" rel=\"nofollow\">site</a></li>\
             <li><img src=\"/img/[[ data.id ]].png\" alt=\"[[ data.owner ]]\" width=\"40\" height=\"40\"></li></ul>\n  \
             <p>It can follow analysis; but it has no power of anticipating any analytical relations or truths. \
             Its province is to assist us in making available what we are already acquainted with.</p>\n\
             </section>\n",
        );
        if section % every == 0 {
            page += &text;
        } else {
            page += &text.replace("[[ data.", "").replace(" ]]", "");
        }
        if section % (20 * every) == 0 {
            page += "<script>\nfor (const card of document.querySelectorAll('.card')) {\n  \
                     card.addEventListener('click', () => open('[[ data.owner ]]', card.dataset.owner), false);\n}\n</script>\n";
        }
    }
    page + "</body></html>\n"
}

fn data() -> Value {
    json!({"data": {
        "title": "Notes on the Engine", "colour": "darkslategray", "owner": "Ada Lovelace", "id": "ada-1815",
        "motto": "Yours & mine <always>", "site": "https://hillside.example/ada",
    }})
}

/// Hears of everything, and does only what the tokenizer needs.
#[derive(Debug, Default)]
struct Nobody {
    name: Vec<u8>,
    last: Vec<u8>,
    is_end: bool,
}

impl html5gum::Emitter for Nobody {
    type Token = ();

    fn set_last_start_tag(&mut self, _: Option<&[u8]>) {}
    fn emit_eof(&mut self) {}
    fn emit_error(&mut self, _: html5gum::Error) {}
    fn should_emit_errors(&mut self) -> bool {
        false
    }
    fn pop_token(&mut self) -> Option<()> {
        None
    }
    fn emit_string(&mut self, bytes: &[u8]) {
        black_box(bytes);
    }
    fn init_start_tag(&mut self) {
        self.name.clear();
        self.is_end = false;
    }
    fn init_end_tag(&mut self) {
        self.name.clear();
        self.is_end = true;
    }
    fn init_comment(&mut self) {}
    fn emit_current_tag(&mut self) -> Option<html5gum::State> {
        if self.is_end {
            return None;
        }
        self.last.clone_from(&self.name);
        match &*self.name {
            b"title" | b"textarea" => Some(html5gum::State::RcData),
            b"style" => Some(html5gum::State::RawText),
            b"script" => Some(html5gum::State::ScriptData),
            _ => None,
        }
    }
    fn emit_current_comment(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn push_tag_name(&mut self, bytes: &[u8]) {
        self.name.extend_from_slice(bytes);
    }
    fn push_comment(&mut self, bytes: &[u8]) {
        black_box(bytes);
    }
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    fn init_attribute(&mut self) {}
    fn push_attribute_name(&mut self, bytes: &[u8]) {
        black_box(bytes);
    }
    fn push_attribute_value(&mut self, bytes: &[u8]) {
        black_box(bytes);
    }
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && self.name == self.last
    }
}

/// A sink that does nothing.
struct Sink;

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        black_box(token);
        TokenSinkResult::Continue
    }
}

fn ever(page: &str) -> usize {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    let tokenizer = Tokenizer::new(Sink, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    page.len()
}
