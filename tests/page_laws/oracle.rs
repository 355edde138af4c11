//! Whether a rendered page is its template with the values put in, as a tokenizer of HTML sees both.
//!
//! The template is rendered a second time as plain text, with a marker for each placeholder; where the tokens of that
//! page have a marker, those of the other have to have the value, and everything else has to be the same.

use html5gum::{State, Token, Tokenizer};
use lacuna::{Context, HtmlContext, OnGap, Outcome, Scratch, Template};
use serde_json::Value;

/// What is found wrong.
pub(crate) type Wrong = String;

/// A part of a page, with empty texts between tags.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(Reading, Vec<u8>),
    Start { name: Vec<u8>, attributes: Vec<(Vec<u8>, Vec<u8>)>, is_self_closing: bool },
    End(Vec<u8>),
    Comment(Vec<u8>),
    Doctype(String),
}

/// How the text of an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Data,
    Rcdata,
    Raw,
    Script,
    /// A script that holds a page.
    Page,
    /// What no browser with scripts shows.
    Noscript,
}

fn reading(
    element: &[u8],
    attributes: &[(Vec<u8>, Vec<u8>)],
    has_scripts: bool,
) -> Option<(Reading, State)> {
    const PAGES: [&[u8]; 2] = [b"text/template", b"text/html"];
    Some(match element {
        b"title" | b"textarea" => (Reading::Rcdata, State::RcData),
        b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => (Reading::Raw, State::RawText),
        b"script" => {
            let kind = attributes.iter().find(|(name, _)| name == b"type");
            let is_page = kind.is_some_and(|(_, kind)| PAGES.contains(&&**kind));
            (if is_page { Reading::Page } else { Reading::Script }, State::ScriptData)
        }
        b"plaintext" => (Reading::Raw, State::PlainText),
        b"noscript" if has_scripts => (Reading::Noscript, State::RawText),
        _ => return None,
    })
}

fn parts(page: &[u8], has_scripts: bool) -> Vec<Part> {
    let mut tokenizer = Tokenizer::new(page);
    let mut parts = vec![Part::Text(Reading::Data, Vec::new())];
    let mut now = Reading::Data;
    while let Some(Ok(token)) = tokenizer.next() {
        let part = match token {
            Token::String(text) => {
                if let Some(Part::Text(_, known)) = parts.last_mut() {
                    known.extend_from_slice(&text);
                }
                continue;
            }
            Token::StartTag(tag) => {
                let attributes = tag.attributes.into_iter();
                let attributes: Vec<_> =
                    attributes.map(|(name, value)| (name.0, value.value.0)).collect();
                if let Some((reading, state)) = reading(&tag.name, &attributes, has_scripts) {
                    now = reading;
                    tokenizer.set_state(state);
                }
                Part::Start { name: tag.name.0, attributes, is_self_closing: tag.self_closing }
            }
            Token::EndTag(tag) => {
                now = Reading::Data;
                Part::End(tag.name.0)
            }
            Token::Comment(text) => Part::Comment(text.value.0),
            Token::Doctype(doctype) => Part::Doctype(format!("{doctype:?}")),
            Token::Error(_) => continue,
        };
        parts.extend([part, Part::Text(now, Vec::new())]);
    }
    parts
}

/// What one placeholder is and has printed.
struct Hole<'h> {
    context: HtmlContext,
    /// What it prints, if that is known: a text, or what JSON has for it.
    value: Option<&'h Value>,
    /// What it has printed, as far as that was decoded.
    printed: Vec<u8>,
}

impl Hole<'_> {
    /// What stands for it in the text around: only the references that are written for values.
    fn decoded(&self) -> Result<Vec<u8>, Wrong> {
        const REFERENCES: [(&str, u8); 6] = [
            ("lt;", b'<'),
            ("gt;", b'>'),
            ("quot;", b'"'),
            ("#39;", b'\''),
            ("#13;", b'\r'),
            ("amp;", b'&'),
        ];
        let mut decoded = Vec::with_capacity(self.printed.len());
        let mut rest = &*self.printed;
        while let [byte, behind @ ..] = rest {
            rest = behind;
            let raw = match byte {
                b'&' => {
                    let known =
                        REFERENCES.iter().find(|(name, _)| behind.starts_with(name.as_bytes()));
                    let Some((name, meant)) = known else {
                        return Err(format!("an open `&` in {}", self.shown()));
                    };
                    rest = &behind[name.len()..];
                    *meant
                }
                b'<' | b'>' | b'"' | b'\'' | b'\0' | b'\r' => {
                    return Err(format!("a raw {:?} in {}", char::from(*byte), self.shown()));
                }
                _ => *byte,
            };
            decoded.push(raw);
        }
        Ok(decoded)
    }

    fn shown(&self) -> String {
        format!("{:?} ({})", String::from_utf8_lossy(&self.printed), self.context)
    }

    /// The same where references are read.
    fn within(&self) -> Result<Self, Wrong> {
        Ok(Self { context: self.context, value: self.value, printed: self.decoded()? })
    }

    /// Checks the text that means what the context says.
    fn check(&self, text: &[u8]) -> Result<(), Wrong> {
        use HtmlContext as C;
        let Ok(text) = std::str::from_utf8(text) else {
            return Err(format!("cut: {}", self.shown()));
        };
        let has_none = |characters: &[char]| match text.find(characters) {
            None => Ok(()),
            Some(at) => Err(format!("{:?} in {}", &text[at..], self.shown())),
        };
        let is_value = |told: &str| match self
            .value
            .filter(|value| serde_json::from_str::<Value>(told).ok().as_ref() != Some(value))
        {
            None => Ok(()),
            Some(value) => Err(format!("not {value}: {}", self.shown())),
        };
        match self.context {
            C::ElementText | C::Rcdata | C::Comment | C::Attribute => {
                let Some(value) = self.value else { return Ok(()) };
                let meant = match value {
                    Value::String(text) => text.replace('\0', "\u{fffd}"),
                    _ => return Ok(()),
                };
                if meant == text { Ok(()) } else { Err(format!("not {meant:?}: {}", self.shown())) }
            }
            C::ScriptValue | C::JsonValue => {
                has_none(&['<', '>', '\'', '`', '\u{2028}', '\u{2029}', '\r', '\n', '\0'])?;
                // As a name that is computed, since a plain one would mean another thing.
                if text.contains("__proto__") {
                    return Ok(());
                }
                // An object of a script stands in parentheses, so that it is no block.
                let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
                is_value(inner.filter(|_| self.context == C::ScriptValue).unwrap_or(text))
            }
            C::ScriptString | C::TemplateLiteral | C::JsonString => {
                has_none(&[
                    '<', '>', '"', '\'', '`', '$', '{', '}', '&', '\u{2028}', '\u{2029}', '\r',
                    '\n', '\0',
                ])?;
                match self.value {
                    Some(Value::String(_)) => is_value(&format!("\"{text}\"")),
                    _ => Ok(()),
                }
            }
            C::Regexp | C::RegexpClass => has_none(&[
                '<', '>', '/', '"', '\'', '`', '$', '\u{2028}', '\u{2029}', '\r', '\n', '\0',
            ]),
            C::StyleValue => has_none(&[
                '<', '>', '"', '\'', '\\', '/', ';', ':', '{', '}', '(', ')', '[', ']', '@', '!',
                '\r', '\n', '\0',
            ]),
            C::StyleString => {
                has_none(&['<', '>', '"', '\'', ';', '{', '}', '(', ')', '\r', '\n', '\0'])
            }
            C::SrcsetDescriptor | C::RefreshTime => {
                has_none(&['<', '>', '"', '\'', ' ', ',', ';', '/', ':', '\r', '\n', '\0'])
            }
            C::Url(_) | C::ResourceUrl(_) | C::SrcsetUrl(_) | C::StyleUrl(_) => has_none(&[
                '<', '>', '"', '\'', '`', '\\', '(', ')', '{', '}', ' ', '\t', '\r', '\n', '\0',
            ]),
            _ => Ok(()),
        }
    }
}

/// Whether a value of this context may stand in a text that is read like this.
fn belongs(context: HtmlContext, reading: Reading) -> bool {
    use HtmlContext as C;
    match reading {
        Reading::Data => context == C::ElementText,
        Reading::Rcdata => context == C::Rcdata,
        Reading::Raw => {
            matches!(context, C::StyleValue | C::StyleString | C::StyleUrl(_) | C::StyleSheet)
        }
        Reading::Script => matches!(
            context,
            C::ScriptValue
                | C::ScriptString
                | C::TemplateLiteral
                | C::Regexp
                | C::RegexpClass
                | C::JsonValue
                | C::JsonString
        ),
        Reading::Page | Reading::Noscript => true,
    }
}

const MARK: &str = "qz";

fn marker(number: usize) -> String {
    format!("{MARK}{number}zq")
}

/// The text with what `put` has for each of its markers.
fn filled(
    marked: &[u8],
    mut put: impl FnMut(usize) -> Result<Vec<u8>, Wrong>,
) -> Result<Vec<u8>, Wrong> {
    let mut out = Vec::with_capacity(marked.len());
    let mut rest = marked;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK.as_bytes()) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + MARK.len()..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number =
            std::str::from_utf8(&rest[..digits]).ok().and_then(|digits| digits.parse().ok());
        out.extend(put(number.ok_or("a cut marker")?)?);
        rest = rest.get(digits + 2..).ok_or("a cut marker")?;
    }
    out.extend_from_slice(rest);
    Ok(out)
}

fn numbers(marked: &[u8]) -> Result<Vec<usize>, Wrong> {
    let mut numbers = Vec::new();
    filled(marked, |number| {
        numbers.push(number);
        Ok(Vec::new())
    })?;
    Ok(numbers)
}

/// Whether each marker is somewhere in the tokens: nothing stands where a browser drops it.
fn every_marker(marked: &str, count: usize) -> Result<(), Wrong> {
    let mut seen = Vec::new();
    for part in parts(marked.as_bytes(), false) {
        match part {
            Part::Text(_, text) | Part::Comment(text) => seen.extend(numbers(&text)?),
            Part::Start { attributes, .. } => {
                for (name, value) in attributes {
                    seen.extend(numbers(&name)?);
                    seen.extend(numbers(&value)?);
                }
            }
            Part::End(_) | Part::Doctype(_) => {}
        }
    }
    match (0..count).find(|number| !seen.contains(number)) {
        Some(number) => Err(format!("the browser drops placeholder {number}")),
        None => Ok(()),
    }
}

/// A page and the same with markers.
struct Both<'b> {
    holes: &'b [Hole<'b>],
    /// A carriage return stands before a placeholder, so that line feeds may come or go.
    is_loose: bool,
    /// A browser with scripts, to which `noscript` is a text.
    has_scripts: bool,
}

impl Both<'_> {
    fn equal(&self, expected: &[u8], found: &[u8], place: &str) -> Result<(), Wrong> {
        let lines =
            |text: &[u8]| text.iter().copied().filter(|byte| *byte != b'\n').collect::<Vec<_>>();
        if expected == found || self.is_loose && lines(expected) == lines(found) {
            return Ok(());
        }
        let [expected, found] = [expected, found].map(String::from_utf8_lossy);
        Err(format!("{place}: expected {expected:?}, found {found:?}"))
    }

    fn compare(&self, marked: &[u8], rendered: &[u8]) -> Result<(), Wrong> {
        let [marked, rendered] = [marked, rendered].map(|page| parts(page, self.has_scripts));
        for (expected, found) in marked.iter().zip(&rendered) {
            self.compare_part(expected, found)?;
        }
        if marked.len() == rendered.len() {
            Ok(())
        } else {
            Err(format!(
                "{} parts: {marked:?}\n{} parts: {rendered:?}",
                marked.len(),
                rendered.len()
            ))
        }
    }

    fn compare_part(&self, expected: &Part, found: &Part) -> Result<(), Wrong> {
        match (expected, found) {
            (Part::Text(reading, expected), Part::Text(found_reading, found))
                if reading == found_reading =>
            {
                self.text(*reading, expected, found)
            }
            (
                Part::Start { name, attributes, is_self_closing },
                Part::Start { name: found_name, attributes: found, is_self_closing: found_closing },
            ) if name == found_name && is_self_closing == found_closing => {
                self.attributes(attributes, found)
            }
            (Part::Comment(expected), Part::Comment(found)) => self.comment(expected, found),
            _ if expected == found => Ok(()),
            _ => Err(format!("expected {expected:?}\nfound {found:?}")),
        }
    }

    fn text(&self, reading: Reading, marked: &[u8], rendered: &[u8]) -> Result<(), Wrong> {
        let meant = filled(marked, |number| {
            let hole = &self.holes[number];
            if !belongs(hole.context, reading) {
                return Err(format!("in a text that is read as {reading:?}: {}", hole.shown()));
            }
            match reading {
                Reading::Data | Reading::Rcdata => {
                    let decoded = hole.decoded()?;
                    hole.check(&decoded)?;
                    Ok(decoded)
                }
                Reading::Raw | Reading::Script => {
                    hole.check(&hole.printed)?;
                    Ok(hole.printed.clone())
                }
                Reading::Page | Reading::Noscript => Ok(hole.printed.clone()),
            }
        })?;
        self.equal(&meant, rendered, "text")?;
        if reading == Reading::Page && !numbers(marked)?.is_empty() {
            self.compare(marked, rendered)?;
        }
        Ok(())
    }

    fn comment(&self, marked: &[u8], rendered: &[u8]) -> Result<(), Wrong> {
        let numbers = numbers(marked)?;
        let is_conditional = marked.trim_ascii_start().to_ascii_lowercase().starts_with(b"[if");
        let meant = filled(marked, |number| Ok(self.holes[number].printed.clone()))?;
        self.equal(&meant, rendered, "comment")?;
        if numbers.is_empty() {
            return Ok(());
        }
        if is_conditional {
            let inside = |text: &[u8]| {
                let start = text.iter().position(|byte| *byte == b'>')? + 1;
                let trimmed = text[start..].trim_ascii_end();
                let end = trimmed.len().checked_sub(b"<![endif]".len());
                let end = end.filter(|end| trimmed[*end..].eq_ignore_ascii_case(b"<![endif]"));
                Some(end.map_or(&text[start..], |end| &trimmed[..end]).to_vec())
            };
            // Without the end of its condition it is a comment like others.
            match (inside(marked), inside(rendered)) {
                (Some(within), Some(_)) if self::numbers(&within)? != numbers => {
                    return Err("a placeholder in the condition of a comment".to_owned());
                }
                (Some(marked), Some(rendered)) => return self.compare(&marked, &rendered),
                (None, None) => {}
                _ => return Err("a comment becomes conditional".to_owned()),
            }
        }
        for number in numbers {
            let hole = &self.holes[number];
            if hole.context != HtmlContext::Comment {
                return Err(format!("in a comment: {}", hole.shown()));
            }
            hole.check(&hole.decoded()?)?;
        }
        Ok(())
    }

    /// Whether a value has made a URL one that runs.
    fn scheme(&self, marked: &[u8], value: &[u8]) -> Result<(), Wrong> {
        use HtmlContext::{Srcset, SrcsetUrl, Url};
        let numbers = numbers(marked)?;
        let is_url = |number: &usize| {
            // What the template says itself may be any URL.
            let Hole { context, value, .. } = &self.holes[*number];
            value.is_some() && matches!(context, Url(_) | SrcsetUrl(_) | Srcset)
        };
        let is_said = ["script:", "data:"].iter().any(|scheme| {
            marked.windows(scheme.len()).any(|part| part.eq_ignore_ascii_case(scheme.as_bytes()))
        });
        if is_said || !numbers.first().is_some_and(is_url) {
            return Ok(());
        }
        let seen = value.iter().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'));
        let seen: Vec<u8> = seen.skip_while(|byte| **byte <= b' ').copied().collect();
        let seen = seen.to_ascii_lowercase();
        let runs = [&b"javascript:"[..], b"data:", b"vbscript:"]
            .iter()
            .any(|scheme| seen.starts_with(scheme));
        if runs { Err(format!("it runs: {}", String::from_utf8_lossy(value))) } else { Ok(()) }
    }

    fn attributes(
        &self,
        marked: &[(Vec<u8>, Vec<u8>)],
        rendered: &[(Vec<u8>, Vec<u8>)],
    ) -> Result<(), Wrong> {
        let mut meant: Vec<(Vec<u8>, Vec<u8>, &[u8])> = Vec::new();
        for (name, value) in marked {
            let meant_name = filled(name, |number| {
                let hole = &self.holes[number];
                if hole.context != HtmlContext::Attributes || *name != marker(number).into_bytes() {
                    return Err(format!("in a tag: {}", hole.shown()));
                }
                Ok(hole.printed.clone())
            })?;
            let is_page = name == b"srcdoc";
            let meant_value = filled(value, |number| {
                use HtmlContext::{Attributes, Comment, ElementText, Rcdata};
                let hole = &self.holes[number];
                let decoded = hole.decoded()?;
                if !is_page {
                    if matches!(hole.context, Attributes | Comment | ElementText | Rcdata) {
                        return Err(format!("in a value: {}", hole.shown()));
                    }
                    hole.check(&decoded)?;
                }
                Ok(decoded)
            })?;
            let is_known = meant.iter().any(|(known, ..)| *known == meant_name);
            // One that is there already, or a placeholder that prints nothing.
            if !is_known && !meant_name.is_empty() {
                meant.push((meant_name, meant_value, value));
            }
        }
        meant.sort();
        if meant.len() != rendered.len() {
            return Err(format!(
                "{} attributes, not {}: {meant:?} {rendered:?}",
                rendered.len(),
                meant.len()
            ));
        }
        for ((meant_name, meant, marked), (name, value)) in meant.iter().zip(rendered) {
            self.equal(meant_name, name, "name")?;
            self.equal(meant, value, "value")?;
            self.scheme(marked, value)?;
            if name == b"srcdoc" && !numbers(marked)?.is_empty() {
                let holes: Result<Vec<_>, _> = self
                    .holes
                    .iter()
                    .enumerate()
                    .map(|(number, hole)| {
                        if numbers(marked)?.contains(&number) {
                            hole.within()
                        } else {
                            Ok(Hole { printed: Vec::new(), ..*hole })
                        }
                    })
                    .collect();
                Both { holes: &holes?, ..*self }.compare(marked, value)?;
            }
        }
        Ok(())
    }
}

/// What stands between the placeholders, by way of a template that is no page.
fn literals(source: &str, data: &Value) -> Result<Vec<String>, Wrong> {
    let template = Template::text(source).map_err(|error| format!("as a text: {error}"))?;
    let context = Context::new(data);
    let rendering = template
        .resolve(&context)
        .finish(OnGap::Text("?"))
        .map_err(|error| format!("as a text: {error}"))?;
    let output = rendering.to_string();
    let mut literals = Vec::new();
    let mut from = 0;
    for entry in rendering.report().placeholders {
        let range = entry.output.ok_or("no range")?;
        literals.push(output[from..range.start].to_owned());
        from = range.end;
    }
    literals.push(output[from..].to_owned());
    Ok(literals)
}

/// A page that is no template any more: which values stand where.
pub(crate) struct Page<'p> {
    source: &'p str,
    template: Template<'p>,
    literals: Vec<String>,
    marked: String,
    is_loose: bool,
    /// Whether the tokens can be compared: what `svg` and `math` hold is read by other rules.
    is_plain: bool,
}

impl<'p> Page<'p> {
    /// None if the template is refused.
    pub(crate) fn new(source: &'p str) -> Result<Option<Self>, Wrong> {
        let Ok(template) = Template::html(source) else { return Ok(None) };
        // What fails for another reason is no page either.
        let Ok(literals) = literals(source, &Value::Null) else { return Ok(None) };
        if literals.len() != template.placeholders().len() + 1 {
            return Err(format!("{} literals", literals.len()));
        }
        let mut marked = String::new();
        for (number, literal) in literals.iter().enumerate() {
            if number > 0 {
                marked.push_str(&marker(number - 1));
            }
            marked.push_str(literal);
        }
        let before = literals.split_last().map_or(&[][..], |(_, before)| before);
        let is_loose = before.iter().any(|literal| literal.ends_with('\r'));
        let lower = source.to_ascii_lowercase();
        if !lower.contains(MARK) {
            every_marker(&marked, literals.len() - 1)
                .map_err(|wrong| format!("{wrong}\n{source:?}"))?;
        }
        // For what is `safe` the template vouches.
        let is_plain = !["svg", "math", "safe", MARK].iter().any(|word| lower.contains(word));
        Ok(Some(Self { source, template, literals, marked, is_loose, is_plain }))
    }

    pub(crate) fn placeholders(&self) -> usize {
        self.template.placeholders().len()
    }

    /// Renders it in all ways, which have to be one, and compares what comes out.
    pub(crate) fn check(&self, data: &Value) -> Result<(), Wrong> {
        self.compare(data)
            .map_err(|wrong| format!("{wrong}\ntemplate {:?}\ndata {data}", self.source))
    }

    fn compare(&self, data: &Value) -> Result<(), Wrong> {
        let context = Context::new(data);
        let rendered = self.template.resolve(&context).finish(OnGap::Empty);
        // What failed is no page.
        let Ok(rendering) = rendered else { return Ok(()) };
        let output = rendering.to_string();
        let wrong = |wrong: Wrong| format!("{wrong}\noutput {output:?}");
        let report = rendering.report();
        let (mut holes, mut at) = (Vec::new(), 0);
        for (entry, literal) in report.placeholders.iter().zip(&self.literals) {
            let range = entry.output.clone().ok_or_else(|| wrong("no range".to_owned()))?;
            if output.get(at..range.start) != Some(&**literal) {
                return Err(wrong(format!("{literal:?} was changed")));
            }
            let printed = &output[range.clone()];
            at = range.end;
            let is_refused = matches!(entry.outcome, Outcome::Refused { .. });
            // Nothing is no host, for one.
            let is_gap = matches!(entry.outcome, Outcome::Missing { .. } | Outcome::NotText { .. });
            if !is_gap && is_refused != printed.contains("lacuna-refused") {
                return Err(wrong(format!("{} but {printed:?}", entry.outcome)));
            }
            let value = matches!(entry.outcome, Outcome::Data { .. } | Outcome::Blank { .. });
            let value = data.get(&*entry.expression).filter(|_| value);
            let context = entry.context.ok_or_else(|| wrong("no context".to_owned()))?;
            holes.push(Hole { context, value, printed: printed.as_bytes().to_vec() });
        }
        if output.get(at..) != self.literals.last().map(|last| &**last) {
            return Err(wrong("the end was changed".to_owned()));
        }
        let readings: &[bool] = match (self.is_plain, self.source.contains("noscript")) {
            (false, _) => &[],
            (true, false) => &[false],
            (true, true) => &[false, true],
        };
        for has_scripts in readings.iter().copied() {
            let both = Both { holes: &holes, is_loose: self.is_loose, has_scripts };
            both.compare(self.marked.as_bytes(), output.as_bytes()).map_err(wrong)?;
        }
        self.short_way(&context)
    }

    /// What is printed in one go, if nothing is missing.
    fn short_way(&self, context: &Context<'_>) -> Result<(), Wrong> {
        let long = self.template.resolve(context).finish(OnGap::Fail).map(|page| page.to_string());
        let mut short = String::from("<");
        let rendered = self.template.render_into(context, &mut Scratch::new(), &mut short);
        match (&long, rendered) {
            (Ok(long), Ok(())) if short[1..] == **long => Ok(()),
            (Err(long), Err(short)) if *long == short => Ok(()),
            (long, rendered) => Err(format!("the short way: {rendered:?} {short:?}, not {long:?}")),
        }
    }

    /// Renders what `first` has, and the rest by a second pass.
    pub(crate) fn check_passes(&self, first: &Value, data: &Value) -> Result<(), Wrong> {
        let told = |wrong: Wrong| {
            format!("{wrong}\ntemplate {:?}\nfirst {first}\ndata {data}", self.source)
        };
        let (first, all) = (Context::new(first), Context::new(data));
        let once =
            self.template.resolve(&first).partial().map_err(|error| told(error.to_string()))?;
        for on_gap in [OnGap::Empty, OnGap::Fail, OnGap::Text("<gap\">")] {
            let finish = |template: &Template<'_>| {
                let page = template.resolve(&all).finish(on_gap);
                page.map(|page| page.to_string()).map_err(|error| error.count())
            };
            let (at_once, in_two) = (finish(&self.template), finish(&once));
            if at_once != in_two {
                return Err(told(format!(
                    "one pass: {at_once:?}\ntwo passes: {in_two:?}\nbetween: {:?}",
                    once.source()
                )));
            }
        }
        Ok(())
    }
}
