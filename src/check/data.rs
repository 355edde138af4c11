//! What will be wrong with a page of this data.

use crate::error::{CoverageFault, DRAWN, Error, ErrorKind, HtmlFault, Problem, Problems, Reason};
use crate::finding::Findings;
use crate::resolve::{Outcome, Resolution, Resolved, TreeResolution};
use crate::span::Locator;

impl Resolution<'_> {
    /// What keeps the page from being published (gaps, values of the wrong kind, what failed), and what
    /// is worth a look: placeholders that stay blank, and those that a default answers, of the page or a
    /// default locale.
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
        let mut found = self.error(false).map(Error::into_problems).unwrap_or_default();
        notes(self, |_| true, &mut found.kept);
        // The sort is stable, and what it puts together was in order.
        found.kept.sort_by_key(Problem::start);
        let template = self.template();
        let findings = Findings::of(found, template.limits().problem_count());
        findings.named_if(template.name())
    }
}

impl Resolution<'_> {
    /// The values that their places in a page could not take, which are replaced by a text that does nothing:
    /// part of the [findings](Self::findings), for whoever renders with gaps.
    ///
    /// ```
    /// # #[cfg(feature = "html")] {
    /// let page = lacuna::Template::html(r#"<a href="[[ site ]]">"#).unwrap().named("a.html");
    /// let data = serde_json::json!({"site": "javascript:alert(1)"});
    /// let context = lacuna::Context::new(&data);
    /// assert_eq!(
    ///     page.resolve(&context).refused().list()[0].to_string(),
    ///     "a.html:1:13: error[refused]: `site` is refused as url-start: its scheme is not allowed in a URL"
    /// );
    /// # }
    /// ```
    pub fn refused(&self) -> Findings {
        let mut found = Problems::default();
        let is_refused = |resolved: &Resolved<'_>| resolved.refusal().is_some();
        notes(self, is_refused, &mut found.kept);
        let template = self.template();
        let findings = Findings::of(found, template.limits().problem_count());
        findings.named_if(template.name())
    }
}

impl TreeResolution<'_> {
    /// The same for a JSON tree, the errors of all its strings before the notes.
    ///
    /// ```
    /// use lacuna::{Context, Syntax};
    /// use serde_json::json;
    ///
    /// let template = Syntax::new().tree(json!({"host": "[[ hots ]]"}))?.named("app.json");
    /// let data = json!({"host": "localhost"});
    /// let context = Context::new(&data);
    /// let findings = template.resolve(&context).findings();
    /// assert_eq!(
    ///     findings.list()[0].to_string(),
    ///     "app.json:host:1:4: error[gap]: nothing found for `hots`: there is no key `hots`"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn findings(&self) -> Findings {
        let mut found = self.error(false).map(Error::into_problems).unwrap_or_default();
        for string in self.strings() {
            notes(string, |_| true, &mut found.kept);
        }
        let template = self.template();
        let findings = Findings::of(found, template.limits().problem_count());
        findings.named_if(template.name())
    }
}

/// Adds what is only worth a look, or refused.
fn notes(
    resolution: &Resolution<'_>,
    is_wanted: impl Fn(&Resolved<'_>) -> bool,
    problems: &mut Vec<Problem>,
) {
    let template = resolution.template();
    let mut locator = Locator::new(template.source());
    let mut notes = 0;
    for resolved in resolution.outcomes().filter(is_wanted) {
        let Some((kind, help)) = note(&resolved) else { continue };
        let span = resolved.placeholder().expression_span();
        let (help, is_drawn) = (Some(help), notes < DRAWN);
        let problem = Problem::at(&mut locator, kind, span, help, is_drawn);
        problems.push(problem.within_string(template.within()));
        notes += 1;
    }
}

/// What is worth a look, or refused by a page, in a placeholder that is neither gap nor failed; and what may be done about it.
pub(super) fn note(resolved: &Resolved<'_>) -> Option<(ErrorKind, String)> {
    let expression = || resolved.expression().to_owned();
    match resolved.outcome() {
        Outcome::Default { path, .. } => Some((
            ErrorKind::DefaultUsed { expression: expression(), path: path.to_string() },
            "if the record should have it, fill it in there".to_owned(),
        )),
        Outcome::Blank { is_gap: false, .. } => Some((
            ErrorKind::LeftBlank { expression: expression() },
            "if it may not be blank, fill it in, or let the layout take blanks for gaps".to_owned(),
        )),
        Outcome::Translation { key, locale: Some(default), .. } => {
            let (locales, default) =
                (vec![resolved.asked_locale()?.to_owned()], default.into_owned());
            // It may be there, and not fit to be printed.
            let mut reasons = resolved.rejected().map(|rejected| rejected.why);
            let fault =
                reasons.find(|why| matches!(why, Reason::Within { .. } | Reason::Unusable { .. }));
            let help = match fault {
                Some(why) => format!("mend it: {why}"),
                None => format!("translate it, or leave it to {default}"),
            };
            let fault = CoverageFault::DefaultLocale { key: key.into_owned(), locales, default };
            Some((ErrorKind::Coverage(fault.into()), help))
        }
        Outcome::Refused { .. } => {
            let context = resolved.placeholder().html_context()?.to_string();
            let refusal = resolved.refusal()?;
            let (expression, reason) = (expression(), refusal.why());
            let fault = HtmlFault::Refused { expression, context, reason };
            Some((ErrorKind::Html(fault.into()), refusal.way_out().to_owned()))
        }
        _ => None,
    }
}
