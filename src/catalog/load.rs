//! Takes a catalog in, or says what is wrong with it as a whole.

use std::sync::Arc;

use serde_json::Deserializer;

use super::Catalogs;
use super::locale::Table;
use super::read::{Child, Reader};
use super::source::{Catalog, Json};
use crate::error::{CatalogFault, Error, ErrorKind};
use crate::json;
use crate::locale::Available;
use crate::path::JSON_DEPTH;
use crate::span::Span;

impl Catalogs {
    pub(super) fn load(&mut self, tag: &str, catalog: Catalog<'_>) -> Result<(), Error> {
        let Catalog { json, namespace, name } = catalog;
        let number = self.place(tag).map_err(|error| match &name {
            Some(name) => error.named(name),
            None => error,
        })?;
        let name = name.unwrap_or_else(|| {
            namespace.map_or_else(|| tag.to_owned(), |namespace| format!("{tag}/{namespace}"))
        });
        let fault = |fault| Error::nowhere(ErrorKind::Catalog(fault)).named(&*name);
        if let Some((namespace, reason)) = namespace.and_then(namespace_fault) {
            return Err(fault(CatalogFault::Namespace { namespace, reason }));
        }
        let table = Arc::make_mut(&mut self.locales[number]);
        let tables = (Arc::make_mut(&mut self.keys), table);
        let mut reader = Reader::new(tables, &self.manner, self.names.len(), namespace);
        let read = match json {
            Json::Value(value) => reader.read(value).map_err(|error| (error, "")),
            Json::Text(text) => read_text(text, &mut reader).map_err(|error| (error, text)),
        };
        let Reader { findings, is_too_deep, .. } = reader;
        match read {
            Ok(Child::Bare(found)) => return Err(fault(CatalogFault::NotAnObject { found })),
            Ok(_) => {}
            Err((error, _)) if is_too_deep || error.to_string().starts_with(RECURSION) => {
                let kind = ErrorKind::TreeTooDeep { limit: JSON_DEPTH };
                return Err(Error::nowhere(kind).named(name));
            }
            Err((error, text)) => return Err(json_error(&error, text).named(name)),
        }
        if self.is_strict && !findings.is_empty() {
            return match findings.into_problems().into_error() {
                Some(error) => Err(error.named(name)),
                None => Ok(()),
            };
        }
        self.names.push(name.as_str().into());
        if !findings.is_empty() {
            self.findings.append(findings.named(name));
        }
        Ok(())
    }

    /// The number of the locale with that tag, which is made if it is not there.
    fn place(&mut self, text: &str) -> Result<usize, Error> {
        let tag = Available::read(text)?;
        if let Some(other) = self.available.insert(tag.clone()) {
            if other.as_str() != text {
                let (tag, other) = (text.to_owned(), other.as_str().to_owned());
                let fault = CatalogFault::SameLocale { tag, other };
                return Err(Error::nowhere(ErrorKind::Catalog(fault)));
            }
        } else {
            self.locales.push(Arc::new(Table::new(tag.clone())));
        }
        // It is in there now.
        Ok(self.available.position(&tag).unwrap_or_default())
    }
}

/// What speaks against a namespace.
fn namespace_fault(namespace: &str) -> Option<(String, &'static str)> {
    let reason = match namespace {
        "" => "it is empty",
        _ if namespace.contains(':') => "`:` ends it",
        _ => return None,
    };
    Some((namespace.to_owned(), reason))
}

/// How `serde_json` says that a text is nested too deep.
const RECURSION: &str = "recursion limit exceeded";

fn read_text(text: &str, reader: &mut Reader<'_>) -> Result<Child, serde_json::Error> {
    let mut json = Deserializer::from_str(text);
    let child = reader.read(&mut json)?;
    json.end()?;
    Ok(child)
}

/// The error at its place in the text.
fn json_error(error: &serde_json::Error, text: &str) -> Error {
    let (reason, at) = json::place(error, text);
    let kind = ErrorKind::Catalog(CatalogFault::Json { reason });
    Error::at(text, None, kind, Span::new(at, at), None)
}
