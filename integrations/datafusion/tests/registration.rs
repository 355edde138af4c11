//! How the functions are set up, and where they are registered.

use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::SessionContext;
use lacuna::{Layout, Syntax, Trust};
use lacuna_datafusion::Functions;

use crate::session::{rows, session, session_with, values};

#[tokio::test]
async fn what_a_template_prints_is_set_up() {
    let page = "SELECT lacuna_render('<a href=\"[[ site ]]\">[[ name ]]</a>', '{\"site\": \"javascript:1\", \"name\": \"A & B\"}')";
    for (functions, expected) in [
        (Functions::new(), r#"<a href="javascript:1">A & B</a>"#),
        (Functions::new().html_text(), r#"<a href="javascript:1">A &amp; B</a>"#),
        (Functions::new().html(), r#"<a href="about:invalid#lacuna-refused">A &amp; B</a>"#),
        (
            Functions::new().syntax(Syntax::new().trust("site", Trust::Url).unwrap()).html(),
            r#"<a href="javascript:1">A &amp; B</a>"#,
        ),
    ] {
        assert_eq!(
            values(&session_with(&functions), page).await.unwrap(),
            [Some(expected.to_owned())]
        );
    }
}

#[tokio::test]
async fn how_a_template_is_read_is_set_up() {
    let syntax = Syntax::new().delimiters("{{", "}}").unwrap().layout(Layout::plain());
    let session = session_with(&Functions::new().syntax(syntax));
    let query = "SELECT lacuna_render('{{ a }} [[ a ]]', '{\"a\": 1}')";
    assert_eq!(values(&session, query).await.unwrap(), [Some("1 [[ a ]]".to_owned())]);
}

#[tokio::test]
async fn defaults_of_the_layout_answer_from_structs_as_from_json() {
    let session = session();
    let template = "[[ data.name.value ]]";
    let json = r#"{"data": {"name": {"value": ""}}, "metadata": {"defaultData": {"name": "Ada"}}}"#;
    let data = "named_struct('data', named_struct('name', named_struct('value', '')),
        'metadata', named_struct('defaultData', named_struct('name', 'Ada')))";
    let query = format!(
        "SELECT lacuna_render('{template}', '{json}'), lacuna_render('{template}', {data})"
    );
    let ada = Some("Ada".to_owned());
    assert_eq!(rows(&session, &query).await.unwrap(), [[ada.clone(), ada]]);
}

#[tokio::test]
async fn numbers_are_written_in_the_language_of_the_row() {
    let session = session_with(&Functions::new().default_locale("en").unwrap());
    let query = "SELECT lacuna_render('[[ sum | number: 2 ]]', record, locale) FROM
        (VALUES (1, '{\"sum\": 1234.5}', 'de'), (2, '{\"sum\": 1234.5}', 'en-GB')) AS t (id, record, locale) ORDER BY id";
    assert_eq!(
        values(&session, query).await.unwrap(),
        ["1.234,50", "1,234.50"].map(|it| Some(it.to_owned()))
    );
}

#[tokio::test]
async fn the_parents_of_a_locale_are_those_of_cldr_if_that_is_asked_for() {
    let json = r#"{"metadata": {"translations": {"es-419": {"hi": "Hola"}, "en": {"hi": "Hi"}}}}"#;
    let query = format!("SELECT lacuna_render('[[ t(''hi'') ]]', '{json}', 'es-AR')");
    for (follows, expected) in [(true, "Hola"), (false, "Hi")] {
        let functions = Functions::new().cldr(follows).default_locale("en").unwrap();
        assert_eq!(
            values(&session_with(&functions), &query).await.unwrap(),
            [Some(expected.to_owned())]
        );
    }
}

#[test]
fn a_default_locale_is_a_language_tag() {
    assert!(Functions::new().default_locale("no tag").is_err());
}

#[test]
fn a_name_that_is_taken_is_an_error() {
    let mut session = SessionContext::new();
    Functions::new().register(&mut session).unwrap();
    let told = Functions::new().register(&mut session).unwrap_err().to_string();
    assert!(
        told.contains("there is a function `lacuna_render` already: deregister it first"),
        "{told}"
    );
}

#[tokio::test]
async fn a_state_takes_the_functions_too() {
    let mut state = SessionStateBuilder::new().with_default_features().build();
    Functions::new().register(&mut state).unwrap();
    let session = SessionContext::new_with_state(state);
    assert_eq!(
        values(&session, "SELECT lacuna_render('[[ a ]]', '{\"a\": 1}')").await.unwrap(),
        [Some("1".to_owned())]
    );
}

#[tokio::test]
async fn the_engine_can_tell_what_they_do() {
    let session = SessionContext::new_with_config(
        datafusion::prelude::SessionConfig::new().with_information_schema(true),
    );
    let mut session = session;
    Functions::new().register(&mut session).unwrap();
    for function in Functions::new().udfs() {
        let told = function.documentation().unwrap();
        assert!(told.syntax_example.starts_with(function.name()), "{told:?}");
        assert!(told.sql_example.is_some() && told.arguments.is_some());
    }
}

#[tokio::test]
async fn a_row_is_rendered_where_it_is_asked_for_and_not_beside() {
    // A condition guards what would be refused.
    let query = "SELECT CASE WHEN ok THEN lacuna_render('[[ a ]]', record) ELSE 'none' END FROM
        (VALUES (1, true, '{\"a\": 1}'), (2, false, '{}')) AS t (id, ok, record) ORDER BY id";
    assert_eq!(
        values(&session(), query).await.unwrap(),
        ["1", "none"].map(|it| Some(it.to_owned()))
    );
}

#[tokio::test]
async fn without_memory_for_templates_each_is_parsed_again() {
    let session = session_with(&Functions::new().cache(0));
    let query = "SELECT lacuna_render(template, '{\"a\": 1}') FROM
        (VALUES (1, '[[ a ]]'), (2, 'x[[ a ]]'), (3, '[[ a ]]')) AS t (id, template) ORDER BY id";
    let expected = ["1", "x1", "1"].map(|text| Some(text.to_owned()));
    assert_eq!(values(&session, query).await.unwrap(), expected);
}
