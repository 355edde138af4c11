//! Many records: what becomes of each, in which order, and how far a merge came that could not go on.

mod faults;
mod framing;
mod stopping;

use std::ops::ControlFlow;

use lacuna::{
    Catalogs, Datum, FnSource, LocaleChain, Merge, MergeError, Merged, Miss, Next, Output, Path,
    Records, RejectReason, Rejects, Source, Syntax, Template,
};
use serde_json::{Value, json};

/// What a merge gave.
#[derive(Debug, PartialEq)]
struct Run {
    merged: Merged,
    out: String,
    rejected: String,
    /// Number, code and line of each rejected record.
    told: Vec<(u64, &'static str, Option<u64>)>,
}

/// The merge with as many threads as there can be, if it is several.
fn threaded(merge: Merge<'_>, threads: usize) -> Merge<'_> {
    #[cfg(feature = "parallel")]
    let merge = merge.threads(threads);
    let _ = threads;
    merge
}

fn run(merge: &Merge<'_>, records: Records<'_>) -> Result<Run, MergeError> {
    let (mut out, mut rejected, mut told) = (Vec::new(), Vec::new(), Vec::new());
    let rejects = Rejects::new().write_to(&mut rejected).tell(|rejection| {
        told.push((rejection.number(), rejection.reason().code(), rejection.line()));
        ControlFlow::Continue(())
    });
    let merged = merge.run(records, Output::text(&mut out), rejects)?;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ok(Run { merged, out: text(out), rejected: text(rejected), told })
}

/// The same with one thread and with three, which must not differ.
fn lines(merge: &Merge<'_>, input: &str) -> Run {
    let one = run(merge, Records::ndjson(input.as_bytes())).unwrap();
    let three = threaded(merge.clone(), 3);
    assert_eq!(run(&three, Records::ndjson(input.as_bytes())).unwrap(), one);
    one
}

#[test]
fn a_bad_record_goes_its_own_way_and_the_others_come_out_in_order() {
    let template = Template::text("<[[ a ]]>").unwrap();
    let input = "{\"a\": 1}\n{\"a\": }\n{\"b\": 2}\n\n  \t\r\n{\"a\": [1]}\r\n{\"a\": 4.50}\n\"\n{\"a\":\"x\"}";
    let run = lines(&Merge::new(&template).separator("|"), input);
    assert_eq!(run.out, "<1>|<4.50>|<x>");
    assert_eq!(run.rejected, "{\"a\": }\n{\"b\": 2}\n{\"a\": [1]}\n\"\n");
    let told =
        [(2, "json", Some(2)), (3, "gap", Some(3)), (4, "not-text", Some(6)), (6, "json", Some(8))];
    assert_eq!(run.told, told);
    assert_eq!((run.merged.done(), run.merged.written(), run.merged.rejected()), (7, 3, 4));
    assert_eq!(run.merged.input_bytes(), input.len() as u64);
    assert_eq!(run.merged.output_bytes(), run.out.len() as u64);
    assert_eq!(run.merged.reject_bytes(), run.rejected.len() as u64);
    assert_eq!(run.merged.gaps()["a"], 2);
    assert!(!run.merged.was_stopped());
}

#[test]
fn what_is_malformed_is_rejected_even_if_nothing_is_read_of_it() {
    let template = Template::text("-").unwrap();
    let run = lines(&Merge::new(&template), "{}\n{\n1\n{\"a\" 1}\n[1,]\n\u{7f}\n\"\\ud800\"\n");
    assert_eq!(run.out, "--");
    assert_eq!(run.rejected.lines().count(), 5);
    assert_eq!(run.merged.rejected_by_code()["json"], 5);
    let bytes = &b"{\"a\": \"\xFF\"}\n1\n"[..];
    let mut rejected = Vec::new();
    let rejects = Rejects::new().write_to(&mut rejected);
    let output = Output::text(std::io::sink());
    let merged = Merge::new(&template).run(Records::ndjson(bytes), output, rejects).unwrap();
    assert_eq!((merged.written(), &*rejected), (1, &b"{\"a\": \"\xFF\"}\n"[..]));
}

#[test]
fn records_say_which_template_they_want() {
    let (a, b) = (Template::text("A[[ n ]]").unwrap(), Template::text("B[[ n ]]").unwrap());
    let merge = Merge::choose("$.kind.name", [("a", &a), ("7", &b)]).unwrap();
    let input = [
        r#"{"kind": {"name": "a"}, "n": 1}"#,
        r#"{"kind": {"name": 7}, "n": 2}"#,
        r#"{"kind": {"name": "c"}, "n": 3}"#,
        r#"{"kind": {"name": []}, "n": 4}"#,
        r#"{"n": 5}"#,
        r#"{"kind": {"name": "a"}, "n": 6"#,
        r#"{"kind": {"name": "7"}}"#,
    ]
    .join("\n");
    let run = lines(&merge, &input);
    assert_eq!(run.out, "A1B2");
    let codes: Vec<_> = run.told.iter().map(|(number, code, _)| (*number, *code)).collect();
    let none = "no-template";
    assert_eq!(codes, [(3, none), (4, none), (5, none), (6, "json"), (7, "gap")]);
    assert!(Merge::choose("a..b", [("a", &a)]).is_err());
    let reason = RejectReason::NoTemplate { path: "kind".into(), asked: Some("c".into()) };
    assert_eq!(reason.to_string(), "there is no template `c`, which `kind` asks for");
    // None at all: everything is rejected.
    let nothing = Merge::choose("kind", Vec::<(String, &Template<'_>)>::new()).unwrap();
    assert_eq!(lines(&nothing, "{}").merged.rejected(), 1);
}

#[test]
fn records_say_which_language_they_want() {
    let catalogs = Catalogs::new();
    let catalogs = catalogs.add("de", &json!({"hi": "Hallo", "bye": "Tschüss"})).unwrap();
    let catalogs = catalogs.add("fr", &json!({"hi": "Salut"})).unwrap();
    let catalogs = catalogs.add("en", &json!({"hi": "Hi", "bye": "Bye"})).unwrap();
    let template = Template::text("[[ t('hi') ]] [[ t('bye') ]];").unwrap();
    let chain = LocaleChain::lookup(["en"]).unwrap();
    let merge = Merge::new(&template).catalogs(&catalogs).locale_from("l").unwrap();
    let input = [
        r#"{"l": "de-CH"}"#,
        r#"{"l": "fr"}"#,
        r#"{"l": ""}"#,
        r#"{"l": " "}"#,
        r#"{"l": null}"#,
        r"{}",
        r#"{"l": "deutsch!"}"#,
        r#"{"l": ["de"]}"#,
        r#"{"l": 12}"#,
        r#"{"l": "de""#,
    ]
    .join("\n");
    let run = lines(&merge.clone().locales(&chain), &input);
    assert_eq!(run.out, "Hallo Tschüss;Salut Bye;Hi Bye;Hi Bye;Hi Bye;Hi Bye;");
    let codes: Vec<_> = run.told.iter().map(|(number, code, _)| (*number, *code)).collect();
    assert_eq!(codes, [(7, "language-tag"), (8, "failed"), (9, "language-tag"), (10, "json")]);
    // Without other locales a record has its own ones only.
    let run = lines(&merge, &input);
    assert_eq!(run.out, "Hallo Tschüss;");
    assert_eq!(run.merged.rejected_by_code()["gap"], 5);
    assert!(Merge::new(&template).locale_from("").is_err());
}

#[test]
fn a_panic_rejects_its_record_and_no_other() {
    let syntax = Syntax::new().filter("shout", |value, _| {
        let text = value.text().unwrap_or_default().to_owned();
        assert!(text != "boo", "it is {text}");
        Ok(text.to_uppercase())
    });
    let template = syntax.unwrap().text("[[ pre ]]-[[ a | shout ]]").unwrap();
    let record = |number| {
        let a = if number % 10 == 3 { "boo" } else { "ok" };
        format!("{{\"pre\": {number}, \"a\": \"{a}\"}}\n")
    };
    let input = (0..50).map(record).collect::<Vec<_>>().concat();
    let run = lines(&Merge::new(&template).separator(","), &input);
    let expected: Vec<_> = (0..50).filter(|n| n % 10 != 3).map(|n| format!("{n}-OK")).collect();
    assert_eq!(run.out, expected.join(","));
    assert_eq!(run.rejected.lines().count(), 5);
    assert_eq!(run.merged.rejected_by_code()["panicked"], 5);
    assert_eq!(run.told[0], (4, "panicked", Some(4)));
    let reason = RejectReason::Panicked { message: "it is boo".into() };
    assert_eq!(reason.to_string(), "it panicked: it is boo");
}

#[test]
fn sources_are_records_too() {
    let template = Template::text("[[ n ]];").unwrap();
    let find = |path: &Path<'_>| match path.key() {
        Some("n") => Ok(Datum::from(7)),
        _ => Err(Miss::Absent),
    };
    let broken = |_: &Path<'_>| -> Result<Datum<'static>, Miss> { panic!("no data") };
    let value = json!({"n": 1});
    let records = || -> Vec<Box<dyn Source + Send + '_>> {
        vec![
            Box::new(&value),
            Box::new(FnSource::new(find)),
            Box::new(json!({"m": "two\nlines"})),
            Box::new(FnSource::new(broken)),
            Box::new(lacuna::JsonBytes::new("{\"n\":\n}")),
            Box::new(json!({"n": 2})),
        ]
    };
    for threads in [1, 3] {
        let merge = threaded(Merge::new(&template), threads);
        let run = run(&merge, Records::sources(records())).unwrap();
        assert_eq!(run.out, "1;7;2;");
        // What has no JSON leaves no line.
        assert_eq!(run.rejected, "{\"m\":\"two\\nlines\"}\n{\"n\": }\n");
        assert_eq!(run.told, [(3, "gap", None), (4, "gap", None), (5, "json", None)]);
        let run = super::merge::run(&merge.skip(5), Records::sources(records())).unwrap();
        assert_eq!((&*run.out, run.merged.done()), ("2;", 6));
    }
}

#[test]
fn lines_of_json_are_outputs_as_they_are() {
    let template = Template::text("[[ a ]]\n\"\u{1}é").unwrap();
    let name = Template::text("n-[[ a ]]").unwrap();
    let input = "{\"a\": 1}\n{}\n{\"a\": \"\\\"\\\\\"}\n";
    for threads in [1, 2] {
        let mut out = Vec::new();
        let merge = threaded(Merge::new(&template).name(&name).separator("never seen"), threads);
        let records = Records::ndjson(input.as_bytes());
        merge.run(records, Output::ndjson(&mut out), Rejects::new()).unwrap();
        let out = String::from_utf8(out).unwrap();
        let values: Vec<Value> =
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(values[0], json!({"record": 1, "text": "1\n\"\u{1}é", "name": "n-1"}));
        let text = "\"\\\n\"\u{1}é";
        assert_eq!(values[1], json!({"record": 3, "text": text, "name": "n-\"\\"}));
        assert_eq!(values.len(), 2);
    }
}

#[test]
fn a_callback_sees_each_record_with_its_output() {
    let (a, b) = (Template::text("[[ n ]]!").unwrap(), Template::text("[[ n ]]?").unwrap());
    let name = Template::text("[[ n ]].txt").unwrap();
    let merge = Merge::choose("kind", [("a", &a), ("b", &b)]).unwrap().name(&name);
    let input =
        (0..40).map(|n| format!("{{\"kind\": \"{}\", \"n\": {n}}}\n", ["a", "b", "c"][n % 3]));
    let input: String = input.collect();
    for threads in [1, 3] {
        let (mut seen, mut rejected) = (Vec::new(), Vec::new());
        let output = Output::each(|record| {
            let n = record.source().find(&Path::parse("n").unwrap()).unwrap();
            let n = n.text().unwrap().to_owned();
            assert_eq!(record.name(), Some(&*format!("{n}.txt")));
            if n == "9" {
                return Ok(Next::Reject("nine".into()));
            }
            seen.push((record.number(), record.template().to_owned(), record.text().to_owned()));
            Ok(Next::Record)
        });
        let rejects = Rejects::new().tell(|rejection| {
            rejected.push((rejection.number(), rejection.reason().code()));
            ControlFlow::Continue(())
        });
        let merge = threaded(merge.clone(), threads);
        let merged = merge.run(Records::ndjson(input.as_bytes()), output, rejects).unwrap();
        let expected: Vec<_> = (0..40_u64).filter(|n| n % 3 < 2 && *n != 9).collect();
        let numbers: Vec<_> = seen.iter().map(|(number, ..)| number - 1).collect();
        assert_eq!(numbers, expected);
        assert_eq!(seen[1], (2, "b".to_owned(), "1?".to_owned()));
        assert_eq!(rejected.len(), 14);
        assert!(rejected.contains(&(10, "declined")) && rejected.contains(&(3, "no-template")));
        assert_eq!(merged.written(), 26);
    }
}

#[test]
fn defaults_are_counted_where_they_are_printed() {
    let text = "[[ data.a.value ]] [[ data.b.value | upper ]] [[ data.a.value ]] [[ data.c.value || 'x' ]]";
    let template = Template::text(text).unwrap();
    let input = [
        r#"{"data": {"a": {"value": "A"}}, "metadata": {"defaultData": {"a": "da", "b": "db"}}}"#,
        r#"{"data": {"b": {"value": ""}}, "metadata": {"defaultData": {"a": "da", "b": "db"}}}"#,
        r#"{"metadata": {"defaultData": {"a": "da"}}}"#,
    ]
    .join("\n");
    let run = lines(&Merge::new(&template).separator("\n"), &input);
    assert_eq!(run.out, "A DB A x\nda DB da x");
    let defaults: Vec<_> = run.merged.defaults().iter().collect();
    let (a, b) = ("data.a.value".to_owned(), "data.b.value | upper".to_owned());
    assert_eq!(defaults, [(&a, &1), (&b, &2)]);
    assert_eq!(run.merged.gaps().len(), 1);
    assert_eq!(serde_json::to_value(&run.merged).unwrap()["defaults"]["data.a.value"], 1);
}

#[test]
fn layers_stand_behind_each_record() {
    let template = Template::text("[[ a ]][[ b ]][[ c ]] ").unwrap();
    let (site, world) = (json!({"a": "s", "b": "s"}), json!({"c": "w"}));
    let run = lines(&Merge::new(&template).or(&site).or(&world), "{\"a\": \"r\"}\n{}\n");
    assert_eq!(run.out, "rsw ssw ");
}

#[test]
fn outputs_much_larger_than_records_come_out_the_same() {
    let template = Template::text("[[ a ]]".repeat(20_000)).unwrap();
    let record = |n| format!("{{\"a\": \"{n:02}\"}}\n{}", if n % 8 == 1 { "{}\n" } else { "" });
    let input = (0..60).map(record).collect::<Vec<_>>().concat();
    let run = lines(&Merge::new(&template).separator("|"), &input);
    let expected: Vec<_> = (0..60).map(|n| format!("{n:02}").repeat(20_000)).collect();
    assert!(run.out == expected.join("|"));
    assert_eq!(run.merged.rejected(), 8);
    assert_eq!(run.merged.gaps()["a"], 8 * 20_000);
}

#[test]
fn what_is_shown_of_a_merge_has_no_secrets() {
    let template = Template::text("[[ a ]]").unwrap().named("letter");
    let merge = Merge::new(&template);
    assert!(format!("{merge:?}").contains("letter"));
    assert_eq!(format!("{:?}", Rejects::new()), "Rejects { writes: false, tells: false }");
    assert_eq!(format!("{:?}", Output::text(std::io::sink())), "Output { .. }");
    assert_eq!(format!("{:?}", Records::ndjson(std::io::empty())), "Records { .. }");
}
