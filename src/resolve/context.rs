//! What a template is resolved against.

use std::fmt;

use super::source::Source;
use crate::catalog::Catalogs;
use crate::locale::{Counting, LocaleChain, NumberFormat, PluralCategory};
use crate::template::{Expression, OperandKind, PageForm, Template};

/// The sources of a rendering, in order of preference.
///
/// ```
/// use lacuna::{Context, Template};
/// use serde_json::json;
///
/// let (own, site) = (json!({"name": "Ada"}), json!({"name": "visitor", "year": 1843}));
/// let template = Template::text("[[ name ]], [[ year ]]")?;
/// assert_eq!(template.render(&Context::new(&own).or(&site))?, "Ada, 1843");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Context<'d> {
    first: &'d dyn Source,
    /// Layers behind it that somebody else holds, and behind those the ones that were added.
    held: &'d [&'d dyn Source],
    others: Vec<&'d dyn Source>,
    chain: Option<&'d LocaleChain>,
    catalogs: Option<&'d Catalogs>,
}

impl<'d> Context<'d> {
    /// A context of one source.
    pub const fn new(source: &'d dyn Source) -> Self {
        Self::with_layers(source, &[])
    }

    /// The same with layers behind it, without an allocation.
    pub(crate) const fn with_layers(source: &'d dyn Source, held: &'d [&'d dyn Source]) -> Self {
        Self { first: source, held, others: Vec::new(), chain: None, catalogs: None }
    }

    /// Adds a layer: asked for what all layers before it leave missing, null, empty or blank (under
    /// `??`: missing or null).
    ///
    /// Each path is looked up on its own and layers are not merged: an object that one layer has is
    /// not completed by that of the next, and `$` is the root of the first.
    #[must_use]
    pub fn or(mut self, source: &'d dyn Source) -> Self {
        self.others.push(source);
        self
    }

    /// The locales in which translations are looked for, the first in front: in the page below the
    /// locale (`metadata.translations.de.hello`) or below the key (`metadata.translations.hello.de`); then
    /// what the page has in one language only (`metadata.translations.hello`); then the default locales of the
    /// chain. The page's tags are compared without case, `_` as `-`; of a source that is no tree only if
    /// it lists its keys.
    ///
    /// ```
    /// use lacuna::{Context, LocaleChain, Outcome, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::text("[[ t('hello') ]], [[ metadata.translations.bye ]]")?;
    /// let data = json!({"metadata": {"translations": {
    ///     "de": {"hello": "Hallo"}, "de_CH": {"hello": "Grüezi"}, "bye": {"en": "Bye", "de": "Tschüss"},
    /// }}});
    /// let chain = LocaleChain::lookup(["de-CH"])?.then("en")?;
    /// let context = Context::new(&data).locales(&chain);
    /// assert_eq!(template.render(&context)?, "Grüezi, Tschüss");
    ///
    /// let resolution = template.resolve(&context);
    /// let Outcome::Translation { locale, .. } = resolution.outcomes().nth(1).unwrap().outcome() else { panic!() };
    /// assert_eq!(locale.as_deref(), Some("de"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn locales(mut self, chain: &'d LocaleChain) -> Self {
        self.chain = Some(chain);
        self
    }

    /// The plural category of a number in a locale of the chain, or in the first if none is named.
    pub(super) fn category(
        &self,
        locale: Option<usize>,
        counting: Counting,
        digits: &str,
    ) -> Option<PluralCategory> {
        self.chain?.rules(locale.unwrap_or(0))?.category(counting, digits)
    }

    /// How numbers are written in a locale of the chain, or in the first if none is named.
    pub(super) fn numbers(&self, locale: Option<usize>) -> Option<&NumberFormat> {
        self.chain?.numbers(locale.unwrap_or(0))
    }

    /// Catalogs of messages: asked for each locale of the chain behind what the page has in that locale.
    /// Without [`locales`](Self::locales) nothing is asked for.
    ///
    /// The placeholders of a message see the arguments of `t(…)` first, then the page, by the layout that
    /// the catalogs were given ([`Catalogs::syntax`]): give them the template's.
    ///
    /// ```
    /// use lacuna::{Catalogs, Context, LocaleChain, Syntax, Template};
    /// use serde_json::json;
    ///
    /// let catalogs = Catalogs::new()
    ///     .syntax(&Syntax::new().delimiters("{{", "}}")?)
    ///     .add("de", &json!({"hi": "Hallo {{name}}!", "friend_female": "Freundin"}))?
    ///     .add("en", &json!({"hi": "Hi {{name}}!", "bye": "Bye"}))?;
    /// let chain = LocaleChain::lookup(["de-CH"])?.then("en")?;
    /// let data = json!({"data": {"name": "Ada"}});
    /// let context = Context::new(&data).locales(&chain).catalogs(&catalogs);
    /// let template = Template::text("[[ t('hi', name: data.name) ]] [[ t('friend', context: 'female') ]]. [[ t('bye') ]]")?;
    /// assert_eq!(template.render(&context)?, "Hallo Ada! Freundin. Bye");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn catalogs(mut self, catalogs: &'d Catalogs) -> Self {
        self.catalogs = Some(catalogs);
        self
    }

    pub(super) const fn messages(&self) -> Option<&'d Catalogs> {
        self.catalogs
    }

    pub(super) const fn chain(&self) -> Option<&'d LocaleChain> {
        self.chain
    }

    /// Whether the first operand is looked up at its own path before anywhere else: a translation may
    /// stand under a locale.
    #[inline]
    pub(crate) fn asks_first(&self, template: &Template<'_>, expression: &Expression) -> bool {
        let is_data =
            || matches!(template.operands(expression.chain)[0].kind, OperandKind::Path(_));
        let is_flat = template.layout().translation_form().allows(PageForm::OneLanguage);
        (self.chain.is_none() && is_flat) || is_data()
    }

    pub(super) fn layers(&self) -> usize {
        1 + self.held.len() + self.others.len()
    }

    pub(super) fn layer(&self, layer: usize) -> &'d dyn Source {
        let Some(behind) = layer.checked_sub(1) else { return self.first };
        match behind.checked_sub(self.held.len()) {
            None => self.held[behind],
            Some(other) => self.others[other],
        }
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("layers", &self.layers()).finish()
    }
}
