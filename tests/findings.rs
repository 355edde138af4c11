//! Findings beyond those of one text: trees, keys that nobody reads, several files.

use lacuna::{Context, Findings, Limits, Survey, Syntax, Template, UnreadKeys};
use serde_json::{Value, json};

fn unread(templates: &[&str], data: &[Value]) -> Vec<String> {
    let mut unread = UnreadKeys::new();
    for template in templates {
        unread.read(Template::text(*template).unwrap().paths());
    }
    for data in data {
        unread.add(data);
    }
    let findings = unread.findings();
    assert_eq!(findings.errors(), 0);
    findings.list().iter().map(|finding| finding.kind().to_string()).collect()
}

#[test]
fn keys_that_no_template_reads() {
    let data = json!({
        "data": {"name": {"value": "Ada", "note": 1}, "fax": {"value": "1", "x": 2}},
        "metadata": {"defaultData": {"name": "Name", "fax": "Fax"}, "translations": {"a": "A", "b": "B"}},
        "items": [{"price": 1, "weight": 2}, {"price": 3}],
        "a b": {"]]": 1},
    });
    let told = unread(
        &["[[ data.name.value ]] [[ t('a') ]]", "[[ items[0].price ]] [[ $['a b'].x ]]"],
        std::slice::from_ref(&data),
    );
    assert_eq!(
        told,
        [
            "no template reads `$['a b'][']]']`",
            "no template reads `data.fax`",
            "no template reads `data.name.note`",
            "no template reads `items[0].weight`",
            "no template reads `metadata.defaultData.fax`",
            "no template reads `metadata.translations.b`",
        ]
    );
    // Who prints an object reads all of it, and who prints the root everything.
    assert_eq!(
        unread(&["[[ data | json ]] [[ items.0 | json ]]"], std::slice::from_ref(&data)).len(),
        2
    );
    assert_eq!(unread(&["[[ $ | json ]]"], &[data]), [""; 0]);
    // A key that is written as an index, in each of the three ways.
    for path in ["a.0", "a['0']", "a[0]"] {
        let template = format!("[[ {path}.x ]]");
        assert_eq!(unread(&[&template], &[json!({"a": {"0": {"x": 1}, "1": 2}})]).len(), 1);
    }
    assert_eq!(unread(&["[[ a.x ]]"], &[json!([1]), json!("text"), json!(null)]), [""; 0]);
}

#[test]
fn keys_of_many_records_are_counted() {
    let records: Vec<_> = (0..10).map(|number| json!({"name": number, "fax": 1})).collect();
    let told = unread(&["[[ name ]]"], &records);
    assert_eq!(told, ["no template reads `fax`, which 10 records have"]);
    let wide: Value = (0..10_050).map(|number| (format!("k{number:05}"), json!(1))).collect();
    let mut unread = UnreadKeys::new();
    unread.add(&wide);
    let findings = unread.findings();
    assert_eq!((findings.list().len(), findings.notes()), (10_000, 10_050));
}

#[test]
fn a_path_of_many_indices_is_one_path() {
    let path = format!("a{}", ".0".repeat(1_000));
    let template = format!("[[ {path} ]]");
    assert_eq!(unread(&[&template], &[json!({"a": {"0": {"1": 1}}})]).len(), 1);
}

#[test]
fn findings_of_a_tree_have_the_path_of_their_string() {
    let tree = json!({
        "a": ["[[ data.name ]]", "[ [ data.name ] ]", {"b": "[[ x | uper ]]\n[[ ]]"}],
        "[[ y": "plain",
    });
    let syntax = Syntax::new();
    let lines = |findings: &Findings| -> Vec<String> {
        findings.list().iter().map(ToString::to_string).collect()
    };
    let told = [
        "a[1]:1:1: error[spaced-delimiter]: a delimiter is torn apart: `[ [`",
        "a[2].b:1:8: error[unknown-filter]: there is no filter `uper`",
        "a[2].b:2:4: error[empty]: placeholder is empty",
    ];
    assert_eq!(lines(&syntax.check_tree(&tree)), told);
    let with_keys = lines(&syntax.check_tree_with_keys(&tree));
    assert_eq!(with_keys.len(), 4);
    assert!(with_keys[0].starts_with("$['[[ y'] (key):1:5: error[unclosed]"), "{}", with_keys[0]);

    let tree = json!({"to": "[[ data.name ]]", "by": "[[ data.nick.value ]]", "cc": "[[ mial ]]"});
    let template = syntax.tree(tree).unwrap().named("m.json");
    let data =
        json!({"data": {"name": ""}, "metadata": {"defaultData": {"nick": "N"}}, "mail": "x"});
    let told = [
        "m.json:cc:1:4: error[gap]: nothing found for `mial`: there is no key `mial`",
        "m.json:by:1:4: note[default-used]: the default `metadata.defaultData.nick` stands in for `data.nick.value`",
        "m.json:to:1:4: note[left-blank]: `data.name` is left blank",
    ];
    assert_eq!(lines(&template.resolve(&Context::new(&data)).findings()), told);
}

#[test]
fn a_tree_that_is_too_deep_is_a_finding() {
    let deep = (0..200).fold(json!("[[ x"), |inner, _| json!([inner]));
    let findings = Syntax::new().check_tree(&deep);
    assert_eq!(findings.list()[0].kind().code(), "tree-too-deep");
    assert_eq!(findings.errors(), 1);
}

#[test]
fn columns_are_aligned_over_files_and_codes() {
    let mut findings = lacuna::audit("[[data.a]]").named("a.html");
    findings.append(lacuna::audit("\n\n    {{ b }}").named("letters/ä.html"));
    assert_eq!(
        findings.to_string(),
        "a.html:1:1          error  leftover             `[[data.a]]` was never filled in\n\
         letters/ä.html:3:5  note   foreign-placeholder  `{{ b }}` looks like a placeholder of another language\n\
         1 error, 1 note: 1 foreign-placeholder, 1 leftover\n"
    );
}

#[test]
fn a_key_that_is_nearly_read_says_so() {
    let mut unread = UnreadKeys::new();
    unread.read(Template::text("[[ data.title ]]").unwrap().paths());
    unread.add(&json!({"data": {"titel": "Countess", "zebra": 1}}));
    let findings = unread.findings();
    let problem = findings.list()[0].problem();
    assert_eq!(problem.help(), Some("did you mean `data.title`, which is read?"));
    assert_eq!(problem.suggestions(), ["data.title"]);
    assert_eq!(findings.into_iter().count(), 2);
    assert!(findings.list()[1].problem().suggestions().is_empty());
}

#[test]
fn notes_crowd_out_no_error() {
    let page = "{{ x }}\n".repeat(150) + "[[data.x]]";
    let findings = lacuna::audit(&page);
    assert_eq!((findings.errors(), findings.notes()), (1, 150));
    let told = findings.to_string();
    assert!(told.contains("leftover") && told.contains("… and 51 more findings"), "{told}");
    assert!(format!("{findings:#}").contains("151 | [[data.x]]"));
    let few = Syntax::new().limits(Limits::new().problems(2)).audit(&page);
    let codes: Vec<_> = few.iter().map(|it| it.kind().code()).collect();
    assert_eq!(codes, ["foreign-placeholder", "leftover"]);
    assert_eq!((few.errors(), few.notes()), (1, 150));
}

#[test]
fn what_was_not_kept_is_counted_by_its_code() {
    let few = Syntax::new().limits(Limits::new().problems(1));
    let findings = few.check("[[ ]] [[ ]] [[ a | uper ]] {{ x }}");
    let counts: Vec<_> = findings.counts().iter().map(|(code, count)| (*code, *count)).collect();
    assert_eq!(counts, [("empty", 2), ("foreign-placeholder", 1), ("unknown-filter", 1)]);
    let template = few.text("[[ a ]] [[ b ]] [[ data.c.value ]]").unwrap();
    let data = json!({"metadata": {"defaultData": {"c": "C"}}});
    let findings = template.resolve(&Context::new(&data)).findings();
    assert_eq!((findings.counts()["gap"], findings.counts()["default-used"]), (2, 1));
    assert_eq!((findings.errors(), findings.notes(), findings.list().len()), (2, 1, 1));
}

#[test]
fn a_survey_groups_what_is_the_same_and_needs_no_beginning() {
    let template =
        Template::text("[[ name | truncate: 3 ]] [[ items[5] ]] [[ data.x.value ]]").unwrap();
    let mut survey = Survey::new();
    let records: Vec<_> = (0..4)
        .map(|number| {
            let items: Vec<_> = (0..number).collect();
            json!({"name": [number], "items": items, "metadata": {"defaultData": {"x": number}}})
        })
        .collect();
    survey.add(&template.resolve(&Context::new(&records[0])));
    for record in &records[1..] {
        survey.begin_record();
        survey.add(&template.resolve(&Context::new(record)));
    }
    assert_eq!((survey.records(), survey.refused()), (4, 4));
    let groups = survey.groups();
    let told: Vec<_> = groups.iter().map(|it| (it.code, it.severity.name(), it.records)).collect();
    assert_eq!(told, [("failed", "error", 4), ("gap", "error", 4), ("default-used", "note", 4)]);
    assert_eq!(groups[0].examples, [1, 2, 3]);
    // A note refuses nobody.
    let mut survey = Survey::new();
    let template = Template::text("[[ data.x.value ]]").unwrap();
    survey.add(&template.resolve(&Context::new(&records[0])));
    assert_eq!((survey.refused(), survey.groups().len()), (0, 1));
}

#[test]
fn paths_of_any_length_may_be_read() {
    use lacuna::{Path, Segment};
    let mut unread = UnreadKeys::new();
    unread.read([Path::new(vec![Segment::Key("a".into()); 200_000])]);
    unread.clone().add(&json!({"a": {"b": 1}}));
}
