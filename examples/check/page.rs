//! One page: opened, read, judged.

use std::io::Read;

use lacuna::{Context, Findings, Path, Survey, Syntax, Tally};
use serde_json::Value;

use crate::options::{Filled, Options, Page, Stopped, parse_json};
use crate::progress::Progress;

impl Filled {
    pub(crate) fn findings(&self, context: &Context<'_>) -> Findings {
        match self {
            Self::Text(template) => template.resolve(context).findings(),
            Self::Tree(template) => template.resolve(context).findings(),
        }
    }

    pub(crate) fn survey(&self, context: &Context<'_>, survey: &mut Survey) {
        match self {
            Self::Text(template) => survey.add(&template.resolve(context)),
            Self::Tree(template) => survey.add_tree(&template.resolve(context)),
        }
    }

    pub(crate) fn tally(&self, context: &Context<'_>) -> Tally {
        match self {
            Self::Text(template) => template.resolve(context).tally(),
            Self::Tree(template) => template.resolve(context).tally(),
        }
    }

    pub(crate) fn depends_on_locale(&self) -> bool {
        match self {
            Self::Text(template) => template.depends_on_locale(),
            Self::Tree(template) => template.depends_on_locale(),
        }
    }

    pub(crate) fn paths(&self) -> Vec<Path<'_>> {
        match self {
            Self::Text(template) => template.paths(),
            Self::Tree(template) => template.paths(),
        }
    }
}

/// What is done with a page.
impl Page {
    /// Looks through a finished page, which may be larger than memory.
    pub(crate) fn audit(&self, syntax: &Syntax, progress: &Progress) -> Result<Findings, Stopped> {
        let text = self.watched(progress)?;
        let findings = syntax.audit_reader(text).map_err(|error| self.stopped(&error))?;
        Ok(findings.named(self.name()))
    }

    /// Judges a template; it, too, unless it cannot be read.
    pub(crate) fn check(
        &self,
        syntax: &Syntax,
        options: &Options,
        is_tree: bool,
        progress: &Progress,
    ) -> Result<(Findings, Option<Filled>), Stopped> {
        let mut bytes = Vec::new();
        self.watched(progress)?.read_to_end(&mut bytes).map_err(|error| self.stopped(&error))?;
        let name = self.name();
        let (findings, filled) = match String::from_utf8(bytes) {
            Ok(text) if is_tree => {
                let tree: Value = parse_json(&self.file, &text).map_err(Stopped::Fault)?;
                let findings = syntax.check_tree(&tree);
                let template = syntax.tree(tree).ok();
                (findings, template.map(|template| Filled::Tree(template.named(&*name))))
            }
            Ok(text) => {
                let findings = options.check(syntax, &self.file, &text);
                let template = options.parse(syntax, &self.file, text).ok();
                (findings, template.map(|template| Filled::Text(template.named(&*name))))
            }
            Err(error) => (syntax.check_bytes(error.as_bytes()), None),
        };
        Ok((findings.named(name), filled))
    }

    fn watched<'p>(&self, progress: &'p Progress) -> Result<impl Read + use<'p>, Stopped> {
        Ok(progress.watch(self.reader()?))
    }
}
