//! What is wrong with a template before there is data.

use crate::audit::Scan;
use crate::error::{DRAWN, Problem, Problems};
use crate::finding::Findings;
use crate::path::Within;
use crate::span::{Locator, Span};
use crate::template::Syntax;
use crate::visible::SUBSTITUTE;

/// So much of a line is shown behind a fault, in bytes.
const LINE: usize = 512;

impl Syntax {
    /// Everything that is wrong with a template: its syntax errors, its warnings, and what editors and
    /// mail programs did to it, also where that cannot be told from text when it is parsed.
    ///
    /// Damage that makes a placeholder malformed is told in the place of the syntax error.
    ///
    /// ```
    /// use lacuna::Syntax;
    ///
    /// let findings = Syntax::new().check("[[ data.<b>name</b> ]] [[ data.name | uper ]] [data.motto]");
    /// let codes: Vec<_> = findings.list().iter().map(|finding| finding.kind().code()).collect();
    /// assert_eq!(codes, ["markup", "unknown-filter", "single-bracket"]);
    /// ```
    pub fn check(&self, text: &str) -> Findings {
        let mut judge = Judge::new(self);
        judge.judge(text, None);
        Findings::of(judge.found, self.limits_set().problem_count())
    }

    /// The same of the template of a page ([`Syntax::html`]): also what cannot be safe where it stands.
    ///
    /// ```
    /// use lacuna::Syntax;
    ///
    /// let findings = Syntax::new().check_html("<p>[[ data.name ]]</p> <[[ data.tag ]]>");
    /// assert_eq!(findings.list()[0].kind().code(), "html-tag-open");
    /// ```
    #[cfg(feature = "html")]
    pub fn check_html(&self, text: &str) -> Findings {
        let mut judge = Judge::new(self);
        judge.is_page = true;
        judge.judge(text, None);
        Findings::of(judge.found, self.limits_set().problem_count())
    }

    /// The same of a template as it comes from a file: bytes that are not UTF-8 are a finding, and then
    /// nothing else is looked for.
    ///
    /// ```
    /// let findings = lacuna::Syntax::new().check_bytes(b"Dear\n[[ data.x ]] \xE9");
    /// assert_eq!(
    ///     findings.list()[0].to_string(),
    ///     "2:14: error[not-utf8]: not UTF-8: byte 18 (from 0) begins no character"
    /// );
    /// ```
    pub fn check_bytes(&self, bytes: &[u8]) -> Findings {
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => return self.check(text),
            Err(error) => error,
        };
        let byte = error.valid_up_to();
        let (valid, rest) = bytes.split_at(byte);
        let mut text = String::from_utf8_lossy(valid).into_owned();
        // One byte in its place, so that the place is that of the file.
        text.push(SUBSTITUTE);
        text += &String::from_utf8_lossy(&rest[1..rest.len().min(LINE)]);
        let place = Span::new(byte, byte + 1);
        let problem = Problem::not_utf8(&mut Locator::new(&text), place, byte, true);
        Findings::of(Problems::one(problem), 1)
    }
}

/// Judges one template after the other.
pub(super) struct Judge<'j> {
    syntax: &'j Syntax,
    scan: Scan,
    /// Whether texts are pages of HTML.
    is_page: bool,
    pub(super) found: Problems,
}

impl<'j> Judge<'j> {
    pub(super) fn new(syntax: &'j Syntax) -> Self {
        Self {
            syntax,
            scan: Scan::of_templates(syntax),
            is_page: false,
            found: Problems::default(),
        }
    }

    /// Adds what is wrong with `text`, which is perhaps a string of a tree.
    pub(super) fn judge(&mut self, text: &str, within: Option<&Within>) {
        let before = self.found.kept.len();
        let mut locator = Locator::new(text);
        let (mut problems, mut places) = (Vec::new(), Vec::new());
        let (limit, so_far) = (self.syntax.limits_set().problem_count(), &mut self.found);
        self.scan.run(text, 0, text.len(), &mut |found| {
            let kept = before + problems.len();
            if found.is_damage() {
                places.push(found.whole.clone());
            }
            if kept < limit {
                problems.push(found.problem(&mut locator, kept < DRAWN));
            } else {
                so_far.count_dropped(found.code(), 1);
            }
        });
        let is_told = |problem: &Problem| {
            let start = problem.start();
            let behind = places.partition_point(|place| place.start <= start);
            behind.checked_sub(1).is_some_and(|before| start < places[before].end)
        };
        match self.syntax.look_through(text, self.is_page) {
            Ok(found) => {
                for Problems { kept, dropped } in found {
                    for (code, count) in dropped {
                        self.found.count_dropped(code, count);
                    }
                    problems.extend(kept.into_iter().filter(|problem| !is_told(problem)));
                }
            }
            // The text is too long to be read at all.
            Err(error) => problems.extend(error.into_problems().kept),
        }
        problems.sort_by_key(Problem::start);
        let problems = problems.into_iter().map(|problem| problem.within_string(within));
        self.found.kept.extend(problems);
    }
}
