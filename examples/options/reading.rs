//! How templates are read.

use clap::{Args, ValueEnum};
use lacuna::{Layout, Syntax};

use super::Fault;

#[allow(clippy::struct_excessive_bools, reason = "they are as independent as they look")]
#[derive(Args, Debug)]
pub(crate) struct Reading {
    /// Where defaults and translations live in the data
    #[arg(long, value_enum, default_value_t = LayoutName::Metadata)]
    layout: LayoutName,
    /// Print nothing for a placeholder that is the default of another one
    #[arg(long)]
    paired_defaults: bool,
    /// Drop lines on which only separators are left
    #[arg(long)]
    drop_hollow_lines: bool,
    /// Take an empty or blank value for a gap
    #[arg(long)]
    blank_is_gap: bool,
    /// Let defaults and translations of the page hold placeholders themselves
    #[arg(long)]
    expand: bool,
    /// First keys that every path begins with: what has none of them stays text, with a warning
    #[arg(long, value_name = "NAME,NAME", value_delimiter = ',')]
    roots: Vec<String>,
    /// Leave what is malformed as text, with a warning
    #[arg(long)]
    lenient: bool,
    /// Opening delimiter [default: `[[`]
    #[arg(long, value_name = "S", requires = "close", allow_hyphen_values = true)]
    open: Option<String>,
    /// Closing delimiter [default: `]]`]
    #[arg(long, value_name = "S", requires = "open", allow_hyphen_values = true)]
    close: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LayoutName {
    /// `data.*.value`, else `metadata.defaultData.*`; translations in `metadata.translations`
    Metadata,
    /// No defaults and no translations
    Plain,
}

impl Reading {
    /// Whether a finished page can show a path that is known to be one.
    pub(crate) fn knows_roots(&self) -> bool {
        !self.roots.is_empty() || matches!(self.layout, LayoutName::Metadata)
    }

    pub(crate) fn syntax(&self) -> Result<Syntax, Fault> {
        let layout = match self.layout {
            LayoutName::Metadata => Layout::metadata(),
            LayoutName::Plain => Layout::plain(),
        }
        .paired_defaults(self.paired_defaults)
        .drop_hollow_lines(self.drop_hollow_lines)
        .blank_is_gap(self.blank_is_gap)
        .expand(self.expand);
        let mut syntax = Syntax::new().layout(layout).lenient(self.lenient);
        if let (Some(open), Some(close)) = (&self.open, &self.close) {
            syntax = syntax.delimiters(open, close)?;
        }
        if !self.roots.is_empty() {
            syntax = syntax.roots(self.roots.iter().map(|root| root.trim()))?;
        }
        Ok(syntax)
    }
}
