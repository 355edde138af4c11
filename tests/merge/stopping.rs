//! The law of going on: a merge that ends anywhere and goes on with what it told gives what one run would have given.

use std::ops::ControlFlow;

use lacuna::{Merge, MergeError, Merged, Next, Output, Records, Rejects, Template};

use super::faults::{Full, Unreadable};
use super::threaded;

/// Random numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }
}

/// Records of all kinds, and lines that are none.
fn input(dice: &mut Dice, records: usize) -> String {
    let mut input = String::new();
    for number in 0..records {
        let record = match dice.roll(8) {
            0 => "{\"a\": \n".to_owned(),
            1 => format!("{{\"b\": {number}}}\n"),
            2 => format!("{{\"a\": \"{}\"}}\r\n", "long ".repeat(40)),
            3 => "{\"a\": \"\"}\n".to_owned(),
            4 => "\n".to_owned(),
            _ => format!("{{\"a\": \"{number} é\"}}\n"),
        };
        input.push_str(&record);
    }
    input
}

#[derive(Debug, Default, PartialEq)]
struct Sinks {
    out: Vec<u8>,
    rejected: Vec<u8>,
    told: Vec<u64>,
}

/// Where a merge ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Nowhere,
    /// The output takes so many bytes, and so many at once.
    Output(usize, usize),
    Rejects(usize, usize),
    /// So many bytes can be read.
    Input(usize),
    /// Whoever hears of rejects stops at one.
    Told(usize),
    /// The observer stops at the first chance.
    Observed,
}

/// Runs the merge until `end`, and appends what is whole to the sinks.
fn run(merge: &Merge<'_>, input: &str, sinks: &mut Sinks, end: End) -> Result<Merged, MergeError> {
    let (mut out, mut rejected) = (Full::new(usize::MAX, 4096), Full::new(usize::MAX, 4096));
    let mut bytes = input.as_bytes();
    let mut tells = usize::MAX;
    match end {
        End::Output(left, step) => out = Full::new(left, step),
        End::Rejects(left, step) => rejected = Full::new(left, step),
        End::Input(at) => bytes = &bytes[..at],
        End::Told(count) => tells = count,
        End::Observed | End::Nowhere => {}
    }
    let told = &mut sinks.told;
    let rejects = Rejects::new().write_to(&mut rejected).tell(|rejection| {
        told.push(rejection.number());
        tells = tells.saturating_sub(1);
        if tells == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let records = match end {
        End::Input(_) => Records::ndjson(Unreadable(bytes)),
        _ => Records::ndjson(bytes),
    };
    let result = merge.run_observed(records, Output::text(&mut out), rejects, |_| match end {
        End::Observed => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let (mut out, mut rejected) = (out.taken, rejected.taken);
    let (merged, partial) = match &result {
        Ok(merged) => (merged, (0, 0)),
        Err(error) => (error.merged(), (error.output_partial(), error.rejects_partial())),
    };
    // The caller cuts off what is not whole, and nothing else is there.
    assert_eq!(out.len() as u64, merged.output_bytes() + partial.0);
    assert_eq!(rejected.len() as u64, merged.reject_bytes() + partial.1);
    out.truncate(usize::try_from(merged.output_bytes()).unwrap());
    rejected.truncate(usize::try_from(merged.reject_bytes()).unwrap());
    sinks.out.append(&mut out);
    sinks.rejected.append(&mut rejected);
    result
}

fn merged(result: Result<Merged, MergeError>) -> Merged {
    result.unwrap_or_else(|error| error.merged().clone())
}

#[test]
fn a_merge_that_goes_on_gives_what_one_run_would_have_given() {
    let template = Template::text("<[[ a || '' ]]>[[ a | prefix: 'p' ]]").unwrap();
    let dice = &mut Dice(0x1234_5678_9ABC_DEF1);
    for round in 0..200 {
        let records = 1 + dice.roll(60);
        let input = input(dice, records);
        let separator = ["", "\n", ", and "][dice.roll(3)];
        let threads = [1, 3][round % 2];
        let merge = Merge::new(&template).separator(separator).record_limit(100);
        let merge = threaded(merge, threads);
        let mut whole = Sinks::default();
        let all = run(&merge, &input, &mut whole, End::Nowhere).unwrap();
        let mut parts = Sinks::default();
        let mut so_far = Merged::default();
        let (mut written, mut rejected) = (0, 0);
        for _ in 0..dice.roll(4) {
            let end = match dice.roll(5) {
                0 => End::Output(dice.roll(whole.out.len() + 1), 1 + dice.roll(50)),
                1 => End::Rejects(dice.roll(whole.rejected.len() + 1), 1 + dice.roll(50)),
                // Between two records, or within one.
                2 => End::Input(dice.roll(input.len() + 1)),
                3 => End::Told(1 + dice.roll(5)),
                _ => End::Observed,
            };
            let next = merged(run(&merge.clone().after(&so_far), &input, &mut parts, end));
            assert!(next.done() >= so_far.done(), "{round}: {end:?}");
            (written, rejected) = (written + next.written(), rejected + next.rejected());
            so_far = next;
        }
        let last = run(&merge.after(&so_far), &input, &mut parts, End::Nowhere).unwrap();
        assert_eq!(parts, whole, "{round}");
        assert_eq!(last.done(), all.done());
        assert_eq!(written + last.written(), all.written());
        assert_eq!(rejected + last.rejected(), all.rejected());
    }
}

#[test]
fn a_callback_can_stop_anywhere() {
    let template = Template::text("[[ a ]]").unwrap();
    let dice = &mut Dice(99);
    let input = input(dice, 80);
    for threads in [1, 3] {
        let merge = threaded(Merge::new(&template).record_limit(100), threads);
        let run = |merge: &Merge<'_>, seen: &mut Vec<u64>, last: usize| {
            let mut left = last;
            let output = Output::each(|record| {
                seen.push(record.number());
                left = left.saturating_sub(1);
                Ok(if left == 0 { Next::Stop } else { Next::Record })
            });
            merge.run(Records::ndjson(input.as_bytes()), output, Rejects::new()).unwrap()
        };
        let mut all = Vec::new();
        run(&merge, &mut all, usize::MAX);
        for stop in 1..=all.len() {
            let mut seen = Vec::new();
            let first = run(&merge, &mut seen, stop);
            assert!(first.was_stopped());
            assert_eq!((seen.len(), seen.last()), (stop, Some(&first.done())));
            let rest = run(&merge.clone().skip(first.done()), &mut seen, usize::MAX);
            assert_eq!(seen, all);
            assert!(!rest.was_stopped());
        }
    }
}

#[test]
fn nothing_stands_between_outputs_of_which_there_is_one() {
    let template = Template::text("[[ a ]]").unwrap();
    let input = "{}\n{}\n{\"a\": \"\"}\n{\"a\": 1}\n{}\n{\"a\": 2}\n";
    let run = |merge: &Merge<'_>, limit: u64| {
        let mut out = Vec::new();
        let mut tells = 0;
        let rejects = Rejects::new().tell(|_| {
            tells += 1;
            if tells == limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let records = Records::ndjson(input.as_bytes());
        let merged = merge.run(records, Output::text(&mut out), rejects).unwrap();
        (merged, String::from_utf8(out).unwrap())
    };
    let merge = Merge::new(&template).separator(",");
    assert_eq!(run(&merge, 0).1, ",1,2");
    // Rejects only, then an output without a byte, and the rest: a separator has its place nevertheless.
    let (first, out) = run(&merge, 2);
    assert_eq!((first.done(), &*out), (2, ""));
    let (second, out) = run(&merge.clone().after(&first), 1);
    assert_eq!((second.done(), &*out), (5, ",1"));
    assert_eq!(run(&merge.clone().after(&second), 0).1, ",2");
    let (all, _) = run(&merge, 0);
    assert_eq!(run(&merge.after(&all), 0).1, "");
}
