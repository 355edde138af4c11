//! Arguments: what a template gives a message that has no use for it, and what a message needs and is not given.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};

use super::told::Told;
use super::uses::{MessageUses, Site};
use super::wanted::{Message, Wanted};
use crate::error::CoverageFault;
use crate::nearest::nearest;
use crate::span::Span;
use crate::template::{CONTEXT, COUNT, ORDINAL};

impl Told<'_> {
    /// Arguments that no message has a use for, and names that messages need and are not given, where
    /// templates ask for them.
    pub(super) fn arguments(&mut self, uses: &MessageUses<'_>, wanted: &Wanted<'_>) {
        let read = read_by(uses);
        // A context that is not known makes several messages of one place.
        let mut told = HashSet::new();
        for (number, message) in wanted.all.iter().enumerate() {
            if message.sites.is_empty() || !wanted.has(message) {
                continue;
            }
            let names = OnceCell::new();
            let needed = wanted.needed_names(number);
            for site in &message.sites {
                let place = (site.template, site.span.start());
                if told.insert(place) && !site.arguments.is_empty() {
                    let names = names.get_or_init(|| wanted.used_names(message));
                    let unused = site.arguments.iter().filter(|(name, _)| !names.contains(*name));
                    for (name, span) in unused {
                        self.unused_argument(message, name, (site, *span));
                    }
                }
                let lacks =
                    needed.iter().filter(|(name, _)| !site.gives(name) && !read.contains(**name));
                for (name, locales) in lacks {
                    self.missing_argument(message, name, (site, locales));
                }
            }
        }
    }

    fn unused_argument(
        &mut self,
        message: &Message<'_>,
        name: &str,
        (site, span): (&Site<'_>, Span),
    ) {
        let help = match name {
            CONTEXT => {
                "no language has the message for that context: leave it out, or add it".to_owned()
            }
            COUNT | ORDINAL => {
                format!(
                    "the message is the same for all numbers: leave it out, or write `{name}` into it"
                )
            }
            _ => format!("leave it out, or write a placeholder for it into the message: `{name}`"),
        };
        let (key, name) = (message.key.to_string(), name.to_owned());
        let fault = CoverageFault::UnusedArgument { key, name };
        self.at(site, span, (fault, help, None));
    }

    fn missing_argument(
        &mut self,
        message: &Message<'_>,
        name: &str,
        (site, locales): (&Site<'_>, &BTreeSet<usize>),
    ) {
        let given = site.arguments.iter().map(|(name, _)| Cow::Borrowed(*name));
        let help = match nearest(name, given).into_iter().next() {
            Some(near) => format!("did you mean the argument `{near}`? One of the two is misspelt"),
            None => format!("write `{name}: …` into the `t(…)`, or mend the message"),
        };
        let tags = locales.iter().map(|it| self.catalogs.number(*it).tag().as_str().to_owned());
        let fault = CoverageFault::MissingArgument {
            key: message.label.clone(),
            name: name.to_owned(),
            locales: tags.collect(),
        };
        self.at(site, site.span, (fault, help, None));
    }
}

/// The first keys of all paths that templates read themselves: those are in the page.
fn read_by(uses: &MessageUses<'_>) -> HashSet<String> {
    let paths = uses.templates.iter().flat_map(|template| template.paths());
    paths.filter_map(|path| Some(path.segments().first()?.text().into_owned())).collect()
}
