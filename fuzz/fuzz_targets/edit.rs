//! Any text with any path renamed: what is no path stays, byte for byte, and every path leads where it should.

#![no_main]

#[path = "../delimiters.rs"]
mod delimiters;

use lacuna::{Layout, Path, Segment, Span, Syntax, Template};
use libfuzzer_sys::fuzz_target;

use self::delimiters::delimiters;

/// What stands between the paths, and the paths.
fn apart<'t>(template: &'t Template<'_>) -> (Vec<&'t str>, Vec<Path<'t>>) {
    let (text, mut between, mut paths, mut done) = (template.source(), Vec::new(), Vec::new(), 0);
    for written in template.placeholders().flat_map(|it| it.paths()) {
        let span: Span = written.span();
        between.push(&text[done..span.start()]);
        paths.push(written.path());
        done = span.end();
    }
    between.push(&text[done..]);
    (between, paths)
}

/// The path with the first `count` segments replaced, if those are these.
fn renamed(path: &Path<'_>, from: &Path<'_>, to: &Path<'_>) -> Path<'static> {
    let count = from.segments().len();
    let is_same = |(own, other): (&Segment<'_>, &Segment<'_>)| {
        let is_either = |it: &Segment<'_>| matches!(it, Segment::KeyOrIndex(_));
        own == other || (is_either(own) || is_either(other)) && own.text() == other.text()
    };
    let is_below =
        path.segments().len() >= count && path.segments().iter().zip(from.segments()).all(is_same);
    let segments: Vec<Segment<'_>> = if is_below {
        to.segments().iter().chain(&path.segments()[count..]).cloned().collect()
    } else {
        path.segments().to_vec()
    };
    Path::new(segments).into_owned()
}

fuzz_target!(|input: (u8, u8, u8, &str, &str)| {
    let (choice, pick, length, to, text) = input;
    let (open, close) = delimiters(choice);
    let syntax = Syntax::new().layout(Layout::plain()).lenient(choice >= 128);
    let syntax = syntax.delimiters(open, close).expect("they are delimiters");
    let (Ok(template), Ok(to)) = (syntax.text(text), Path::parse(to)) else { return };
    assert_eq!(template.edit().finish().expect("it was read before").source(), text);
    let (between, paths) = apart(&template);
    let Some(chosen) = paths.get(usize::from(pick) % paths.len().max(1)) else { return };
    let length = usize::from(length) % (chosen.segments().len() + 1);
    let from = Path::new(chosen.segments()[..length].to_vec());
    let mut edit = template.edit();
    // A path may not be writable between these delimiters.
    let Ok(count) = edit.rename(&from, &to) else {
        assert_eq!(edit.changes().len(), 0);
        return;
    };
    assert!(count > 0);
    let Ok(edited) = edit.finish() else { return };
    let (new_between, new_paths) = apart(&edited);
    assert_eq!(between, new_between, "{text:?} {:?}", edited.source());
    let expected: Vec<_> = paths.iter().map(|path| renamed(path, &from, &to)).collect();
    assert_eq!(new_paths, expected, "{text:?} {:?}", edited.source());
});
