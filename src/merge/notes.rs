//! What was noted of outputs, counted by expression until somebody looks.

use std::collections::BTreeMap;

use super::merged::{Merged, add};
use crate::render::Note;
use crate::template::{Placeholder, Template};

/// Numbers by template and expression: how often each was answered by a default, how often its value was refused.
#[derive(Debug, Default)]
pub(super) struct Notes {
    defaults: Vec<Vec<u64>>,
    refused: Vec<Vec<u64>>,
}

impl Notes {
    pub(super) fn new<'t>(templates: impl Iterator<Item = &'t Template<'t>>) -> Self {
        let none = |template: &Template<'_>| vec![0; template.tables().expressions.len()];
        let defaults: Vec<_> = templates.map(none).collect();
        Self { refused: defaults.clone(), defaults }
    }

    /// Counts a note of the template with this number.
    pub(super) fn count(&mut self, template: usize, note: Note) {
        let (counts, expression) = match note {
            Note::Default(expression) => (&mut self.defaults, expression),
            Note::Refused(expression) => (&mut self.refused, expression),
        };
        if let Some(count) = counts[template].get_mut(expression as usize) {
            *count += 1;
        }
    }

    /// Moves what was counted to where everybody sees it.
    pub(super) fn tell<'t>(
        &mut self,
        templates: impl Iterator<Item = &'t Template<'t>>,
        merged: &mut Merged,
    ) {
        for (number, template) in templates.enumerate() {
            tell(template, &mut self.defaults[number], &mut merged.defaults);
            tell(template, &mut self.refused[number], &mut merged.refused);
        }
    }
}

fn tell(template: &Template<'_>, counts: &mut [u64], told: &mut BTreeMap<String, u64>) {
    if counts.iter().all(|count| *count == 0) {
        return;
    }
    for row in &template.tables().placeholders {
        let count = std::mem::take(&mut counts[row.expression as usize]);
        if count > 0 {
            add(told, Placeholder::new(template, *row).expression(), count);
        }
    }
}
