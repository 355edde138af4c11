//! The functions: how they read templates and what they share, and their registration.

use std::fmt;
use std::sync::Arc;

use datafusion_common::{DataFusionError, Result};
use datafusion_expr::ScalarUDF;
use datafusion_expr::registry::FunctionRegistry;
use lacuna::{Catalogs, LocaleChain, Syntax};

use crate::call::{Call, Function};
use crate::locales::Locales;
use crate::templates::{Kind, Templates};

/// The memory for templates, unless somebody asks for another: 64 MiB.
const CACHE: usize = 64 << 20;

/// How the three functions read templates, and what they know beside their arguments.
///
/// ```
/// use std::sync::Arc;
///
/// use datafusion::prelude::SessionContext;
/// use lacuna::Catalogs;
/// use lacuna_datafusion::Functions;
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let catalogs = Catalogs::new()
///     .add("de", &json!({"dear": "Liebe [[ name ]]"}))?
///     .add("en", &json!({"dear": "Dear [[ name ]]"}))?;
/// let mut session = SessionContext::new();
/// Functions::new()
///     .html_text()
///     .catalogs(Arc::new(catalogs))
///     .default_locale("en")?
///     .register(&mut session)?;
///
/// let query = "SELECT lacuna_render('<p>[[ t(''dear'', name: name) ]]</p>', record, locale) AS page
///     FROM (VALUES ('{\"name\": \"Ada & co.\"}', 'de-CH'), ('{\"name\": \"Ida\"}', 'fr')) AS t (record, locale)";
/// let pages = session.sql(query).await?.to_string().await?;
/// assert!(pages.contains("<p>Liebe Ada &amp; co.</p>") && pages.contains("<p>Dear Ida</p>"), "{pages}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Functions {
    syntax: Syntax,
    kind: Kind,
    catalogs: Option<Arc<Catalogs>>,
    default_locale: Option<String>,
    follows_cldr: bool,
    cache: usize,
}

/// What the functions of one registration share, whatever partition calls them.
pub(crate) struct Engine {
    pub(crate) templates: Templates,
    pub(crate) locales: Locales,
    pub(crate) catalogs: Option<Arc<Catalogs>>,
}

impl Functions {
    /// Templates are plain text in the default [`Syntax`]; there are no catalogs, and no locale but those that rows name.
    pub fn new() -> Self {
        Self {
            syntax: Syntax::new(),
            kind: Kind::Text,
            catalogs: None,
            default_locale: None,
            follows_cldr: false,
            cache: CACHE,
        }
    }

    /// How templates are read: delimiters, layout, filters, limits, roots.
    ///
    /// ```
    /// use lacuna::{Layout, Syntax};
    /// use lacuna_datafusion::Functions;
    ///
    /// let functions = Functions::new().syntax(Syntax::new().layout(Layout::plain()).delimiters("{{", "}}")?);
    /// # let _ = functions;
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn syntax(mut self, syntax: Syntax) -> Self {
        self.syntax = syntax;
        self
    }

    /// Templates are pages of HTML, and each value is escaped for its place ([`Syntax::html`]).
    ///
    /// ```
    /// # let functions = lacuna_datafusion::Functions::new().html();
    /// ```
    #[must_use]
    pub fn html(mut self) -> Self {
        self.kind = Kind::Html;
        self
    }

    /// Templates are element text and quoted attributes of HTML ([`Syntax::html_text`]).
    #[must_use]
    pub fn html_text(mut self) -> Self {
        self.kind = Kind::HtmlText;
        self
    }

    /// The messages that `[[ t('key') ]]` finds in the locale of a row.
    #[must_use]
    pub fn catalogs(mut self, catalogs: Arc<Catalogs>) -> Self {
        self.catalogs = Some(catalogs);
        self
    }

    /// The language of rows that name none, and behind the languages of those that do.
    ///
    /// # Errors
    ///
    /// If it is no language tag.
    pub fn default_locale(mut self, tag: &str) -> std::result::Result<Self, lacuna::Error> {
        LocaleChain::lookup([tag])?;
        self.default_locale = Some(tag.to_owned());
        Ok(self)
    }

    /// Whether a locale is followed by its parents in CLDR ([`LocaleChain::cldr`]), and not by what is left of it when subtags
    /// are taken away ([`LocaleChain::lookup`]).
    ///
    /// ```
    /// # let functions = lacuna_datafusion::Functions::new().cldr(true);
    /// ```
    #[must_use]
    pub const fn cldr(mut self, yes: bool) -> Self {
        self.follows_cldr = yes;
        self
    }

    /// The memory for templates that were parsed, in bytes, roughly; 64 MiB unless asked for. A template takes four kilobytes at
    /// the least, so their number is bounded too.
    ///
    /// A template that takes more than an eighth of it is parsed again for every batch, and within one whenever the row before
    /// has another template, unless the column is a dictionary. One that was thrown out is parsed again when it comes again, so a
    /// column of nothing but different templates costs the parsing of each and no memory.
    ///
    /// ```
    /// # let functions = lacuna_datafusion::Functions::new().cache(1 << 20);
    /// ```
    #[must_use]
    pub const fn cache(mut self, bytes: usize) -> Self {
        self.cache = bytes;
        self
    }

    /// The three functions: `lacuna_render`, `try_lacuna_render`, `lacuna_gaps`. They share their templates; those of
    /// another call do not.
    ///
    /// For a registry that is filled in another way, like that of an executor of Ballista:
    ///
    /// ```
    /// use ballista_core::registry::BallistaFunctionRegistry;
    /// use lacuna_datafusion::Functions;
    ///
    /// let mut registry = BallistaFunctionRegistry::default();
    /// for function in Functions::new().udfs() {
    ///     registry.scalar_functions.insert(function.name().to_owned(), function);
    /// }
    /// ```
    pub fn udfs(&self) -> [Arc<ScalarUDF>; 3] {
        let engine = Arc::new(Engine {
            templates: Templates::new(self.syntax.clone(), self.kind, self.cache),
            locales: Locales::new(self.default_locale.clone(), self.follows_cldr),
            catalogs: self.catalogs.clone(),
        });
        Function::ALL.map(|function| Arc::new(ScalarUDF::from(Call::new(function, engine.clone()))))
    }

    /// Registers the three functions: with a `SessionContext`, a `SessionState`, or whatever else takes functions.
    ///
    /// # Errors
    ///
    /// If one of the names is taken, or if the registry takes no functions.
    pub fn register(&self, registry: &mut dyn FunctionRegistry) -> Result<()> {
        let functions = self.udfs();
        let taken = registry.udfs();
        if let Some(name) =
            functions.iter().map(|udf| udf.name()).find(|name| taken.contains(*name))
        {
            return Err(DataFusionError::Configuration(format!(
                "there is a function `{name}` already: deregister it first, or register lacuna's only once"
            )));
        }
        for function in functions {
            registry.register_udf(function)?;
        }
        Ok(())
    }
}

impl Default for Functions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Functions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Functions")
            .field("syntax", &self.syntax)
            .field("kind", &self.kind)
            .field("default_locale", &self.default_locale)
            .field("cache", &self.cache)
            .finish_non_exhaustive()
    }
}
