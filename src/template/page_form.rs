//! How a page holds its translations.

use super::Layout;

/// How a page holds its translations: see [`Layout::page_form`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageForm {
    /// In any of the forms below, the first that has a text wins.
    #[default]
    Any,
    /// `<locale>.<key>`.
    LocaleThenKey,
    /// `<key>.<locale>`.
    KeyThenLocale,
    /// `<key>`: in one language only.
    OneLanguage,
}

impl PageForm {
    pub(crate) fn allows(self, other: Self) -> bool {
        self == Self::Any || self == other
    }
}

impl Layout {
    /// Says how the page holds its translations, so that they are looked for nowhere else. In every
    /// form, unless said.
    ///
    /// ```
    /// use lacuna::{Context, Layout, LocaleChain, PageForm, Syntax};
    /// use serde_json::json;
    ///
    /// let layout = Layout::metadata().page_form(PageForm::LocaleThenKey);
    /// let template = Syntax::new().layout(layout).text("[[ t('it') || '?' ]]")?;
    /// let data = json!({"metadata": {"translations": {"de": {"it": "Es"}, "it": {"de": "Italienisch"}}}});
    /// let chain = LocaleChain::lookup(["de"])?;
    /// assert_eq!(template.render(&Context::new(&data).locales(&chain))?, "Es");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn page_form(mut self, form: PageForm) -> Self {
        self.page_form = form;
        self
    }
}
