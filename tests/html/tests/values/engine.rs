//! A JavaScript engine that tells whether what it read is the value.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use boa_engine::{Context, JsString, JsValue, Source};
use serde_json::Value;

/// Defines `same`, which compares what was read with JSON, and what else the tests ask.
const PRELUDE: &str = include_str!("prelude.js");

/// An engine, which is slow to make and forgets nothing.
pub(crate) struct Engine {
    context: RefCell<Context>,
}

/// How often an engine was asked, in all.
static ASKED: AtomicUsize = AtomicUsize::new(0);

impl Engine {
    pub(crate) fn new() -> Self {
        let mut context = Context::default();
        context.eval(Source::from_bytes(PRELUDE)).expect("the prelude is a script");
        Self { context: RefCell::new(context) }
    }

    /// Runs a script that reads values into `out`, and says for which of the `questions` about them the
    /// answer is not `true`. `text` is what they should be, `json` the same as JSON.
    pub(crate) fn wrong(&self, script: &str, value: &Value, questions: &[&str]) -> Vec<String> {
        ASKED.fetch_add(questions.len(), Ordering::Relaxed);
        let mut context = self.context.borrow_mut();
        let context = &mut *context;
        let text = value.as_str().unwrap_or_default();
        for (name, value) in [("text", text), ("json", &value.to_string())] {
            let global = context.global_object();
            let value = JsValue::from(JsString::from(value));
            global.set(JsString::from(name), value, true, context).expect("a global can be set");
        }
        let start = Source::from_bytes("var out = {};");
        context.eval(start).expect("it is a script");
        if let Err(error) = context.eval(Source::from_bytes(script)) {
            return vec![format!("it fails: {error}")];
        }
        let is_wrong = |question: &&&str| {
            let answer = context.eval(Source::from_bytes(question.as_bytes()));
            !answer.is_ok_and(|answer| answer.as_boolean() == Some(true))
        };
        questions.iter().filter(is_wrong).map(|question| (*question).to_owned()).collect()
    }
}
