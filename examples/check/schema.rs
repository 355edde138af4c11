//! The schema of the data, and what it says of templates.

use std::path::PathBuf;

use lacuna::Findings;

use crate::options::{Fault, Filled};

/// The schema, if there is one.
#[derive(Default)]
pub(crate) struct Given {
    #[cfg(feature = "schema")]
    schema: Option<lacuna::Schema>,
}

/// The schema in the first of the files, if there is any; the others are documents that it refers to.
pub(crate) fn schema(files: &[PathBuf]) -> Result<Given, Fault> {
    match files {
        [] => Ok(Given::default()),
        #[cfg(feature = "schema")]
        [first, others @ ..] => Ok(Given { schema: Some(read::read(first, others)?) }),
        #[cfg(not(feature = "schema"))]
        _ => {
            let message = "`--schema` needs the feature `schema`: `cargo run --features schema …`";
            Err(Fault::Usage(message.to_owned()))
        }
    }
}

#[cfg_attr(not(feature = "schema"), allow(clippy::unused_self, reason = "there is none"))]
impl Given {
    /// What there is to say about the schema itself.
    pub(crate) fn findings(&self) -> Findings {
        #[cfg(feature = "schema")]
        if let Some(schema) = &self.schema {
            return schema.findings();
        }
        Findings::default()
    }

    /// What it says of a template.
    pub(crate) fn check(&self, template: &Filled) -> Findings {
        #[cfg(feature = "schema")]
        if let Some(schema) = &self.schema {
            return match template {
                Filled::Text(template) => template.check_schema(schema),
                Filled::Tree(template) => template.check_schema(schema),
            };
        }
        let _ = template;
        Findings::default()
    }
}

#[cfg(feature = "schema")]
mod read {
    use std::path::{Path, PathBuf};

    use lacuna::Schema;
    use serde_json::Value;

    use crate::options::{Fault, is_stdin, json, name};

    pub(super) fn read(first: &Path, others: &[PathBuf]) -> Result<Schema, Fault> {
        if is_stdin(first) || others.iter().any(|file| is_stdin(file)) {
            return Err(Fault::Usage("a schema is read from a file, not from `-`".to_owned()));
        }
        let schema = json(first)?;
        let folder = first.parent().unwrap_or(Path::new(""));
        let document = |file: &PathBuf| Ok((beside(folder, file), json(file)?));
        let documents: Vec<(String, Value)> =
            others.iter().map(document).collect::<Result<_, Fault>>()?;
        let named = documents.iter().map(|(name, document)| (&**name, document));
        let schema = Schema::with_documents(&schema, named).map_err(|error| {
            let of = |(document, _): &(String, Value)| error.name() == Some(document);
            let file = documents.iter().position(of).map_or(first, |row| others[row].as_path());
            error.named(name(file))
        })?;
        Ok(schema.named(name(first)))
    }

    /// The name of a document: its way from the folder of the schema, as a URI writes it.
    fn beside(folder: &Path, file: &Path) -> String {
        let way = file.strip_prefix(folder).ok().or_else(|| file.file_name().map(Path::new));
        let parts = way.unwrap_or(file).iter().map(|part| escaped(&part.to_string_lossy()));
        parts.collect::<Vec<_>>().join("/")
    }

    /// Bytes that cannot stand in the path of a URI (RFC 3986) as `%20`.
    fn escaped(part: &str) -> String {
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=@".contains(&byte);
        let mut out = String::new();
        for byte in part.bytes() {
            match byte {
                byte if is_plain(byte) => out.push(char::from(byte)),
                byte => out.extend(["%", &format!("{byte:02X}")]),
            }
        }
        out
    }
}
