//! The source of a script, read just far enough to tell what a placeholder in it is.

mod character;
mod code;
mod escape;
mod json;
mod opening;
mod regexp;
#[cfg(test)]
mod tests;
mod word;

use self::code::Code;
use self::json::Json;
use self::opening::Opening;
use super::HtmlContext;
use crate::error::HtmlFault;

/// Why no value can stand at a place, for the author of the template.
type Why = &'static str;

/// What a script is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// A classic script.
    Script,
    /// A module, which has no HTML-like comments.
    Module,
    /// The value of an event attribute.
    Handler,
    /// JSON, which the page only reads.
    Json,
}

/// Reads a script whose literals come in chunks, with placeholders between them.
#[derive(Clone, Debug)]
pub(super) struct ScriptLexer {
    source: Source,
    opening: Opening,
}

#[derive(Clone, Debug)]
enum Source {
    Code(Code),
    Json(Json),
}

impl ScriptLexer {
    pub(super) fn new(goal: Goal) -> Self {
        let source = match goal {
            Goal::Script | Goal::Handler => Source::Code(Code::new(true)),
            Goal::Module => Source::Code(Code::new(false)),
            Goal::Json => Source::Json(Json::default()),
        };
        Self { source, opening: Opening::default() }
    }

    /// Reads on; a fault if what follows spoils the placeholder before it.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault> {
        for &byte in bytes {
            self.opening.read(byte);
            let read = match &mut self.source {
                Source::Code(code) => code.read(byte),
                Source::Json(json) => json.read(byte),
            };
            if let Err(why) = read {
                return Some(HtmlFault::Script { why });
            }
        }
        None
    }

    /// Where a placeholder stands that comes now; reads on as if a value stood there.
    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, HtmlFault> {
        self.place().map_err(|why| HtmlFault::Script { why })
    }

    fn place(&mut self) -> Result<HtmlContext, Why> {
        if self.opening.is_found() {
            return Err(
                "`<!--` before it changes how the rest of a script is read: write `\\u003C!--`",
            );
        }
        let context = match &mut self.source {
            Source::Code(code) => code.placeholder()?,
            Source::Json(json) => json.placeholder()?,
        };
        if matches!(context, HtmlContext::ScriptValue | HtmlContext::JsonValue) {
            self.opening.interrupt();
        } else if self.opening.is_begun() {
            return Err("with the `<` before it, it could become a tag or `<!--`: write `\\u003C`");
        }
        Ok(context)
    }
}
