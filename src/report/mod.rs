//! From resolution or rendering to report: what became of every placeholder, as data.
//!
//! Made on request only; it looks up each rejected candidate again.

mod parts;
mod text;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::parts::list;
use crate::escape::HtmlContext;
use crate::path::Within;
use crate::render::{Rendering, TreeRendering};
use crate::resolve::{Outcome, Parts, Rejected, Resolution, TreeResolution};
use crate::span::{Locator, Position, Span};
use crate::template::Placeholder;

/// What became of every placeholder, in the order of the text.
///
/// Data first, for `serde`; `Display` is the compact text form, a line for each placeholder. Borrows from
/// the template; [`into_owned`](Report::into_owned) makes one that does not.
///
/// ```
/// use lacuna::{Context, OnGap, Template};
/// use serde_json::json;
///
/// let template = Template::text("[[ data.name.value ]] & [[ data.role.value ]]")?;
/// let data = json!({
///     "data": {"name": {"value": "Ada"}, "role": {"value": ""}},
///     "metadata": {"defaultData": {"role": "Author"}},
/// });
/// let context = Context::new(&data);
/// let rendering = template.resolve(&context).finish(OnGap::Fail)?;
/// let report = rendering.report();
/// assert_eq!(report.placeholders[1].output, Some(6..12));
/// assert_eq!(report.to_string(), "\
/// 1:1   data.name.value  data data.name.value
/// 1:25  data.role.value  default metadata.defaultData.role, since data.role.value is empty
/// 2 placeholders: 1 data, 1 default
/// ");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report<'a> {
    /// The name of the template, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Cow<'a, str>>,
    /// An entry for every placeholder.
    pub placeholders: Vec<Entry<'a>>,
}

/// What became of one placeholder: an element of [`Report::placeholders`].
///
/// ```
/// use lacuna::{Context, Entry, Template};
/// use serde_json::json;
///
/// let template = Template::text("\n  [[ a || b ]]")?;
/// let data = json!({"b": 1});
/// let context = Context::new(&data);
/// let report = template.resolve(&context).report();
/// let entry: &Entry = &report.placeholders[0];
/// assert_eq!((entry.position.line, entry.position.column), (2, 3));
///
/// // As JSON it is flat; what is absent is left out, here `output`.
/// assert_eq!(json!(entry), json!({
///     "span": {"start": 3, "end": 15}, "line": 2, "column": 3, "expression": "a || b",
///     "outcome": "data", "path": "b", "layer": 0,
///     "rejected": [{"operand": "a", "layer": 0, "reason": "no-key", "parent": "$", "key": "a"}],
/// }));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entry<'a> {
    /// The string of a tree in which it stands; none for a template that is a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
    /// Where it stands, in bytes, delimiters included.
    pub span: Span,
    /// Where it stands, as people count.
    #[serde(flatten)]
    pub position: Position,
    /// What stands between the delimiters, without the white space around it.
    pub expression: Cow<'a, str>,
    /// What a value means where it stands in a page of HTML; none if the template is no page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<HtmlContext>,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome<'a>,
    /// The candidates that were passed over, in the order in which they were tried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Rejected<'a>>,
    /// The bytes of the output that it printed; none if there is no output, or if its line went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Range<usize>>,
    /// Whether it is kept for a second pass: told by [`Resolution::partial_report`] alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
    /// What the text was made of that was found, if it holds placeholders itself
    /// ([`Layout::expand`](crate::Layout::expand)) and no filter followed. Their places are in that
    /// text; under an [`Escape`](crate::Escape) of one's own, unless `safe` leaves it out, they have no
    /// bytes of the output. A report tells as many of them as an error may have problems
    /// ([`Limits::problems`](crate::Limits::problems)); of a text all or none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Entry<'a>>,
}

impl Report<'_> {
    /// The report that owns its paths and texts, and outlives the template.
    pub fn into_owned(self) -> Report<'static> {
        let placeholders = self.placeholders.into_iter().map(Entry::into_owned).collect();
        Report { template: self.template.map(owned), placeholders }
    }

    /// How many placeholders had which outcome, by the outcome's name as in the serialised form.
    ///
    /// ```
    /// # use lacuna::{Context, Report, Template};
    /// let template = Template::text("[[ a ]] [[ b ]] [[ a ]]")?;
    /// let data = serde_json::json!({"a": 1});
    /// let context = Context::new(&data);
    /// let report: Report = template.resolve(&context).report();
    /// assert_eq!((report.counts()["data"], report.counts()["missing"]), (2, 1));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for entry in &self.placeholders {
            *counts.entry(entry.outcome.name()).or_default() += 1;
        }
        counts
    }
}

impl<'a> Resolution<'a> {
    /// What became of every placeholder, without ranges of an output.
    pub fn report(&self) -> Report<'a> {
        let mut left = self.template().limits().problem_count();
        self.report_with(&self.parts(), &mut left)
    }

    /// The report of [`partial`](Self::partial): what became of every placeholder so far, with those
    /// marked that are kept.
    ///
    /// ```
    /// # use lacuna::{Context, Template};
    /// let template = Template::text("[[ day ]] [[ name ]] [[ nick || name ]]")?;
    /// let data = serde_json::json!({"name": "Ada"});
    /// let context = Context::new(&data);
    /// let resolution = template.resolve(&context);
    /// assert_eq!(resolution.partial()?.source(), "[[ day ]] Ada [[ nick || name ]]");
    /// assert_eq!(resolution.partial_report().to_string(), "\
    /// 1:1   day           kept so far: gap: there is no key `day`
    /// 1:11  name          data name
    /// 1:22  nick || name  kept so far: data name, since nick is missing
    /// 3 placeholders: 2 data, 1 missing; 2 kept
    /// ");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn partial_report(&self) -> Report<'a> {
        let mut report = self.report();
        self.mark_kept(&mut report.placeholders);
        report
    }

    fn mark_kept(&self, entries: &mut [Entry<'_>]) {
        self.kept().iter().for_each(|(number, _)| entries[*number].kept = true);
    }

    /// With what texts are made of, as long as there is something left of how much may be told.
    fn report_with(&self, parts: &[Option<Parts>], left: &mut usize) -> Report<'a> {
        let template = self.template();
        let mut locator = Locator::new(template.source());
        // Whatever shares an expression shares what became of it.
        let mut outcomes = vec![None; template.tables().expressions.len()];
        let entries = template.tables().placeholders.iter().map(|row| {
            let (placeholder, number) = (Placeholder::new(template, *row), row.expression);
            let outcome =
                outcomes[number as usize].get_or_insert_with(|| self.outcome(number).shared());
            // Wherever the same text stands, its parts are told again.
            let parts = parts[number as usize].as_ref().filter(|parts| {
                match left.checked_sub(parts.count) {
                    Some(behind) => {
                        *left = behind;
                        true
                    }
                    None => false,
                }
            });
            Entry {
                within: template.within().cloned(),
                span: placeholder.span(),
                position: locator.locate(placeholder.span().start()),
                expression: Cow::Borrowed(placeholder.expression()),
                context: placeholder.html_context(),
                outcome: outcome.clone(),
                rejected: self.rejected(placeholder, number).collect(),
                output: None,
                kept: false,
                parts: Entry::of(parts),
            }
        });
        Report { placeholders: entries.collect(), template: template.name().map(Cow::Borrowed) }
    }
}

impl Entry<'_> {
    /// The entry that owns its paths and texts.
    pub fn into_owned(self) -> Entry<'static> {
        Entry {
            within: self.within,
            span: self.span,
            position: self.position,
            expression: owned(self.expression),
            context: self.context,
            outcome: self.outcome.into_owned(),
            rejected: self.rejected.into_iter().map(Rejected::into_owned).collect(),
            output: self.output,
            kept: self.kept,
            parts: self.parts.into_iter().map(Entry::into_owned).collect(),
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl<'a> Rendering<'a> {
    /// What became of every placeholder, and which bytes of the output it printed.
    pub fn report(&self) -> Report<'a> {
        let mut left = self.resolution().template().limits().problem_count();
        self.report_with(&mut left)
    }

    fn report_with(&self, left: &mut usize) -> Report<'a> {
        let parts = self.resolution().parts();
        let mut report = self.resolution().report_with(&parts, left);
        let entries = &mut report.placeholders;
        self.for_each_range(|number, range| entries[number].output = Some(range));
        for (entry, resolved) in entries.iter_mut().zip(self.resolution().outcomes()) {
            let (Some(range), false) = (&entry.output, entry.parts.is_empty()) else { continue };
            let start = range.start;
            let datum = resolved.answer().held.datum();
            let text = datum.text().unwrap_or_default();
            let escape = self.resolution().template().escape();
            if let Some(mut offsets) = escape.offsets(resolved.at(), text) {
                let parts = list(parts[resolved.number()].as_ref());
                entry.place(parts, &mut |at| start + offsets.at(at));
            }
        }
        report
    }
}

impl<'a> TreeResolution<'a> {
    /// What became of every placeholder of the tree, without ranges.
    ///
    /// ```
    /// # use lacuna::{Context, Syntax};
    /// let template = Syntax::new().tree(serde_json::json!({"a": ["[[ x ]]"]}))?;
    /// let data = serde_json::json!({"x": 1});
    /// let context = Context::new(&data);
    /// let report = template.resolve(&context).report();
    /// assert_eq!(report.to_string(), "a[0]:1:1  x  data x\n1 placeholder: 1 data\n");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn report(&self) -> Report<'a> {
        let mut left = self.template().limits().problem_count();
        let strings = self.strings().iter();
        let strings = strings.map(|string| string.report_with(&string.parts(), &mut left));
        joined(self.template().name(), strings)
    }

    /// The report of [`partial`](Self::partial): see [`Resolution::partial_report`].
    pub fn partial_report(&self) -> Report<'a> {
        let mut report = self.report();
        let mut entries = &mut *report.placeholders;
        for string in self.strings() {
            let own = string.template().tables().placeholders.len();
            let (of_string, rest) = entries.split_at_mut(own);
            string.mark_kept(of_string);
            entries = rest;
        }
        report
    }
}

impl<'a> TreeRendering<'a> {
    /// What became of every placeholder of the tree, and which bytes of its string it printed, if
    /// that came out as a string.
    pub fn report(&self) -> Report<'a> {
        let mut left = self.template().limits().problem_count();
        let strings = self.strings().map(|(string, is_text)| {
            let resolution = string.resolution();
            if is_text {
                string.report_with(&mut left)
            } else {
                resolution.report_with(&resolution.parts(), &mut left)
            }
        });
        joined(self.template().name(), strings)
    }
}

fn joined<'a>(template: Option<&'a str>, strings: impl Iterator<Item = Report<'a>>) -> Report<'a> {
    let placeholders = strings.flat_map(|string| string.placeholders).collect();
    Report { template: template.map(Cow::Borrowed), placeholders }
}
