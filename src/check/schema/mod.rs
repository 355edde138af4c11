//! What is wrong between a template and the schema of its data, before there is any.
//!
//! `chain.rs` judges an expression, operand by operand, `together.rs` those that share a value, and `gap.rs` what is left if
//! none is sure to answer; `role.rs` says what it can print. Here their remarks get their places.

mod chain;
mod gap;
mod role;
mod together;

use std::collections::{BTreeSet, HashMap};

use self::chain::{Judge, Part, Remark};
use crate::error::{ErrorKind, Problem};
use crate::finding::Findings;
use crate::schema::{Schema, Walk};
use crate::span::{Locator, Span};
use crate::template::{Placeholder, Template, TreeTemplate};

impl Template<'_> {
    /// What the schema of the data says about the paths of the template, whatever the data: paths that cannot
    /// exist, that may be missing, null or blank while no other operand and no rule default is sure to answer, that are
    /// arrays or objects where a text is needed; and operands that can never be reached.
    ///
    /// Operands are judged together: of `a || b` one is sure to answer if each branch of the schema requires one of them.
    /// A path *cannot exist* and an operand is *never reached* only if that is so for every document that passes. A rule default
    /// counts as an answer where the schema requires it, as a text that is not blank, a number or a boolean. Translations are taken for answers, but not for sure ones; the
    /// arguments of `t(…)` are judged too. Costs a walk over the schemas of each path, each step once.
    ///
    /// ```
    /// use lacuna::{Schema, Template};
    /// use serde_json::json;
    ///
    /// let schema = Schema::new(&json!({
    ///     "type": "object",
    ///     "properties": {"name": {"type": ["string", "null"]}, "tags": {"type": "array"}, "id": {"type": "integer"}},
    ///     "required": ["name", "tags", "id"],
    /// }))?;
    /// let template = Template::text("[[ name ]] [[ tags ]] [[ id || 'none' ]] [[ name || 'friend' ]]")?;
    /// let told: Vec<_> = template.check_schema(&schema).iter().map(ToString::to_string).collect();
    /// assert_eq!(told, [
    ///     "1:4: error[may-be-missing]: `name` may be missing: it may be null or blank",
    ///     "1:15: error[container-path]: `tags` is an array, and a text is needed",
    ///     "1:32: note[unreachable-operand]: `'none'` can never be reached: `id` always answers",
    /// ]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn check_schema(&self, schema: &Schema) -> Findings {
        let mut findings = Findings::default();
        judge(self, &mut Walk::new(schema), self.limits().problem_count(), &mut findings);
        findings.named_if(self.name())
    }
}

impl TreeTemplate {
    /// The same of the strings of a JSON tree: one that is a placeholder and nothing else may be an array or object.
    ///
    /// ```
    /// use lacuna::{Schema, Syntax};
    /// use serde_json::json;
    ///
    /// let schema = Schema::new(&json!({"properties": {"tags": {"type": "array", "minItems": 1}}, "required": ["tags"], "type": "object"}))?;
    /// let template = Syntax::new().tree(json!({"tags": "[[ tags ]]", "title": "Tags: [[ tags ]]"}))?.named("app.json");
    /// let findings = template.check_schema(&schema);
    /// assert_eq!(
    ///     findings.list()[0].to_string(),
    ///     "app.json:title:1:10: error[container-path]: `tags` is an array, and a text is needed"
    /// );
    /// assert_eq!(findings.errors(), 1);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn check_schema(&self, schema: &Schema) -> Findings {
        let (mut findings, mut walk) = (Findings::default(), Walk::new(schema));
        for string in self.strings() {
            judge(string, &mut walk, self.limits().problem_count(), &mut findings);
        }
        findings.named_if(self.name())
    }
}

/// Adds what is wrong with each placeholder; an expression is judged once, and told wherever it stands.
fn judge(template: &Template<'_>, walk: &mut Walk<'_>, limit: usize, findings: &mut Findings) {
    let tables = template.tables();
    // What is printed only beside a value that is a gap is told there.
    let paired: BTreeSet<u32> = tables.pairs.iter().map(|pair| pair.default).collect();
    let mut judged: HashMap<u32, Vec<Remark>> = HashMap::new();
    let mut locator = Locator::new(template.source());
    for (placeholder, row) in template.placeholders().zip(&tables.placeholders) {
        let remarks = judged.entry(row.expression).or_insert_with(|| {
            let expression = &tables.expressions[row.expression as usize];
            let is_paired = paired.contains(&row.expression);
            Judge::new(template, walk).expression(expression, is_paired)
        });
        let place = |remark| (span(&placeholder, template, remark), remark);
        let mut remarks: Vec<(Span, &Remark)> = remarks.iter().map(place).collect();
        remarks.sort_by_key(|(span, _)| span.start());
        for (span, remark) in remarks {
            findings.push_with(limit, |is_drawn| {
                let kind = ErrorKind::Schema(Box::new(remark.fault.clone()));
                let mut problem =
                    Problem::at(&mut locator, kind, span, remark.help.clone(), is_drawn);
                problem.suggest(remark.meant.clone());
                problem.within_string(template.within())
            });
        }
    }
}

/// What a remark is about, in this placeholder.
fn span(placeholder: &Placeholder<'_>, template: &Template<'_>, remark: &Remark) -> Span {
    let operands = &template.tables().operands;
    match remark.part {
        Part::Segment(row, segment) => placeholder.segment_span(&operands[row], segment),
        Part::Operand(row) => placeholder.operand_span(&operands[row]),
        Part::Operands(first, last) => {
            let (first, last) = (&operands[first], &operands[last]);
            let start = placeholder.operand_span(first).start();
            Span::new(start, placeholder.operand_span(last).end())
        }
    }
}
