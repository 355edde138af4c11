//! Many records, one JSON document a line.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use lacuna::{Survey, UnreadKeys};
use serde_json::Value;

use crate::options::{Fault, Filled, Filling, open};
use crate::progress::Progress;

/// The longest record, in bytes.
const LONGEST: u64 = 64 << 20;
/// The records that cannot be read and are named.
const NAMED: usize = 10;

/// Every record with every template, the layers of `filling` behind it.
pub(crate) fn survey(
    file: &Path,
    templates: &[Filled],
    filling: &Filling,
    progress: &Progress,
    unread: &mut Option<UnreadKeys>,
    faults: &mut Vec<Fault>,
) -> Survey {
    let mut survey = Survey::new();
    each(file, progress, faults, |number, record| {
        let context = filling.behind(record);
        survey.begin_record_at(number);
        for template in templates {
            template.survey(&context, &mut survey);
        }
        if let Some(unread) = unread {
            unread.add(record);
        }
    });
    survey
}

/// Every record with the number of its line, one after the other; what cannot be read is a fault, and the next line is
/// looked at.
pub(crate) fn each(
    file: &Path,
    progress: &Progress,
    faults: &mut Vec<Fault>,
    mut look: impl FnMut(usize, &Value),
) {
    let mut bad = 0;
    let mut read = || -> std::io::Result<()> {
        let mut records = BufReader::new(progress.watch(open(file)?));
        let (mut line, mut number) = (Vec::new(), 0);
        while records.by_ref().take(LONGEST).read_until(b'\n', &mut line)? > 0 {
            number += 1;
            if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
                let message = format!("line {number} is longer than {LONGEST} bytes");
                return Err(std::io::Error::other(message));
            }
            if !line.trim_ascii().is_empty() {
                match record(file, number, &line) {
                    Ok(record) => look(number, &record),
                    Err(fault) => {
                        bad += 1;
                        faults.extend((bad <= NAMED).then_some(fault));
                    }
                }
            }
            line.clear();
        }
        Ok(())
    };
    if let Err(error) = read() {
        faults.push(Fault::unreadable(file, &error));
    }
    if bad > NAMED {
        let message = format!("{} more lines are no JSON documents", bad - NAMED);
        faults.push(Fault::file(file, None, &message));
    }
}

fn record(file: &Path, number: usize, line: &[u8]) -> Result<Value, Fault> {
    serde_json::from_slice(line).map_err(|error| {
        // What serde_json counts are bytes, and it may stop within a character.
        let before = &line[..error.column().saturating_sub(1).min(line.len())];
        let column = String::from_utf8_lossy(before).chars().count() + 1;
        let message = error.to_string();
        let message = match message.split(" at line ").next().unwrap_or_default() {
            _ if line.starts_with("\u{FEFF}".as_bytes()) => {
                "it begins with a byte order mark: save the file without one"
            }
            message => message,
        };
        Fault::file(
            file,
            Some((number, column)),
            &format!("no JSON document on this line: {message}"),
        )
    })
}
