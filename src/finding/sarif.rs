//! Findings as SARIF 2.1.0, the format that code hosts and editors read.
//!
//! `rule.rs` has the rules, from the sections of `codes.md`; `result.rs` the findings.

mod result;
mod rule;

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use self::result::{ArtifactLocation, Results, TextMessage};
use self::rule::Rule;
use super::{Findings, Severity};

/// [`Findings`] as a log in the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS): see
/// [`Findings::sarif`].
///
/// ```
/// use lacuna::{Sarif, Severity};
///
/// let findings = lacuna::audit("Dear [[data.name]],").named("letter.html");
/// let log: Sarif = findings.sarif().notification(Severity::Error, Some("old.doc"), "it is no text");
/// let log = serde_json::json!(log);
/// assert_eq!(log["runs"][0]["results"][0]["ruleId"], "leftover");
/// assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
/// ```
#[derive(Clone, Debug)]
pub struct Sarif<'f> {
    findings: &'f Findings,
    notifications: Vec<Notification>,
}

impl Findings {
    /// The same as SARIF 2.1.0: `serde_json::to_writer` writes it, one finding after the other.
    ///
    /// Rules are the codes that occur, explained as [`explain`](crate::explain) does. Columns count code points,
    /// as everywhere in this crate. A file is named by a URI, relative if its name is. What stands in a string of a
    /// JSON tree has a logical location, since its lines are those of the string and not those of the file. What was
    /// not kept is told by a notification, and all counts stand in `properties`.
    ///
    /// Fingerprints (`lacunaFinding/v1`) tell a finding of one version of a file from those of another: the code,
    /// a hash, and which one it is among the same in its file. The hash is FNV-1a of 64 bits over the code, the
    /// string of a tree, and a hash of the text at fault; so lines that come and go elsewhere change nothing.
    ///
    /// Messages are plain text in which braces stand for themselves, as tools in use read them; a space parts
    /// `](`, with which a link would begin.
    ///
    /// ```
    /// let findings = lacuna::audit("Grüße, [[data.name]],").named("letters/für alle.html");
    /// let mut log = Vec::new();
    /// serde_json::to_writer(&mut log, &findings.sarif())?;
    /// let log: serde_json::Value = serde_json::from_slice(&log)?;
    /// let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    /// assert_eq!(place["artifactLocation"]["uri"], "letters/f%C3%BCr%20alle.html");
    /// assert_eq!((&place["region"]["startColumn"], &place["region"]["endColumn"]), (&8.into(), &21.into()));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub const fn sarif(&self) -> Sarif<'_> {
        Sarif { findings: self, notifications: Vec::new() }
    }
}

impl Sarif<'_> {
    /// Tells something about the run itself too, perhaps of one file. An error says that not everything could be looked at
    /// (`executionSuccessful` is false then).
    #[must_use]
    pub fn notification(
        mut self,
        severity: Severity,
        file: Option<&str>,
        text: impl Into<String>,
    ) -> Self {
        let level = severity.name();
        let locations = file.map(|file| [NotificationLocation::of(file)]);
        let message = TextMessage::of(&text.into());
        self.notifications.push(Notification { level, message, locations });
        self
    }

    /// What is told of those that were not kept.
    fn dropped(&self) -> Option<Notification> {
        let dropped = self.findings.dropped();
        let counts: Vec<_> = dropped.iter().filter(|(_, count)| **count > 0).collect();
        if counts.is_empty() {
            return None;
        }
        let counts: Vec<_> = counts.iter().map(|(code, count)| format!("{count} {code}")).collect();
        let (kept, counts) = (self.findings.list().len(), counts.join(", "));
        let text = format!("only {kept} findings were kept; there are as many more: {counts}");
        let message = TextMessage::of(&text);
        Some(Notification { level: "warning", message, locations: None })
    }
}

/// Something about the run.
#[derive(Clone, Debug, Serialize)]
struct Notification {
    level: &'static str,
    message: TextMessage,
    #[serde(skip_serializing_if = "Option::is_none")]
    locations: Option<[NotificationLocation; 1]>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationLocation {
    physical_location: NotificationPlace,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationPlace {
    artifact_location: ArtifactLocation,
}

impl NotificationLocation {
    fn of(file: &str) -> Self {
        let artifact_location = ArtifactLocation::of(Some(file));
        Self { physical_location: NotificationPlace { artifact_location } }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'s> {
    tool: Tool,
    invocations: [Invocation<'s>; 1],
    column_kind: &'static str,
    results: Results<'s>,
    properties: Counts<'s>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'s> {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<&'s Notification>,
}

/// Those of all findings, kept or not.
#[derive(Serialize)]
struct Counts<'s> {
    errors: usize,
    notes: usize,
    #[serde(rename = "counts")]
    by_code: &'s BTreeMap<&'static str, usize>,
}

impl Serialize for Sarif<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const SCHEMA: &str = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json";
        let Self { findings, notifications } = self;
        let (dropped, version) = (self.dropped(), env!("CARGO_PKG_VERSION"));
        let rules = findings.counts().keys().filter_map(|code| Rule::of(code)).collect();
        let driver = Driver { name: "lacuna", version, semantic_version: version, rules };
        let invocation = Invocation {
            execution_successful: notifications.iter().all(|it| it.level != Severity::Error.name()),
            tool_execution_notifications: dropped.iter().chain(notifications).collect(),
        };
        let counts = Counts {
            errors: findings.errors(),
            notes: findings.notes(),
            by_code: findings.counts(),
        };
        let run = Run {
            tool: Tool { driver },
            invocations: [invocation],
            column_kind: "unicodeCodePoints",
            results: Results(findings),
            properties: counts,
        };
        let mut log = serializer.serialize_struct("Sarif", 3)?;
        log.serialize_field("$schema", SCHEMA)?;
        log.serialize_field("version", "2.1.0")?;
        log.serialize_field("runs", &[run])?;
        log.end()
    }
}
