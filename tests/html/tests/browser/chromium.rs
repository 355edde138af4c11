//! A browser without a window.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, io, process};

use super::server::HOST;

/// A browser that ends with this value, and its profile with it.
pub(crate) struct Chromium {
    child: Child,
    profile: PathBuf,
}

/// The program, if there is one: by the variable `CHROMIUM`, or by its usual names.
pub(crate) fn program() -> Option<PathBuf> {
    const NAMES: [&str; 4] =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let path = env::var_os("PATH")?;
    let directories: Vec<_> = env::split_paths(&path).collect();
    let candidates =
        NAMES.iter().flat_map(|name| directories.iter().map(move |dir| dir.join(name)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}

impl Chromium {
    /// Opens `path` of the server; all names lead to it.
    pub(crate) fn open(program: &Path, port: u16, path: &str) -> io::Result<Self> {
        let profile =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{}", process::id()));
        fs::create_dir_all(&profile)?;
        let child = Command::new(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .args(["--no-first-run", "--no-default-browser-check", "--disable-sync"])
            .args(["--disable-background-networking", "--disable-component-update"])
            .args(["--disable-extensions", "--disable-default-apps", "--disable-popup-blocking"])
            .args(["--disable-background-timer-throttling", "--disable-renderer-backgrounding"])
            .arg(format!("--host-resolver-rules=MAP * 127.0.0.1:{port}"))
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("http://{HOST}{path}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { child, profile })
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<process::ExitStatus> {
        self.child.try_wait().ok().flatten()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It may have ended by itself, and its children may still write.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}
