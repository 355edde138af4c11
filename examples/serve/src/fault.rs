//! What is wrong with a file, or with the folder, for the person who can mend it.

use std::fmt;
use std::time::SystemTime;

use lacuna::{Error, Findings};

/// What is wrong, in one line and drawn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Told {
    /// One line, with the place.
    pub line: String,
    /// The same with the line of the file, a caret and the way out, if there is a place.
    pub picture: String,
}

impl Told {
    /// What needs no picture.
    pub fn line(line: impl Into<String>) -> Self {
        let line = line.into();
        Self { picture: line.clone(), line }
    }

    /// The first of the findings, and all of them drawn.
    pub fn findings(findings: &Findings) -> Self {
        let first = findings.list().first().map(ToString::to_string);
        Self {
            line: first.unwrap_or_default(),
            picture: format!("{findings:#}").trim_end().to_owned(),
        }
    }
}

impl From<Error> for Told {
    fn from(error: Error) -> Self {
        Self { line: error.to_string(), picture: format!("{error:#}") }
    }
}

/// What is wrong with a file, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the file in the folder.
    pub file: String,
    /// What is wrong with it.
    pub told: Told,
    /// When it was first seen to be broken; it has not been whole since.
    pub since: SystemTime,
}

impl Fault {
    /// What is wrong from now on.
    pub fn now(file: impl Into<String>, told: Told) -> Self {
        Self { file: file.into(), told, since: SystemTime::now() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told.line)
    }
}
