//! From the files of a folder, and the site before, to the next one.
//!
//! Where a file is broken, or is being written, what was made of it before stays; of a page both files, as a template
//! and the record of another day are no page that anybody has written.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::SystemTime;

use lacuna::Template;
use serde_json::Value;

use super::languages::{Languages, Messages};
use super::page::Page;
use super::{Site, Slot};
use crate::address;
use crate::document::{Document, Kind, PAGES};
use crate::fault::{Fault, Told};
use crate::folder::{Folder, Known};

/// The files of one page.
#[derive(Clone, Copy, Default)]
struct Files<'f> {
    template: Option<&'f Known>,
    record: Option<&'f Known>,
}

impl Site {
    /// The site that these files are, in front of which there was another one.
    pub fn assemble(folder: &Folder, default_locale: &str, before: Option<&Self>) -> Self {
        let mut faults: Vec<Arc<Fault>> = Vec::new();
        let (mut pages, mut messages) = (BTreeMap::<&str, Files<'_>>::new(), BTreeMap::new());
        let mut shared = None;
        for (name, known) in folder.files() {
            if let Some(Err(fault)) = known.content() {
                faults.push(Arc::clone(fault));
            }
            match Kind::of(name) {
                Some(Kind::Template(stem)) => pages.entry(stem).or_default().template = Some(known),
                Some(Kind::Record(stem)) => pages.entry(stem).or_default().record = Some(known),
                Some(Kind::Catalog(tag)) => {
                    let last = before.and_then(|site| site.languages.messages().get(tag).cloned());
                    let messages_now = match known.content() {
                        Some(Ok(Document::Messages(text))) => {
                            Some(Messages { file: name.to_owned(), text: Arc::clone(text) })
                        }
                        _ => last,
                    };
                    messages.extend(messages_now.map(|text| (tag.to_owned(), text)));
                }
                Some(Kind::Shared) => {
                    shared = match known.content() {
                        Some(Ok(Document::Record(record))) => Some(Arc::clone(record)),
                        _ => before.and_then(|site| site.shared.clone()),
                    };
                }
                None => {}
            }
        }
        let languages = languages(folder, messages, default_locale, before, &mut faults);
        let is_same_around = before.is_some_and(|site| {
            Arc::ptr_eq(&site.languages, &languages)
                && is_same(site.shared.as_ref(), shared.as_ref())
        });
        let slots: HashMap<_, _> = pages
            .into_iter()
            .filter_map(|(stem, files)| {
                let address = address::of_page(stem).unwrap_or_else(|_| format!("/{stem}"));
                let last = before.and_then(|site| site.pages.get(&address));
                let slot = files.slot(stem, last, is_same_around, &mut faults)?;
                Some((address, slot))
            })
            .collect();
        if let Some(before) = before {
            keep_since(&mut faults, &before.faults);
        }
        Self {
            pages: Arc::new(slots),
            languages,
            shared,
            faults: Arc::new(faults),
            refused: Arc::new(folder.refused().cloned().collect()),
            folder: None,
            number: before.map_or(0, |site| site.number) + 1,
            loaded: SystemTime::now(),
        }
    }
}

fn is_same(one: Option<&Arc<Value>>, other: Option<&Arc<Value>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The languages of these catalogs, or those before if nothing is new.
fn languages(
    folder: &Folder,
    messages: BTreeMap<String, Messages>,
    default: &str,
    before: Option<&Site>,
    faults: &mut Vec<Arc<Fault>>,
) -> Arc<Languages> {
    if let Some(before) = before {
        let known = before.languages.messages();
        let is_same = known.len() == messages.len()
            && messages.iter().all(|(tag, now)| {
                known.get(tag).is_some_and(|known| Arc::ptr_eq(&known.text, &now.text))
            });
        // Catalogs that exclude each other do so until they change.
        let clash = |fault: &&Arc<Fault>| before.languages.clashes().contains(&fault.file);
        if is_same {
            faults.extend(before.faults.iter().filter(clash).cloned());
            return Arc::clone(&before.languages);
        }
    }
    let (languages, clashes) = Languages::new(folder.reader(), messages, default);
    faults.extend(clashes.into_iter().map(Arc::new));
    Arc::new(languages)
}

impl Files<'_> {
    /// What stands at the address of these files; nothing if there is no template.
    fn slot(
        self,
        stem: &str,
        last: Option<&Slot>,
        is_same_around: bool,
        faults: &mut Vec<Arc<Fault>>,
    ) -> Option<Slot> {
        let name = format!("{PAGES}/{stem}");
        let Some(template) = self.template else {
            let what = "there is no template for this record: write one, or remove it";
            faults.push(lack(&format!("{name}.json"), what));
            return None;
        };
        if self.record.is_none() {
            let what =
                format!("the page has no record: write `{name}.json`, `{{}}` if it needs no data");
            faults.push(lack(&format!("{name}.html"), &what));
        }
        let last = last.and_then(|slot| slot.page.as_ref());
        let is_settled = template.is_settled() && self.record.is_none_or(Known::is_settled);
        let whole = self.whole();
        let is_broken = whole.is_none();
        let page = match (whole.filter(|_| is_settled || last.is_none()), last) {
            (Some((template, record)), Some(last)) => {
                let is_same = Arc::ptr_eq(&last.template, &template)
                    && Arc::ptr_eq(&last.record, &record)
                    && is_same_around;
                Some(if is_same { Arc::clone(last) } else { Arc::new(Page::new(template, record)) })
            }
            (Some((template, record)), None) => Some(Arc::new(Page::new(template, record))),
            (None, Some(last)) if is_same_around => Some(Arc::clone(last)),
            // What it lacked in other languages it may lack no longer.
            (None, Some(last)) => {
                let (template, record) = (Arc::clone(&last.template), Arc::clone(&last.record));
                Some(Arc::new(Page::new(template, record)))
            }
            (None, None) => None,
        };
        Some(Slot { page, is_broken })
    }

    /// Both, if both can be read.
    fn whole(self) -> Option<(Arc<Template<'static>>, Arc<Value>)> {
        let (template, record) = (self.template?.content()?, self.record?.content()?);
        match (template, record) {
            (Ok(Document::Template(template)), Ok(Document::Record(record))) => {
                Some((Arc::clone(template), Arc::clone(record)))
            }
            _ => None,
        }
    }
}

fn lack(file: &str, what: &str) -> Arc<Fault> {
    Arc::new(Fault::now(file, Told::line(format!("{file}: {what}"))))
}

/// What was broken before is broken since then, however often it was edited.
fn keep_since(faults: &mut [Arc<Fault>], before: &[Arc<Fault>]) {
    let known: HashMap<&str, &Arc<Fault>> =
        before.iter().map(|fault| (&*fault.file, fault)).collect();
    for fault in faults {
        if let Some(known) = known.get(&*fault.file) {
            if known.told == fault.told {
                *fault = Arc::clone(known);
            } else {
                *fault = Arc::new(Fault { since: known.since, ..Fault::clone(fault) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SHARED;

    #[test]
    fn what_stays_broken_is_broken_since_then() {
        let before = [lack("a.html", "one"), lack("b.html", "two")];
        let mut now = [lack("a.html", "other"), lack("c.html", "three")];
        let since = now[1].since;
        keep_since(&mut now, &before);
        assert_eq!((now[0].since, &*now[0].told.line), (before[0].since, "a.html: other"));
        assert_eq!(now[1].since, since);
    }

    #[test]
    fn the_shared_record_is_a_file_of_the_root() {
        assert_eq!(Kind::of(SHARED), Some(Kind::Shared));
        assert_eq!(Kind::of("pages/site.json"), Some(Kind::Record("site")));
    }
}
