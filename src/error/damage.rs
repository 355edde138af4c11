//! What editors and mail programs do to placeholders.

use serde::{Deserialize, Serialize};

/// What was done to a placeholder on its way through an editor, a mail program or a translator.
///
/// ```
/// use lacuna::{Damage, ErrorKind};
///
/// let findings = lacuna::audit("Dear [[ data.<b>name</b>.value ]],");
/// let ErrorKind::Damaged { damage, found } = findings.list()[0].kind() else { panic!() };
/// assert_eq!((damage, &**found), (&Damage::Markup, "<b>"));
/// assert_eq!(damage.code(), "markup");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Damage {
    /// `[[ data.<b>name</b> ]]`: a tag, from formatting a part of it.
    Markup,
    /// `[[ data.name || ‘you’ ]]`.
    CurlyQuotes,
    /// A space at which no line breaks, or another unusual one.
    UnusualSpace,
    /// A character that cannot be seen, such as a zero-width space.
    Invisible,
    /// `&#91;&#91; data.name ]]`, `[[&nbsp;data.name ]]`: a character reference of HTML.
    Entity,
    /// `[data.name]`, `[[ data.name ]`.
    SingleBracket,
    /// `[ [ data.name ] ]`.
    SpacedDelimiter,
    /// `\[\[ data.name \]\]`: what converters to Markdown write.
    EscapedDelimiter,
    /// `]] data.name [[`.
    SwappedDelimiters,
    /// `［［ data.name ］］`: what input methods for Chinese and Japanese write.
    WideBrackets,
}

impl Damage {
    /// A name of the damage that does not change: for tools and tests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::CurlyQuotes => "curly-quotes",
            Self::UnusualSpace => "unusual-space",
            Self::Invisible => "invisible",
            Self::Entity => "entity",
            Self::SingleBracket => "single-bracket",
            Self::SpacedDelimiter => "spaced-delimiter",
            Self::EscapedDelimiter => "escaped-delimiter",
            Self::SwappedDelimiters => "swapped-delimiters",
            Self::WideBrackets => "wide-brackets",
        }
    }

    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::Markup => "markup stands inside a placeholder",
            Self::CurlyQuotes => "a placeholder has a curly quote",
            Self::UnusualSpace => "a placeholder has an unusual space",
            Self::Invisible => "a placeholder has an invisible character",
            Self::Entity => "a placeholder is written with a character reference of HTML",
            Self::SingleBracket => "half of a delimiter is missing",
            Self::SpacedDelimiter => "a delimiter is torn apart",
            Self::EscapedDelimiter => "a delimiter has backslashes",
            Self::SwappedDelimiters => "the delimiters are swapped",
            Self::WideBrackets => "a delimiter has full-width brackets",
        }
    }

    /// How it came about, and what to do against that.
    pub(crate) const fn way_out(self) -> &'static str {
        match self {
            Self::Markup => "clear the formatting inside it",
            Self::CurlyQuotes => "switch off smart quotes",
            Self::UnusualSpace => "type a plain space, or none",
            Self::Invisible => "delete the character, or type the placeholder anew",
            Self::Entity => "write plain characters, in the source view of the editor",
            Self::SingleBracket => "write every bracket twice",
            Self::SpacedDelimiter => "leave nothing between the two brackets",
            Self::EscapedDelimiter => "let the converter leave brackets as they are",
            Self::SwappedDelimiters => "exchange them",
            Self::WideBrackets => "type them without the input method",
        }
    }
}
