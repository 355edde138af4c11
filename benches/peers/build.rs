//! Writes the templates of askama and sailfish, which are compiled into the program, from the
//! workloads that the other peers read when they run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;
use std::{env, fs, path::Path};

#[allow(dead_code, reason = "the contest needs more of it")]
#[path = "src/workloads.rs"]
mod workloads;

use workloads::{Place, Workload};

/// The workloads that a macro can take: not 10 MB of prose, and no defaults, for which these
/// engines have no way but an `Option` in the struct and a branch around each placeholder.
const COMPILED: [(&str, &str); 5] = [
    ("page", "Page"),
    ("dense", "Dense"),
    ("distinct", "Distinct"),
    ("html-clean", "HtmlClean"),
    ("html-dirty", "HtmlDirty"),
];

fn main() {
    println!("cargo::rerun-if-changed=src/workloads.rs");
    println!("cargo::rerun-if-changed=texts");
    println!("cargo::rustc-env=COMPILER={}", compiler());
    let (mut askama, mut sailfish) = (String::new(), String::new());
    for workload in workloads::all() {
        if let Some((_, name)) = COMPILED.iter().find(|(key, _)| *key == workload.name) {
            write_askama(&mut askama, name, &workload);
            write_sailfish(&mut sailfish, name, &workload);
        }
    }
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    for (file, code) in [("askama.rs", askama), ("sailfish.rs", sailfish)] {
        fs::write(Path::new(&out).join(file), code)
            .expect("cargo's own directory can be written to");
    }
}

/// The version of the compiler, and what it compiles for beyond the baseline.
fn compiler() -> String {
    let rustc = env::var_os("RUSTC").expect("cargo sets it");
    let version = Command::new(rustc).arg("--version").output().expect("cargo ran it before");
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    match env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default().replace('\x1f', " ") {
        flags if flags.is_empty() => version + " for the baseline CPU",
        flags => format!("{version} with `{flags}`"),
    }
}

fn write_askama(code: &mut String, name: &str, workload: &Workload) {
    let text = workload.text(|place| format!("{{{{ {} }}}}", member(place)));
    let extension = if workload.is_html { "html" } else { "txt" };
    let derive =
        format!("#[derive(Template)]\n#[template(source = {text:?}, ext = {extension:?})]");
    write_struct(code, &derive, name, workload);
}

fn write_sailfish(code: &mut String, name: &str, workload: &Workload) {
    let text = workload.text(|place| format!("<%= self.{} %>", member(place)));
    let escape = workload.is_html;
    let derive = format!("#[derive(Template)]\n#[template(source = {text:?}, escape = {escape})]");
    write_struct(code, &derive, name, workload);
}

/// A struct of borrowed strings, and how it is made from the data.
fn write_struct(code: &mut String, derive: &str, name: &str, workload: &Workload) {
    let members: BTreeMap<String, &str> =
        workload.places().map(|place| (member(place), &*place.path)).collect();
    let _ = writeln!(code, "{derive}\npub(super) struct {name}<'d> {{");
    for member in members.keys() {
        let _ = writeln!(code, "    {member}: &'d str,");
    }
    let _ = writeln!(code, "}}\n\nimpl<'d> {name}<'d> {{");
    let _ = writeln!(
        code,
        "    pub(super) fn new(data: &'d serde_json::Value) -> Self {{\n        Self {{"
    );
    for (member, path) in &members {
        let [first, second, third] = Place::names(path);
        let value = format!("data[{first:?}][{second:?}][{third:?}].as_str().expect(\"a text\")");
        let _ = writeln!(code, "            {member}: {value},");
    }
    let _ = writeln!(code, "        }}\n    }}\n}}\n");
}

/// The path as a name of Rust.
fn member(place: &Place) -> String {
    place.path.replace('.', "_").to_lowercase()
}
