//! The server as a process, and folders for it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::client::{Answer, Connection};

/// As long as a machine that is busy may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The sample that is served without arguments.
pub(crate) fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("site")
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

/// Writes a file in place, as some editors do.
pub(crate) fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Puts a file in the place of another one at once, as others do.
pub(crate) fn replace(folder: &Path, name: &str, text: &str) {
    let (path, next) = (folder.join(name), folder.join(format!("{name}.next")));
    fs::write(&next, text).unwrap();
    fs::rename(next, path).unwrap();
}

pub(crate) fn command(site: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lacuna-serve"));
    command.arg("--site").arg(site).args(["--listen", "127.0.0.1:0"]).args(options);
    command.env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    command
}

/// What becomes of a server that cannot begin.
pub(crate) fn refused(site: &Path, options: &[&str]) -> Output {
    command(site, options).output().unwrap()
}

/// A server that ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    log: Arc<Mutex<String>>,
}

impl Server {
    pub(crate) fn start(site: &Path, options: &[&str]) -> Self {
        Self::run(command(site, options))
    }

    /// For whom permissions hold, even where the tests are run by root.
    #[cfg(unix)]
    pub(crate) fn start_as_nobody(site: &Path) -> Self {
        use std::os::unix::fs::MetadataExt;
        use std::os::unix::process::CommandExt;

        const NOBODY: u32 = 65_534;

        let mut command = command(site, &[]);
        if fs::metadata("/proc/self").unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        Self::run(command)
    }

    fn run(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (stderr, written) = (child.stderr.take().unwrap(), Arc::clone(&log));
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                *written.lock().unwrap() += &(line + "\n");
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut server = Self { child, address: String::new(), log };
        let address = line.trim().strip_prefix("listening on http://");
        address
            .unwrap_or_else(|| panic!("{line:?}\n{}", server.log()))
            .clone_into(&mut server.address);
        server
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::open(&self.address)
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.connect().ask("GET", target, "")
    }

    pub(crate) fn text(&self, target: &str) -> String {
        self.get(target).text().to_owned()
    }

    pub(crate) fn status(&self) -> Value {
        serde_json::from_str(self.get("/_lacuna/status").text()).unwrap()
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end.
    pub(crate) fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        let mut status = None;
        until(|| {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// Memory that it holds, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let mut status = String::new();
        let path = format!("/proc/{}/status", self.id());
        fs::File::open(path).unwrap().read_to_string(&mut status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for something that will be so.
#[track_caller]
pub(crate) fn until(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "it never came");
        sleep(Duration::from_millis(5));
    }
}
