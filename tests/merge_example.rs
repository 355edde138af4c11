//! The example `merge`, run as people run it.

#![allow(clippy::format_collect, reason = "it is read more often than it is run")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::examples::{example, folder, run_in};

const GOOD: &str = "{\"id\": 1, \"name\": \"Ada\"}\n\n{\"id\": 2, \"name\": \"Grace\"}\n";
const BAD: &str = "{\"id\": 1, \"name\": \"Ada\"}\n{\"id\": 2}\n\n{\"id\": 3, \"name\":\n \t\n{\"id\": 4, \"name\": \"Eva\"}\n";

fn merge(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    run_in("merge", folder, arguments, input)
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

/// The names of the files in a folder, those below included.
fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            names.extend(files(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

#[test]
fn records_are_merged_and_bad_ones_told() {
    let files = [
        ("t.txt", "Dear [[ name ]],\n"),
        ("good", GOOD),
        ("bad", BAD),
        ("array", "\u{FEFF} [{\"name\": \"Ada\"},\n{\"name\":\n1}, {}]"),
        ("lists", "[\"Ada\"]\n[\"Eva\"]\n"),
        ("first.txt", "[[ $[0] ]];"),
        ("site.json", "{\"name\": \"friend\"}"),
    ];
    let folder = folder("merge_told", &files);
    let run = |arguments: &[&str]| merge(&folder, arguments, GOOD);
    let both = "Dear Ada,\nDear Grace,\n";
    let (code, out, err) = run(&["DIR/t.txt", "DIR/good"]);
    assert_eq!((code, &*out, &*err), (0, both, "2 records: 2 written, 0 rejected\n"));
    let (code, out, err) = run(&["DIR/t.txt", "-", "--quiet", "--separator", "-\\t\\\\"]);
    assert_eq!((code, &*out, &*err), (0, "Dear Ada,\n-\t\\Dear Grace,\n", ""));
    let (code, out, err) = run(&["DIR/t.txt", "DIR/bad", "--rejects", "DIR/r", "--out", "DIR/o"]);
    assert_eq!((code, &*out), (1, ""));
    assert_eq!(read(&folder, "o"), "Dear Ada,\nDear Eva,\n");
    assert_eq!(read(&folder, "r"), "{\"id\": 2}\n{\"id\": 3, \"name\":\n");
    assert_eq!(
        err,
        "record 2: DIR/t.txt:1:9: nothing found for `name`: there is no key `name`\n\
         record 3 (line 4): 1:17: the data is no JSON: EOF while parsing a value\n\
         4 records: 2 written, 2 rejected\nrejected:\n  1 × gap\n  1 × json\ngaps:\n  1 × name\n"
    );
    let (code, out, _) = run(&["DIR/t.txt", "DIR/bad", "--data", "DIR/site.json"]);
    assert_eq!((code, &*out), (1, "Dear Ada,\nDear friend,\nDear Eva,\n"));
    let (code, out, _) = run(&["DIR/t.txt", "DIR/array", "--rejects", "DIR/r"]);
    assert_eq!((code, &*out), (1, "Dear Ada,\nDear 1,\n"));
    assert_eq!(read(&folder, "r"), "{}\n");
    let (code, out, _) = run(&["DIR/first.txt", "DIR/lists", "--format", "ndjson"]);
    assert_eq!((code, &*out), (0, "Ada;Eva;"));
    let (code, _, err) = run(&["DIR/first.txt", "DIR/lists"]);
    assert_eq!(code, 2);
    assert!(err.contains("the array is broken after ") && !err.contains("--skip"), "{err}");
    let (code, _, err) = run(&["DIR/t.txt", "DIR/good", "--record-limit", "24"]);
    assert_eq!(code, 1);
    assert!(err.contains("record 2 (line 3): it is longer than 24 bytes"), "{err}");
    let (code, out, err) = run(&["DIR/t.txt", "DIR/good", "--threads", "2"]);
    if cfg!(feature = "parallel") {
        assert_eq!((code, &*out), (0, both));
    } else {
        assert_eq!((code, &*out), (2, ""));
        assert!(err.contains("needs the feature `parallel`"), "{err}");
    }
}

#[test]
fn each_record_has_its_language() {
    let records = "{\"lang\": \"de\"}\n{}\n{\"lang\": \"no tag\"}\n";
    let files = [
        ("t.txt", "[[ t('hi') ]] "),
        ("r", records),
        ("de.json", "{\"hi\": \"Hallo\"}"),
        ("en.json", "{\"hi\": \"Hi\"}"),
    ];
    let folder = folder("merge_languages", &files);
    let catalogs = ["--catalog", "de=DIR/de.json", "--catalog", "en=DIR/en.json"];
    let more = ["DIR/t.txt", "DIR/r", "--default-locale", "en", "--locale-from", "lang"];
    let (code, out, err) = merge(&folder, &[&more[..], &catalogs].concat(), "");
    assert_eq!((code, &*out), (1, "Hallo Hi "), "{err}");
    assert!(err.starts_with("record 3: ") && err.contains("1 × language-tag"), "{err}");
}

#[test]
fn what_is_skipped_is_continued_as_if_it_were_one_run() {
    let records = "{}\n{\"a\": \"\"}\n{\"a\": 1}\n{]\n\n{\"a\": 2}\n{\"b\": 2}\n{\"a\": \"\"}\n";
    let folder = folder("merge_skip", &[("t.txt", "[[ a ]]"), ("r", records)]);
    let run = |records: &str, more: &[&str]| {
        let sinks = ["--out", "DIR/out", "--rejects", "DIR/rejects", "--separator", "|"];
        merge(&folder, &[&["DIR/t.txt", "-"], &sinks[..], more].concat(), records)
    };
    let sinks = || (read(&folder, "out"), read(&folder, "rejects"));
    assert_eq!(run(records, &[]).0, 1);
    let whole = sinks();
    assert_eq!(whole, ("|1|2|".to_owned(), "{}\n{]\n{\"b\": 2}\n".to_owned()));
    let lines: Vec<&str> = records.split_inclusive('\n').filter(|line| *line != "\n").collect();
    for first in 1..lines.len() {
        run(&lines[..first].concat(), &[]);
        let (code, _, err) = run(records, &["--skip", &first.to_string()]);
        assert!(code < 2, "{err}");
        assert_eq!(sinks(), whole, "after {first}");
    }
    let (code, _, err) = run(records, &["--skip", "2"]);
    assert_eq!(code, 2);
    assert!(err.contains("DIR/rejects: holds 3 rejected records, and only 2 are skipped"), "{err}");
    let (code, _, err) = run(records, &["--skip", "9"]);
    assert_eq!(code, 2);
    assert!(err.contains("there were only 7 of the 9 records to skip"), "{err}");
    assert_eq!(sinks(), whole);
}

#[test]
fn each_record_has_a_file() {
    let folder = folder("merge_files", &[("t.txt", "Dear [[ name ]]"), ("good", GOOD)]);
    let into = ["--out-dir", "DIR/out", "--name", "letters/[[ id ]].txt"];
    let run = |more: &[&str], input: &str| {
        merge(&folder, &[&["DIR/t.txt", "-", "-q"], &into[..], more].concat(), input)
    };
    assert_eq!(run(&[], GOOD), (0, String::new(), String::new()));
    assert_eq!(files(&folder.join("out")), ["letters/1.txt", "letters/2.txt"]);
    let other = "{\"id\": 2, \"name\": \"Ida\"}\n{\"id\": 3, \"name\": \"Eva\"}\n{\"id\": 3, \"name\": \"Zoë\"}\n";
    let (code, _, err) = run(&[], other);
    assert_eq!(code, 1);
    let taken = "there is such a file already (`--overwrite` replaces it)";
    let told = |number, id| format!("record {number}: the name `letters/{id}.txt`: {taken}\n");
    assert_eq!(err, told(1, 2) + &told(3, 3));
    assert_eq!(read(&folder, "out/letters/2.txt"), "Dear Grace");
    assert_eq!(read(&folder, "out/letters/3.txt"), "Dear Eva");
    assert_eq!(run(&["--overwrite"], other), (0, String::new(), String::new()));
    assert_eq!(read(&folder, "out/letters/2.txt"), "Dear Ida");
    assert_eq!(read(&folder, "out/letters/3.txt"), "Dear Zoë");
    assert_eq!(files(&folder.join("out")), ["letters/1.txt", "letters/2.txt", "letters/3.txt"]);
}

#[test]
fn no_name_leaves_the_folder() {
    let folder = folder("merge_names", &[("t.txt", "x"), ("outside", "stays")]);
    fs::create_dir_all(folder.join("out/in")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("..", folder.join("out/up")).unwrap();
        std::os::unix::fs::symlink("in", folder.join("out/near")).unwrap();
        std::os::unix::fs::symlink("../outside", folder.join("out/link")).unwrap();
        std::os::unix::fs::symlink("../made", folder.join("out/dangling")).unwrap();
    }
    let long = "n".repeat(256);
    let absolute = folder.join("absolute").display().to_string();
    let mut bad = vec![
        ("../outside", "it leaves the folder"),
        ("in/../../outside", "it leaves the folder"),
        ("in/..", "it leaves the folder"),
        (&*absolute, "it is absolute"),
        ("", "it is empty"),
        ("in/", "it ends with no name"),
        ("in/.", "it ends with no name"),
        ("in//x", "a part of it is empty"),
        ("in", "it is that of a folder"),
        ("C:x", "a drive"),
        ("..\\\\x", "a backslash"),
        ("a\\u0000b", "a NUL"),
        (".merge-1-0.tmp", "unfinished files"),
        (&*long, "too long"),
    ];
    if cfg!(unix) {
        bad.extend([
            ("up/outside", "the link `up` leaves the folder"),
            ("near/x/../../../outside", "it leaves the folder"),
            ("link", "there is such a file"),
            ("link/x", "the link `link` leaves the folder"),
            ("dangling/x", "the link `dangling` leads nowhere"),
            ("dangling", "there is such a file"),
        ]);
    }
    let record = |name: &&str| format!("{{\"name\": \"{name}\"}}\n");
    let names = bad.iter().map(|(name, _)| name);
    let records: String = names.chain([&"./in/\\u001b[1m.txt", &"good"]).map(record).collect();
    let into = ["DIR/t.txt", "-", "--out-dir", "DIR/out", "--name", "[[ name ]]", "-q"];
    let (code, _, err) = merge(&folder, &into, &records);
    assert_eq!(code, 1, "{err}");
    let told: Vec<&str> = err.lines().collect();
    assert_eq!(told.len(), bad.len(), "{err}");
    for ((name, reason), told) in bad.iter().zip(told) {
        assert!(told.contains(reason), "{name:?}: {told}");
    }
    assert_eq!(read(&folder, "outside"), "stays");
    assert_eq!(read(&folder, "out/good"), "x");
    assert_eq!(read(&folder, "out/in/\u{1b}[1m.txt"), "x");
    assert_eq!(files(&folder.join("out/in")), ["\u{1b}[1m.txt"]);
    // A link that is replaced is not followed.
    let (code, _, err) = merge(&folder, &[&into[..], &["--overwrite"]].concat(), &record(&"link"));
    assert_eq!((code, &*err), (0, ""));
    assert_eq!((read(&folder, "outside"), read(&folder, "out/link")), ("stays".into(), "x".into()));
}

#[test]
fn nothing_that_is_read_is_spoiled() {
    let folder =
        folder("merge_spoiled", &[("t.txt", "[[ name ]]"), ("good", GOOD), ("o", "stays")]);
    for (arguments, message) in [
        (&["--out", "DIR/../merge_spoiled/good"][..], "good: is read or written otherwise too"),
        (&["--out", "DIR/t.txt"], "t.txt: is read or written otherwise too"),
        (&["--rejects", "DIR/good"], "good: is read or written otherwise too"),
        (&["--out", "DIR/o", "--rejects", "DIR/./o"], "o: is read or written otherwise too"),
        (&["--out", "DIR/o", "--rejects", "DIR/none/r"], "DIR/none/r: cannot be written"),
        (&["--out", "DIR/none/o"], "DIR/none/o: cannot be written"),
        (&["--rejects", "-"], "cannot both go to standard output"),
        (&["--out", "DIR/o", "--data", "DIR/none"], "DIR/none: cannot be read"),
        (&["--out", "DIR/o", "--locale-from", "a b"], "--locale-from"),
        (&["--out", "DIR/o", "--separator", "\\x"], "a backslash stands before"),
        (&["--out", "DIR/o", "--out-dir", "DIR/d", "--name", "x"], "cannot be used with"),
        (&["--out-dir", "DIR/d"], "--name"),
        (&["--out-dir", "DIR/d", "--name", "[[ ]]"], "--name:1:4: placeholder is empty"),
        (&["--out-dir", "DIR/o", "--name", "x"], "DIR/o: cannot be made a folder"),
    ] {
        let arguments = [&["DIR/t.txt", "DIR/good"], arguments].concat();
        let (code, out, err) = merge(&folder, &arguments, "");
        assert_eq!((code, &*out), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(message), "{arguments:?}: {err}");
    }
    for records in ["DIR", "DIR/none"] {
        let (code, _, err) = merge(&folder, &["DIR/t.txt", records, "--out", "DIR/o"], "");
        assert_eq!(code, 2);
        assert!(err.starts_with(&format!("{records}: cannot be read: ")), "{err}");
    }
    let (code, _, err) = merge(&folder, &["-", "-"], "");
    assert_eq!(code, 2);
    assert!(err.contains("standard input can be read once"), "{err}");
    assert_eq!((read(&folder, "good"), read(&folder, "o")), (GOOD.to_owned(), "stays".to_owned()));
    let over = ["DIR/t.txt", "DIR/good", "-q", "--out-dir", "DIR", "--name", "good", "--overwrite"];
    let (code, _, err) = merge(&folder, &over, "");
    assert_eq!(code, 1);
    assert_eq!(err.matches("it is that of a file that this merge reads or writes").count(), 2);
    assert_eq!(read(&folder, "good"), GOOD);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_says_how_far_it_came() {
    let folder = folder("merge_full", &[("t.txt", "[[ name ]]\n"), ("good", GOOD), ("bad", BAD)]);
    let full = "No space left on device (os error 28); skip";
    let (code, out, err) = merge(&folder, &["DIR/t.txt", "DIR/good", "--out", "/dev/full"], "");
    assert_eq!((code, &*out), (2, ""));
    assert!(err.contains(&format!("the output failed after 0 records: {full} 0")), "{err}");
    let (code, out, err) = merge(&folder, &["DIR/t.txt", "DIR/bad", "--rejects", "/dev/full"], "");
    assert_eq!((code, &*out), (2, "Ada\n"));
    let failed = "the writer of rejected records failed after 1 record: ";
    assert!(err.contains(&format!("{failed}{full} 1")), "{err}");
    let run = |out: Stdio, err: Stdio| {
        let mut child = example("merge");
        child.args([folder.join("t.txt"), folder.join("bad")]).stdin(Stdio::null());
        child.stdout(out).stderr(err).spawn().unwrap().wait_with_output().unwrap()
    };
    let dev_full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let output = run(dev_full(), Stdio::piped());
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err.contains(&format!("the output failed after 0 records: {full} 0")), "{err}");
    // Nobody would know what was rejected.
    assert_eq!(run(Stdio::piped(), dev_full()).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_told_in_one_line() {
    let folder = folder("merge_pipe", &[("t.txt", "[[ name ]]\n"), ("good", &GOOD.repeat(50_000))]);
    let mut child = example("merge")
        .args([folder.join("t.txt"), folder.join("good")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), err.lines().count()), (Some(2), 1), "{err}");
    assert!(err.starts_with("the output failed after 0 records: Broken pipe"), "{err}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_between_two_records() {
    use std::io::Write as _;

    let folder = folder("merge_interrupt", &[("t.txt", "number [[ n ]]\n")]);
    let file = |name: &str| folder.join(name).display().to_string();
    let arguments = [file("t.txt"), "-".into(), "--out".into(), file("o")];
    let records =
        |from: u64, to: u64| (from..to).map(|n| format!("{{\"n\": {n}}}\n")).collect::<String>();
    let mut child = example("merge")
        .args(&arguments)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(records(0, 1000).as_bytes()).unwrap();
    // Once something is written it listens.
    while fs::metadata(folder.join("o")).map_or(0, |file| file.len()) == 0 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    // What it waits for is read, and then no more.
    let mut from = 1000;
    let output = loop {
        if child.try_wait().unwrap().is_some() {
            break child.wait_with_output().unwrap();
        }
        // The pipe may be closed already.
        let _ = input.write_all(records(from, from + 100).as_bytes());
        from += 100;
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    let done: u64 =
        err.rsplit("--skip ").next().unwrap().split('`').next().unwrap().parse().unwrap();
    assert!(err.contains(&format!("stopped after {done} records\n")), "{err}");
    let expected: String = (0..done).map(|n| format!("number {n}\n")).collect();
    assert_eq!(read(&folder, "o"), expected, "{err}");
    let skip = done.to_string();
    let (code, _, _) = merge(
        &folder,
        &["DIR/t.txt", "-", "--out", "DIR/o", "--skip", &skip],
        &records(0, done + 5),
    );
    assert_eq!((code, read(&folder, "o").lines().count() as u64), (0, done + 5));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_may_not_grow_is_cut_and_continued() {
    let records: String = (0..400)
        .map(|n| if n % 3 == 0 { format!("{{\"b\": {n}}}\n") } else { format!("{{\"a\": {n}}}\n") })
        .collect();
    let folder = folder("merge_cut", &[("t.txt", "number [[ a ]]"), ("r", &records)]);
    let arguments = |out: &str, rejects: &str| {
        let file = |name: &str| folder.join(name).display().to_string();
        let names = [file("t.txt"), file("r"), "--out".into(), file(out), "--rejects".into()];
        [&names[..], &[file(rejects), "-q".into(), "--separator".into(), "\\n--\\n".into()]]
            .concat()
    };
    let status =
        example("merge").args(arguments("whole", "whole_r")).stderr(Stdio::null()).status();
    assert_eq!(status.unwrap().code(), Some(1));
    // Files may have 1,024 bytes at the most (two blocks), which is in the midst of a record.
    let limited = "trap '' XFSZ; ulimit -f 2; exec \"$@\"";
    let merge = example("merge");
    let program = merge.get_program().to_str().unwrap();
    let command =
        [&[limited.to_owned(), "sh".into(), program.into()], &*arguments("o", "r2")].concat();
    let output = Command::new("sh").arg("-c").args(command).stdin(Stdio::null()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains(": cut to what is whole"), "{err}");
    let skip = err.rsplit("--skip ").next().unwrap().split('`').next().unwrap();
    assert!(read(&folder, "whole").starts_with(&read(&folder, "o")));
    assert!(read(&folder, "o").ends_with(|c: char| c.is_ascii_digit()));
    let status = example("merge")
        .args(arguments("o", "r2"))
        .args(["--skip", skip])
        .stderr(Stdio::null())
        .status();
    assert_eq!(status.unwrap().code(), Some(1));
    assert!(read(&folder, "whole") == read(&folder, "o"), "{err}");
    assert!(read(&folder, "whole_r") == read(&folder, "r2"), "{err}");
}

#[test]
fn records_are_generated_with_bad_ones_at_known_places() {
    let folder = folder("merge_generated", &[("t.txt", "[[ name ]]\n")]);
    let list = folder.join("list");
    let output =
        example("generate_records").args(["50", "--bad", "5", "--list"]).arg(&list).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(0));
    fs::write(folder.join("r"), &output.stdout).unwrap();
    let planted: Vec<String> = read(&folder, "list")
        .lines()
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(planted.len(), 10);
    let (code, out, err) = merge(&folder, &["DIR/t.txt", "DIR/r", "-q"], "");
    assert_eq!((code, out.lines().count()), (1, 40));
    let rejected: Vec<&str> =
        err.lines().map(|line| line["record ".len()..].split(':').next().unwrap()).collect();
    assert_eq!(rejected, planted);
}
