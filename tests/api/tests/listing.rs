//! The public API, held to the list that is checked in (`lacuna.txt`).
//!
//! Rustdoc's JSON is unstable: each format belongs to some versions of Rust, and to some of the
//! crate that reads it. So one toolchain is named here, and used whatever the current one is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use public_api::Builder;
use similar::{ChangeTag, TextDiff};

/// The Rust whose rustdoc is asked.
const TOOLCHAIN: &str = "1.95.0";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Cargo of [`TOOLCHAIN`]: the current one, or that of rustup.
fn cargo() -> Command {
    let version = Command::new("rustc").arg("--version").output().expect("rustc runs").stdout;
    if String::from_utf8_lossy(&version).starts_with(&format!("rustc {TOOLCHAIN} ")) {
        return Command::new("cargo");
    }
    let mut cargo = Command::new("rustup");
    cargo.args(["run", TOOLCHAIN, "cargo"]);
    // What cargo tells the tests that it runs would choose the current toolchain once more.
    for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        cargo.env_remove(name);
    }
    cargo
}

/// Every public item with all features, a line each, sorted.
fn listing() -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustdoc");
    let done = cargo()
        .args(["rustdoc", "--quiet", "--lib", "--all-features", "--target-dir"])
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTDOCFLAGS")
        .current_dir(root())
        .status()
        .expect("cargo runs");
    assert!(
        done.success(),
        "rustdoc wrote nothing; if the toolchain is missing: rustup toolchain install {TOOLCHAIN} --profile minimal"
    );
    let api = Builder::from_rustdoc_json(target.join("doc/lacuna.json"))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true) // tests/autotraits.rs has them
        .omit_auto_derived_impls(false)
        .build()
        .expect("public-api reads what this rustdoc writes");
    api.items().map(|item| format!("{item}\n")).collect()
}

#[test]
fn changes_of_the_public_api_are_told() {
    let path = root().join("tests/api/lacuna.txt");
    let is = listing();
    if env::var_os("LACUNA_BLESS").is_some() {
        fs::write(&path, &is).expect("the list can be written");
    }
    let was = fs::read_to_string(&path).unwrap_or_default();
    let diff = TextDiff::from_lines(&was, &is);
    let changes: Vec<_> = diff
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some(format!("- {change}")),
            ChangeTag::Insert => Some(format!("+ {change}")),
        })
        .collect();
    assert!(
        changes.is_empty(),
        "the public API has changed; what goes or becomes something else breaks its users:\n\n{}\n\
         If that is meant, write it into CHANGELOG.md, and the list anew:\n    \
         LACUNA_BLESS=1 cargo test --manifest-path tests/api/Cargo.toml",
        changes.concat(),
    );
}
