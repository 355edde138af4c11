//! Where records begin and end, whatever the reader gives at once.

use std::io::{self, Read};
use std::ops::ControlFlow;

use lacuna::{Merge, MergeFault, Output, Records, Rejects, Template};

use super::{lines, run, threaded};

/// Reads so many bytes at once, and is interrupted before each of them.
struct Slow<'b> {
    bytes: &'b [u8],
    step: usize,
    is_interrupted: bool,
}

impl<'b> Slow<'b> {
    fn new(bytes: &'b [u8], step: usize) -> Self {
        Self { bytes, step, is_interrupted: false }
    }
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let step = self.step.min(self.bytes.len()).min(buffer.len());
        buffer[..step].copy_from_slice(&self.bytes[..step]);
        self.bytes = &self.bytes[step..];
        Ok(step)
    }
}

const LINES: &str = "\u{FEFF}{\"a\": 1}\r\n\n  {\"a\": \"\u{FEFF}ü\"} \n \t \r\n{\"b\": 1}\r\n   {\"b\":\r 2}\r\r\n{\"a\": \"much too long, that is\"}\n           \t   \n   {\"a\": \"much too long, that is\"}\r\r\n\n{\"a\":2}";
const ARRAY: &str = " \n[{\"a\": 1}, {\"a\":\r\n\"]\\\"[\"},{\"b\"\r\n[1]}, \n\"text\" , 12,{\"a\": [1 2]},{\"a\":\n\"much too long, that is\" \r\n},tru, {\"a\":2}\r\n] ";

#[test]
fn what_a_reader_gives_at_once_makes_no_difference() {
    let template = Template::text("[[ a ]]").unwrap();
    for threads in [1, 3] {
        let merge = threaded(Merge::new(&template).separator(";").record_limit(18), threads);
        for (step, _) in LINES.bytes().enumerate() {
            let slow = Slow::new(LINES.as_bytes(), step + 1);
            let run = run(&merge, Records::ndjson(slow)).unwrap();
            assert_eq!(run.out, "1;\u{FEFF}ü;2", "{step}");
            let expected = "{\"b\": 1}\n   {\"b\":\r 2}\r\n{\"a\": \"much too long, that is\"}\n{\"a\": \"much too long, that is\"}\r\n";
            assert_eq!(run.rejected, expected, "{step}");
            let long = "record-too-long";
            let told =
                [(3, "gap", Some(5)), (4, "gap", Some(6)), (5, long, Some(7)), (6, long, Some(9))];
            assert_eq!(run.told, told, "{step}");
            assert_eq!((run.merged.done(), run.merged.input_bytes()), (7, LINES.len() as u64));
        }
        for (step, _) in ARRAY.bytes().enumerate() {
            let slow = Slow::new(ARRAY.as_bytes(), step + 1);
            let run = run(&merge, Records::array(slow)).unwrap();
            assert_eq!(run.out, "1;]\"[;2", "{step}");
            let rejected: Vec<_> = run.rejected.lines().collect();
            let long = "{\"a\": \"much too long, that is\"   }";
            assert_eq!(
                rejected,
                ["{\"b\"  [1]}", "\"text\"", "12", "{\"a\": [1 2]}", long, "tru"],
                "{step}"
            );
        }
    }
}

#[test]
fn an_element_that_is_malformed_is_rejected_on_its_own() {
    let template = Template::text("[[ $ | json ]]").unwrap();
    for threads in [1, 2] {
        let merge = threaded(Merge::new(&template).separator(" "), threads);
        let input =
            "[1, {\"a\" 2}, [3,], tru, 4x, \"\\q\", {]}, :, 5, \"[,]\", [[]], {\"k\": \"}\"}]";
        let run = run(&merge, Records::array(input.as_bytes()));
        let run = run.unwrap_err();
        // `{]` is balanced, and then a comma is missing.
        assert_eq!((run.fault(), run.merged().done()), (MergeFault::Frame, 7));
        let input = input.replace("{]}", "{]");
        let run = super::run(&merge, Records::array(input.as_bytes())).unwrap();
        assert_eq!(run.out, "1 5 \"[,]\" [[]] {\"k\":\"}\"}");
        assert_eq!(run.rejected, "{\"a\" 2}\n[3,]\ntru\n4x\n\"\\q\"\n{]\n:\n");
        assert_eq!(run.merged.done(), 12);
    }
}

#[test]
fn a_broken_frame_ends_the_merge_behind_the_records_before_it() {
    let template = Template::text("[[ $ ]];").unwrap();
    for (input, out, done, message) in [
        ("", "", 0, "expected `[` at byte 0"),
        ("\u{FEFF} {\"a\": 1}", "", 0, "expected `[` at byte 4"),
        ("[1, 2", "1;", 1, "expected `,` or `]` at byte 5"),
        ("[1, 2 3]", "1;2;", 2, "expected `,` or `]` at byte 6"),
        ("[1, 2,]", "1;2;", 2, "expected a value at byte 6"),
        ("[1, , 2]", "1;", 1, "expected a value at byte 4"),
        ("[1, \"2]", "1;", 1, "expected the end of a string at byte 7"),
        ("[1, {\"a\": [2}]", "1;", 2, "expected `,` or `]` at byte 14"),
        ("[1, {\"a\": [2]", "1;", 1, "expected a closing bracket at byte 13"),
        ("[1] 2", "1;", 1, "expected nothing behind the array at byte 4"),
    ] {
        for threads in [1, 2] {
            let merge = threaded(Merge::new(&template), threads);
            let mut written = Vec::new();
            let records = Records::array(input.as_bytes());
            let error = merge.run(records, Output::text(&mut written), Rejects::new()).unwrap_err();
            assert_eq!(error.fault(), MergeFault::Frame, "{input}");
            assert_eq!((error.merged().done(), &*written), (done, out.as_bytes()), "{input}");
            assert!(error.to_string().contains(message), "{input}: {error}");
            assert!(!error.to_string().contains("skip"));
        }
    }
    let run = run(&Merge::new(&template), Records::array(&b" [ ]\n"[..])).unwrap();
    assert_eq!((run.merged.done(), run.merged.input_bytes()), (0, 5));
}

#[test]
fn inputs_without_records_give_nothing() {
    let template = Template::text("-").unwrap();
    for input in ["", "\u{FEFF}", "\n", "\r\n\r\n", " \t\n \n   ", "\u{FEFF}\n"] {
        let run = lines(&Merge::new(&template), input);
        assert_eq!((run.out.len(), run.merged.done()), (0, 0), "{input:?}");
        assert_eq!(run.merged.input_bytes(), input.len() as u64);
    }
    // The half of a byte order mark is no record either, but it is no blank line.
    let records = Records::ndjson(&b"\xEF\xBB"[..]);
    let merged = Merge::new(&template).run(records, Output::text(io::sink()), Rejects::new());
    assert_eq!(merged.unwrap().rejected(), 1);
}

#[test]
fn skipped_records_are_counted_and_nothing_else_happens_to_them() {
    let template = Template::text("[[ a ]]").unwrap();
    let full = run(&Merge::new(&template).record_limit(18), Records::ndjson(LINES.as_bytes()));
    let full = full.unwrap();
    for skip in 0..9 {
        for step in [1, 7, 1000] {
            let merge = Merge::new(&template).record_limit(18).skip(skip);
            let slow = Slow::new(LINES.as_bytes(), step);
            let run = run(&merge, Records::ndjson(slow)).unwrap();
            let told: Vec<_> =
                full.told.iter().copied().filter(|(number, ..)| *number > skip).collect();
            assert_eq!(run.told, told, "{skip} {step}");
            assert_eq!((run.merged.done(), run.merged.skipped()), (skip.max(7), skip.min(7)));
            assert_eq!(run.merged.written(), 7 - skip.min(7) - run.told.len() as u64);
        }
    }
}

#[test]
fn how_far_a_merge_came_is_where_its_last_record_ends() {
    let template = Template::text("[[ a ]]").unwrap();
    let merge = Merge::new(&template).record_limit(18);
    for (step, _) in LINES.bytes().enumerate() {
        let mut ends = Vec::new();
        for stop in 1..=4 {
            let mut told = 0;
            let rejects = Rejects::new().tell(|_| {
                told += 1;
                if told < stop { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            let records = Records::ndjson(Slow::new(LINES.as_bytes(), step + 1));
            let merged = merge.run(records, Output::text(io::sink()), rejects).unwrap();
            ends.push(usize::try_from(merged.input_bytes()).unwrap());
        }
        let parts: Vec<_> = ends.iter().map(|end| &LINES[end - 6..*end]).collect();
        assert_eq!(
            parts,
            ["\"b\": 1}", "\"b\":\r 2}\r", "at is\"}", "at is\"}\r"]
                .map(|part| &part[part.len() - 6..]),
            "{step}"
        );
    }
}

/// One record again and again, for ever or for so many bytes.
struct Endless {
    record: &'static [u8],
    at: usize,
    left: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let record = &self.record[self.at..];
        let len = buffer.len().min(record.len()).min(self.left);
        buffer[..len].copy_from_slice(&record[..len]);
        self.left -= len;
        self.at = (self.at + len) % self.record.len();
        Ok(len)
    }
}

#[test]
fn no_input_takes_more_memory_than_another() {
    let template = Template::text("[[ a ]]").unwrap();
    // Small records, rejects with many problems, one record without an end, one blank line without an end.
    for (record, is_lines) in [
        (&b"{\"a\": 1, \"b\": \"some text that nobody reads\"}\n"[..], true),
        (b"{\"x\": \"a bad record\", \"n\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]}\n", true),
        (b"{\"a\": ", true),
        (b"   \t", true),
        (b"[", false),
        (b"[1,\"", false),
        (b" ", false),
    ] {
        let held = |bytes: usize| {
            let counted = allocation_counter::measure(|| {
                // One that ran before has its memory already.
                let merge = Merge::new(&template).record_limit(64 << 10);
                let reader = Endless { record, at: 0, left: bytes };
                let records =
                    if is_lines { Records::ndjson(reader) } else { Records::array(reader) };
                let rejects = Rejects::new().write_to(io::sink());
                let _ = merge.run(records, Output::text(io::sink()), rejects);
            });
            counted.bytes_max
        };
        let (short, long) = (held(1 << 20), held(3 << 20));
        assert!(short < 10 << 20, "{short} bytes for {record:?}");
        assert!(long < short + short / 4 + 4096, "{long} bytes after {short} for {record:?}");
    }
}
