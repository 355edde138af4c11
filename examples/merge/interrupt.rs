//! Ctrl-C, or what asks a program to end, stops a merge between two records; asked again it ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::told;

static IS_ASKED: AtomicBool = AtomicBool::new(false);
/// What a shell says of a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Listens from now on.
pub(crate) fn listen() {
    let asked = || {
        if IS_ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
        told::say(&"stopping behind the records that are read; once more to stop at once");
    };
    // Where it cannot listen the merge ends at once, as any program does.
    let _ = ctrlc::set_handler(asked);
}

pub(crate) fn is_asked() -> bool {
    IS_ASKED.load(Ordering::Relaxed)
}
