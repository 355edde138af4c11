//! The house rules that a compiler does not keep: who may import whom, and how long a file gets.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of the pipeline. Each imports only rooms named before it; `lib.rs`
/// imports them all.
const ROOMS: [&str; 23] = [
    "visible", "span", "path", "value", "error", "json", "nearest", "locale", "escape", "filter",
    "template", "edit", "finding", "catalog", "resolve", "render", "report", "audit", "schema",
    "check", "coverage", "inspect", "merge",
];

/// A file that grows longer is asked to become two.
const LINES: usize = 350;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every source file with its room.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let room = |file: &PathBuf| {
        let first = file.strip_prefix(&src).unwrap().components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    files
        .into_iter()
        .map(|file| (room(&file), file.clone(), fs::read_to_string(file).unwrap()))
        .collect()
}

#[test]
fn a_room_imports_only_rooms_named_before_it() {
    let rooms: BTreeMap<&str, usize> =
        ROOMS.iter().enumerate().map(|(number, room)| (*room, number)).collect();
    for (room, file, text) in sources() {
        if room == "lib" {
            continue;
        }
        let own = rooms.get(&*room).unwrap_or_else(|| panic!("{room} is no room of the list"));
        // Examples in the documentation see the crate from outside.
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            for import in line.split("crate::").skip(1) {
                let name = import.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                let file = file.display();
                let other =
                    rooms.get(name).unwrap_or_else(|| panic!("{file}: {name} is no room: {line}"));
                assert!(
                    other < own || name == room,
                    "{file}: {room} must not import {name}: {line}"
                );
            }
        }
    }
}

#[test]
fn the_rooms_are_those_that_architecture_lists() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut rest = &*text;
    for room in &ROOMS {
        let entry = format!("`{room}");
        let at =
            rest.find(&entry).unwrap_or_else(|| panic!("{room} is missing, or not in its place"));
        rest = &rest[at..];
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_short() {
    for (_, file, text) in sources() {
        let is_told = text.starts_with("//!") || text.starts_with("#![doc");
        assert!(is_told, "{}: the first line says what the file is", file.display());
        let lines = text.lines().count();
        assert!(lines <= LINES, "{}: {lines} lines, {LINES} are the most", file.display());
    }
}

#[test]
fn examples_for_readers_are_short() {
    for name in [
        "compile_once.rs",
        "own_filter.rs",
        "delimiters.rs",
        "layers.rs",
        "row.rs",
        "config.rs",
        "locales.rs",
        "page/main.rs",
    ] {
        let text = fs::read_to_string(root().join("examples").join(name)).unwrap();
        assert!(text.lines().count() <= 40, "{name} has {} lines", text.lines().count());
    }
}

/// The code in documentation: blocks behind `///` and `//!`, and those of the README.
fn documented_code() -> String {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let docs = sources().into_iter().map(|(_, _, text)| {
        let docs =
            text.lines().filter_map(|line| line.trim().strip_prefix("//")).collect::<Vec<_>>();
        docs.join("\n").replace("/ ", "")
    });
    let mut code = String::new();
    for text in docs.chain([readme]) {
        code.extend(text.split("```").skip(1).step_by(2));
    }
    code
}

#[test]
fn every_public_item_is_used_in_documentation_that_is_tested() {
    let code = documented_code();
    let words: std::collections::BTreeSet<&str> =
        code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for (_, file, text) in sources() {
        for line in text.lines().filter_map(|line| line.trim().strip_prefix("pub ")) {
            let line = line.strip_prefix("const ").unwrap_or(line);
            let item = ["fn ", "struct ", "enum ", "trait ", "type "]
                .iter()
                .find_map(|kind| line.strip_prefix(kind));
            let Some(item) = item else { continue };
            let name = item.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            assert!(words.contains(name), "{}: no example uses `{name}`", file.display());
        }
    }
}
