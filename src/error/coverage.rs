//! What can be wrong between templates and catalogs.

use thiserror::Error;

use super::WIDTH;
use super::clause::listed;
use crate::visible::shown;

/// What is wrong between templates and the messages that they use; `Display` is the message.
///
/// ```
/// use lacuna::{Catalogs, CoverageFault, ErrorKind, LocaleChain, MessageUses, Template};
///
/// let letter = Template::text("[[ t('helo') ]]")?;
/// let catalogs = Catalogs::new().add("en", &serde_json::json!({"hello": "Hello"}))?;
/// let mut uses = MessageUses::new();
/// uses.add(&letter);
/// let coverage = uses.coverage(&catalogs, &[LocaleChain::lookup(["en"])?]);
/// let ErrorKind::Coverage(fault) = coverage.findings().list()[0].kind() else { panic!() };
/// assert!(matches!(**fault, CoverageFault::MissingMessage { .. }));
/// assert_eq!(fault.code(), "missing-message");
/// assert_eq!(fault.to_string(), "there is no message `helo` for en");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CoverageFault {
    /// A message that a template uses, and no locale of a chain has.
    #[error("there is no message `{}` for {}", shown(key, WIDTH), listed(locales))]
    MissingMessage {
        /// The key, with its context behind it.
        key: String,
        /// The first locales of those chains.
        locales: Vec<String>,
    },
    /// A message that no locale of a chain has, where every template has something else to print: only a
    /// note.
    #[error(
        "there is no message `{}` for {}, and something else is printed",
        shown(key, WIDTH),
        listed(locales)
    )]
    OptionalMessage {
        /// The key, with its context behind it.
        key: String,
        /// The first locales of those chains.
        locales: Vec<String>,
    },
    /// Messages that ask for each other without an end, or too often.
    #[error(
        "messages stand within messages too deep in {}, or in a circle: {}",
        shown(locale, WIDTH),
        listed_way(way)
    )]
    EndlessMessage {
        /// The keys, each asks for the next.
        way: Vec<String>,
        /// The first locale of the chain.
        locale: String,
    },
    /// A message that only the default locale has, or only it can print: only a note.
    #[error(
        "the default {} answers for the message `{}` in {}",
        shown(default, WIDTH),
        shown(key, WIDTH),
        listed(locales)
    )]
    DefaultLocale {
        /// The key, with its context behind it.
        key: String,
        /// The locales that were asked for.
        locales: Vec<String>,
        /// The locale that answers.
        default: String,
    },
    /// Plural forms that lack a category of the language.
    #[error(
        "the {} forms of `{}` lack what {} needs: {}",
        if *is_ordinal { "ordinal" } else { "plural" },
        shown(key, WIDTH),
        shown(locale, WIDTH),
        listed(categories)
    )]
    MissingForms {
        /// The key of all forms, with its context behind it.
        key: String,
        /// Whether they are for ordinals.
        is_ordinal: bool,
        /// The locale.
        locale: String,
        /// The names of the categories.
        categories: Vec<&'static str>,
    },
    /// A message whose placeholders are not those of the same message in another locale.
    #[error(
        "the placeholders of `{}` in {} are not those in {}: {}",
        shown(key, WIDTH),
        shown(locale, WIDTH),
        shown(other, WIDTH),
        differing(lacks, adds)
    )]
    DifferentPlaceholders {
        /// The key of all forms, with its context behind it.
        key: String,
        /// The locale.
        locale: String,
        /// The locale that it is compared with.
        other: String,
        /// The paths that it lacks.
        lacks: Vec<String>,
        /// The paths that only it has.
        adds: Vec<String>,
    },
    /// A name in a message that its use does not give, and that no template reads from the page.
    #[error(
        "the message `{}` in {} has a placeholder `{}`, which nothing gives it here",
        shown(key, WIDTH),
        listed(locales),
        shown(name, WIDTH)
    )]
    MissingArgument {
        /// The key, with its context behind it.
        key: String,
        /// The name.
        name: String,
        /// The locales that have the placeholder.
        locales: Vec<String>,
    },
    /// An argument that no message has a placeholder for: only a note.
    #[error("no message `{}` uses the argument `{}`", shown(key, WIDTH), shown(name, WIDTH))]
    UnusedArgument {
        /// The key.
        key: String,
        /// The name of the argument.
        name: String,
    },
    /// A message that no template uses: only a note.
    #[error("no template uses the message `{}` ({})", shown(key, WIDTH), listed(locales))]
    UnusedMessage {
        /// The key.
        key: String,
        /// The locales that have it.
        locales: Vec<String>,
    },
}

impl CoverageFault {
    /// A name of the fault that does not change: for tools and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingMessage { .. } => "missing-message",
            Self::OptionalMessage { .. } => "optional-message",
            Self::EndlessMessage { .. } => "endless-message",
            Self::DefaultLocale { .. } => "default-locale",
            Self::MissingForms { .. } => "missing-plural-form",
            Self::DifferentPlaceholders { .. } => "different-placeholders",
            Self::MissingArgument { .. } => "missing-argument",
            Self::UnusedArgument { .. } => "unused-argument",
            Self::UnusedMessage { .. } => "unused-message",
        }
    }
}

fn listed_way(way: &[String]) -> String {
    let keys: Vec<_> = way.iter().map(|key| format!("`{}`", shown(key, WIDTH))).collect();
    keys.join(" → ")
}

fn differing(lacks: &[String], adds: &[String]) -> String {
    let quoted =
        |paths: &[String]| paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>();
    let clause = |verb: &str, paths: &[String]| {
        (!paths.is_empty()).then(|| format!("{verb} {}", listed(&quoted(paths))))
    };
    let clauses: Vec<_> =
        clause("it lacks", lacks).into_iter().chain(clause("only it has", adds)).collect();
    clauses.join(", ")
}
