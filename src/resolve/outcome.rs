//! Outcomes as users see them: what became of a placeholder, and what was passed over.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::Reason;
use crate::path::Path;
use crate::value::Kind;
use crate::visible::{one_line, shown, visible};

/// What became of a placeholder. Layers and rules count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// A value of the data.
    Data {
        /// Where it stands.
        path: Path<'a>,
        /// The layer of the context that has it.
        layer: usize,
    },
    /// The default that a rule of the layout gives.
    Default {
        /// Where it stands.
        path: Path<'a>,
        /// The rule.
        rule: usize,
        /// The layer of the context that has it.
        layer: usize,
    },
    /// A translation.
    Translation {
        /// Its key.
        key: Cow<'a, str>,
        /// The locale that answered; none if the page has the text in one language only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        locale: Option<Cow<'a, str>>,
        /// The layer of the context that has it.
        layer: usize,
    },
    /// A string or number of the template.
    Literal,
    /// Nothing but white space, or nothing at all, was found.
    Blank {
        /// Where.
        path: Path<'a>,
        /// The layer of the context.
        layer: usize,
        /// Whether the layout takes that for a gap.
        is_gap: bool,
    },
    /// Nothing is printed, since another placeholder has this one as its default.
    Paired {
        /// The expression of the other.
        with: Cow<'a, str>,
    },
    /// A gap: nothing was found.
    Missing {
        /// Why the first operand gave nothing.
        why: Reason,
    },
    /// A gap: an array or object is no text.
    NotText {
        /// Where it stands, if it came from a path.
        path: Option<Path<'a>>,
        /// The layer of the context that has it.
        layer: usize,
        /// What was found.
        found: Kind,
    },
    /// A value that its place in a page cannot take, such as a `javascript:` URL. A text that does nothing is
    /// printed instead, whatever the policy: it is no gap.
    Refused {
        /// Where it stands, if it came from a path.
        path: Option<Path<'a>>,
        /// The layer of the context that has it.
        layer: usize,
        /// What speaks against it.
        why: Cow<'a, str>,
    },
    /// A filter's error, or a translation that cannot be made. No policy prints it.
    Failed {
        /// What went wrong.
        message: Cow<'a, str>,
    },
}

/// A candidate that was passed over, and why.
///
/// ```
/// use lacuna::{Context, Reason, Rejected, Template};
/// use serde_json::json;
///
/// let template = Template::text("[[ nick || name ]]")?;
/// let data = json!({"nick": "", "name": "Ada"});
/// let context = Context::new(&data);
/// let resolution = template.resolve(&context);
/// let rejected: Vec<Rejected> = resolution.outcomes().next().unwrap().rejected().collect();
/// assert_eq!(rejected[0].operand, "nick");
/// assert_eq!(rejected[0].why, Reason::Empty { path: "nick".into() });
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rejected<'a> {
    /// The operand as written.
    pub operand: Cow<'a, str>,
    /// The path that was looked up, if it is not the operand itself: that of a rule default, or of a
    /// translation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Path<'a>>,
    /// The layer of the context, from 0.
    pub layer: usize,
    /// Why it was passed over.
    #[serde(flatten)]
    pub why: Reason,
}

impl Outcome<'_> {
    /// The same outcome; its path, if it has one, is now cheap to clone.
    pub(crate) fn shared(self) -> Self {
        match self {
            Self::Data { path, layer } => Self::Data { path: path.shared(), layer },
            Self::Default { path, rule, layer } => {
                Self::Default { path: path.shared(), rule, layer }
            }
            Self::Blank { path, layer, is_gap } => {
                Self::Blank { path: path.shared(), layer, is_gap }
            }
            Self::NotText { path, layer, found } => {
                Self::NotText { path: path.map(Path::shared), layer, found }
            }
            Self::Refused { path, layer, why } => {
                Self::Refused { path: path.map(Path::shared), layer, why }
            }
            Self::Translation { .. }
            | Self::Literal
            | Self::Paired { .. }
            | Self::Missing { .. }
            | Self::Failed { .. } => self,
        }
    }

    /// The name of the outcome, as in its serialised form: `data`, `default`, `missing`, …
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Data { .. } => "data",
            Self::Default { .. } => "default",
            Self::Translation { .. } => "translation",
            Self::Literal => "literal",
            Self::Blank { .. } => "blank",
            Self::Paired { .. } => "paired",
            Self::Missing { .. } => "missing",
            Self::NotText { .. } => "not-text",
            Self::Refused { .. } => "refused",
            Self::Failed { .. } => "failed",
        }
    }

    /// The outcome that owns its paths and texts.
    pub fn into_owned(self) -> Outcome<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Data { path, layer } => Outcome::Data { path: path.into_owned(), layer },
            Self::Default { path, rule, layer } => {
                Outcome::Default { path: path.into_owned(), rule, layer }
            }
            Self::Translation { key, locale, layer } => {
                Outcome::Translation { key: owned(key), locale: locale.map(owned), layer }
            }
            Self::Literal => Outcome::Literal,
            Self::Blank { path, layer, is_gap } => {
                Outcome::Blank { path: path.into_owned(), layer, is_gap }
            }
            Self::Paired { with } => Outcome::Paired { with: owned(with) },
            Self::Missing { why } => Outcome::Missing { why },
            Self::NotText { path, layer, found } => {
                Outcome::NotText { path: path.map(Path::into_owned), layer, found }
            }
            Self::Refused { path, layer, why } => {
                Outcome::Refused { path: path.map(Path::into_owned), layer, why: owned(why) }
            }
            Self::Failed { message } => Outcome::Failed { message: owned(message) },
        }
    }
}

impl Rejected<'_> {
    /// The candidate that owns its paths and texts.
    pub fn into_owned(self) -> Rejected<'static> {
        Rejected {
            operand: Cow::Owned(self.operand.into_owned()),
            at: self.at.map(Path::into_owned),
            layer: self.layer,
            why: self.why,
        }
    }
}

impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layered = |f: &mut fmt::Formatter<'_>, layer: usize| match layer {
            0 => Ok(()),
            layer => write!(f, " of layer {layer}"),
        };
        match self {
            Self::Data { path, layer } => {
                write!(f, "data {path}").and_then(|()| layered(f, *layer))
            }
            Self::Default { path, layer, .. } => {
                write!(f, "default {path}").and_then(|()| layered(f, *layer))
            }
            Self::Translation { key, locale, layer } => {
                write!(f, "translation `{}`", shown(key, 60))?;
                if let Some(locale) = locale {
                    write!(f, " in {locale}")?;
                }
                layered(f, *layer)
            }
            Self::Literal => f.write_str("literal"),
            Self::Blank { path, layer, is_gap: false } => {
                write!(f, "blank {path}").and_then(|()| layered(f, *layer))
            }
            Self::Blank { path, is_gap: true, .. } => write!(f, "gap: {path} is blank"),
            Self::Paired { with } => write!(f, "paired with {}", one_line(with, 60)),
            Self::Missing { why } => write!(f, "gap: {why}"),
            Self::NotText { found, .. } => write!(f, "gap: it is {found}, not a text"),
            Self::Refused { why, .. } => write!(f, "refused: {why}"),
            Self::Failed { message } => write!(f, "failed: {}", visible(message)),
        }
    }
}
