//! What a request sees: pages by their addresses, and languages. Nothing of it ever changes; the next site takes its
//! place as a whole.

mod assemble;
mod languages;
mod page;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

pub use self::languages::{Audience, Choice, Languages, Wish};
pub use self::page::{Gaps, Page};
use crate::address;
use crate::document::Kind;
use crate::fault::Fault;

/// All that can be asked for, as it was when the folder was last looked at, or as it was when that was last whole.
#[derive(Clone, Debug)]
pub struct Site {
    pages: Arc<HashMap<String, Slot>>,
    languages: Arc<Languages>,
    shared: Option<Arc<Value>>,
    /// What is broken now, by file.
    faults: Arc<Vec<Arc<Fault>>>,
    /// What is not taken for a file of the site.
    refused: Arc<Vec<Arc<Fault>>>,
    /// What is wrong with the folder as a whole.
    folder: Option<Arc<Fault>>,
    /// The how manieth it is.
    number: u64,
    loaded: SystemTime,
}

/// An address, and what stands there.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The last page that was whole, if there was one.
    page: Option<Arc<Page>>,
    /// Whether that is not what the disk holds.
    is_broken: bool,
}

impl Slot {
    /// The last page that was whole, if there ever was one.
    pub const fn page(&self) -> Option<&Arc<Page>> {
        self.page.as_ref()
    }

    /// Whether its files are broken now, so that the page is an older one, if there is one at all.
    pub const fn is_broken(&self) -> bool {
        self.is_broken
    }
}

impl Site {
    /// What stands at an address.
    pub fn find(&self, address: &str) -> Option<&Slot> {
        self.pages.get(address)
    }

    /// What stands at all addresses, in no order.
    pub fn slots(&self) -> impl ExactSizeIterator<Item = (&str, &Slot)> {
        self.pages.iter().map(|(address, slot)| (&**address, slot))
    }

    /// The languages in which there are messages.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// The record behind those of all pages.
    pub fn shared(&self) -> Option<&Value> {
        self.shared.as_deref()
    }

    /// The files that are broken, each with what is wrong.
    pub fn faults(&self) -> &[Arc<Fault>] {
        &self.faults
    }

    /// What is not taken for a file of the site, and why.
    pub fn refused(&self) -> &[Arc<Fault>] {
        &self.refused
    }

    /// Whether something older stands in for a file that is broken.
    pub fn still_shows(&self, file: &str) -> bool {
        match Kind::of(file) {
            // What is refused is no file of the site any more.
            _ if self.refused.iter().any(|fault| fault.file == file) => false,
            Some(Kind::Template(stem) | Kind::Record(stem)) => {
                let slot = address::of_page(stem).ok().and_then(|address| self.find(&address));
                slot.is_some_and(|slot| slot.page.is_some())
            }
            Some(Kind::Catalog(tag)) => {
                let is_clash = self.languages.clashes().iter().any(|clash| clash == file);
                !is_clash && self.languages.messages().contains_key(tag)
            }
            Some(Kind::Shared) => self.shared.is_some(),
            None => false,
        }
    }

    /// What is wrong with the folder, if it is away.
    pub const fn folder_fault(&self) -> Option<&Arc<Fault>> {
        self.folder.as_ref()
    }

    /// How many sites there were, with this one.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// When it took the place of the one before.
    pub const fn loaded(&self) -> SystemTime {
        self.loaded
    }

    /// The same site, whose folder has gone.
    #[must_use]
    pub fn without_folder(&self, fault: Arc<Fault>) -> Self {
        Self { folder: Some(fault), ..self.clone() }
    }
}
