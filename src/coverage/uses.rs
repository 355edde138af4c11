//! What templates ask catalogs for.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::Coverage;
use super::judge::judge;
use super::told::{findings, unused};
use super::wanted::wanted;
use crate::catalog::Catalogs;
use crate::locale::{Counting, LocaleChain};
use crate::span::Span;
use crate::template::{Asked, AskedContext, COUNT, ORDINAL, Template, TreeTemplate};

/// The messages that templates use: by `t(…)`, and by paths below the layout's translations.
///
/// What the data decides is taken for all that it could be: a context that comes from the data is each
/// one that a catalog has for the key. What texts in the data use ([`Layout::expand`](crate::Layout::expand)) and what pages
/// translate themselves is not known here.
///
/// ```
/// use lacuna::{Catalogs, LocaleChain, MessageUses, Template};
/// use serde_json::json;
///
/// let (page, letter) = (Template::text("[[ t('hello') ]]")?, Template::text("[[ metadata.translations.bye ]]")?);
/// let mut uses = MessageUses::new();
/// uses.add(&page);
/// uses.add(&letter);
/// let catalogs = Catalogs::new().add("en", &json!({"hello": "Hello", "bye": "Bye"}))?.add("fr", &json!({"hello": "Salut"}))?;
/// let mut chains = Vec::new();
/// for tag in catalogs.locales() {
///     chains.push(LocaleChain::lookup([tag])?.then("en")?);
/// }
/// let table = uses.coverage(&catalogs, &chains).to_string();
/// let rows: Vec<_> = table.lines().map(|row| &row[..40]).collect();
/// assert_eq!(rows, [
///     "locale  translated  fallen back  missing",
///     "en             2/2            0        0",
///     "fr             1/2       1 (en)        0",
/// ]);
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MessageUses<'t> {
    pub(super) templates: Vec<&'t Template<'t>>,
    pub(super) uses: IndexMap<Use<'t>, Vec<Site<'t>>>,
}

/// What is asked for, in whichever template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Use<'t> {
    pub(super) key: Cow<'t, str>,
    pub(super) context: AskedContext<'t>,
    pub(super) counting: Option<Counting>,
}

impl<'t> Use<'t> {
    pub(super) fn of(asked: &Asked<'t>) -> Self {
        Self { key: asked.key.clone(), context: asked.context, counting: asked.counting }
    }
}

/// Where it is asked for.
#[derive(Clone, Debug)]
pub(super) struct Site<'t> {
    /// A row of the templates.
    pub(super) template: usize,
    pub(super) span: Span,
    /// The names of the arguments, and where they stand.
    pub(super) arguments: Vec<(&'t str, Span)>,
    /// Something else is printed if nobody has it.
    pub(super) is_optional: bool,
}

impl Site<'_> {
    /// Whether it gives an argument of that name; the number of an ordinal is `count` too.
    pub(super) fn gives(&self, name: &str) -> bool {
        let mut given = self.arguments.iter().map(|(name, _)| *name);
        given.any(|given| given == name || name == COUNT && given == ORDINAL)
    }
}

impl<'t> MessageUses<'t> {
    /// Without templates nothing is used.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what a template uses.
    pub fn add(&mut self, template: &'t Template<'_>) {
        let number = self.templates.len();
        self.templates.push(template);
        for asked in template.asked() {
            let (of, span, is_optional) = (Use::of(&asked), asked.span, asked.is_optional);
            let site = Site { template: number, span, arguments: asked.arguments, is_optional };
            self.uses.entry(of).or_default().push(site);
        }
    }

    /// Adds what the strings of a JSON tree use.
    ///
    /// ```
    /// use lacuna::{Catalogs, MessageUses, Syntax};
    ///
    /// let template = Syntax::new().tree(serde_json::json!({"title": "[[ t('title') ]]"}))?;
    /// let mut uses = MessageUses::new();
    /// uses.add_tree(&template);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn add_tree(&mut self, template: &'t TreeTemplate) {
        template.strings().iter().for_each(|string| self.add(string));
    }

    /// What the catalogs have of that, for each chain: the locale is its first tag, the others answer for
    /// what that lacks.
    ///
    /// Messages that messages refer to are used too, by the locales whose messages do. Parses every message that is used, and costs a few
    /// look-ups for each of them and each locale.
    pub fn coverage(&self, catalogs: &Catalogs, chains: &[LocaleChain]) -> Coverage {
        let wanted = wanted(self, catalogs);
        let mut defaults = chains.iter().filter_map(|chain| chain.default_tags().last());
        let standard = defaults.find_map(|tag| catalogs.position(tag));
        let judged = |chain| judge(chain, catalogs, &wanted, standard);
        let locales: Vec<_> = chains.iter().filter_map(judged).collect();
        let findings = findings(self, catalogs, &wanted, &locales);
        let unused = unused(catalogs, &locales);
        Coverage { knows_plurals: cfg!(feature = "icu"), locales, findings, unused }
    }
}
