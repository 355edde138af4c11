//! Writing to a writer that can fail, with the count of what went out.

use std::io;

use crate::visible::visible;

/// How far [`Rendering::write_to`](super::Rendering::write_to) came before the writer failed; its
/// source is the error of the writer.
#[derive(Debug, thiserror::Error)]
#[error("{written} of {length} bytes were written: {}", visible(&cause.to_string()))]
pub struct WriteError {
    written: usize,
    length: usize,
    #[source]
    cause: io::Error,
}

impl WriteError {
    /// The error of the writer with how far it came, of the same kind.
    pub(super) fn after(written: usize, length: usize, cause: io::Error) -> io::Error {
        io::Error::new(cause.kind(), Self { written, length, cause })
    }

    /// The bytes that the writer took.
    pub const fn written(&self) -> usize {
        self.written
    }
}

/// As [`io::Write::write_all`], which does not tell how far it came.
pub(crate) fn write(out: &mut impl io::Write, part: &[u8], written: &mut usize) -> io::Result<()> {
    let mut rest = part;
    while !rest.is_empty() {
        match out.write(rest) {
            Ok(0) => {
                let message = "the writer takes no more";
                return Err(io::Error::new(io::ErrorKind::WriteZero, message));
            }
            Ok(count) => {
                // A writer that claims to have taken more than there was has taken it all.
                let (taken, left) = rest.split_at(count.min(rest.len()));
                *written += taken.len();
                rest = left;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
