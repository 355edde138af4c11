//! Sinks and sources that fail: how far the merge came, nothing lost, nothing twice.

use std::io::{self, Read, Write};

use lacuna::{Merge, MergeFault, Output, Records, Rejects, Template};

use super::threaded;

/// Takes so many bytes in all and at most so many at once, is interrupted now and then, and then fails.
#[derive(Debug)]
pub(super) struct Full {
    pub(super) taken: Vec<u8>,
    pub(super) left: usize,
    step: usize,
    calls: usize,
    is_broken: bool,
}

impl Full {
    pub(super) fn new(left: usize, step: usize) -> Self {
        Self { taken: Vec::new(), left, step, calls: 0, is_broken: false }
    }
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        assert!(!self.is_broken, "nobody writes on after an error");
        self.calls += 1;
        if self.calls % 3 == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = bytes.len().min(self.step).min(self.left);
        if count == 0 && !bytes.is_empty() {
            self.is_broken = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.taken.extend_from_slice(&bytes[..count]);
        self.left -= count;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives so many bytes, and then fails.
pub(super) struct Unreadable<'b>(pub(super) &'b [u8]);

impl Read for Unreadable<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::Error::other("the disk is gone"));
        }
        let count = buffer.len().min(self.0.len()).min(100);
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_and_a_closed_pipe_are_errors_that_say_how_far_it_came() {
    let template = Template::text("Dear [[ name ]]\n").unwrap();
    let input = "{\"name\": \"Ada\"}\n".repeat(100_000);
    for threads in [1, 3] {
        let merge = threaded(Merge::new(&template), threads);
        let records = || Records::ndjson(input.as_bytes());
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let error = merge.run(records(), Output::text(full), Rejects::new()).unwrap_err();
        assert_eq!((error.fault(), error.merged().done()), (MergeFault::Output, 0));
        assert!(error.to_string().starts_with("the output failed after 0 records: No space"));
        assert!(error.to_string().ends_with("; skip 0 to go on"));

        // A buffer before it tells of its loss at the end.
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let full = io::BufWriter::with_capacity(10 << 20, full);
        let error = merge.run(records(), Output::text(full), Rejects::new()).unwrap_err();
        assert_eq!((error.fault(), error.merged().done()), (MergeFault::Output, 100_000));

        let piped = std::process::Stdio::piped;
        let mut head = std::process::Command::new("head");
        let mut head = head.args(["-c", "1000"]).stdin(piped()).stdout(piped()).spawn().unwrap();
        let writer = head.stdin.take().unwrap();
        let error = merge.run(records(), Output::text(writer), Rejects::new()).unwrap_err();
        let read = head.wait_with_output().unwrap().stdout;
        assert_eq!(read, &"Dear Ada\n".repeat(112).as_bytes()[..1000]);
        let cause = std::error::Error::source(&error).unwrap();
        let cause = cause.downcast_ref::<io::Error>().unwrap();
        assert_eq!(cause.kind(), io::ErrorKind::BrokenPipe);
        let merged = error.merged();
        assert_eq!(merged.output_bytes(), 9 * merged.done());
        assert!(error.output_partial() < 9);

        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let rejects = Rejects::new().write_to(full);
        let records = Records::ndjson(&b"{\"name\": 1}\n{\"name\": 2}\n[]\n{\"name\": 4}\n"[..]);
        let mut out = Vec::new();
        let error = merge.run(records, Output::text(&mut out), rejects).unwrap_err();
        assert_eq!((error.fault(), error.merged().done()), (MergeFault::Rejects, 2));
        assert_eq!(out, b"Dear 1\nDear 2\n");
    }
}

#[test]
fn an_input_that_cannot_be_read_any_further_has_given_its_whole_records() {
    let template = Template::text("[[ n ]]\n").unwrap();
    let input = (0..100).map(|n| format!("{{\"n\": {n}}}\n")).collect::<Vec<_>>().concat();
    for threads in [1, 3] {
        let merge = threaded(Merge::new(&template), threads);
        for end in [0, 1, 2, 3, 9, 10, 500, input.len() - 1, input.len()] {
            let mut out = Vec::new();
            let records = Records::ndjson(Unreadable(&input.as_bytes()[..end]));
            let error = merge.run(records, Output::text(&mut out), Rejects::new()).unwrap_err();
            let whole = input[..end].matches('\n').count();
            assert_eq!((error.fault(), error.merged().done()), (MergeFault::Input, whole as u64));
            assert!(error.to_string().contains("the disk is gone; skip"), "{error}");
            let expected = (0..whole).map(|n| format!("{n}\n")).collect::<Vec<_>>().concat();
            assert_eq!(out, expected.as_bytes());
        }
    }
}

#[test]
fn a_reader_that_fails_within_a_record_that_is_too_long_leaves_a_part_of_it() {
    let template = Template::text("[[ n ]]").unwrap();
    let input = format!("{{\"n\": 1}}\n\"{}", "x".repeat(900));
    for threads in [1, 2] {
        let merge = threaded(Merge::new(&template).record_limit(20), threads);
        let mut rejected = Vec::new();
        let rejects = Rejects::new().write_to(&mut rejected);
        let records = Records::ndjson(Unreadable(input.as_bytes()));
        let error = merge.run(records, Output::text(io::sink()), rejects).unwrap_err();
        assert_eq!((error.fault(), error.merged().done()), (MergeFault::Input, 1));
        assert_eq!((error.merged().reject_bytes(), error.rejects_partial()), (0, 901));
        assert_eq!(rejected.len(), 901);
    }
}

#[test]
fn a_callback_that_fails_leaves_its_record_undone() {
    let template = Template::text("[[ n ]]").unwrap();
    let input = (0..50).map(|n| format!("{{\"n\": {n}}}\n")).collect::<Vec<_>>().concat();
    for threads in [1, 3] {
        let merge = threaded(Merge::new(&template), threads);
        let mut seen = 0;
        let output = Output::each(|record| {
            if record.text() == "20" {
                return Err(io::Error::other("no such folder"));
            }
            seen += 1;
            Ok(lacuna::Next::Record)
        });
        let records = Records::ndjson(input.as_bytes());
        let error = merge.run(records, output, Rejects::new()).unwrap_err();
        assert_eq!((error.fault(), error.merged().done(), seen), (MergeFault::Output, 20, 20));
        let told = "the output failed after 20 records: no such folder; skip 20 to go on";
        assert_eq!(error.to_string(), told);
    }
}

#[test]
fn a_writer_that_lies_or_takes_nothing_ends_the_merge() {
    /// Claims to have taken more than there was, or nothing.
    struct Liar(usize);

    impl Write for Liar {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Ok(self.0)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let template = Template::text("[[ n ]]").unwrap();
    let run = |claim| {
        let records = Records::ndjson(&b"{\"n\": 1}\n{}\n{\"n\": 2}"[..]);
        let rejects = Rejects::new().write_to(Liar(claim));
        Merge::new(&template).run(records, Output::text(Liar(claim)), rejects)
    };
    assert_eq!(run(usize::MAX).unwrap().output_bytes(), 2);
    assert_eq!(run(0).unwrap_err().merged().done(), 0);
}
