//! Findings as JSON.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::{Finding, Findings, Severity};
use crate::error::Problem;

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'f> {
            #[serde(skip_serializing_if = "Option::is_none")]
            file: Option<&'f str>,
            severity: Severity,
            #[serde(flatten)]
            problem: &'f Problem,
        }
        let told = Told { file: self.file(), severity: self.severity(), problem: &self.problem };
        told.serialize(serializer)
    }
}

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Findings", 4)?;
        out.serialize_field("findings", &self.list)?;
        out.serialize_field("errors", &self.errors)?;
        out.serialize_field("notes", &self.notes)?;
        out.serialize_field("counts", &self.counts)?;
        out.end()
    }
}
