//! What stands behind a `|`: the built-in filters and those that users register.
//!
//! Knows values and literals, neither templates nor where a value came from.

mod builtin;

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

pub(crate) use self::builtin::Builtin;
use crate::error::{Error, ErrorKind};
use crate::locale::NumberFormat;
use crate::path::is_name_char;
use crate::value::{Datum, Literal};

/// A user's filter: a value and the arguments in, a text or an error message out.
pub(crate) type Own = dyn Fn(&Datum<'_>, &[Literal]) -> Result<String, String> + Send + Sync;

/// One filter, found by its name when the template was parsed.
#[derive(Clone)]
pub(crate) enum Filter {
    Builtin(Builtin),
    Own(Arc<str>, Arc<Own>),
}

impl Filter {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Builtin(builtin) => builtin.name(),
            Self::Own(name, _) => name,
        }
    }

    /// Whether the filter can work with these arguments, as far as that is known beforehand.
    pub(crate) fn check(&self, arguments: &[Literal]) -> Result<(), String> {
        match self {
            Self::Builtin(builtin) => builtin.check(arguments),
            Self::Own(..) => Ok(()),
        }
    }

    /// Whether it writes numbers as the language does.
    pub(crate) const fn writes_numbers(&self) -> bool {
        matches!(self, Self::Builtin(Builtin::Number))
    }

    /// The text that leaves the filter; no built-in one makes more than `most` bytes.
    pub(crate) fn apply(
        &self,
        value: &Datum<'_>,
        arguments: &[Literal],
        most: usize,
        numbers: Option<&NumberFormat>,
    ) -> Result<Datum<'static>, String> {
        let text = match self {
            Self::Builtin(builtin) => builtin.apply(value, arguments, most, numbers)?,
            Self::Own(name, own) => {
                own(value, arguments).map_err(|message| format!("`{name}`: {message}"))?
            }
        };
        Ok(Datum::Text(text.into()))
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// All filters of a syntax; cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Filters {
    /// None until the first is registered, so that a plain syntax allocates nothing.
    own: Option<Arc<IndexMap<Arc<str>, Arc<Own>>>>,
}

impl Filters {
    pub(crate) const fn new() -> Self {
        Self { own: None }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Filter> {
        if let Some(builtin) = Builtin::named(name) {
            return Some(Filter::Builtin(builtin));
        }
        let (name, own) = self.own.as_ref()?.get_key_value(name)?;
        Some(Filter::Own(Arc::clone(name), Arc::clone(own)))
    }

    pub(crate) fn add(&mut self, name: &str, own: Arc<Own>) -> Result<(), Error> {
        let refuse =
            |reason| Err(Error::nowhere(ErrorKind::FilterName { name: name.to_owned(), reason }));
        if name.is_empty() || !name.chars().all(is_name_char) {
            return refuse(
                "a name holds no white space, quotes or ASCII punctuation but `_`, `-`, `$` and `@`",
            );
        }
        if Builtin::named(name).is_some() {
            return refuse("a built-in filter has that name");
        }
        let registered = Arc::make_mut(self.own.get_or_insert_default());
        if registered.contains_key(name) {
            return refuse("a filter of that name is registered already");
        }
        registered.insert(name.into(), own);
        Ok(())
    }

    /// Every name, the built-in ones first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let own = self.own.iter().flat_map(|own| own.keys());
        Builtin::ALL.iter().map(|builtin| builtin.name()).chain(own.map(|name| &**name))
    }
}

impl fmt::Debug for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
