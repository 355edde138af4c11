//! What can be wrong with a change to the text of a template.

use thiserror::Error;

use super::WIDTH;
use crate::visible::one_line;

/// Why a change to the text of a template is refused; `Display` is the message.
///
/// ```
/// use lacuna::{EditFault, ErrorKind, Template};
///
/// let template = Template::text("Dear [[ name ]],")?;
/// let placeholder = template.placeholders().next().unwrap();
/// let mut edit = template.edit();
/// edit.expression(&placeholder, "data.name")?;
/// let error = edit.placeholder(&placeholder, "you").unwrap_err();
/// let ErrorKind::Edit(fault) = error.kind() else { panic!() };
/// assert!(matches!(**fault, EditFault::Overlapping { .. }));
/// assert_eq!(fault.code(), "overlapping-edit");
/// assert_eq!(error.to_string(), "1:6: this change overlaps another one, to `data.name`");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EditFault {
    /// A change to what another one changes too.
    #[error("this change overlaps another one, to `{}`", one_line(other, WIDTH))]
    Overlapping {
        /// What the other one puts there.
        other: String,
    },
    /// A placeholder or path of another template.
    #[error("`{}` stands in another template than the one that is edited", one_line(text, WIDTH))]
    OtherTemplate {
        /// What should be changed, as it is written there.
        text: String,
    },
    /// What would be no placeholder in the place of one, though it can be read.
    #[error("`{}` would be no placeholder here", one_line(text, WIDTH))]
    NoPlaceholder {
        /// The placeholder as it would be written.
        text: String,
    },
}

impl EditFault {
    /// A name of the fault that does not change: for tools and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Overlapping { .. } => "overlapping-edit",
            Self::OtherTemplate { .. } => "other-template",
            Self::NoPlaceholder { .. } => "no-placeholder",
        }
    }
}
