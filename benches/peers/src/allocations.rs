//! Counts allocations.
//!
//! By hand, since the crates for it would slow down what is measured: `stats_alloc` with two atomic
//! operations each time, `allocation-counter` by moving every string that grows. Some peers allocate
//! thousands of times in a rendering and must not pay for being counted.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::Sub;

/// The system's allocator, and two counters for each thread.
struct Counting;

thread_local! {
    static COUNTS: Cell<Allocations> = const { Cell::new(Allocations { new: 0, grown: 0 }) };
}

/// How often memory was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allocations {
    pub(crate) new: u64,
    /// Reallocations.
    pub(crate) grown: u64,
}

impl Sub for Allocations {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { new: self.new - other.new, grown: self.grown - other.grown }
    }
}

/// What `run` allocates in this thread.
pub(crate) fn of(run: impl FnOnce()) -> Allocations {
    let before = COUNTS.get();
    run();
    COUNTS.get() - before
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(change: impl FnOnce(&mut Allocations)) {
    let mut counts = COUNTS.get();
    change(&mut counts);
    COUNTS.set(counts);
}

#[allow(unsafe_code, reason = "an allocator cannot be written without it")]
// SAFETY: each method hands its arguments to the system's allocator as they are; counting touches
// nothing but a cell that needs neither memory nor a destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(|counts| counts.new += 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(|counts| counts.new += 1);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(|counts| counts.grown += 1);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}
