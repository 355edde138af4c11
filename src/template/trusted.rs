//! What a program vouches for in the pages that it reads, and which URLs may stand in them.

use std::sync::Arc;

use super::syntax::Syntax;
#[cfg(feature = "html")]
use crate::error::{Error, ErrorKind, HtmlFault};
use crate::escape::{Place, Schemes, Trust};
use crate::path::Path;

/// Paths whose values are vouched for, and the schemes of URLs.
#[derive(Clone, Debug)]
pub(super) struct Trusted {
    paths: Option<Arc<Vec<(Path<'static>, Trust)>>>,
    pub(super) schemes: Schemes,
}

impl Trusted {
    pub(super) const fn none() -> Self {
        Self { paths: None, schemes: Schemes::new() }
    }

    fn at<'t>(&'t self, path: &'t Path<'_>) -> impl Iterator<Item = Trust> + 't {
        let paths = self.paths.iter().flat_map(|paths| paths.iter());
        paths.filter(move |(trusted, _)| trusted == path).map(|(_, trust)| *trust)
    }
}

impl Syntax {
    /// Vouches for whatever the data holds at a path, as being of a kind: see [`Trust`]. In a page
    /// ([`Syntax::html`]) it is then not escaped where such a thing belongs.
    ///
    /// Only a program can do that, never the data. It holds for the very value that stands at the path, in
    /// every layer; a filter makes another one of it, for which nobody vouches.
    ///
    /// # Errors
    ///
    /// If `path` is no path.
    ///
    /// ```
    /// use lacuna::{Context, Syntax, Trust};
    /// use serde_json::json;
    ///
    /// let syntax = Syntax::new().trust("data.bio.value", Trust::Html)?;
    /// let page = syntax.html("<p title='[[ data.bio.value ]]'>[[ data.bio.value ]]</p>")?;
    /// let data = json!({"data": {"bio": {"value": "<b>1815</b>"}}});
    /// assert_eq!(
    ///     page.render(&Context::new(&data))?,
    ///     "<p title='&lt;b&gt;1815&lt;/b&gt;'><b>1815</b></p>"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[cfg(feature = "html")]
    pub fn trust(mut self, path: &str, trust: Trust) -> Result<Self, Error> {
        let parsed = Path::parse(path)?.into_owned();
        let paths = self.trusted.paths.get_or_insert_default();
        Arc::make_mut(paths).push((parsed, trust));
        Ok(self)
    }

    /// Allows a scheme for the URLs that values bring to a page ([`Syntax::html`]), besides `http`,
    /// `https`, `mailto` and `tel`.
    ///
    /// # Errors
    ///
    /// If `scheme` is none, or one whose URLs are programs: `javascript`, `vbscript`, `data`.
    ///
    /// ```
    /// use lacuna::{Context, Syntax};
    /// use serde_json::json;
    ///
    /// let page = Syntax::new().url_scheme("xmpp")?.html(r#"<a href="[[ chat ]]">chat</a>"#)?;
    /// let data = json!({"chat": "xmpp:ada@example.com"});
    /// assert!(page.render(&Context::new(&data))?.contains("xmpp:ada"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[cfg(feature = "html")]
    pub fn url_scheme(mut self, scheme: &str) -> Result<Self, Error> {
        self.trusted.schemes.add(scheme).map_err(|reason| {
            let fault = HtmlFault::Scheme { scheme: scheme.to_owned(), reason };
            Error::nowhere(ErrorKind::Html(fault.into()))
        })?;
        Ok(self)
    }

    /// Whether a program vouches for the values at any path.
    pub(crate) const fn trusts_any(&self) -> bool {
        self.trusted.paths.is_some()
    }

    /// Whether a program vouches for the values at a path at all.
    pub(crate) fn trusts(&self, path: &Path<'_>) -> bool {
        self.trusted.at(path).next().is_some()
    }

    /// Whether it does so as something that belongs to a place.
    pub(crate) fn vouches(&self, path: &Path<'_>, place: Place) -> bool {
        self.trusted.at(path).any(|trust| place.honours(trust))
    }
}
