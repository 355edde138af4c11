//! One message: its text, read when its catalog is loaded.

use std::sync::{Arc, OnceLock};

use crate::error::ErrorKind;
use crate::path::Path;
use crate::template::{Operand, OperandKind, Syntax, Template};

/// What a catalog has under a key.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// Null, or an empty or blank text: nobody has translated it yet.
    Untranslated,
    /// A text without placeholders.
    Text(Box<str>),
    /// A text with placeholders.
    Filled(Box<Filled>),
    /// What cannot be printed, and why.
    Unusable(Box<ErrorKind>),
}

/// A text with placeholders, which becomes a template when somebody first asks for it: most catalogs
/// have many more messages than a program ever prints, and a template is many times as large.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// What can be read for sure; empty if it has been.
    text: Box<str>,
    syntax: Arc<Syntax>,
    /// Or why it could not be read after all, which would be a fault of ours.
    template: OnceLock<Read>,
    /// The same as markup, for somebody who takes it for that.
    #[cfg(feature = "html")]
    page: OnceLock<Read>,
}

type Read = Result<Box<Template<'static>>, Box<ErrorKind>>;

impl Filled {
    /// A text that [can be read for sure](Syntax::placeholders_at_a_look).
    pub(super) fn later(text: &str, syntax: &Arc<Syntax>) -> Self {
        let (text, syntax) = (text.into(), Arc::clone(syntax));
        Self::with(text, syntax, OnceLock::new())
    }

    pub(super) fn now(template: Template<'static>, syntax: &Arc<Syntax>) -> Self {
        let (text, syntax) = (Box::default(), Arc::clone(syntax));
        Self::with(text, syntax, OnceLock::from(Ok(Box::new(template))))
    }

    const fn with(text: Box<str>, syntax: Arc<Syntax>, template: OnceLock<Read>) -> Self {
        Self {
            text,
            syntax,
            template,
            #[cfg(feature = "html")]
            page: OnceLock::new(),
        }
    }

    pub(crate) fn template(&self) -> Result<&Template<'static>, &ErrorKind> {
        let read = || match self.syntax.text(String::from(&*self.text)) {
            Ok(template) => Ok(Box::new(template)),
            Err(error) => Err(Box::new(error.kind().clone())),
        };
        self.template.get_or_init(read).as_deref().map_err(|why| &**why)
    }

    /// The same as markup, in which each placeholder has its place.
    #[cfg(feature = "html")]
    fn page(&self) -> Result<&Template<'static>, &ErrorKind> {
        let template = self.template()?;
        if template.escape().is_html() {
            return Ok(template);
        }
        let read = || match template.as_page() {
            Ok(template) => Ok(Box::new(template)),
            Err(error) => Err(Box::new(error.kind().clone())),
        };
        self.page.get_or_init(read).as_deref().map_err(|why| &**why)
    }
}

/// A message with its key, which has its namespace before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<'c> {
    pub(crate) key: &'c str,
    pub(crate) body: &'c Body,
    /// The number of its catalog.
    pub(super) catalog: usize,
}

impl<'c> Message<'c> {
    /// The text, if there is one to be used.
    pub(crate) fn text(self) -> Option<&'c str> {
        match self.body {
            Body::Text(text) => Some(text),
            Body::Filled(filled) => Some(filled.template().ok()?.source()),
            Body::Untranslated | Body::Unusable(_) => None,
        }
    }

    pub(crate) fn template(self) -> Option<&'c Template<'static>> {
        match self.body {
            Body::Filled(filled) => filled.template().ok(),
            _ => None,
        }
    }

    /// The same for whoever takes it for markup, or why it cannot be.
    #[cfg(feature = "html")]
    pub(crate) fn page(self) -> Option<Result<&'c Template<'static>, &'c ErrorKind>> {
        match self.body {
            Body::Filled(filled) => Some(filled.page()),
            _ => None,
        }
    }

    /// Whether its catalog was declared to be markup.
    pub(crate) fn is_markup(self) -> bool {
        self.template().is_some_and(|template| template.escape().is_html())
    }

    /// The paths that its placeholders name, sorted, each once; an argument is a path too. Without
    /// the defaults of rules.
    pub(crate) fn reads(self) -> Vec<Path<'c>> {
        let operands = self.template().into_iter().flat_map(|template| {
            let operands = template.tables().operands.iter();
            operands.filter_map(|operand| match operand.kind {
                OperandKind::Path(node) | OperandKind::PageText(node) => Some(template.path(node)),
                OperandKind::Translation(_) | OperandKind::Literal(_) => None,
            })
        });
        let mut paths: Vec<_> = operands.collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// The names that stand alone in its placeholders, without anything to print instead: what has to be
    /// given to it, or stand at the root of the page.
    pub(crate) fn needs(self) -> Vec<&'c str> {
        let Some(template) = self.template() else { return Vec::new() };
        let alone = template.tables().expressions.iter().filter_map(|expression| {
            match template.operands(expression.chain) {
                [Operand { kind: OperandKind::Path(node), .. }] => {
                    template.tables().paths.name(template.source(), *node)
                }
                _ => None,
            }
        });
        alone.collect()
    }
}
