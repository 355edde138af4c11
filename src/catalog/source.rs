//! A catalog as it is given: JSON, with a name and perhaps a namespace.

use serde_json::Value;

/// The messages of one locale, or of one namespace of it, as JSON: for
/// [`Catalogs::add`](crate::Catalogs::add).
///
/// ```
/// use lacuna::{Catalog, Catalogs};
///
/// let text = r#"{"cart": {"empty": "Ihr Korb ist leer."}}"#; // of locales/de/shop.json
/// let catalog = Catalog::json(text).namespace("shop").named("locales/de/shop.json");
/// let catalogs = Catalogs::new().add("de", catalog)?;
/// assert_eq!(catalogs.message("de", "shop:cart.empty"), Some("Ihr Korb ist leer."));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Catalog<'c> {
    pub(super) json: Json<'c>,
    pub(super) namespace: Option<&'c str>,
    pub(super) name: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Json<'c> {
    Value(&'c Value),
    Text(&'c str),
}

impl<'c> Catalog<'c> {
    /// From the text of a JSON file. It is read when it is added, without a tree between: faster
    /// than from a `Value`, and a key that stands in one object twice is noticed.
    ///
    /// ```
    /// use lacuna::{Catalog, Catalogs};
    ///
    /// let error = Catalogs::new().add("de", Catalog::json("{\"a\": \"b\"")).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "de:1:9: the catalog is no JSON: EOF while parsing an object"
    /// );
    /// ```
    pub const fn json(text: &'c str) -> Self {
        Self { json: Json::Text(text), namespace: None, name: None }
    }

    /// The namespace that its keys are asked for with: `t('shop:cart.empty')`.
    ///
    /// ```
    /// use lacuna::{Catalog, Catalogs};
    /// use serde_json::json;
    ///
    /// let messages = json!({"hi": "Hallo"});
    /// let catalogs = Catalogs::new().add("de", Catalog::from(&messages).namespace("page"))?;
    /// assert_eq!(catalogs.message("de", "page:hi"), Some("Hallo"));
    /// assert_eq!(catalogs.message("de", "hi"), None);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn namespace(mut self, namespace: &'c str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    /// The name of its file, for findings and errors; without one they have the tag, and the
    /// namespace if there is one: `de/shop`.
    ///
    /// ```
    /// use lacuna::{Catalog, Catalogs};
    ///
    /// let error = Catalogs::new().add("de", Catalog::json("[]").named("de.json")).unwrap_err();
    /// assert_eq!(error.to_string(), "de.json: a catalog is an object, this is an array");
    /// ```
    #[must_use]
    pub fn named(mut self, file: impl Into<String>) -> Self {
        self.name = Some(file.into());
        self
    }
}

impl<'c> From<&'c Value> for Catalog<'c> {
    fn from(value: &'c Value) -> Self {
        Self { json: Json::Value(value), namespace: None, name: None }
    }
}
