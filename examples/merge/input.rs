//! The records, and how they stand in their file.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use lacuna::Records;

use crate::args::Format;
use crate::options::{Fault, is_stdin};

/// What some programs write before UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// So many bytes are looked through for one that is no white space.
const LOOKED_AT: usize = 64 << 10;

pub(crate) struct Input {
    pub(crate) records: Records<'static>,
    /// Its bytes, if it is a file that has an end.
    pub(crate) size: Option<u64>,
}

impl Input {
    pub(crate) fn open(file: &Path, format: Format) -> Result<Self, Fault> {
        Self::read(file, format).map_err(|error| Fault::unreadable(file, &error))
    }

    fn read(file: &Path, format: Format) -> io::Result<Self> {
        let (mut reader, size): (Box<dyn Read + Send>, _) = if is_stdin(file) {
            (Box::new(io::stdin()), None)
        } else {
            let opened = File::open(file)?;
            let metadata = opened.metadata()?;
            (Box::new(opened), metadata.is_file().then_some(metadata.len()))
        };
        // A folder can be opened, and is found out now.
        let (begin, first) = look(&mut *reader)?;
        let is_array = match format {
            Format::Auto => first == Some(b'['),
            Format::Ndjson => false,
            Format::Array => true,
        };
        let reader = Cursor::new(begin).chain(reader);
        let records = if is_array { Records::array(reader) } else { Records::ndjson(reader) };
        Ok(Self { records, size })
    }
}

/// What was read to find the first byte that is no white space, and that byte.
fn look(reader: &mut dyn Read) -> io::Result<(Vec<u8>, Option<u8>)> {
    let (mut bytes, mut filled) = (vec![0; LOOKED_AT], 0);
    loop {
        let read = match reader.read(&mut bytes[filled..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        filled += read;
        let begin = &bytes[..filled];
        let text = begin.strip_prefix(BOM).unwrap_or(begin);
        let first = text.iter().copied().find(|byte| !b" \t\r\n".contains(byte));
        let is_part_of_bom = filled < BOM.len() && BOM.starts_with(begin);
        let is_end = read == 0 || filled == LOOKED_AT;
        if is_end || (first.is_some() && !is_part_of_bom) {
            bytes.truncate(filled);
            return Ok((bytes, first));
        }
    }
}
