//! Every combination of the types of the arguments, columns and literals, against the oracle.

use std::sync::Arc;

use arrow::array::cast::AsArray;
use arrow::array::{ArrayRef, BooleanArray, Int64Array, StringArray, StructArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field};
use datafusion::prelude::SessionContext;
use lacuna::{Catalogs, Context, LocaleChain, Template};
use lacuna_datafusion::Functions;
use serde_json::{Value, json};

use crate::session::{session_with, table, values};

const TEMPLATES: [Option<&str>; 6] = [
    Some("Dear [[ name ]], you are [[ years ]]."),
    Some("[[ t('hi', name: name) ]] [[ is_new || 'unknown' ]]"),
    None,
    Some("[[ name | upper ]]"),
    Some("plain"),
    Some("Dear [[ name ]], you are [[ years ]]."),
];
const LOCALES: [Option<&str>; 6] =
    [Some("de"), Some("de-CH"), Some("en"), None, Some("fr"), Some("en")];

fn records() -> Vec<Option<Value>> {
    vec![
        Some(json!({"name": "Ada", "years": 36, "is_new": true})),
        Some(json!({"name": "Grace", "years": null, "is_new": null})),
        Some(json!({"name": "Ida", "years": 1, "is_new": false})),
        Some(json!({"name": "Jo", "years": 2, "is_new": null})),
        Some(json!({"name": null, "years": null, "is_new": null})),
        None,
    ]
}

fn catalogs() -> Catalogs {
    let catalogs = Catalogs::new().add("de", &json!({"hi": "Hallo [[ name ]]!"})).unwrap();
    catalogs.add("en", &json!({"hi": "Hi [[ name ]]!"})).unwrap()
}

/// The string types, by names for columns.
fn string_types() -> Vec<(&'static str, DataType)> {
    let dictionary = |key, value| DataType::Dictionary(Box::new(key), Box::new(value));
    vec![
        ("small", DataType::Utf8),
        ("large", DataType::LargeUtf8),
        ("view", DataType::Utf8View),
        ("dictionary8", dictionary(DataType::Int8, DataType::Utf8)),
        ("dictionary32", dictionary(DataType::UInt32, DataType::LargeUtf8)),
        ("dictionary64", dictionary(DataType::Int64, DataType::Utf8View)),
    ]
}

fn as_columns(of: &str, texts: &[Option<String>]) -> Vec<(String, ArrayRef)> {
    let texts = StringArray::from(texts.to_vec());
    let column = |(name, as_type): (&str, DataType)| {
        // Arrow casts to dictionaries of views only by way of other dictionaries.
        let column = match &as_type {
            DataType::Dictionary(key, value) => {
                let plain = DataType::Dictionary(key.clone(), Box::new(DataType::Utf8));
                let keys = cast(&texts, &plain).unwrap();
                let values = cast(keys.as_any_dictionary().values(), value).unwrap();
                keys.as_any_dictionary().with_values(values)
            }
            plain => cast(&texts, plain).unwrap(),
        };
        assert_eq!(column.data_type(), &as_type);
        (format!("{of}_{name}"), column)
    };
    string_types().into_iter().map(column).collect()
}

fn struct_column() -> ArrayRef {
    let records = records();
    let field = |name: &str| {
        records.iter().map(|record| record.as_ref().map(|it| it[name].clone())).collect::<Vec<_>>()
    };
    let text = |value: Option<Value>| value.and_then(|it| it.as_str().map(str::to_owned));
    let names: StringArray = field("name").into_iter().map(text).collect();
    let years: Int64Array =
        field("years").into_iter().map(|value| value.and_then(|it| it.as_i64())).collect();
    let are_new: BooleanArray =
        field("is_new").into_iter().map(|value| value.and_then(|it| it.as_bool())).collect();
    let fields =
        [("name", DataType::Utf8), ("years", DataType::Int64), ("is_new", DataType::Boolean)];
    let fields = fields.map(|(name, data_type)| Field::new(name, data_type, true));
    let nulls = records.iter().map(Option::is_some).collect();
    let columns: Vec<ArrayRef> = vec![Arc::new(names), Arc::new(years), Arc::new(are_new)];
    Arc::new(StructArray::new(fields.into_iter().collect(), columns, Some(nulls)))
}

/// Which value of an argument a row gets.
#[derive(Clone, Copy)]
enum Rows {
    /// Its own: the argument is a column.
    Own,
    /// The same as all: the argument is a literal.
    One(usize),
}

impl Rows {
    const fn of(self, row: usize) -> usize {
        match self {
            Self::Own => row,
            Self::One(row) => row,
        }
    }
}

/// What each row has to give, if all are filled from the template of one of them, or each from its own.
fn oracle(template: Rows, record: Rows, locale: Option<Rows>) -> Vec<Option<String>> {
    let (records, catalogs) = (records(), catalogs());
    let of_row = |row: usize| {
        let text = TEMPLATES[template.of(row)]?;
        let record = records[record.of(row)].as_ref()?;
        let chain = match locale {
            Some(locale) => {
                LocaleChain::lookup([LOCALES[locale.of(row)]?]).unwrap().then("en").unwrap()
            }
            None => LocaleChain::lookup(["en"]).unwrap(),
        };
        let context = Context::new(record).locales(&chain).catalogs(&catalogs);
        Template::text(text).unwrap().render(&context).ok()
    };
    (0..TEMPLATES.len()).map(of_row).collect()
}

fn prepared() -> SessionContext {
    let functions = Functions::new().catalogs(Arc::new(catalogs())).default_locale("en").unwrap();
    let session = session_with(&functions);
    let owned = |texts: &[Option<&str>]| {
        texts.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>()
    };
    let json: Vec<_> =
        records().iter().map(|record| record.as_ref().map(Value::to_string)).collect();
    let mut columns = as_columns("template", &owned(&TEMPLATES));
    columns.extend(as_columns("record", &json));
    columns.extend(as_columns("locale", &owned(&LOCALES)));
    columns.push(("record_struct".to_owned(), struct_column()));
    table(&session, columns.iter().map(|(name, column)| (&**name, column.clone())).collect());
    session
}

/// The columns of an argument.
fn arguments(of: &str) -> Vec<(String, Rows)> {
    let mut names: Vec<_> = string_types().iter().map(|(name, _)| format!("{of}_{name}")).collect();
    if of == "record" {
        names.push("record_struct".to_owned());
    }
    names.into_iter().map(|name| (name, Rows::Own)).collect()
}

/// Literals of an argument, each a value of its columns.
fn literals(of: &str) -> Vec<(String, Rows)> {
    let text = match of {
        "template" => TEMPLATES[1].unwrap().to_owned(),
        "record" => records()[0].as_ref().unwrap().to_string(),
        _ => LOCALES[0].unwrap().to_owned(),
    };
    let row = Rows::One(usize::from(of == "template"));
    let text = text.replace('\'', "''");
    let mut literals = vec![(format!("'{text}'"), row)];
    literals
        .extend(["LargeUtf8", "Utf8View"].map(|to| (format!("arrow_cast('{text}', '{to}')"), row)));
    if of == "record" {
        literals.push(("named_struct('name', 'Ada', 'years', 36, 'is_new', true)".to_owned(), row));
    }
    literals
}

async fn compare(
    session: &SessionContext,
    templates: &[(String, Rows)],
    records: &[(String, Rows)],
    locales: &[(String, Rows)],
) {
    for (template, template_row) in templates {
        for (record, record_row) in records {
            let without = (String::new(), None::<Rows>);
            let with = locales.iter().map(|(sql, row)| (format!(", {sql}"), Some(*row)));
            for (locale, locale_row) in with.chain([without]) {
                let query =
                    format!("SELECT try_lacuna_render({template}, {record}{locale}) FROM t");
                let found = values(session, &query).await.unwrap();
                assert_eq!(found, oracle(*template_row, *record_row, locale_row), "{query}");
            }
        }
    }
}

#[tokio::test]
async fn columns_of_every_type() {
    compare(&prepared(), &arguments("template"), &arguments("record"), &arguments("locale")).await;
}

#[tokio::test]
async fn literals_beside_columns() {
    let session = prepared();
    let columns = |of| arguments(of)[..1].to_vec();
    let records = [arguments("record")[6..].to_vec(), columns("record")].concat();
    compare(&session, &literals("template"), &records, &columns("locale")).await;
    compare(&session, &columns("template"), &literals("record"), &columns("locale")).await;
    compare(&session, &columns("template"), &records, &literals("locale")).await;
    compare(&session, &literals("template"), &literals("record"), &literals("locale")).await;
}
