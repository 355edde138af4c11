//! Templates, each parsed once and remembered in bounded memory.

use std::convert::Infallible;
use std::sync::Arc;

use lacuna::{Error, Syntax, Template};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

/// A template, or everything that keeps its text from being one.
pub(crate) type Parsed = Result<Template<'static>, Error>;

/// What a template prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    HtmlText,
    Html,
}

/// How texts become templates, and those that did. Threads that want the same text wait for one of them to parse it; none
/// waits for another one's rendering.
pub(crate) struct Templates {
    syntax: Syntax,
    kind: Kind,
    parsed: Cache<String, Weighed, Bytes>,
}

/// Parts of the cache that threads do not share: a template that takes more than one of them is not remembered.
const SHARDS: usize = 8;

/// A template with the memory that it takes.
#[derive(Clone)]
struct Weighed {
    parsed: Arc<Parsed>,
    bytes: usize,
}

impl Weighed {
    /// What is at least taken beside the text; so a cache is bounded in its number of templates too. A test holds these
    /// figures to what is allocated.
    const LEAST: usize = 4096;
    /// ... for a placeholder, or a problem of a text that is no template,
    const EACH: usize = 512;
    /// ... and for a byte of a placeholder, which may hold many operands.
    const EXPRESSION: usize = 48;

    fn of(text: &str, parsed: Parsed) -> Self {
        let parts = match &parsed {
            Ok(template) => {
                let expressions = template.placeholders().map(|it| it.span().len());
                let warnings = Self::EACH * template.warnings().len();
                warnings + expressions.map(|len| Self::EACH + Self::EXPRESSION * len).sum::<usize>()
            }
            Err(error) => 2 * Self::EACH * error.all().len(),
        };
        // The text stands there twice: as the key, and in the template.
        Self { parsed: Arc::new(parsed), bytes: Self::LEAST + 2 * text.len() + parts }
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<String, Weighed> for Bytes {
    fn weight(&self, _: &String, weighed: &Weighed) -> u64 {
        weighed.bytes as u64
    }
}

impl Templates {
    /// A cache of so many bytes, roughly.
    pub(crate) fn new(syntax: Syntax, kind: Kind, bytes: usize) -> Self {
        let options = OptionsBuilder::new()
            .shards(SHARDS)
            .estimated_items_capacity(bytes / (2 * Weighed::LEAST))
            .weight_capacity(bytes as u64)
            .build()
            .expect("both capacities are set");
        let (hasher, lifecycle) = (DefaultHashBuilder::default(), DefaultLifecycle::default());
        Self { syntax, kind, parsed: Cache::with_options(options, Bytes, hasher, lifecycle) }
    }

    /// The template of `text`.
    pub(crate) fn of(&self, text: &str) -> Arc<Parsed> {
        let parse = || Ok::<_, Infallible>(Weighed::of(text, self.parse(text)));
        match self.parsed.get_or_insert_with(text, parse) {
            Ok(weighed) => weighed.parsed,
        }
    }

    fn parse(&self, text: &str) -> Parsed {
        let text = text.to_owned();
        match self.kind {
            Kind::Text => self.syntax.text(text),
            Kind::HtmlText => self.syntax.html_text(text),
            Kind::Html => self.syntax.html(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use allocation_counter::measure;

    use super::*;

    const MANY: usize = 1_000;

    #[test]
    fn what_a_template_takes_is_not_more_than_its_weight() {
        let many = |part: &dyn Fn(usize) -> String| (0..MANY).map(part).collect::<String>();
        let texts = [
            String::new(),
            "plain".to_owned(),
            "x".repeat(1 << 20),
            "[[ a ]]".to_owned(),
            many(&|_| "[[ a ]]".to_owned()),
            many(&|number| format!("[[a{number}]]")),
            many(&|number| {
                format!(
                    "[[ data.field{number}.value || other{number} || 'x' | upper | prefix: 'y' ]]\n"
                )
            }),
            many(&|number| format!("[[ t('key{number}', name: a{number}) ]]")),
            format!(
                "[[ {} ]]",
                (0..800).map(|number| format!("a{number}")).collect::<Vec<_>>().join("||")
            ),
            format!("[[ a{} ]]", ".b".repeat(2_000)),
            format!("[[ a{} ]]", "|trim".repeat(800)),
            format!(
                "[[ t('a'{}) ]]",
                (0..500).map(|number| format!(",a{number}:b")).collect::<Vec<_>>().concat()
            ),
            many(&|_| "[[ a | uper ]]".to_owned()),
            "[[".to_owned(),
        ];
        for kind in [Kind::Text, Kind::HtmlText, Kind::Html] {
            let templates = Templates::new(Syntax::new(), kind, 0);
            for text in &texts {
                let mut weighed = None;
                let parse =
                    || weighed = Some((text.clone(), Weighed::of(text, templates.parse(text))));
                let taken = usize::try_from(measure(parse).bytes_current).unwrap();
                let (_, Weighed { bytes, .. }) = weighed.unwrap();
                assert!(taken <= bytes, "{kind:?} {text:.40}: {taken} bytes, weighed as {bytes}");
            }
        }
    }

    #[test]
    fn memory_is_bounded_whatever_comes() {
        let bytes = 1 << 20;
        let templates = Templates::new(Syntax::new(), Kind::Text, bytes);
        let weight = measure(|| {
            for number in 0..20_000 {
                assert!(templates.of(&format!("[[ a{number} ]]")).is_ok());
                assert!(templates.of(&format!("[[ a{number} | uper ]]")).is_err());
            }
        });
        assert!(templates.parsed.weight() <= bytes as u64);
        // With what the cache itself takes: its table, and whom it has seen.
        assert!(
            weight.bytes_current < 2 * i64::try_from(bytes).unwrap(),
            "{}",
            weight.bytes_current
        );
    }

    #[test]
    fn a_template_is_parsed_once_and_one_that_is_too_large_still_serves() {
        let templates = Templates::new(Syntax::new(), Kind::Text, 1 << 20);
        assert!(Arc::ptr_eq(&templates.of("[[ a ]]"), &templates.of("[[ a ]]")));
        let large = "x".repeat(1 << 20);
        assert!(!Arc::ptr_eq(&templates.of(&large), &templates.of(&large)));
        assert!(templates.of(&large).is_ok());
    }
}
