//! What will be wrong with a page of this data.

use crate::error::{ErrorKind, Problem};
use crate::finding::{DRAWN, Findings};
use crate::resolve::{Outcome, Resolution};
use crate::span::Locator;

impl Resolution<'_> {
    /// What keeps the page from being published (gaps, values of the wrong kind, what failed), and what
    /// is worth a look: placeholders that stay blank, and those that a default answers.
    ///
    /// Costs about what a report does.
    ///
    /// ```
    /// use lacuna::{Context, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::text("[[ data.name.value ]]: [[ data.role.value ]], [[ data.note ]] [[ data.mial ]]")?;
    /// let data = json!({
    ///     "data": {"name": {"value": "Ada"}, "role": {"value": ""}, "note": "", "mail": "ada@hillside.example"},
    ///     "metadata": {"defaultData": {"role": "Author"}},
    /// });
    /// let context = Context::new(&data);
    /// let findings = template.resolve(&context).findings();
    /// let told: Vec<_> = findings.list().iter().map(|finding| finding.to_string()).collect();
    /// assert_eq!(told, [
    ///     "1:27: note[default-used]: the default `metadata.defaultData.role` stands in for `data.role.value`",
    ///     "1:50: note[left-blank]: `data.note` is left blank",
    ///     "1:71: error[gap]: nothing found for `data.mial`: `data` has no key `mial`",
    /// ]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn findings(&self) -> Findings {
        let template = self.template();
        let (mut problems, mut more) = (Vec::new(), 0);
        if let Some(error) = self.error(false) {
            problems = error.all().to_vec();
            more = error.count() - problems.len();
        }
        let mut locator = Locator::new(template.source());
        let mut notes = 0;
        for resolved in self.outcomes() {
            let expression = || resolved.expression().to_owned();
            let (kind, help) = match resolved.outcome() {
                Outcome::Default { path, .. } => (
                    ErrorKind::DefaultUsed { expression: expression(), path: path.to_string() },
                    "if the record should have it, fill it in there",
                ),
                Outcome::Blank { is_gap: false, .. } => (
                    ErrorKind::LeftBlank { expression: expression() },
                    "if it may not be blank, fill it in, or let the layout take blanks for gaps",
                ),
                _ => continue,
            };
            let span = resolved.placeholder().expression_span();
            let (help, is_drawn) = (Some(help.to_owned()), notes < DRAWN);
            problems.push(Problem::at(&mut locator, kind, span, help, is_drawn));
            notes += 1;
        }
        // The sort is stable, and what it puts together was in order.
        problems.sort_by_key(Problem::start);
        let findings = Findings::of(problems, template.limits().problem_count(), more);
        match template.name() {
            Some(name) => findings.named(name),
            None => findings,
        }
    }
}
