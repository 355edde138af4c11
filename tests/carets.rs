//! Errors as people see them. Review a change by looking at the pictures:
//! `INSTA_UPDATE=always cargo test carets` writes them anew.

use insta::assert_snapshot;
use lacuna::{Context, Layout, Syntax, Template};
use serde_json::{Value, json};

fn parse(text: &str) -> String {
    format!("{:#}", Template::text(text).unwrap_err())
}

fn render(text: &str, data: &Value) -> String {
    let template = Template::text(text).unwrap().named("letter.txt");
    format!("{:#}", template.render(&Context::new(data)).unwrap_err())
}

#[test]
fn every_syntax_error_of_a_text() {
    let text = "Dear [[ name | uper ]],\r\n\r\nthe [[ “year” ]] of [[ a || ]]\nwas [[ good or bad ]].\n[[ end";
    assert_snapshot!(parse(text));
}

#[test]
fn columns_that_are_not_bytes() {
    assert_snapshot!(parse("日本 [[ user.name ]"));
    assert_snapshot!(parse("Grüße 👩‍👩‍👧 [[ größe ?? 'x' || y ]]"));
}

#[test]
fn a_long_line_and_invisible_characters() {
    let text = format!("{}\t[[ a\u{200b} ]] {}", "left ".repeat(40), "right ".repeat(40));
    assert_snapshot!(parse(&text));
}

#[test]
fn gaps_with_their_reasons() {
    let data = json!({
        "data": {"name": {"value": "Ada"}, "tags": ["a", "b"], "note": null},
        "metadata": {"translations": {"contactme": "Contact me"}},
    });
    let text = "[[ data.nmae.value ]]\n[[ data.name ]]\n[[ data.tags ]]\n[[ data.tags[2] ]]\n\
                [[ data.note ]]\n[[ data.name.value.first ]]\n[[ t('contactm') ]]\n[[ data.zebra || t('x') ]]\n\
                [[ data.tags | upper ]]";
    assert_snapshot!(render(text, &data));
}

#[test]
fn blanks_that_are_gaps() {
    let layout = Layout::metadata().blank_is_gap(true);
    let template = Syntax::new().layout(layout).text("[[ data.title.value ]],").unwrap();
    let data = json!({"data": {"title": {"value": ""}}});
    assert_snapshot!(format!("{:#}", template.render(&Context::new(&data)).unwrap_err()));
}

#[test]
fn errors_that_stand_in_no_text() {
    assert_snapshot!(format!("{:?}", Syntax::new().delimiters("[[", "[[[").unwrap_err()));
    assert_snapshot!(format!(
        "{:?}",
        Syntax::new().filter("upper", |_, _| Ok(String::new())).unwrap_err()
    ));
    assert_snapshot!(format!("{:?}", Layout::plain().default_rule("a.*", "b").unwrap_err()));
}

#[test]
fn one_line() {
    let error = Template::text("[[ ]] [[ ]]").unwrap_err().named("letter.txt");
    assert_snapshot!(error.to_string());
}

#[test]
fn more_problems_than_are_drawn() {
    let error = Template::text("[[ ]]\n".repeat(150)).unwrap_err();
    assert_eq!((error.all().len(), error.count()), (150, 150));
    let drawn = format!("{error:#}");
    assert_eq!(drawn.matches("placeholder is empty").count(), 100);
    assert!(drawn.ends_with("… and 50 more"), "{drawn}");
}

#[test]
fn every_damage_and_every_finding_in_a_finished_text() {
    let page = "\
        <h1>[[data.name.value]]</h1>\n\
        <p>[[ data.name | uper ]]</p>\n\
        <p>[[ data.<b>name</b>.value ]]</p>\n\
        <p>[[ data.name || ‘you’ ]]</p>\n\
        <p>[[\u{a0}data.name ]]</p>\n\
        <p>[[ data.\u{200b}name ]]</p>\n\
        <p>&#91;&#91;data.name]]</p>\n\
        <p>[data.name.value]</p>\n\
        <p>[ [ data.name ] ]</p>\n\
        <p>\\[\\[ data.name \\]\\]</p>\n\
        <p>]] data.name [[</p>\n\
        <p>［［data.name］］</p>\n\
        <p>{{ name }}</p>\n";
    let findings = lacuna::audit(page);
    assert_eq!(findings.counts().len(), 13, "each code once");
    assert_snapshot!(format!("{findings:#}"));
    assert_snapshot!(findings.to_string());
}

#[test]
fn findings_in_colour() {
    let findings = lacuna::audit("<h1>[[data.name]]</h1>{{ a }}").named("page.html");
    let visible = |text: String| text.replace('\u{1b}', "␛");
    assert_snapshot!(visible(findings.coloured().to_string()));
    assert_snapshot!(visible(format!("{:#}", findings.coloured())));
}
