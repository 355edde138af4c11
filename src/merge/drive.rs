//! From the input to the sinks: on one thread, or with several that work on batches while this one reads and writes.

use std::sync::atomic::AtomicBool;

use super::batch::Batch;
use super::read::{Fed, InputFault};
use super::records::Feed;
use super::settle::{Halt, Settler};
use super::work::Work;

/// The records of a batch at the most.
const MOST: usize = 1 << 14;

/// Nobody cancels work on the thread that waits for it.
static GOES_ON: AtomicBool = AtomicBool::new(false);

/// A merge that runs.
pub(super) struct Drive<'w, 's, 'o, 'r> {
    pub(super) work: Work<'w>,
    pub(super) feed: Feed<'r>,
    pub(super) settler: Settler<'s, 'o>,
    /// The records of the next batch at the most: fewer if their outputs are large.
    most: usize,
}

impl<'w, 's, 'o, 'r> Drive<'w, 's, 'o, 'r> {
    pub(super) const fn new(work: Work<'w>, feed: Feed<'r>, settler: Settler<'s, 'o>) -> Self {
        Self { work, feed, settler, most: MOST }
    }

    /// On this thread alone.
    pub(super) fn run(&mut self) -> Result<(), Halt> {
        let mut batch = Batch::default();
        loop {
            match self.fill(&mut batch) {
                Ok(Fed::End) => return Ok(()),
                Ok(Fed::Batch) => {
                    self.work.run(&mut batch, &GOES_ON);
                    self.settle(&mut batch)?;
                }
                Ok(Fed::Long) => {
                    self.settler.settle_long(&mut self.feed)?;
                    self.settler.observe()?;
                }
                Err(fault) => return Err(self.settler.input_failed(fault, 0)),
            }
        }
    }

    fn fill(&mut self, batch: &mut Batch<'r>) -> Result<Fed, InputFault> {
        let fed = self.feed.fill(batch, self.most);
        self.settler.merged.skipped = self.feed.number().min(self.work.merge.skip);
        fed
    }

    /// Hands over a batch that was worked on, and works on what is left of it.
    fn settle(&mut self, batch: &mut Batch<'r>) -> Result<(), Halt> {
        let worked_on = batch.fates.len().max(1);
        let mut is_whole = true;
        loop {
            self.settler.settle(batch)?;
            self.settler.observe()?;
            if !batch.go_on() {
                break;
            }
            is_whole = false;
            self.work.run(batch, &GOES_ON);
        }
        self.most = if is_whole { self.most.saturating_mul(2).min(MOST) } else { worked_on };
        Ok(())
    }
}

#[cfg(feature = "parallel")]
mod parallel {
    use std::collections::BTreeMap;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::{Receiver, channel};

    use rayon::ThreadPool;

    use super::{Batch, Drive, Fed, Halt};

    /// Batches that are worked on, or wait to be settled.
    struct Flight<'r> {
        arrivals: Receiver<(u64, Batch<'r>)>,
        arrived: BTreeMap<u64, Batch<'r>>,
        /// The numbers of the batch that leaves next, and of the one that is settled next.
        departs: u64,
        settles: u64,
    }

    impl<'r> Flight<'r> {
        const fn is_empty(&self) -> bool {
            self.departs == self.settles
        }

        /// The batch that is settled next, if it is there already.
        fn ready(&mut self) -> Option<Batch<'r>> {
            self.arrived.extend(self.arrivals.try_iter());
            self.next()
        }

        /// The same, waiting for it; none if nothing is in flight.
        fn wait(&mut self) -> Option<Batch<'r>> {
            while !self.is_empty() && !self.arrived.contains_key(&self.settles) {
                let (number, batch) = self.arrivals.recv().ok()?;
                self.arrived.insert(number, batch);
            }
            self.next()
        }

        fn next(&mut self) -> Option<Batch<'r>> {
            let batch = self.arrived.remove(&self.settles)?;
            self.settles += 1;
            Some(batch)
        }
    }

    impl<'r> Drive<'_, '_, '_, 'r> {
        /// Lets the threads of the pool work on batches, of which there are no more than twice as many, and one.
        pub(in crate::merge) fn run_in(&mut self, pool: &ThreadPool) -> Result<(), Halt> {
            let is_cancelled = &AtomicBool::new(false);
            let most = 2 * pool.current_num_threads() + 1;
            let work = self.work;
            pool.in_place_scope(|scope| {
                let (sender, arrivals) = channel();
                let mut flight =
                    Flight { arrivals, arrived: BTreeMap::new(), departs: 0, settles: 0 };
                let mut free: Vec<Batch<'r>> = (0..most).map(|_| Batch::default()).collect();
                let mut depart = |number, mut batch: Batch<'r>| {
                    let sender = sender.clone();
                    scope.spawn(move |_| {
                        // What is left of the batch after a panic is worked on where it is settled.
                        let run = || work.run(&mut batch, is_cancelled);
                        let _ = catch_unwind(AssertUnwindSafe(run));
                        // Nobody waits for it any more after a fault.
                        let _ = sender.send((number, batch));
                    });
                };
                let result = self.fly(&mut flight, &mut free, &mut depart);
                is_cancelled.store(true, Ordering::Relaxed);
                result
            })
        }

        fn fly(
            &mut self,
            flight: &mut Flight<'r>,
            free: &mut Vec<Batch<'r>>,
            depart: &mut dyn FnMut(u64, Batch<'r>),
        ) -> Result<(), Halt> {
            loop {
                while let Some(mut batch) = flight.ready() {
                    self.settle(&mut batch)?;
                    free.push(batch);
                }
                let Some(mut batch) = free.pop() else {
                    self.land(flight, free)?;
                    continue;
                };
                match self.fill(&mut batch) {
                    Ok(Fed::Batch) => {
                        depart(flight.departs, batch);
                        flight.departs += 1;
                    }
                    Ok(Fed::End) => return self.land_all(flight, free),
                    Ok(Fed::Long) => {
                        free.push(batch);
                        self.land_all(flight, free)?;
                        self.settler.settle_long(&mut self.feed)?;
                        self.settler.observe()?;
                    }
                    Err(fault) => {
                        self.land_all(flight, free)?;
                        return Err(self.settler.input_failed(fault, 0));
                    }
                }
            }
        }

        /// Settles the next batch, whether or not that is done.
        fn land(&mut self, flight: &mut Flight<'r>, free: &mut Vec<Batch<'r>>) -> Result<(), Halt> {
            if let Some(mut batch) = flight.wait() {
                self.settle(&mut batch)?;
                free.push(batch);
            }
            Ok(())
        }

        fn land_all(
            &mut self,
            flight: &mut Flight<'r>,
            free: &mut Vec<Batch<'r>>,
        ) -> Result<(), Halt> {
            while !flight.is_empty() {
                self.land(flight, free)?;
            }
            Ok(())
        }
    }
}
