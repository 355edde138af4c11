//! Inspected pages: they show what a rendering prints, and nothing of data or template is more than that.

mod seen;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lacuna::{
    Catalog, Catalogs, Context, FnSource, HtmlContext, Layout, Limits, LocaleChain, Miss, OnGap,
    Outcome, Report, Syntax, Template,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use self::seen::{Seen, tokens};
use crate::examples::{folder, run_in};
use crate::generators::{config, page, page_parts};
use crate::page_laws::generator;

fn seen(template: &Template<'_>, context: &Context<'_>) -> Seen {
    Seen::new(&template.resolve(context).inspect().unwrap().to_string())
}

/// The origin that the page tells for an outcome.
fn origin(outcome: &Outcome<'_>) -> &'static str {
    match outcome {
        Outcome::Missing { .. } | Outcome::NotText { .. } | Outcome::Blank { is_gap: true, .. } => {
            "gap"
        }
        other => other.name(),
    }
}

/// What the page tells is what the report says, placeholder by placeholder.
fn check_told(seen: &Seen, report: &Report<'_>) -> Result<(), TestCaseError> {
    let rows = seen.inspection["placeholders"].as_array().unwrap();
    prop_assert_eq!(rows.len(), report.placeholders.len());
    let mut counts = seen.counts.clone();
    for (row, entry) in rows.iter().zip(&report.placeholders) {
        let origin = origin(&entry.outcome);
        prop_assert_eq!(&row["origin"], origin);
        let place = format!("{}:{}", entry.position.line, entry.position.column);
        prop_assert_eq!(&row["at"], &place);
        prop_assert_eq!(row.get("printed").is_some(), entry.output.is_some());
        let rejected = row["rejected"].as_array().map_or(0, Vec::len);
        prop_assert_eq!(rejected, entry.rejected.len());
        *counts.get_mut(origin).unwrap() -= 1;
    }
    prop_assert!(counts.values().all(|left| *left == 0), "{:?}", counts);
    Ok(())
}

/// Fewer cases than usual: each writes a whole page, and reads it.
fn fewer() -> ProptestConfig {
    let usual = config();
    ProptestConfig { cases: usual.cases / 4, ..usual }
}

proptest! {
    #![proptest_config(fewer())]

    /// Without its marks a text is the rendering, byte for byte, and each mark holds what was printed.
    #[test]
    fn a_marked_text_is_the_rendering(
        source in page_parts(), data in page(), [pairs, hollow, blank, expand] in any::<[bool; 4]>(),
    ) {
        let layout = Layout::metadata().paired_defaults(pairs).drop_hollow_lines(hollow);
        let syntax = Syntax::new().layout(layout.blank_is_gap(blank).expand(expand));
        let template = syntax.text(source).unwrap();
        let context = Context::new(&data);
        let seen = seen(&template, &context);
        let Ok(rendering) = template.resolve(&context).finish(OnGap::Keep) else { return Ok(()) };
        let (output, report) = (rendering.to_string(), rendering.report());
        prop_assert_eq!(&seen.text, &output);
        let entries = report.placeholders.iter().enumerate();
        let printed: Vec<_> = entries
            .filter_map(|(number, entry)| {
                let text = output[entry.output.clone()?].to_owned();
                Some((number, origin(&entry.outcome).to_owned(), text))
            })
            .collect();
        prop_assert_eq!(&seen.marks, &printed);
        check_told(&seen, &report)?;
    }

    /// Without its comments a page in a frame is the rendering, and with them it is read in the same way.
    #[test]
    fn comments_change_nothing_of_a_page(source in generator::page(), data in generator::data()) {
        let Ok(template) = Template::html(source) else { return Ok(()) };
        let context = Context::new(&data);
        let Ok(rendering) = template.resolve(&context).finish(OnGap::Keep) else { return Ok(()) };
        let (output, report) = (rendering.to_string(), rendering.report());
        let seen = seen(&template, &context);
        prop_assert_eq!(seen.unmarked(), &*output);
        let (page, key) = seen.framed();
        let is_ours = |comment: &str| comment.trim_start_matches('/').starts_with(key);
        prop_assert_eq!(tokens(page, is_ours), tokens(&output, |_| false), "{}", page);
        prop_assert!(seen.text.is_empty() && seen.marks.is_empty());
        check_told(&seen, &report)?;
    }
}

/// A text longer than a block, and characters that a browser would not leave alone.
#[test]
fn a_long_text_is_the_rendering() {
    let source = "\n[[ a ]]\r\n\tline & <b> \r [[ b ]]\n\n".repeat(2000) + "\n\n";
    let template = Template::text(source).unwrap();
    let data = json!({"a": "two\nlines\n", "b": "\r&amp;</div>"});
    let context = Context::new(&data);
    let seen = seen(&template, &context);
    assert_eq!(seen.text, template.render(&context).unwrap());
    assert!(seen.shape.iter().filter(|tag| *tag == "<div >").count() > 10);
    // A line has an end too.
    let template = Template::text("[[ a ]] [[ b ]],".repeat(3000)).unwrap();
    let seen = self::seen(&template, &context);
    assert_eq!(seen.text, template.render(&context).unwrap());
    assert!(seen.shape.iter().filter(|tag| *tag == "<div >").count() > 10);
    // The only character that cannot be written.
    let data = json!({"a": "\0", "b": "b"});
    let nul = Template::text("[[ a ]]").unwrap();
    assert_eq!(self::seen(&nul, &Context::new(&data)).text, "\u{fffd}");
}

/// The places of comments, of values that stand wherever one may.
#[test]
fn comments_stand_where_nothing_changes() {
    const PAGES: [(&str, &str); 9] = [
        ("<p>[[ a ]]</p>", "<p><!--k:0-->A<!--/k:0--></p>"),
        (
            "<p title='[[ a ]]' id='[[ a ]]'>[[ a ]]</p>",
            "<!--k:0--><!--k:1--><p title='A' id='A'><!--k:2-->A<!--/k:2--></p>",
        ),
        ("<title>x [[ a ]]</title>[[ a ]]", "<!--k:0--><title>x A</title><!--k:1-->A<!--/k:1-->"),
        (
            "<script>f('[[ a ]]')</script><style>a{color:[[ a ]]}</style>",
            "<!--k:0--><script>f('A')</script><!--k:1--><style>a{color:A}</style>",
        ),
        // A comment would keep a browser from leaving out the line end.
        ("<pre>[[ a ]]</pre>", "<!--k:0--><pre>A</pre>"),
        ("<pre>x [[ a ]]</pre>", "<pre>x <!--k:0-->A<!--/k:0--></pre>"),
        ("<!-- [[ a ]] -->", "<!-- A -->"),
        // Without scripts it is HTML.
        ("<noscript>[[ a ]]</noscript>", "<noscript><!--k:0-->A<!--/k:0--></noscript>"),
        ("<!doctype html><html lang='[[ a ]]'>", "<!doctype html><!--k:0--><html lang='A'>"),
    ];
    let data = json!({"a": "A"});
    for (source, expected) in PAGES {
        let seen = seen(&Template::html(source).unwrap(), &Context::new(&data));
        let (page, key) = seen.framed();
        assert_eq!(page.replace(key, "k"), expected, "{source}");
    }
    // Markup that is vouched for may leave something open; what names our comments gets another name.
    let template = Template::html_text("[[ a | safe ]][[ a | safe ]]<!--lacuna-0:7-->").unwrap();
    for (markup, expected) in [
        ("<b>", "<!--k:0--><b><!--/k:0--><!--k:1--><b><!--/k:1-->"),
        ("<b title='", "<!--k:0--><!--/k:0--><!--k:1--><b title='<b title='"),
        ("x<title>", "<!--k:0--><!--/k:0-->x<!--k:1--><title>x<title>"),
    ] {
        let data = json!({"a": markup});
        let seen = seen(&template, &Context::new(&data));
        let (page, key) = seen.framed();
        assert_eq!(key, "lacuna-1");
        assert_eq!(page.replace(key, "k"), expected.to_owned() + "<!--lacuna-0:7-->", "{markup}");
    }
    // Nothing is cut in two: CDATA of a drawing, a reference, a tag that the end leaves open, a line end.
    for (source, expected) in [
        ("<svg><text><![CDATA[ > [[ a ]] ]]></text>", "<svg><text><![CDATA[ > A ]]></text>"),
        ("&[[ a ]];[[ a ]]", "&A;<!--k:1-->A<!--/k:1-->"),
        ("x<b[[ a ]]", "x<bA"),
        ("<pre>x\r[[ b ]]\ny</pre>", "<pre>x\r\ny</pre>"),
        ("1 & [[ a ]] < [[ a ]]", "1 & <!--k:0-->A<!--/k:0--> < <!--k:1-->A<!--/k:1-->"),
    ] {
        let data = json!({"a": "A", "b": ""});
        let seen = seen(&Template::html_text(source).unwrap(), &Context::new(&data));
        let (page, key) = seen.framed();
        assert_eq!(page.replace(key, "k"), expected, "{source}");
    }
    // Not even so many attributes are too many for a stack.
    for attribute in ["x=1 ", "x ", "/x", "x='1'", "=x "] {
        let many = format!("[[ a ]]<p {}>[[ a ]]", attribute.repeat(100_000));
        let seen = seen(&Template::html_text(many).unwrap(), &Context::new(&data));
        assert!(seen.unmarked().ends_with(">A"), "{attribute}");
    }
}

/// Everything that data, template, names and programs can say, said by a hostile text.
fn hostile_page(text: &str, is_html: bool) -> String {
    let quoted = Value::from(text).to_string();
    let message = text.to_owned();
    let syntax = Syntax::new().layout(Layout::metadata().expand(true));
    let syntax = syntax.filter("fail", move |_, _| Err(message.clone())).unwrap();
    let source = format!(
        "[[ data.v ]] [[ data[{quoted}] ]] [[ data[{quoted}].x ]] [[ data.l | fail ]] [[ data.n || {quoted} ]] [[ data.tree ]] \
         [[ t({quoted}) ]] [[ t('miss', a: data[{quoted}][0]) || data[{quoted}] ]] [[ t('told', name: data.v) ]] \
         [[ data.b.value ]] [[ broken[{quoted}] || data.v ]] [[ broken.all ]] [[ data.empty ]] \
         [[ data.v | prefix: {quoted} ]]"
    );
    let template =
        if is_html { syntax.html(source) } else { syntax.text(source) }.unwrap().named(text);
    let data = json!({
        "data": {"v": text, text: text, "l": "l", "tree": [text], "empty": "", "b": {"value": ""}},
        "metadata": {
            "defaultData": {"b": format!("{text} [[ data.v ]]")},
            "translations": {"told": "<[[ name ]]> [[ data.v ]]"},
        },
    });
    let broken = FnSource::new(|path: &lacuna::Path<'_>| match path.to_string() {
        path if path.starts_with("broken") => Err(Miss::Failed(text.into())),
        _ => Err(Miss::Absent),
    });
    let texts = json!({text: text}).to_string();
    let catalogs = Catalogs::new().add("de", Catalog::json(&texts)).unwrap();
    let chain = LocaleChain::lookup(["de"]).unwrap();
    let context = Context::new(&data).or(&broken).catalogs(&catalogs).locales(&chain);
    template.resolve(&context).inspect().unwrap().to_string()
}

/// Of a hostile text nothing leaves its place: the page has the tags and the scripts of a harmless one.
#[test]
fn nothing_of_data_leaves_its_place() {
    const HOSTILE: [&str; 14] = [
        "<script>pwn()</script>",
        "</script><script>pwn()</script>",
        "</title><img src=x onerror=pwn()>",
        "</style><b>",
        "<!--<script>",
        "<!--",
        "-->",
        "]]>",
        "\" onclick=pwn() x='",
        "&lt;b&gt;&#60;",
        "\u{202e}\u{2066}abc\u{2069}\u{200b}",
        "<!--lacuna-0:1-->",
        "{{x}} ${x} <%x%>",
        "\u{2028}é😀\u{feff}",
    ];
    for is_html in [false, true] {
        let harmless = Seen::new(&hostile_page("harmless", is_html));
        let origins = |seen: &Seen| -> Vec<Value> {
            let rows = seen.inspection["placeholders"].as_array().unwrap();
            rows.iter().map(|row| row["origin"].clone()).collect()
        };
        assert!(harmless.counts.values().filter(|count| **count > 0).count() > 5);
        for text in HOSTILE {
            let seen = Seen::new(&hostile_page(text, is_html));
            assert_eq!(origins(&seen), origins(&harmless), "{text}");
            assert_eq!(seen.shape, harmless.shape, "{text}");
            assert_eq!(seen.script, harmless.script, "{text}");
            assert_eq!(seen.policy, harmless.policy, "{text}");
            assert_visible(&seen.inspection["placeholders"]);
            assert_visible(&seen.title.clone().into());
        }
    }
}

/// Whatever is told stands on one line, and shows all of it.
fn assert_visible(told: &Value) {
    const INVISIBLE: &str = "\u{202e}\u{2066}\u{2069}\u{200b}\u{2028}\u{feff}";
    match told {
        Value::String(text) => {
            let is_visible = |c: char| !c.is_control() && !INVISIBLE.contains(c);
            assert!(text.chars().all(is_visible), "{text:?}");
        }
        Value::Array(list) => list.iter().for_each(assert_visible),
        Value::Object(fields) => fields.values().for_each(assert_visible),
        _ => {}
    }
}

/// The only script that may run is that of the page.
#[test]
fn the_policy_allows_the_script_of_the_page_alone() {
    let template = Template::text("").unwrap();
    let seen = seen(&template, &Context::new(&json!({})));
    let hash = BASE64_STANDARD.encode(Sha256::digest(&seen.script));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:; \
         base-uri 'none'; form-action 'none'"
    );
    assert_eq!(seen.policy, policy, "src/inspect/page.js changed: write its hash into page.html");
}

/// Gaps and what failed stand there as written, with the way out.
#[test]
fn what_cannot_be_printed_is_shown_as_written() {
    let layout = Layout::metadata().blank_is_gap(true).drop_hollow_lines(true);
    let source = "[[ nmae ]]\n[[ name | upper ]]\n[[ tags | upper ]]\n[[ data.blank.value ]]\n[[ x || '' ]]\n";
    let template = Syntax::new().layout(layout).text(source).unwrap();
    let data = json!({"name": "Ada", "data": {"blank": {"value": " "}}, "tags": ["a"]});
    let seen = seen(&template, &Context::new(&data));
    assert_eq!(seen.text, "[[ nmae ]]\nADA\n[[ tags | upper ]]\n[[ data.blank.value ]]\n");
    let told = |row: usize, key: &str| seen.inspection["placeholders"][row][key].clone();
    assert_eq!(told(0, "help"), "did you mean `name`?");
    assert_eq!((told(0, "code"), told(2, "code")), (json!("gap"), json!("failed")));
    assert_eq!((told(3, "origin"), told(3, "path")), (json!("gap"), json!("data.blank.value")));
    // Its line went.
    assert_eq!((told(4, "origin"), told(4, "printed")), (json!("literal"), Value::Null));
    assert_eq!((seen.counts["gap"], seen.counts["failed"]), (2, 1));

    let page =
        Template::html("<a href='[[ site ]]' title='[[ data.name.value ]]'>[[ c | upper ]]</a>");
    let data = json!({"site": "javascript:alert(1)", "c": [1]});
    let page = page.unwrap();
    let seen = self::seen(&page, &Context::new(&data));
    let expected =
        "<a href='about:invalid#lacuna-refused' title='[[ data.name.value ]]'>[[ c | upper ]]</a>";
    assert_eq!(seen.unmarked(), expected);
    assert_eq!(
        seen.inspection["placeholders"][0]["context"],
        HtmlContext::to_string(&page.placeholders().next().unwrap().context().unwrap(),)
    );
}

#[test]
fn only_an_output_that_is_too_long_is_refused() {
    let syntax = Syntax::new().limits(Limits::new().output(20));
    let template = syntax.text("[[ a ]] [[ b ]]").unwrap();
    let data = json!({"a": "a", "c": "x".repeat(15)});
    let context = Context::new(&data);
    assert!(template.resolve(&context).inspect().is_ok());
    let template = syntax.text("[[ c ]] [[ b ]]").unwrap();
    let error = template.resolve(&context).inspect().unwrap_err();
    assert_eq!(error.to_string(), "the output would be longer than 20 bytes");
}

#[test]
fn the_example_writes_a_page_or_says_why_not() {
    let folder = folder(
        "inspect",
        &[
            ("letter.txt", "Dear [[ data.name.value ]], [[ data.nmae ]]"),
            ("broken.txt", "[[ a"),
            ("ada.json", r#"{"data": {"name": {"value": "Ada"}}}"#),
        ],
    );
    let run = |arguments: &[&str]| run_in("inspect", &folder, arguments, "");
    let (status, page, told) = run(&["DIR/letter.txt", "--data", "DIR/ada.json"]);
    assert_eq!((status, &*told), (0, ""));
    assert_eq!(Seen::new(&page).text, "Dear Ada, [[ data.nmae ]]");

    let out = folder.join("page.html");
    let (status, printed, _) = run(&[
        "DIR/letter.txt",
        "--escape",
        "html",
        "--title",
        "A <letter>",
        "--out",
        "DIR/page.html",
    ]);
    assert_eq!((status, &*printed), (0, ""));
    let seen = Seen::new(&std::fs::read_to_string(out).unwrap());
    assert_eq!((&*seen.title, seen.counts["gap"]), ("A <letter>", 2));

    for (arguments, why) in [
        (&["DIR/broken.txt"][..], "broken.txt:1:5: "),
        (&["DIR/nowhere.txt"], "cannot be read"),
        (&["DIR/letter.txt", "--out", "DIR/no/page.html"], "cannot be written"),
    ] {
        let (status, page, told) = run(arguments);
        assert_eq!((status, &*page), (2, ""), "{told}");
        assert!(told.contains(why), "{told}");
    }
}
