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
enum Result {
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

fn placeholder(expression: &Expression) -> String {
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
    data: &Value,
    options: Options,
    on_gap: OnGap,
) -> std::result::Result<String, usize> {
    let mut results: Vec<Option<Result>> = parts
        .iter()
        .map(|part| match part {
            Part::Placeholder(expression) => Some(evaluate(expression, data, options)),
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

fn evaluate(expression: &Expression, data: &Value, options: Options) -> Result {
    let mut candidates: Vec<Option<Value>> = Vec::new();
    let translations = ["metadata".to_owned(), "translations".to_owned()];
    for operand in &expression.operands {
        candidates.push(match operand {
            Operand::Literal(text) => {
                candidates.push(Some(Value::String(text.clone())));
                break;
            }
            Operand::Translation(key) => {
                translation(data, &[&translations[..], std::slice::from_ref(key)].concat())
            }
            Operand::Path(path) if path.len() > 2 && path[..2] == translations => {
                translation(data, path)
            }
            Operand::Path(path) => find(data, path).cloned(),
        });
    }
    let has_literal =
        expression.operands.iter().any(|operand| matches!(operand, Operand::Literal(_)));
    if !has_literal {
        for operand in &expression.operands {
            let Operand::Path(path) = operand else { continue };
            candidates.push(default_path(path).and_then(|path| find(data, &path).cloned()));
        }
    }
    let is_literal = |number: usize| has_literal && number + 1 == candidates.len();
    let accepts = |(number, candidate): &(usize, Option<Value>)| match candidate {
        None | Some(Value::Null) => false,
        Some(value) => expression.coalesce || is_literal(*number) || !is_empty(value),
    };
    let accepted =
        candidates.iter().cloned().enumerate().find(accepts).and_then(|(_, value)| value);
    let blank = candidates.iter().flatten().find(|value| is_empty(value)).cloned();
    let (value, is_blank) = match (accepted, blank) {
        (Some(value), _) => (value, false),
        (None, Some(value)) => (value, true),
        (None, None) => return Result::Gap,
    };
    let was_container = matches!(value, Value::Array(_) | Value::Object(_));
    let mut value = value;
    for filter in &expression.filters {
        match apply(filter, value) {
            Some(filtered) => value = filtered,
            None => return Result::Failed,
        }
    }
    let became_text = was_container && value.as_str().is_some_and(|text| !text.trim().is_empty());
    if is_blank && options.blank_is_gap && !became_text {
        return Result::Gap;
    }
    match value {
        Value::Array(items) if items.is_empty() => Result::Text(String::new()),
        Value::Object(fields) if fields.is_empty() => Result::Text(String::new()),
        Value::Array(_) | Value::Object(_) => Result::Gap,
        scalar => Result::Text(text(&scalar).unwrap_or_default()),
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
