//! A template of a page, rendered with one value for each of its placeholders.

use std::fmt::Write;

use lacuna::{Context, Error, HtmlContext, OnGap, Template};
use serde_json::{Map, Value};

/// A page whose placeholders are `[[ v0 ]]`, `[[ v1 ]]` and so on, in this order.
#[derive(Debug)]
pub struct Page {
    template: Template<'static>,
    contexts: Vec<HtmlContext>,
}

/// What stands for a placeholder in a template that [`Page::new`] reads.
pub const HOLE: &str = "[[v]]";

impl Page {
    /// The page of a text with [`HOLE`]s.
    ///
    /// # Errors
    ///
    /// If the library refuses it.
    pub fn new(text: &str) -> Result<Self, Error> {
        let mut numbered = String::with_capacity(text.len());
        for (number, literal) in text.split(HOLE).enumerate() {
            if number > 0 {
                let _ = write!(numbered, "[[ v{} ]]", number - 1); // a text takes all
            }
            numbered.push_str(literal);
        }
        let template = Template::html(numbered)?;
        let contexts = template.placeholders().filter_map(|it| it.context()).collect();
        Ok(Self { template, contexts })
    }

    /// A page whose values are only quoted for text, as careless programs do, and said to be safe: what must be
    /// found out.
    ///
    /// # Panics
    ///
    /// If the text is no template at all.
    #[must_use]
    pub fn careless(text: &str, context: HtmlContext) -> Self {
        let text = text.replace(HOLE, "[[ v0 ]]");
        let template = Template::html_text(text).expect("it is a template");
        Self { template, contexts: vec![context] }
    }

    /// Where its placeholders stand.
    #[must_use]
    pub fn contexts(&self) -> &[HtmlContext] {
        &self.contexts
    }

    /// The output, with the value that `value` tells for each placeholder.
    ///
    /// # Panics
    ///
    /// If the page cannot be rendered at all.
    pub fn render(&self, value: impl Fn(usize, HtmlContext) -> Value) -> String {
        let values = self.contexts.iter().enumerate();
        let data: Map<String, Value> =
            values.map(|(number, at)| (format!("v{number}"), value(number, *at))).collect();
        let data = Value::Object(data);
        let context = Context::new(&data);
        let resolution = self.template.resolve(&context);
        resolution.finish(OnGap::Empty).expect("no value fails a page").to_string()
    }
}
