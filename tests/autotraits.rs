//! Every public type can be shared between threads, and an error is one word.

#[cfg(feature = "html")]
use lacuna::Inspection;
#[cfg(feature = "schema")]
use lacuna::Schema;
use lacuna::{
    Catalog, CatalogFault, Catalogs, Coloured, Context, Coverage, CoverageFault, Damage, Datum,
    Difference, Edit, EditFault, Entry, Error, ErrorKind, Escape, FallenBack, Finding, Findings,
    FnSource, Gap, Group, HtmlContext, HtmlFault, JsonBytes, Keys, Kind, LanguageRanges, Layout,
    Limits, Literal, LocaleChain, LocaleCoverage, Markdown, Merge, MergeError, MergeFault, Merged,
    MergedRecord, MessageUses, Miss, MissingForms, Next, OnGap, Outcome, Output, PageForm, Path,
    Placeholder, Position, Problem, Projection, Reason, Records, RejectReason, Rejected, Rejection,
    Rejects, Rendering, Report, Resolution, Resolved, Sarif, SchemaFault, Scratch, Segment,
    Severity, Source, Span, Survey, Syntax, Tally, Template, Tree, TreeRendering, TreeResolution,
    TreeTemplate, Trust, UnreadKeys, UrlPart, Within, WriteError, WrittenPath,
};

fn shared<T: Send + Sync + ?Sized>() {}

#[test]
fn every_public_type_is_send_and_sync() {
    shared::<Catalog<'_>>();
    shared::<CatalogFault>();
    shared::<Catalogs>();
    shared::<Context<'_>>();
    shared::<Coverage>();
    shared::<CoverageFault>();
    shared::<Damage>();
    shared::<Datum<'_>>();
    shared::<Difference>();
    shared::<Edit<'_>>();
    shared::<EditFault>();
    shared::<Entry>();
    shared::<Error>();
    shared::<ErrorKind>();
    shared::<Escape>();
    shared::<FallenBack>();
    shared::<Finding>();
    shared::<Findings>();
    shared::<FnSource<'_, fn(&Path<'_>) -> Result<Datum<'static>, Miss>>>();
    shared::<Gap<'_>>();
    shared::<Group>();
    #[cfg(feature = "html")]
    shared::<Inspection>();
    shared::<JsonBytes<'_>>();
    shared::<Keys<'_>>();
    shared::<Kind>();
    shared::<LanguageRanges>();
    shared::<Layout>();
    shared::<Limits>();
    shared::<Literal>();
    shared::<LocaleChain>();
    shared::<LocaleCoverage>();
    shared::<Markdown<'_>>();
    shared::<Merge<'_>>();
    shared::<MergeError>();
    shared::<MergeFault>();
    shared::<Merged>();
    shared::<MergedRecord<'_>>();
    shared::<MessageUses<'_>>();
    shared::<Miss>();
    shared::<MissingForms>();
    shared::<Next>();
    shared::<OnGap<'_>>();
    shared::<Outcome<'_>>();
    shared::<Output<'_>>();
    shared::<Path<'_>>();
    shared::<Placeholder<'_>>();
    shared::<Position>();
    shared::<Problem>();
    shared::<Projection>();
    shared::<Reason>();
    shared::<Records<'_>>();
    shared::<RejectReason>();
    shared::<Rejected<'_>>();
    shared::<Rejection<'_>>();
    shared::<Rejects<'_>>();
    shared::<Rendering<'_>>();
    shared::<Report>();
    shared::<Resolution<'_>>();
    shared::<Resolved<'_>>();
    shared::<Sarif<'_>>();
    #[cfg(feature = "schema")]
    shared::<Schema>();
    shared::<SchemaFault>();
    shared::<Scratch>();
    shared::<Segment<'_>>();
    shared::<Severity>();
    shared::<HtmlContext>();
    shared::<HtmlFault>();
    shared::<Trust>();
    shared::<UrlPart>();
    shared::<&dyn Source>();
    shared::<Span>();
    shared::<Survey>();
    shared::<Tally>();
    shared::<PageForm>();
    shared::<UnreadKeys>();
    shared::<Coloured<'_>>();
    shared::<Syntax>();
    shared::<Template<'_>>();
    shared::<Tree>();
    shared::<TreeRendering<'_>>();
    shared::<TreeResolution<'_>>();
    shared::<TreeTemplate>();
    shared::<Within>();
    shared::<WriteError>();
    shared::<WrittenPath<'_>>();
}

/// The list above, the exports of `lib.rs` and nothing else.
#[test]
fn the_list_is_complete() {
    let lib = include_str!("../src/lib.rs");
    let exports = lib.split("pub use self::").skip(1);
    let names = exports.flat_map(|export| {
        let names = export.split_once(';').unwrap().0.split_once("::").unwrap().1;
        names.split(|c: char| !c.is_alphanumeric())
    });
    let this = include_str!("autotraits.rs");
    // Functions are in small letters.
    for name in names.filter(|name| name.starts_with(char::is_uppercase)) {
        let listed =
            [format!("shared::<{name}>"), format!("shared::<{name}<'_"), format!("&dyn {name}>")];
        assert!(listed.iter().any(|entry| this.contains(entry)), "{name} is not in the list");
    }
}

#[test]
fn an_error_is_one_word() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn a_template_outlives_its_text_and_lives_shorter_than_it() {
    fn shorter<'a>(template: &'a Template<'static>) -> &'a Template<'a> {
        template
    }
    let owned = Template::text(String::from("[[ a ]]")).unwrap();
    assert_eq!(shorter(&owned).source(), "[[ a ]]");
}
