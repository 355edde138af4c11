//! The patterns of a schema: whether a key fits one, and whether anything blank does.

use std::collections::{BTreeSet, HashMap};

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, meta};

use super::node::PatternId;

/// The longest pattern that is read, in bytes.
const LENGTH: usize = 4096;
/// The most memory that one pattern takes, and all of them together, in bytes.
const SIZE: usize = 1 << 20;
const SIZES: usize = 64 << 20;
/// Longer blank texts than this are not told apart, in characters.
const BLANKS: u64 = 64;

/// Each pattern once.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    all: Vec<Pattern>,
    by_text: HashMap<String, PatternId>,
    /// The memory that is left for more.
    left: usize,
}

#[derive(Clone, Debug)]
struct Pattern {
    /// As `regex` writes it, and read; none if it cannot be read.
    read: Option<(Box<str>, meta::Regex)>,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { all: Vec::new(), by_text: HashMap::new(), left: SIZES }
    }
}

impl Patterns {
    /// The row of a pattern; if it is met for the first time and cannot be read, why not.
    pub(super) fn add(&mut self, text: &str) -> (PatternId, Option<&'static str>) {
        if let Some(id) = self.by_text.get(text) {
            return (*id, None);
        }
        let id = PatternId(self.all.len());
        self.by_text.insert(text.to_owned(), id);
        let (read, fault) = match self.read(text) {
            Ok(read) => (Some(read), None),
            Err(fault) => (None, Some(fault)),
        };
        self.all.push(Pattern { read });
        (id, fault)
    }

    fn read(&mut self, text: &str) -> Result<(Box<str>, meta::Regex), &'static str> {
        if text.len() > LENGTH {
            return Err("it is longer than 4096 bytes");
        }
        let translated = jsonschema_regex::to_rust_regex(text)
            .map_err(|()| "it is no regular expression of ECMA-262 that is known here")?;
        let config = meta::Config::new().nfa_size_limit(Some(SIZE.min(self.left)));
        let regex = meta::Builder::new().configure(config).build(&translated).map_err(|error| {
            if error.size_limit().is_some() {
                "it would take too much memory"
            } else {
                "it looks around or back, or is no regular expression"
            }
        })?;
        self.left = self.left.saturating_sub(regex.memory_usage());
        Ok((translated.into(), regex))
    }

    /// Whether a text fits the pattern, if that is known.
    pub(super) fn fits(&self, id: PatternId, text: &str) -> Option<bool> {
        let (_, regex) = self.all[id.0].read.as_ref()?;
        Some(regex.is_match(text))
    }

    /// Whether the pattern may let through a text of at least `min` characters that is empty or nothing but
    /// white space.
    pub(super) fn may_be_blank(&self, id: PatternId, min: u64) -> bool {
        let Some((translated, _)) = &self.all[id.0].read else { return true };
        let config = dense::Config::new()
            .start_kind(StartKind::Unanchored)
            .unicode_word_boundary(true)
            .dfa_size_limit(Some(SIZE))
            .determinize_size_limit(Some(SIZE));
        let dfa = dense::Builder::new()
            .configure(config)
            .thompson(thompson::Config::new().nfa_size_limit(Some(SIZE)))
            .build(translated);
        // What is not known may be.
        dfa.map_or(true, |dfa| lets_blanks_through(&dfa, min))
    }
}

/// Walks over the automaton with nothing but white space.
fn lets_blanks_through(dfa: &dense::DFA<Vec<u32>>, min: u64) -> bool {
    let config = start::Config::new().anchored(Anchored::No);
    let Ok(start) = dfa.start_state(&config) else { return true };
    // U+0085 is white space in Unicode and none in ECMA-262: `\S` would let it through, and nobody writes it.
    let is_blank = |c: &char| c.is_whitespace() && *c != '\u{85}';
    let blanks: Vec<char> = ('\0'..='\u{3000}').filter(is_blank).collect();
    // A state that has matched stays so, whatever comes; one that gives up does not know.
    let is_settled = |state: StateID| dfa.is_match_state(state) || dfa.is_quit_state(state);
    let behind = |state: StateID, c: char| {
        let (mut state, mut is_through, mut units) = (state, false, [0; 4]);
        for byte in c.encode_utf8(&mut units).bytes() {
            state = dfa.next_state(state, byte);
            is_through |= is_settled(state);
        }
        (!is_through).then_some(state)
    };
    let mut layer = BTreeSet::from([start]);
    for _ in 0..min.min(BLANKS) {
        let mut next = BTreeSet::new();
        for state in &layer {
            for c in &blanks {
                let Some(state) = behind(*state, *c) else { return true };
                if !dfa.is_dead_state(state) {
                    next.insert(state);
                }
            }
        }
        layer = next;
    }
    let mut waiting: Vec<StateID> = layer.iter().copied().collect();
    let mut met = layer;
    while let Some(state) = waiting.pop() {
        let end = dfa.next_eoi_state(state);
        if is_settled(end) {
            return true;
        }
        for c in &blanks {
            let Some(state) = behind(state, *c) else { return true };
            if !dfa.is_dead_state(state) && met.insert(state) {
                waiting.push(state);
            }
        }
    }
    false
}
