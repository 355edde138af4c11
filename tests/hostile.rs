//! Bad input: a clear error with a place, no panic, no stack overflow, no more than linear work.
//!
//! No test asserts a time; what is not linear here would not end.

use lacuna::{Context, Datum, ErrorKind, FnSource, Layout, Limits, OnGap, Syntax, Template};
use serde_json::{Value, json};

/// Large enough that quadratic work would take hours.
const MANY: usize = 1 << 20;

fn first_error(text: &str) -> (String, usize) {
    let error = Template::text(text).unwrap_err();
    let code = error.kind().code().to_owned();
    assert!(format!("{error:#}").len() < 100_000, "an error stays readable");
    (code, error.count())
}

#[test]
fn a_text_of_nothing_but_openers() {
    assert_eq!(first_error(&"[".repeat(MANY)), ("unclosed".into(), 1));
    assert_eq!(first_error(&"[[ ".repeat(MANY)), ("unclosed".into(), MANY));
    assert_eq!(first_error(&"[[a".repeat(MANY)), ("unclosed".into(), MANY));
    // Every second one stands in a string of the one before.
    assert_eq!(first_error(&"[['".repeat(MANY)).1, MANY / 2);
    assert_eq!(first_error(&"[[!".repeat(MANY)), ("unclosed-comment".into(), MANY));
    assert_eq!(first_error(&"[[]]".repeat(MANY)), ("empty".into(), MANY));
}

#[test]
fn errors_on_one_long_line_and_on_many() {
    let error = Template::text("é [[ a b ]]".repeat(MANY / 16)).unwrap_err();
    let last = error.all().last().unwrap().position().unwrap();
    assert_eq!((last.line, last.column), (1, 11 * (MANY / 16 - 1) + 8));
    let error = Template::text("é\r\n [[ a b ]]".repeat(MANY / 16)).unwrap_err();
    let last = error.all().last().unwrap().position().unwrap();
    assert_eq!((last.line, last.column), (MANY / 16 + 1, 7));
}

#[test]
fn only_so_many_problems_are_kept() {
    let syntax = Syntax::new().limits(Limits::new().problems(10));
    let error = syntax.text("[[ ]]".repeat(1000)).unwrap_err();
    assert_eq!((error.all().len(), error.count()), (10, 1000));
    assert!(format!("{error:#}").ends_with("… and 990 more"));
    let template = syntax.text("[[ a ]]".repeat(1000)).unwrap();
    let error = template.render(&Context::new(&json!({}))).unwrap_err();
    assert_eq!((error.all().len(), error.count()), (10, 1000));
}

#[test]
fn backslashes_and_brackets() {
    let data = json!({"a": 1});
    let text = "\\".repeat(2 * MANY) + "[[ a ]]";
    assert_eq!(lacuna::render(&text, &data).unwrap(), "\\".repeat(MANY) + "1");
    assert_eq!(first_error(&format!("[[ a{}", "[".repeat(10_000))).1, 2);
    assert_eq!(first_error(&format!("[[ a{}0{} ]]", "[".repeat(10_000), "]".repeat(10_000))).1, 2);
    assert_eq!(first_error(&format!("[[ {}", "t('',a:".repeat(500))), ("too-deep".into(), 1));
}

#[test]
fn an_expression_has_a_longest_length() {
    let fits = format!("[[{}]]", "a".repeat(4096));
    assert!(Template::text(&*fits).is_ok());
    for text in [
        "a".repeat(4097),
        format!("'{}' || a", "é".repeat(2100)),
        format!("a{}", " ".repeat(4096)),
        "a.".repeat(2049) + "a",
    ] {
        let error = Template::text(format!("x [[{text}]] y [[ ]]")).unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::ExpressionTooLong { limit: 4096 });
        assert_eq!(error.count(), 2, "reading goes on behind it");
    }
    let unclosed = format!("[[ '{}", "a\n".repeat(MANY));
    assert_eq!(first_error(&unclosed).0, "unclosed-string");
    // As deep as an expression can be.
    let deep = format!("[[a{}]]", ".a".repeat(2047));
    let template = Template::text(deep).unwrap();
    assert!(template.render(&Context::new(&json!({"a": {}}))).is_err());
}

#[test]
fn a_template_of_a_hundred_megabytes() {
    let text = "prose, prose, prose. ".repeat(5_000_000) + "[[ a ]]";
    let template = Template::text(&*text).unwrap();
    let out = template.render(&Context::new(&json!({"a": "end"}))).unwrap();
    assert_eq!(out.len(), text.len() - "[[ a ]]".len() + "end".len());
}

/// `pattern` with each of many numbers in the place of `{}`.
fn numbered(pattern: &str) -> String {
    let numbered: Vec<_> =
        (0..MANY / 16).map(|number| pattern.replace("{}", &number.to_string())).collect();
    numbered.concat()
}

#[test]
fn openers_that_names_can_hold() {
    // Nothing closes them, or something far away.
    for (open, close) in
        [(".", "]]"), ("-", "@"), ("$", "!"), ("«", "»"), ("@@", "--"), ("😀", "😁"), ("⟦⟦", "⟧⟧")]
    {
        let syntax = Syntax::new().delimiters(open, close).unwrap();
        for between in ["a", " ", "!", "a.", "'"] {
            let text = format!("{open}{between}").repeat(MANY / 64);
            // A comment is closed by whatever closes it.
            assert!(between == "!" || syntax.text(&*text).is_err());
            assert!(between == "!" || syntax.text(text + close).is_err());
        }
    }
}

#[test]
fn what_the_longest_expression_cuts() {
    let pad = |text: &str, spaces: usize| format!("[[a{}{text}", " ".repeat(spaces));
    let texts = [
        pad("|| 'ab\\u00e9' ]]", 4086),
        pad("|| '\\ud83d\\ude00' ]]", 4082),
        pad("| truncate   : 3 ]]", 4084),
        pad("| replace: 'a'   , 'b' ]]", 4080),
        pad("| upper ]]", 4092),
    ];
    for text in texts {
        let error = Template::text(&*text).unwrap_err();
        assert_eq!(
            error.kind(),
            &ErrorKind::ExpressionTooLong { limit: 4096 },
            "{}",
            &text[4080..]
        );
    }
    // Exactly as long as it may be, also behind an error.
    let fits = format!("[[ ! \n[[ {}a ]]", " ".repeat(4093));
    assert_eq!(Template::text(fits).unwrap_err().count(), 1);
    // An unclosed string on a long line hides nothing.
    let minified =
        format!("[[ a || 'x ]] then [[ b..c ]] and [[ ]] {}\nnext [[ d..e ]]", "y".repeat(5000));
    let codes: Vec<_> = Template::text(minified)
        .unwrap_err()
        .all()
        .iter()
        .map(|problem| problem.kind().code())
        .collect();
    assert_eq!(codes, ["unclosed-string", "foreign", "empty", "foreign"]);
    assert!(Template::text(format!("[[ t('k', {}) ]]", "a: 1, ".repeat(100))).is_err());
}

#[test]
fn suggestions_in_a_wide_object_and_a_long_path() {
    let wide: Value =
        (0..100_000).map(|number| (format!("k{number:063}"), json!({"y": 1}))).collect();
    let data = json!({"big": wide});
    let error = lacuna::render(&numbered("[[ big.x{}.y ]]"), &data).unwrap_err();
    assert_eq!(error.count(), MANY / 16);
    let path = format!("[[ big{} ]]", ".k0".repeat(1000));
    assert!(lacuna::render(&path, &data).is_err());
    assert!(lacuna::render(&"[[ big ]]".repeat(100), &data).is_err());
}

#[test]
fn a_report_of_many_pairs() {
    let text = numbered("[[ metadata.defaultData.k{} ]][[ data.k{}.value ]]");
    let layout = Layout::metadata().paired_defaults(true);
    let template = Syntax::new().layout(layout).text(text).unwrap();
    let fields: Value =
        (0..MANY / 16).map(|number| (format!("k{number}"), json!({"value": number}))).collect();
    let data = json!({"data": fields});
    let context = Context::new(&data);
    let report = template.resolve(&context).finish(OnGap::Fail).unwrap().report();
    assert_eq!(report.counts()["paired"], MANY / 16);
}

#[test]
fn many_placeholders_and_many_paths() {
    let text = numbered("[[ a.k{} ]],");
    let fields: Value =
        (0..MANY / 16).map(|number| (format!("k{number}"), json!(number))).collect();
    let out = lacuna::render(&text, &json!({"a": fields})).unwrap();
    assert!(out.starts_with("0,1,2,") && out.ends_with(&format!("{},", MANY / 16 - 1)));
    // Every one a gap with a wide object to choose suggestions from.
    let text = numbered("[[ a.q{} ]],");
    let error = lacuna::render(&text, &json!({"a": fields})).unwrap_err();
    assert_eq!(error.count(), MANY / 16);
}

/// A tree 10,000 levels deep. It must be taken apart level by level: `Value` drops recursively.
///
/// Built by hand as well, since `json!` copies what it is given, recursively.
fn deep() -> Value {
    (0..10_000).fold(json!("core"), |inner, level| {
        if level % 2 == 0 {
            Value::Object([("a".to_owned(), inner)].into_iter().collect())
        } else {
            Value::Array(vec![inner])
        }
    })
}

fn take_apart(mut value: Value) {
    loop {
        value = match value {
            Value::Array(mut items) => items.remove(0),
            Value::Object(mut fields) => fields.remove("a").unwrap(),
            _ => return,
        };
    }
}

#[test]
fn a_tree_ten_thousand_levels_deep() {
    let data = deep();
    let context = Context::new(&data);
    let template =
        Template::text("[[ $[0].a[0].a[0] ]] [[ $ | json ]] [[ $[0] | upper ]] [[ $[0].b ]]")
            .unwrap();
    let error = template.render(&context).unwrap_err();
    let codes: Vec<_> = error.all().iter().map(|problem| problem.kind().code()).collect();
    assert_eq!(codes, ["not-text", "failed", "failed", "gap"]);
    assert!(error.to_string().len() < 200);
    take_apart(data);
}

#[test]
fn a_value_is_never_scanned() {
    let data = json!({"a": "[[ b ]] \\[[ c", "b": "x"});
    assert_eq!(
        lacuna::render("[[ a ]]|[[ x || a ]]|[[ a | prefix: '[[ b ]]' ]]", &data).unwrap(),
        "[[ b ]] \\[[ c|[[ b ]] \\[[ c|[[ b ]][[ b ]] \\[[ c"
    );
}

#[test]
fn strange_keys() {
    let data = json!({"": {"": 1}, "\u{0}": 2, "]]": 3, "\u{feff}": 4, "'": 5, "a\nb": 6});
    let text = "[[ $[''][''] ]][[ $['\\u0000'] ]][[ $[']]'] ]][[ $['\\ufeff'] ]][[ $[\"'\"] ]][[ $['a\\nb'] ]][[ $['\u{0}'] ]]";
    assert_eq!(lacuna::render(text, &data).unwrap(), "1234562");
}

#[test]
fn a_rule_that_leads_to_itself() {
    let layout =
        Layout::plain().default_rule("*", "a.*").unwrap().default_rule("a.*", "*").unwrap();
    let template = Syntax::new()
        .layout(layout.paired_defaults(true))
        .text("[[ a.a ]] [[ a ]] [[ a.a.a ]]")
        .unwrap();
    let error = template.render(&Context::new(&json!({}))).unwrap_err();
    assert_eq!(error.count(), 3);
    assert_eq!(
        template.render(&Context::new(&json!({"a": {"a": {"a": "x"}}}))).unwrap_err().count(),
        1
    );
}

#[test]
fn an_escape_of_ones_own_cannot_reach_what_was_written() {
    let greedy = lacuna::Escape::new(|text, out| {
        out.clear();
        out.push_str(text);
    });
    let template = Syntax::new().escaped(greedy, "a[[ x ]]b[[ y ]]").unwrap();
    assert_eq!(template.render(&Context::new(&json!({"x": 1, "y": "z"}))).unwrap(), "a1bz");
}

#[test]
fn a_writer_that_fails() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(std::io::Error::other("full")) } else { Ok(taken) }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let template = Template::text("0123456789[[ a ]]").unwrap();
    let data = json!({"a": "abc"});
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
    let error = rendering.write_to(Full(11)).unwrap_err();
    assert_eq!(error.to_string(), "11 of 13 bytes were written: full");
    assert_eq!(error.kind(), std::io::ErrorKind::Other);
    assert!(rendering.write_to(Full(13)).is_ok());
}

#[test]
fn an_output_too_large_to_make() {
    let text = "[[ a ]]".repeat(MANY);
    let data = json!({"a": "x".repeat(MANY)});
    let template = Template::text(text).unwrap().named("bomb.txt");
    let context = Context::new(&data);
    let limit = 1 << 30;
    for error in [
        template.render(&context).unwrap_err(),
        template.resolve(&context).finish(OnGap::Fail).unwrap_err(),
    ] {
        assert_eq!(error.kind(), &ErrorKind::OutputTooLong { limit });
        assert_eq!(error.to_string(), "bomb.txt: the output would be longer than 1073741824 bytes");
    }
}

#[test]
fn a_text_that_grows_with_every_filter() {
    let syntax = Syntax::new().limits(Limits::new().output(10_000));
    let text = format!("[[ a {} ]]", "| replace: 'a', 'aaaaaaaaaa'".repeat(100));
    let error = syntax.text(text).unwrap().render(&Context::new(&json!({"a": "a"}))).unwrap_err();
    assert!(error.to_string().contains("failed: `replace` would make a text of more than"));
}

#[test]
fn what_filters_and_fills_make_is_bounded_too() {
    let syntax = Syntax::new().limits(Limits::new().output(1000));
    let data = json!({"a": "x".repeat(600)});
    let context = Context::new(&data);
    let template = syntax.text("[[ a | upper ]]".repeat(100)).unwrap();
    let error = template.render(&context).unwrap_err();
    assert_eq!(error.count(), 99);
    assert!(
        error
            .to_string()
            .contains("the texts that filters make are together longer than 1000 bytes")
    );
    let template = syntax.text("[[ gap ]]".repeat(100)).unwrap();
    let filled = template.resolve(&context).finish(OnGap::Text(&"x".repeat(600)));
    assert_eq!(filled.unwrap_err().kind(), &ErrorKind::OutputTooLong { limit: 1000 });
}

#[test]
fn what_join_and_json_make_is_bounded_while_it_is_made() {
    let syntax = Syntax::new().limits(Limits::new().output(1000));
    let data = json!({"a": vec![1; 200_000]});
    let context = Context::new(&data);
    for filter in [format!("join: '{}'", "x".repeat(3000)), "json".to_owned()] {
        let template = syntax.text(format!("[[ a | {filter} ]]")).unwrap();
        let made = allocation_counter::measure(|| {
            let error = template.render(&context).unwrap_err();
            assert!(error.to_string().contains("would make a text of more than 1000 bytes"));
        });
        assert!(made.bytes_max < 100_000, "{}", made.bytes_max);
    }
    let upper = syntax.text("[[ a | upper ]]").unwrap();
    let long = json!({"a": "x".repeat(1_000_000)});
    let made = allocation_counter::measure(|| {
        assert!(upper.render(&Context::new(&long)).is_err());
    });
    assert!(made.bytes_max < 100_000, "{}", made.bytes_max);
}

#[test]
fn one_blank_value_on_many_lines() {
    let layout = Layout::plain().drop_hollow_lines(true);
    let template = Syntax::new().layout(layout).text("[[ a ]],\n".repeat(100_000)).unwrap();
    let data = json!({"a": " ".repeat(1_000_000)});
    assert_eq!(template.render(&Context::new(&data)).unwrap(), "");
}

#[test]
fn an_output_of_exactly_the_limit() {
    let limited = |bytes| {
        Syntax::new().limits(Limits::new().output(bytes).problems(0)).text("ab[[ x ]]").unwrap()
    };
    let data = json!({"x": "c"});
    assert_eq!(limited(3).render(&Context::new(&data)).unwrap(), "abc");
    assert!(limited(2).render(&Context::new(&data)).is_err());
    // At least one problem is kept.
    assert_eq!(limited(3).render(&Context::new(&json!({}))).unwrap_err().all().len(), 1);
}

#[test]
fn an_output_too_long_hides_no_gap() {
    let syntax = Syntax::new().limits(Limits::new().output(10));
    let template = syntax.html_text("[[ a ]] [[ gap ]]").unwrap();
    let data = json!({"a": "<<<<<<<<<<"});
    let context = Context::new(&data);
    let short = template.render(&context).unwrap_err();
    assert_eq!(short.kind().code(), "gap");
    assert_eq!(short, template.resolve(&context).finish(OnGap::Fail).unwrap_err());
}

#[test]
fn a_megabyte_of_warnings() {
    let lenient = Syntax::new().lenient(true);
    let roots = Syntax::new().roots(["data"]).unwrap();
    for syntax in [lenient, roots] {
        for piece in ["[[ ", "[[x", "[['", "[[\"", "[[!", "[[]]", "[[ a b ]]", "\\\\[[ ", "[[ é"] {
            // The first would close the comments.
            let ends = ["]]", "\n]]", "", "'"];
            for end in &ends[if piece == "[[!" { 2 } else { 0 }..] {
                let text = piece.repeat(MANY / 8 / piece.len()) + end;
                let template = syntax.text(&*text).unwrap();
                assert!(template.warning_count() > MANY / 8 / 10, "{piece}");
                let context = Context::new(&Value::Null);
                let out = template.resolve(&context).finish(OnGap::Keep).unwrap().to_string();
                assert_eq!(out, text.replace("\\\\", "\\"), "{piece}");
            }
        }
    }
    let template = Syntax::new().lenient(true).text("[[ ".repeat(MANY / 3)).unwrap();
    assert_eq!((template.warnings().len(), template.warning_count()), (100_000, MANY / 3));
}

#[test]
fn lookalikes_whose_opener_may_stand_in_a_name() {
    for (open, close) in [("[[", "]]"), ("${", "}"), ("@@", "%%"), ("-", "+"), ("$", "€")] {
        let syntax = Syntax::new().delimiters(open, close).unwrap();
        let roots = syntax.clone().roots(["data"]).unwrap();
        for syntax in [syntax.lenient(true), roots] {
            for piece in ["{a", "{1,2", "{ \\'", "{é", "{dat", "{ a || '"] {
                let piece = piece.replace('{', open);
                let template = syntax.text(piece.repeat(MANY / 32 / piece.len()));
                assert!(template.map_or_else(|e| e.count(), |t| t.warning_count()) > 0, "{piece}");
            }
        }
    }
}

#[test]
fn lookalikes_within_the_strings_of_lookalikes() {
    let syntax = Syntax::new().lenient(true);
    // What is read for one is read again for the next: as often as an expression is long, no more.
    for (piece, end) in [("[[a||'[[a||'||", "]]"), ("[[ \"]]\" x", ""), ("[[t('k',a:'[[',b:", "]]")]
    {
        let text = piece.repeat(MANY / 8 / piece.len()) + end;
        let template = syntax.text(&*text).unwrap();
        assert!(template.warning_count() > 1000);
        assert!(template.paths().is_empty(), "what is no placeholder reads nothing");
    }
    // The place of each stands before that of the one before; on one line, and on many.
    for between in ["", "\n"] {
        let text = format!("[[a||'[[1,'||{between}").repeat(MANY / 14);
        assert!(syntax.text(&*text).unwrap().warning_count() > MANY / 10);
    }
    let half = syntax.text("[[ t('k', a: b.c) x ]] [[ d ]]").unwrap();
    assert_eq!(half.paths().iter().map(ToString::to_string).collect::<Vec<_>>(), ["d"]);
    let roots = Syntax::new().roots(["data"]).unwrap();
    let text = "[[ a.b.c['d\\u0041'] || t | replace: 'x', 'y' ]] [[ data.x ]]".repeat(100);
    assert_eq!(roots.text(text).unwrap().paths().len(), 1);
}

/// Every expression asks about the same large value: a second each, were it looked at every time.
#[test]
fn a_large_value_that_many_expressions_ask_for() {
    let n = MANY / 4;
    let blank = " ".repeat(n);
    let data = json!({
        "a": blank, "b": blank, "data": {"c": {"value": blank}}, "list": vec![1; n / 4],
        "clean": "a".repeat(n),
    });
    let layout = Layout::metadata().drop_hollow_lines(true);
    for (unit, printed) in [
        ("[[a||'x']]", "x"),
        ("[[a??'x']]", ""),
        ("[[data.c.value||'x']]", "x"),
        ("[[a]]\n[[b]]\n", ""),
    ] {
        let syntax = Syntax::new().layout(layout.clone()).limits(Limits::new().output(MANY));
        let units = n / unit.len() / 4;
        let out = syntax.text(unit.repeat(units)).unwrap().render(&Context::new(&data));
        assert_eq!(out.unwrap(), printed.repeat(units));
    }
    let few = Syntax::new().limits(Limits::new().output(1000));
    let error = few.html_text("[[clean||'x']]".repeat(n / 60)).unwrap();
    assert_eq!(error.render(&Context::new(&data)).unwrap_err().kind().code(), "output-too-long");
    let error = few.text("[[list|json]]".repeat(n / 60)).unwrap();
    assert_eq!(error.render(&Context::new(&data)).unwrap_err().count(), n / 60);
    let tree = few.tree(vec!["[[ list ]]"; n / 60].into()).unwrap();
    assert_eq!(tree.render(&Context::new(&data)).unwrap_err().kind().code(), "output-too-long");
    // A source that makes its values anew makes each once.
    let source = FnSource::new(|_| Ok(Datum::from(" ".repeat(n))));
    let template = Syntax::new().text("[[a||'x']]".repeat(n / 60)).unwrap();
    assert_eq!(template.render(&Context::new(&source)).unwrap().len(), n / 60);
}

#[test]
fn what_filters_look_at_is_bounded() {
    let data = json!({"a": "a".repeat(MANY)});
    let template = Template::text("[[ a | truncate: 1 ]]".repeat(1026)).unwrap();
    let error = template.render(&Context::new(&data)).unwrap_err();
    assert_eq!(error.count(), 2, "the first 1024 look at 1 GiB");
    assert!(
        error.to_string().contains("filters and texts would look at more than 1073741824 bytes")
    );
}

#[test]
fn long_names_of_arguments_and_texts_are_told_in_short() {
    let key = |number: usize| format!("{number}{}", "k".repeat(4000));
    let texts = (0..6).map(|n| (key(n), format!("[[ t('{}') ]]", key(n + 1)).into()));
    let mut texts: serde_json::Map<String, Value> = texts.collect();
    texts.insert(key(6), "[[ nothing ]]".into());
    texts.insert("big".into(), "[[x|trim]]".repeat(MANY / 64).into());
    let data = json!({"metadata": {"translations": texts}});
    let syntax = Syntax::new().layout(Layout::metadata().expand(true));
    let template = syntax.text(format!("[[ t('big', x: t('{}')) ]]", key(0))).unwrap();
    let made = allocation_counter::measure(|| {
        let error = template.render(&Context::new(&data)).unwrap_err();
        assert!(error.to_string().ends_with("there is no key `nothing`"), "{error}");
    });
    assert!(made.bytes_max < 50_000_000, "{}", made.bytes_max);
}

#[test]
fn many_names_that_are_near_to_many_keys() {
    let key = |number: usize| format!("abcdefghijklmnopqrstuvwxyz{number:05}");
    let wide: Value = (0..2_000).map(|number| (key(number), json!({key(number): 1}))).collect();
    let paths = (0..100).map(|number| format!("[[ {0}.{0} ]]", key(90_000 + number)));
    let template = Template::text(paths.collect::<String>()).unwrap();
    let error = template.render(&Context::new(&wide)).unwrap_err();
    assert_eq!(error.count(), 100);
    assert!(!error.all()[0].suggestions().is_empty());
    // All of them would take a minute.
    assert!(error.all()[99].suggestions().is_empty());
    let long = json!({"x".repeat(1 << 20): {"name": "Ada"}});
    let error = lacuna::render("[[ name ]]", &long).unwrap_err();
    assert!(error.all()[0].suggestions().is_empty());
}
