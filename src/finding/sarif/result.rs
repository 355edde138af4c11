//! Findings as results of SARIF.

use std::collections::HashMap;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::error::Problem;
use crate::finding::uri::uri;
use crate::finding::{Finding, Findings};
use crate::span::{Position, Span};
use crate::visible::visible;

/// The results of a run, made one after the other while they are written.
pub(super) struct Results<'f>(pub(super) &'f Findings);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let codes: Vec<_> = self.0.counts().keys().copied().collect();
        let mut met = HashMap::new();
        let mut out = serializer.serialize_seq(Some(self.0.list().len()))?;
        for finding in self.0 {
            let (code, mark) = (finding.kind().code(), finding.problem().mark());
            let number: &mut usize = met.entry((finding.file(), mark)).or_default();
            *number += 1;
            out.serialize_element(&Found {
                rule_id: code,
                rule_index: codes.binary_search(&code).unwrap_or_default(),
                level: finding.severity().name(),
                message: TextMessage::of_problem(finding.problem()),
                locations: Location::of(finding).into_iter().collect(),
                partial_fingerprints: Fingerprints {
                    finding: format!("{code}:{mark:016x}:{number}"),
                },
            })?;
        }
        out.end()
    }
}

/// A `result`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: TextMessage,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "lacunaFinding/v1")]
    finding: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct TextMessage {
    text: String,
}

impl TextMessage {
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.replace("](", "] (") }
    }

    /// The message, and the way out on a line of its own.
    fn of_problem(problem: &Problem) -> Self {
        let mut text = visible(&problem.kind().to_string());
        if let Some(help) = problem.help() {
            text += "\nway out: ";
            text += &visible(help);
        }
        Self::of(&text)
    }
}

#[derive(Serialize)]
struct Location {
    #[serde(rename = "physicalLocation", skip_serializing_if = "Option::is_none")]
    physical: Option<PhysicalLocation>,
    #[serde(rename = "logicalLocations", skip_serializing_if = "Option::is_none")]
    logical: Option<[LogicalLocation; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<TextMessage>,
}

impl Location {
    /// Where it stands: none for what stands in no text of no file.
    fn of(finding: &Finding) -> Option<Self> {
        let (file, problem) = (finding.file(), finding.problem());
        let region = Region::of(problem);
        let Some(within) = problem.within() else {
            let is_somewhere = file.is_some() || region.is_some();
            let artifact_location = ArtifactLocation::of(file);
            return is_somewhere.then_some(Self {
                physical: Some(PhysicalLocation { artifact_location, region }),
                logical: None,
                message: None,
            });
        };
        let artifact_location = file.map(|file| ArtifactLocation::of(Some(file)));
        let in_string = |Region { start_line, start_column, .. }| {
            format!("line {start_line}, column {start_column} of the string")
        };
        Some(Self {
            // Its lines are those of the string.
            physical: artifact_location
                .map(|artifact_location| PhysicalLocation { artifact_location, region: None }),
            logical: Some([LogicalLocation {
                fully_qualified_name: within.path().to_string(),
                kind: if within.is_key() { "property" } else { "value" },
            }]),
            message: region.map(|region| TextMessage::of(&in_string(region))),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

/// A file, or a text that has no name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ArtifactLocation {
    Uri(String),
    Description(TextMessage),
}

impl ArtifactLocation {
    pub(super) fn of(file: Option<&str>) -> Self {
        match file {
            Some(file) => Self::Uri(uri(file, cfg!(windows))),
            None => Self::Description(TextMessage::of("a text that has no name")),
        }
    }
}

/// Places count from 1, and end behind the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(flatten)]
    bytes: Option<Bytes>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bytes {
    byte_offset: usize,
    byte_length: usize,
}

impl Region {
    fn of(problem: &Problem) -> Option<Self> {
        let (Position { line, column }, end) = (problem.position()?, problem.end_position()?);
        // Spans cannot tell what stands behind the first 4 GiB.
        let span = problem.span().filter(|span| span.end() < Span::MAX);
        Some(Self {
            start_line: line,
            start_column: column,
            end_line: end.line,
            end_column: end.column,
            bytes: span.map(|span| Bytes { byte_offset: span.start(), byte_length: span.len() }),
        })
    }
}

/// A string of a JSON tree.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}
