//! The oracle: what a template means, written down without any care for speed.
//!
//! It shares no code with the library: templates are lists of parts, and each placeholder is
//! worked out on its own, from the first operand, every time.

use serde_json::Value;

#[derive(Clone, Debug)]
pub(crate) enum Part {
    Text(String),
    Comment(String),
    Placeholder(Expression),
}

#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) operands: Vec<Operand>,
    pub(crate) coalesce: bool,
    pub(crate) filters: Vec<Filter>,
    /// White space inside the delimiters.
    pub(crate) space: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    Path(Vec<String>),
    Literal(String),
    Translation(String),
}

#[derive(Clone, Debug)]
pub(crate) enum Filter {
    Upper,
    Trim,
    Prefix(String),
    Json,
    Truncate(usize),
    Safe,
}

#[allow(clippy::struct_excessive_bools, reason = "they are as independent as they look")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) html: bool,
    pub(crate) paired: bool,
    pub(crate) hollow: bool,
    pub(crate) blank_is_gap: bool,
}

/// What a placeholder comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Result {
    Text(String),
    Gap,
    Failed,
}

/// What stands in the place of a gap; none refuses the page.
pub(crate) type OnGap = Option<&'static str>;

/// The template as it would be written.
pub(crate) fn source(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Comment(text) => format!("[[!{text}]]"),
            Part::Placeholder(expression) => placeholder(expression),
        })
        .collect()
}

pub(crate) fn placeholder(expression: &Expression) -> String {
    let operands: Vec<String> = expression.operands.iter().map(operand).collect();
    let mut text = operands.join(if expression.coalesce { " ?? " } else { "||" });
    for filter in &expression.filters {
        let filter = match filter {
            Filter::Upper => "|upper".to_owned(),
            Filter::Trim => " | trim".to_owned(),
            Filter::Prefix(prefix) => format!(" | prefix: '{prefix}'"),
            Filter::Json => " | json".to_owned(),
            Filter::Truncate(most) => format!(" | truncate: {most}"),
            Filter::Safe => " | safe".to_owned(),
        };
        text.push_str(&filter);
    }
    format!("[[{0}{text}{0}]]", expression.space)
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Path(keys) => keys.join("."),
        Operand::Literal(text) => format!("'{text}'"),
        Operand::Translation(key) => format!("t('{key}')"),
    }
}

/// The output, or how many placeholders refuse to be printed.
pub(crate) fn render(
    parts: &[Part],
    layers: &[Value],
    options: Options,
    on_gap: OnGap,
) -> std::result::Result<String, usize> {
    let mut results: Vec<Option<Result>> = parts
        .iter()
        .map(|part| match part {
            Part::Placeholder(expression) => Some(evaluate(expression, layers, options).0),
            _ => None,
        })
        .collect();
    if options.paired {
        let own = results.clone();
        for (part, result) in parts.iter().zip(&mut results) {
            let Some(path) = bare_path(part) else { continue };
            let has_it_as_default = |(other, other_result): (&Part, &Option<Result>)| {
                *other_result != Some(Result::Gap) && defaults_of(other).contains(&path)
            };
            if parts.iter().zip(&own).any(has_it_as_default) {
                *result = Some(Result::Text(String::new()));
            }
        }
    }
    let is_refused = |result: &&Option<Result>| match result {
        Some(Result::Gap) => on_gap.is_none(),
        Some(Result::Failed) => true,
        _ => false,
    };
    let refused = results.iter().filter(is_refused).count();
    if refused > 0 {
        return Err(refused);
    }
    // Each part as pieces of a line: text, and whether it keeps its line.
    let printed: Vec<(String, bool)> = parts
        .iter()
        .zip(&results)
        .map(|(part, result)| match (part, result) {
            (Part::Text(text), _) => (text.clone(), false),
            (Part::Placeholder(expression), Some(Result::Text(text))) => {
                let safe = matches!(expression.filters.last(), Some(Filter::Safe));
                let text = if options.html && !safe { escaped(text) } else { text.clone() };
                let keeps = !text.trim().is_empty();
                (text, keeps)
            }
            (Part::Placeholder(expression), Some(Result::Gap)) => match on_gap {
                Some("keep") => (placeholder(expression), true),
                Some("empty") => (String::new(), false),
                Some(text) => (if options.html { escaped(text) } else { text.to_owned() }, true),
                None => unreachable!("refused above"),
            },
            _ => (String::new(), false),
        })
        .collect();
    if !options.hollow {
        return Ok(printed.into_iter().map(|(text, _)| text).collect());
    }
    Ok(without_hollow_lines(parts, &printed))
}

/// Cuts the template into lines, at the line ends of its own text, and leaves out the hollow ones.
fn without_hollow_lines(parts: &[Part], printed: &[(String, bool)]) -> String {
    let mut out = String::new();
    let (mut line, mut own, mut has_placeholder, mut keeps) =
        (String::new(), String::new(), false, false);
    for (part, (text, keep)) in parts.iter().zip(printed) {
        if !matches!(part, Part::Text(_)) {
            has_placeholder = true;
            keeps |= keep;
            line += text;
            continue;
        }
        for piece in text.split_inclusive('\n') {
            line += piece;
            own += piece;
            if piece.ends_with('\n') {
                if !(has_placeholder && !keeps && is_hollow(&own)) {
                    out += &line;
                }
                (line, own, has_placeholder, keeps) = (String::new(), String::new(), false, false);
            }
        }
    }
    if !(has_placeholder && !keeps && is_hollow(&own)) {
        out += &line;
    }
    out
}

fn is_hollow(own: &str) -> bool {
    own.chars().all(|c| c.is_whitespace() || ",;:.|/·•*-–—".contains(c))
}

fn bare_path(part: &Part) -> Option<Vec<String>> {
    match part {
        Part::Placeholder(Expression { operands, filters, .. }) if filters.is_empty() => {
            match &operands[..] {
                [Operand::Path(path)] => Some(path.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

fn defaults_of(part: &Part) -> Vec<Vec<String>> {
    let Part::Placeholder(expression) = part else { return Vec::new() };
    let paths = expression.operands.iter().filter_map(|operand| match operand {
        Operand::Path(path) => default_path(path),
        _ => None,
    });
    paths.collect()
}

/// `data.*.value` → `metadata.defaultData.*`
fn default_path(path: &[String]) -> Option<Vec<String>> {
    if path.len() < 3 || path[0] != "data" || path[path.len() - 1] != "value" {
        return None;
    }
    let mut default = vec!["metadata".to_owned(), "defaultData".to_owned()];
    default.extend(path[1..path.len() - 1].iter().cloned());
    Some(default)
}

fn find<'d>(data: &'d Value, path: &[String]) -> Option<&'d Value> {
    path.iter().try_fold(data, |value, key| match value {
        Value::Object(fields) => fields.get(key),
        Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get(index)),
        _ => None,
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// A value that could answer: where it was looked for, and what stood there.
struct Candidate {
    origin: &'static str,
    path: String,
    layer: usize,
    value: Option<Value>,
}

impl Candidate {
    fn new(origin: &'static str, path: &[String], layer: usize, value: Option<Value>) -> Self {
        Self { origin, path: path.join("."), layer, value }
    }

    fn told(&self, origin: &str) -> String {
        match (self.origin, self.layer) {
            ("literal", _) => "literal".to_owned(),
            (_, 0) => format!("{origin} {}", self.path),
            (_, layer) => format!("{origin} {} of layer {layer}", self.path),
        }
    }
}

/// What an expression comes to, and what became of it in words.
pub(crate) fn evaluate(
    expression: &Expression,
    layers: &[Value],
    options: Options,
) -> (Result, String) {
    let mut candidates: Vec<Candidate> = Vec::new();
    let translations = ["metadata".to_owned(), "translations".to_owned()];
    let mut has_literal = false;
    for operand in &expression.operands {
        match operand {
            Operand::Literal(text) => {
                let value = Some(Value::String(text.clone()));
                candidates.push(Candidate::new("literal", &[], 0, value));
                has_literal = true;
                break;
            }
            Operand::Translation(key) => {
                let path = [&translations[..], std::slice::from_ref(key)].concat();
                for (layer, data) in layers.iter().enumerate() {
                    let value = translation(data, &path);
                    candidates.push(Candidate::new("translation", &path, layer, value));
                }
            }
            Operand::Path(path) => {
                let is_translation = path.len() > 2 && path[..2] == translations;
                for (layer, data) in layers.iter().enumerate() {
                    candidates.push(if is_translation {
                        Candidate::new("translation", path, layer, translation(data, path))
                    } else {
                        Candidate::new("data", path, layer, find(data, path).cloned())
                    });
                }
            }
        }
    }
    for operand in &expression.operands {
        let Operand::Path(path) = operand else { continue };
        let Some(path) = default_path(path).filter(|_| !has_literal) else { continue };
        for (layer, data) in layers.iter().enumerate() {
            let value = find(data, &path).cloned();
            candidates.push(Candidate::new("default", &path, layer, value));
        }
    }
    let accepted = candidates.iter().find(|candidate| match &candidate.value {
        None | Some(Value::Null) => false,
        Some(value) => expression.coalesce || candidate.origin == "literal" || !is_empty(value),
    });
    let is_blank = |candidate: &&Candidate| candidate.value.as_ref().is_some_and(is_empty);
    let blank = accepted.is_none();
    let Some(candidate) = accepted.or_else(|| candidates.iter().find(is_blank)) else {
        let reason = match &expression.operands[0] {
            Operand::Path(path) if path.len() < 3 || path[..2] != translations => {
                // That of the layer which comes furthest, of equals the first.
                let reasons = layers.iter().map(|data| reason(data, path));
                let furthest = reasons.rev().max_by_key(|(segments, _)| *segments).unwrap();
                furthest.1
            }
            _ => "no translation".to_owned(),
        };
        return (Result::Gap, format!("gap: {reason}"));
    };
    let mut value = candidate.value.clone().unwrap_or_default();
    let was_container = matches!(value, Value::Array(_) | Value::Object(_));
    for filter in &expression.filters {
        match apply(filter, value) {
            Some(filtered) => value = filtered,
            None => return (Result::Failed, "failed".to_owned()),
        }
    }
    let became_text = was_container && value.as_str().is_some_and(|text| !text.trim().is_empty());
    if blank && options.blank_is_gap && !became_text {
        return (Result::Gap, format!("gap: {} is blank", candidate.path));
    }
    let blank = blank && !became_text;
    let told = candidate.told(if blank { "blank" } else { candidate.origin });
    match value {
        Value::Array(items) if items.is_empty() => {
            (Result::Text(String::new()), candidate.told("blank"))
        }
        Value::Object(fields) if fields.is_empty() => {
            (Result::Text(String::new()), candidate.told("blank"))
        }
        Value::Array(_) => (Result::Gap, "gap: it is an array, not a text".to_owned()),
        Value::Object(_) => (Result::Gap, "gap: it is an object, not a text".to_owned()),
        scalar => (Result::Text(text(&scalar).unwrap_or_default()), told),
    }
}

/// Why there is nothing at `path`, and how many of its segments there are.
fn reason(data: &Value, path: &[String]) -> (usize, String) {
    let mut value = data;
    for (number, key) in path.iter().enumerate() {
        let parent = if number == 0 { "$".to_owned() } else { path[..number].join(".") };
        let next = find(value, std::slice::from_ref(key));
        let Some(next) = next else {
            let reason = match value {
                Value::Object(_) if number == 0 => format!("there is no key `{key}`"),
                Value::Object(_) => format!("`{parent}` has no key `{key}`"),
                Value::Array(items) if key.parse::<usize>().is_ok() => {
                    let ending = if items.len() == 1 { "" } else { "s" };
                    format!("`{parent}` has {} element{ending}, none at [{key}]", items.len())
                }
                other => format!("`{parent}` is {}, it has no `.{key}`", kind(other)),
            };
            return (number, reason);
        };
        value = next;
    }
    (path.len(), format!("`{}` is null", path.join(".")))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn translation(data: &Value, path: &[String]) -> Option<Value> {
    find(data, path).filter(|value| value.is_string() && !is_empty(value)).cloned()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn apply(filter: &Filter, value: Value) -> Option<Value> {
    let filtered = match filter {
        Filter::Json => value.to_string(),
        Filter::Safe => return Some(value),
        Filter::Upper => text(&value)?.to_uppercase(),
        Filter::Trim => text(&value)?.trim().to_owned(),
        Filter::Prefix(prefix) => {
            let text = text(&value)?;
            if text.trim().is_empty() { text } else { format!("{prefix}{text}") }
        }
        Filter::Truncate(most) => {
            let chars: Vec<char> = text(&value)?.chars().collect();
            if chars.len() <= *most {
                chars.into_iter().collect()
            } else {
                chars[..most - 1].iter().collect::<String>() + "…"
            }
        }
    };
    Some(Value::String(filtered))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
