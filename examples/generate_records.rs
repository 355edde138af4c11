//! Writes records to try `merge` on: `cargo run --release --example generate_records -- 1000000 --bad 1000 > records.ndjson`
//!
//! The same ones in every run, about 1.2 KB each. Exit status: 0 all written; 2 not.

#[allow(dead_code, reason = "the benchmarks use the rest")]
#[path = "../benches/texts/records.rs"]
mod records;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Writes customers of a made-up dealer to standard output, one a line
#[derive(Parser)]
#[command(name = "generate_records")]
struct Cli {
    /// How many
    count: u64,
    /// Every so-manieth is bad: cut off, without a name, too deep, not UTF-8, half a character, in turns
    #[arg(long, value_name = "EVERY", value_parser = clap::value_parser!(u64).range(1..))]
    bad: Option<u64>,
    /// Write the numbers of the bad ones, from 1, to a file, with their kinds
    #[arg(long, value_name = "FILE", requires = "bad")]
    list: Option<PathBuf>,
}

/// Makes a record a bad one.
type Spoil = fn(&str) -> Vec<u8>;

/// What can be wrong with a record.
const KINDS: [(&str, Spoil); 5] = [
    ("malformed", |record| record[..record.len() * 2 / 3].into()),
    ("missing", |record| record.replacen("\"name\":", "\"nmae\":", 1).into()),
    ("too-deep", |record| {
        let (open, close) = ("[".repeat(200), "]".repeat(200));
        record.replacen("\"id\":", &format!("\"deep\":{open}{close},\"id\":"), 1).into()
    }),
    ("not-utf-8", |record| {
        let mut bytes: Vec<u8> = record.replacen("\"notes\":\"", "\"notes\":\"?", 1).into();
        if let Some(byte) = bytes.iter_mut().find(|byte| **byte == b'?') {
            *byte = 0xFF;
        }
        bytes
    }),
    ("lone-surrogate", |record| record.replacen("\"notes\":\"", "\"notes\":\"\\ud83d", 1).into()),
];

fn main() -> ExitCode {
    match write(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "not all could be written: {error}");
            ExitCode::from(2)
        }
    }
}

fn write(cli: &Cli) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let mut list = cli.list.as_ref().map(File::create).transpose()?.map(BufWriter::new);
    let mut counts = [0; KINDS.len()];
    let mut record = String::new();
    let mut kinds = (0..KINDS.len()).cycle();
    for number in 1..=cli.count {
        record.clear();
        records::push(number - 1, &mut record);
        let is_bad = cli.bad.is_some_and(|every| number % every == 0);
        if let Some(kind) = kinds.by_ref().take(usize::from(is_bad)).next() {
            let (name, spoil) = KINDS[kind];
            out.write_all(&spoil(&record))?;
            counts[kind] += 1;
            if let Some(list) = &mut list {
                writeln!(list, "{number} {name}")?;
            }
        } else {
            out.write_all(record.as_bytes())?;
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    list.as_mut().map_or(Ok(()), BufWriter::flush)?;
    let bad: u64 = counts.iter().sum();
    let told = KINDS.iter().zip(counts).map(|((name, _), count)| format!("{count} {name}"));
    let told: Vec<String> = told.collect();
    writeln!(io::stderr().lock(), "{} records, {bad} of them bad: {}", cli.count, told.join(", "))
}
