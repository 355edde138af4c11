//! From a template to the same template with other placeholders: no other byte is touched.

use std::collections::BTreeMap;
use std::fmt;
use std::iter;
use std::ptr;

use crate::error::{EditFault, Error, ErrorKind};
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::template::{Placeholder, Template, WrittenPath};

/// Changes to the placeholders of a template, made all at once by [`finish`](Edit::finish).
///
/// Each is told by where it stands in the text as it is, so that their order does not matter; what no
/// change names is not touched, not even white space.
///
/// ```
/// use lacuna::{Edit, Path, Template};
///
/// let letter = Template::text("Dear [[data.company.name]],\n[[  data.name || 'you'  ]]: [[ data.tel ]]")?;
/// let mut edit: Edit = letter.edit();
/// assert_eq!(edit.rename(&Path::parse("data.company")?, &Path::parse("data.organisation")?)?, 1);
/// let mut placeholders = letter.placeholders().skip(1);
/// edit.expression(&placeholders.next().unwrap(), "data.name.first")?;
/// edit.placeholder(&placeholders.next().unwrap(), "no telephone")?;
/// assert_eq!(
///     edit.finish()?.source(),
///     "Dear [[data.organisation.name]],\n[[  data.name.first  ]]: no telephone"
/// );
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Edit<'t> {
    template: &'t Template<'t>,
    /// By the first byte that goes: what goes, and what comes.
    changes: BTreeMap<usize, (Span, String)>,
}

impl Template<'_> {
    /// Begins to change its placeholders; the template stays as it is.
    pub fn edit(&self) -> Edit<'_> {
        Edit { template: self, changes: BTreeMap::new() }
    }
}

impl<'t> Edit<'t> {
    /// Puts a text in the place of a whole placeholder, delimiters included.
    ///
    /// It may hold placeholders itself; in the [end](Self::finish) it is read with what stands around it.
    ///
    /// # Errors
    ///
    /// If another change overlaps, or the placeholder is one of another template.
    pub fn placeholder(
        &mut self,
        placeholder: &Placeholder<'t>,
        text: impl Into<String>,
    ) -> Result<&mut Self, Error> {
        self.is_own(placeholder)?;
        self.change(placeholder.span(), text.into())
    }

    /// Puts an expression in the place of that of a placeholder; its delimiters stay, and the white space
    /// within them.
    ///
    /// # Errors
    ///
    /// If it is no expression, or the placeholder would be none with it; the place is then in the placeholder as
    /// it would be. If another change overlaps, or the placeholder is one of another template.
    ///
    /// ```
    /// let template = lacuna::Template::text("[[ name ]]")?;
    /// let placeholder = template.placeholders().next().unwrap();
    /// let error = template.edit().expression(&placeholder, "name | uper").unwrap_err();
    /// assert_eq!(error.to_string(), "1:11: there is no filter `uper`");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn expression(
        &mut self,
        placeholder: &Placeholder<'t>,
        expression: impl Into<String>,
    ) -> Result<&mut Self, Error> {
        self.is_own(placeholder)?;
        let expression = expression.into();
        self.is_readable(&expression)?;
        self.change(placeholder.expression_span(), expression)
    }

    /// Puts a path in the place of one that is written in a placeholder.
    ///
    /// # Errors
    ///
    /// If the placeholder would be none with it, since its first key is no
    /// [declared root](crate::Syntax::roots), say. If another change overlaps, or the placeholder is one of another
    /// template.
    ///
    /// ```
    /// use lacuna::{Path, Template};
    ///
    /// let template = Template::text("[[ a.b | upper ]], [[ a['b'] ]]")?;
    /// let mut edit = template.edit();
    /// for written in template.placeholders().flat_map(|placeholder| placeholder.paths()) {
    ///     edit.path(&written, &Path::parse("a['b c']")?)?;
    /// }
    /// assert_eq!(edit.finish()?.source(), "[[ a['b c'] | upper ]], [[ a['b c'] ]]");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn path(&mut self, written: &WrittenPath<'t>, path: &Path<'_>) -> Result<&mut Self, Error> {
        self.is_own(&written.placeholder())?;
        let path = path.to_string();
        self.is_readable(&path)?;
        self.change(written.span(), path)
    }

    /// Lets every path that is `from`, or leads through it, be `to` or lead through that; how many there are.
    ///
    /// What stands behind it in a path stays as it is written. The keys of `t(…)` are no paths, and what rules and
    /// the layout of the template look up is not written in it: neither is renamed, nor what
    /// [`Syntax::trust`](crate::Syntax::trust) vouches for.
    ///
    /// # Errors
    ///
    /// As [`path`](Self::path); then nothing is renamed.
    ///
    /// ```
    /// use lacuna::{Path, Template};
    ///
    /// let template = Template::text("[[ items.0.price ]] [[ items[0]['net'] || t('items') ]] [[ item ]]")?;
    /// let mut edit = template.edit();
    /// assert_eq!(edit.rename(&Path::parse("items[0]")?, &Path::parse("first")?)?, 2);
    /// assert_eq!(edit.finish()?.source(), "[[ first.price ]] [[ first['net'] || t('items') ]] [[ item ]]");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn rename(&mut self, from: &Path<'_>, to: &Path<'_>) -> Result<usize, Error> {
        let before = self.changes.clone();
        let renamed = self.rename_all(from, to);
        if renamed.is_err() {
            self.changes = before;
        }
        renamed
    }

    fn rename_all(&mut self, from: &Path<'_>, to: &Path<'_>) -> Result<usize, Error> {
        let mut count = 0;
        for written in self.template.placeholders().flat_map(|placeholder| placeholder.paths()) {
            count += usize::from(self.rename_path(&written, from, to)?);
        }
        Ok(count)
    }

    /// The same for one path; whether it leads through `from`.
    ///
    /// # Errors
    ///
    /// As [`path`](Self::path).
    ///
    /// ```
    /// use lacuna::{Path, Template};
    ///
    /// let template = Template::text("[[ a.b ]] [[ a ]]")?;
    /// let mut edit = template.edit();
    /// let first = template.placeholders().next().unwrap().paths().next().unwrap();
    /// assert!(edit.rename_path(&first, &Path::parse("a")?, &Path::parse("c")?)?);
    /// assert_eq!(edit.finish()?.source(), "[[ c.b ]] [[ a ]]");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn rename_path(
        &mut self,
        written: &WrittenPath<'t>,
        from: &Path<'_>,
        to: &Path<'_>,
    ) -> Result<bool, Error> {
        self.is_own(&written.placeholder())?;
        let (path, segments) = (written.path(), from.segments().len());
        let is_below = path.segments().len() >= segments
            && path.segments().iter().zip(from.segments()).all(|(own, other)| is_same(own, other));
        if !is_below {
            return Ok(false);
        }
        if segments == 0 {
            // The root is not written before a first key.
            let segments = to.segments().iter().chain(path.segments()).cloned().collect();
            self.path(written, &Path::new(segments))?;
            return Ok(true);
        }
        let place = written.prefix_span(segments);
        let to = if written.text().starts_with('$') { from_root(to) } else { to.to_string() };
        let behind = &self.template.source()[place.end()..written.span().end()];
        self.is_readable(&format!("{to}{behind}"))?;
        self.change(place, to)?;
        Ok(true)
    }

    /// The changes so far, in the order of the text: what goes, in bytes of the text as it is, and what comes.
    ///
    /// ```
    /// use lacuna::{Path, Template};
    ///
    /// let template = Template::text("[[ a.b ]]")?;
    /// let mut edit = template.edit();
    /// edit.rename(&Path::parse("a")?, &Path::parse("c")?)?;
    /// let changes: Vec<_> = edit.changes().map(|(span, text)| (span.range(), text)).collect();
    /// assert_eq!(changes, [(3..4, "c")]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn changes(&self) -> impl ExactSizeIterator<Item = (Span, &str)> {
        self.changes.values().map(|(span, text)| (*span, &**text))
    }

    /// The template with all changes made, read anew as it was read before; its text is
    /// [`Template::source`].
    ///
    /// # Errors
    ///
    /// With everything that is wrong with the text as it would be: the places are in that one.
    pub fn finish(self) -> Result<Template<'static>, Error> {
        let source = self.template.source();
        let (gone, come) = self
            .changes
            .values()
            .fold((0, 0), |(gone, come), (span, text)| (gone + span.len(), come + text.len()));
        let mut text = String::with_capacity(source.len() - gone + come);
        let mut done = 0;
        for (span, new) in self.changes.values() {
            text.push_str(&source[done..span.start()]);
            text.push_str(new);
            done = span.end();
        }
        text.push_str(&source[done..]);
        self.template.anew(text)
    }

    /// Notes a change, unless another one overlaps it.
    fn change(&mut self, span: Span, text: String) -> Result<&mut Self, Error> {
        // Of all that begin before its end only the last can reach into it, as they do not overlap.
        let before = self.changes.range(..span.end()).next_back();
        if let Some((_, (_, other))) = before.filter(|(_, (other, _))| other.end() > span.start()) {
            let fault = EditFault::Overlapping { other: other.clone() };
            let help = "make one change of the two".to_owned();
            return Err(self.refusal(fault, span, help));
        }
        self.changes.insert(span.start(), (span, text));
        Ok(self)
    }

    fn is_own(&self, placeholder: &Placeholder<'_>) -> Result<(), Error> {
        if ptr::eq(self.template, placeholder.template()) {
            return Ok(());
        }
        let fault = EditFault::OtherTemplate { text: placeholder.text().to_owned() };
        Err(self.template.name_error(Error::nowhere(ErrorKind::Edit(fault.into()))))
    }

    /// Whether a placeholder with this expression is one, and nothing else.
    fn is_readable(&self, expression: &str) -> Result<(), Error> {
        let template = self.template;
        let text = format!("{} {expression} {}", template.open(), template.close());
        let read = template.alone(&text)?;
        let is_one = read.placeholders().map(|it| it.span()).eq([Span::new(0, text.len())]);
        if is_one {
            return Ok(());
        }
        let whole = Span::new(0, text.len());
        let otherwise = "what is no placeholder can replace it as a whole, with its delimiters";
        let warning = read.warnings().first();
        let help = warning.map_or(otherwise.to_owned(), |warning| warning.kind().to_string());
        let fault = EditFault::NoPlaceholder { text: text.clone() };
        Err(Error::at(&text, None, ErrorKind::Edit(fault.into()), whole, Some(help)))
    }

    fn refusal(&self, fault: EditFault, span: Span, help: String) -> Error {
        let (template, kind) = (self.template, ErrorKind::Edit(fault.into()));
        let error = Error::at(template.source(), template.within(), kind, span, Some(help));
        template.name_error(error)
    }
}

/// The path as it is written behind a `$`.
fn from_root(path: &Path<'_>) -> String {
    iter::once("$".to_owned()).chain(path.segments().iter().map(ToString::to_string)).collect()
}

/// Whether a segment leads to what another one names; a dotted number is a key or an index.
fn is_same(own: &Segment<'_>, other: &Segment<'_>) -> bool {
    let is_either = |it: &Segment<'_>| matches!(it, Segment::KeyOrIndex(_));
    own == other || (is_either(own) || is_either(other)) && own.text() == other.text()
}

impl fmt::Debug for Edit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edit")
            .field("template", &self.template.name())
            .field("changes", &self.changes.values())
            .finish()
    }
}
