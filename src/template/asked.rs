//! What a template asks for: paths of the data, and messages.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Template;
use super::expression::{Chain, Operand, OperandKind};
use super::translation::{CONTEXT, COUNT, ORDINAL};
use crate::locale::Counting;
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::value::{State, text_state};

/// A message that is asked for, by `t(…)` or by a path below the layout's translations.
#[derive(Debug)]
pub(crate) struct Asked<'t> {
    pub(crate) key: Cow<'t, str>,
    /// The operand.
    pub(crate) span: Span,
    pub(crate) context: AskedContext<'t>,
    pub(crate) counting: Option<Counting>,
    /// The names of all arguments, and where they stand.
    pub(crate) arguments: Vec<(&'t str, Span)>,
    /// It gets the arguments that the asking message was given.
    pub(crate) is_handed: bool,
    /// Something else is printed if nobody has it.
    pub(crate) is_optional: bool,
}

/// The context that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AskedContext<'t> {
    None,
    /// This one, which is written there.
    Literal(&'t str),
    /// Whatever the data says.
    Any,
}

impl Template<'_> {
    /// Every path that rendering can look up, sorted, each once: those that are written, the rule
    /// defaults of the layout, and where the page holds translations. What texts read that stand in
    /// the data ([`Layout::expand`](crate::Layout::expand)) is not among them.
    ///
    /// ```
    /// let template = lacuna::Template::text("[[ data.name.value || t('anon') ]]")?;
    /// let paths: Vec<_> = template.paths().iter().map(ToString::to_string).collect();
    /// assert_eq!(paths, ["data.name.value", "metadata.defaultData.name", "metadata.translations.anon"]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn paths(&self) -> Vec<Path<'_>> {
        let mut paths = Vec::new();
        for operand in &self.tables.operands {
            match operand.kind {
                OperandKind::Path(node) | OperandKind::PageText(node) => {
                    let path = self.path(node);
                    let defaults = self.syntax.layout.defaults(path.segments());
                    paths.extend(defaults.map(|default| default.path().into_owned()));
                    paths.push(path);
                }
                OperandKind::Translation(id) => {
                    let nodes = self.tables.translations[id as usize].nodes;
                    paths.extend(nodes.into_iter().flatten().map(|node| self.path(node)));
                }
                OperandKind::Literal(_) => {}
            }
        }
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Whether the locales of a context may change what becomes of it: it has a translation, or writes numbers as a
    /// language does, or defaults that may hold placeholders themselves ([`Layout::expand`](crate::Layout::expand)).
    ///
    /// If it is not so, one look is enough for all languages.
    ///
    /// ```
    /// use lacuna::Template;
    ///
    /// assert!(Template::text("[[ t('hello') ]] [[ name ]]")?.depends_on_locale());
    /// assert!(Template::text("[[ metadata.translations.hello ]]")?.depends_on_locale());
    /// assert!(!Template::text("Dear [[ data.name.value ]],")?.depends_on_locale());
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn depends_on_locale(&self) -> bool {
        let expands = self.layout().expands() && !self.tables.operands.is_empty();
        expands
            || self.tables.operands.iter().any(|operand| operand.kind.is_message())
            || self.tables.calls.iter().any(|call| call.filter.writes_numbers())
    }

    /// The key of a translation; of one in the form of a path what stands below the root.
    pub(crate) fn message_key(&self, operand: &Operand) -> Cow<'_, str> {
        match operand.kind {
            OperandKind::Translation(id) => {
                Cow::Borrowed(&*self.tables.translations[id as usize].key)
            }
            OperandKind::PageText(node) => {
                let root =
                    self.layout().translations_root().map_or(0, |root| root.segments().len());
                let path = self.path(node);
                let below = path.segments().iter().skip(root).map(Segment::text);
                Cow::Owned(below.collect::<Vec<_>>().join("."))
            }
            OperandKind::Path(_) | OperandKind::Literal(_) => Cow::Borrowed(""),
        }
    }

    /// Every message that it asks for, in arguments of others too.
    pub(crate) fn asked(&self) -> impl Iterator<Item = Asked<'_>> {
        let optional = self.optional();
        let operands = self.tables.operands.iter().enumerate();
        operands.filter_map(move |(row, operand)| {
            let id = match operand.kind {
                OperandKind::Translation(id) => Some(id),
                OperandKind::PageText(_) => None,
                OperandKind::Path(_) | OperandKind::Literal(_) => return None,
            };
            let (key, span) = (self.message_key(operand), operand.span);
            let mut asked = Asked {
                key,
                span,
                context: AskedContext::None,
                counting: None,
                arguments: Vec::new(),
                is_handed: false,
                is_optional: optional.contains(&row),
            };
            let translation = id.map(|id| &self.tables.translations[id as usize]);
            asked.is_handed = translation.is_some_and(|it| it.hands_on);
            let arguments = translation.map(|it| it.arguments.of(&self.tables.arguments));
            for argument in arguments.unwrap_or_default() {
                let name = &self.source[argument.name.range()];
                asked.arguments.push((name, argument.name));
                match name {
                    COUNT => asked.counting = Some(Counting::Cardinal),
                    ORDINAL => asked.counting = Some(Counting::Ordinal),
                    CONTEXT => asked.context = self.asked_context(self.operands(argument.chain)),
                    _ => {}
                }
            }
            Some(asked)
        })
    }

    /// The rows of the operands behind which a literal stands.
    fn optional(&self) -> BTreeSet<usize> {
        let chains = self.tables.expressions.iter().map(|expression| expression.chain);
        let chains = chains.chain(self.tables.arguments.iter().map(|argument| argument.chain));
        let is_optional = |chain: &Chain| {
            matches!(
                self.operands(*chain).last(),
                Some(Operand { kind: OperandKind::Literal(_), .. })
            )
        };
        chains
            .filter(is_optional)
            .flat_map(|chain| chain.operands.start()..chain.operands.end())
            .collect()
    }

    fn asked_context(&self, operands: &[Operand]) -> AskedContext<'_> {
        let [Operand { kind: OperandKind::Literal(id), .. }] = *operands else {
            return AskedContext::Any;
        };
        let text = self.tables.literals[id as usize].text();
        if text_state(text) == State::Value {
            AskedContext::Literal(text)
        } else {
            AskedContext::None
        }
    }
}
