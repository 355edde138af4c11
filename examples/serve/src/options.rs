//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use clap::builder::RangedU64ValueParser;

use crate::answer::Manner;
use crate::folder::{Extent, Pace};
use crate::log::{Format, Level};
use crate::server::Limits;
use crate::status::Access;

/// The sample beside this program.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/site");

/// Serves a folder of templates with their records, in the language of who asks.
///
/// The folder holds `pages/**/*.html`, each with its record (`about.html`, `about.json`), perhaps `site.json`, which
/// answers for what records leave out, and `catalogs/TAG.json`. `/` is `pages/index.html`. What changes in it is served
/// at once; what is broken is told, and what was there before stays.
///
/// Exit status: 0 it was asked to end; 2 it could not begin.
#[derive(Clone, Debug, Parser)]
#[command(version)]
pub struct Options {
    /// The folder
    #[arg(long, value_name = "DIR", default_value = SAMPLE)]
    pub site: PathBuf,
    /// Address and port; with port 0 one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Show a page with gaps with what is known about it, data included, instead of refusing it
    ///
    /// On this machine it is shown at addresses of numbers and at `localhost` only: a name that anybody can own may lead
    /// here for a stranger's page to read it.
    #[arg(long)]
    pub preview: bool,
    /// Language that answers when no other does
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub default_locale: String,
    /// Who may see `/_lacuna/status`, which shows lines of templates and where files are
    #[arg(long, value_enum, default_value_t = Access::Local)]
    pub status: Access,
    /// For whom the log is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub log_format: Format,
    /// How much the log tells
    #[arg(long, value_enum, default_value_t = Level::Info)]
    pub log_level: Level,
    /// So many connections at once; others wait
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = at_least_one(), help_heading = "Limits")]
    max_connections: usize,
    /// So many pages under way at once; others are answered 503
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = at_least_one(), help_heading = "Limits")]
    max_concurrent: usize,
    /// Longest head of a request
    #[arg(long, value_name = "BYTES", default_value_t = 16_384, value_parser = of_a_head(), help_heading = "Limits")]
    max_head: usize,
    /// Longest address of a request
    #[arg(long, value_name = "BYTES", default_value_t = 2048, help_heading = "Limits")]
    max_uri: usize,
    /// Longest body of a request; it is not read
    #[arg(long, value_name = "BYTES", default_value_t = 16_384, help_heading = "Limits")]
    max_body: usize,
    /// How long the head of a request may take, and a connection be idle
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds, help_heading = "Limits")]
    head_timeout: f64,
    /// How long a reader may take nothing
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds, help_heading = "Limits")]
    stall_timeout: f64,
    /// How long a connection may be used
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0, value_parser = seconds, help_heading = "Limits")]
    max_age: f64,
    /// How long open requests may take when it is asked to end
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds, help_heading = "Limits")]
    shutdown_timeout: f64,
    /// Longest finished page
    #[arg(long, value_name = "BYTES", default_value_t = 8 << 20, help_heading = "Limits")]
    pub max_page: usize,
    /// Longest file of the folder
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20, help_heading = "Limits")]
    max_file: u64,
    /// All files of the folder together
    #[arg(long, value_name = "BYTES", default_value_t = 256 << 20, help_heading = "Limits")]
    max_site: u64,
    /// Files and folders in the folder
    #[arg(long, value_name = "N", default_value_t = 50_000, help_heading = "Limits")]
    max_files: usize,
    /// How long a file has to be left alone before it is read
    #[arg(long, value_name = "SECONDS", default_value_t = 0.05, value_parser = seconds, help_heading = "Changes")]
    settle: f64,
    /// How long a file has to be away before it is gone
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds, help_heading = "Changes")]
    grace: f64,
}

/// As many as a semaphore can count, and more than a system has.
fn at_least_one() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=1_000_000)
}

/// Hyper reads heads in steps of 8 KiB.
fn of_a_head() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(8192..=1 << 20)
}

impl Options {
    /// What connections may take.
    pub fn limits(&self) -> Limits {
        Limits {
            connections: self.max_connections,
            head_bytes: self.max_head,
            head_time: Duration::from_secs_f64(self.head_timeout),
            stall: Duration::from_secs_f64(self.stall_timeout),
            age: Duration::from_secs_f64(self.max_age),
            farewell: Duration::from_secs_f64(self.shutdown_timeout),
        }
    }

    /// How requests are answered.
    pub fn manner(&self) -> Manner {
        Manner {
            is_preview: self.preview,
            access: self.status,
            concurrency: self.max_concurrent,
            uri_bytes: self.max_uri,
            body_bytes: self.max_body,
        }
    }

    /// How much the folder may hold.
    pub fn extent(&self) -> Extent {
        Extent { files: self.max_files, file_bytes: self.max_file, bytes: self.max_site }
    }

    /// How long is waited for whoever writes.
    pub fn pace(&self) -> Pace {
        let (settle, grace) = (self.settle, self.grace);
        Pace { settle: Duration::from_secs_f64(settle), grace: Duration::from_secs_f64(grace) }
    }
}

/// From a thousandth to a day.
fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is no number of seconds".to_owned())?;
    if (0.001..=86_400.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("from 0.001 to 86400 seconds are possible".to_owned())
    }
}
