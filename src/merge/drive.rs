//! From the input to the sinks: on one thread, or with others that work on batches while this one reads and writes, and
//! works too when they have enough.

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
        let spares = &self.work.merge.spares;
        let mut batch: Batch<'r> = spares.take();
        let result = self.run_with(&mut batch);
        spares.keep(batch);
        result
    }

    fn run_with(&mut self, batch: &mut Batch<'r>) -> Result<(), Halt> {
        loop {
            match self.fill(batch) {
                Ok(Fed::End) => return Ok(()),
                Ok(Fed::Batch) => {
                    self.work.run(batch, &GOES_ON);
                    self.settle(batch)?;
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
    use std::collections::{BTreeMap, VecDeque};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::{Receiver, channel};

    use rayon::ThreadPool;

    use super::{Batch, Drive, Fed, GOES_ON, Halt};
    use crate::merge::locked;

    /// Batches that nobody works on yet, with their numbers; the oldest is taken first.
    #[derive(Default)]
    struct Queue<'r>(Mutex<VecDeque<(usize, Batch<'r>)>>);

    impl<'r> Queue<'r> {
        fn push(&self, number: usize, batch: Batch<'r>) {
            locked(&self.0).push_back((number, batch));
        }

        fn take(&self) -> Option<(usize, Batch<'r>)> {
            locked(&self.0).pop_front()
        }
    }

    /// Batches that wait, are worked on, or wait to be settled.
    struct Flight<'q, 'r> {
        queue: &'q Queue<'r>,
        arrivals: Receiver<(usize, Batch<'r>)>,
        arrived: BTreeMap<usize, Batch<'r>>,
        /// The numbers of the batch that leaves next, and of the one that is settled next.
        departs: usize,
        settles: usize,
    }

    impl<'r> Flight<'_, 'r> {
        const fn is_empty(&self) -> bool {
            self.departs == self.settles
        }

        /// How many batches are not done.
        fn under_way(&mut self) -> usize {
            self.arrived.extend(self.arrivals.try_iter());
            self.departs - self.settles - self.arrived.len()
        }

        /// The batch that is settled next, if it is done.
        fn ready(&mut self) -> Option<Batch<'r>> {
            self.arrived.extend(self.arrivals.try_iter());
            let batch = self.arrived.remove(&self.settles)?;
            self.settles += 1;
            Some(batch)
        }
    }

    impl<'r> Drive<'_, '_, '_, 'r> {
        /// Lets the threads of the pool work on batches. There are no more than twice as many as threads, with this
        /// one, and one.
        pub(in crate::merge) fn run_in(&mut self, pool: &ThreadPool) -> Result<(), Halt> {
            let is_cancelled = &AtomicBool::new(false);
            let others = pool.current_num_threads();
            let most = 2 * (others + 1) + 1;
            let (work, queue) = (self.work, &Queue::default());
            pool.in_place_scope(|scope| {
                let (sender, arrivals) = channel();
                let arrived = BTreeMap::new();
                let mut flight = Flight { queue, arrivals, arrived, departs: 0, settles: 0 };
                let spares = &work.merge.spares;
                let mut free: Vec<Batch<'r>> = (0..most).map(|_| spares.take()).collect();
                let mut call = || {
                    let sender = sender.clone();
                    scope.spawn(move |_| {
                        // This thread may have been faster.
                        let Some((number, mut batch)) = queue.take() else { return };
                        // What is left of the batch after a panic is worked on where it is settled.
                        let run = || work.run(&mut batch, is_cancelled);
                        let _ = catch_unwind(AssertUnwindSafe(run));
                        // Nobody waits for it any more after a fault.
                        let _ = sender.send((number, batch));
                    });
                };
                // Each of the others has one and finds another one, while this thread works on one of its own.
                let enough = 2 * others + 1;
                let result = self.fly(&mut flight, &mut free, &mut call, enough);
                is_cancelled.store(true, Ordering::Relaxed);
                // Those that are in flight after a fault are lost.
                for batch in free {
                    spares.keep(batch);
                }
                result
            })
        }

        /// Calls somebody to work on each batch, and works too while others have `enough` batches.
        fn fly(
            &mut self,
            flight: &mut Flight<'_, 'r>,
            free: &mut Vec<Batch<'r>>,
            call: &mut dyn FnMut(),
            enough: usize,
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
                        flight.queue.push(flight.departs, batch);
                        flight.departs += 1;
                        call();
                        if flight.under_way() > enough {
                            self.help(flight);
                        }
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

        /// Works on a batch that nobody works on yet; whether there was one.
        fn help(&self, flight: &mut Flight<'_, 'r>) -> bool {
            let Some((number, mut batch)) = flight.queue.take() else { return false };
            self.work.run(&mut batch, &GOES_ON);
            flight.arrived.insert(number, batch);
            true
        }

        /// Settles the next batch, whether or not that is done.
        fn land(
            &mut self,
            flight: &mut Flight<'_, 'r>,
            free: &mut Vec<Batch<'r>>,
        ) -> Result<(), Halt> {
            let mut batch = loop {
                if let Some(batch) = flight.ready() {
                    break batch;
                }
                if !self.help(flight) {
                    let Ok((number, batch)) = flight.arrivals.recv() else { return Ok(()) };
                    flight.arrived.insert(number, batch);
                }
            };
            self.settle(&mut batch)?;
            free.push(batch);
            Ok(())
        }

        fn land_all(
            &mut self,
            flight: &mut Flight<'_, 'r>,
            free: &mut Vec<Batch<'r>>,
        ) -> Result<(), Halt> {
            while !flight.is_empty() {
                self.land(flight, free)?;
            }
            Ok(())
        }
    }
}
