//! Tables of URLs and lists of them: where placeholders stand.

use std::fmt::Debug;

use super::context::{HtmlContext, UrlPart};
use super::refresh::RefreshLexer;
use super::srcset::{SrcsetLexer, UrlListLexer};
use super::url::UrlLexer;
use crate::error::HtmlFault;

/// The lexers by what they have in common.
pub(super) trait Lexer: Copy + PartialEq + Debug {
    type Place: PartialEq + Debug;

    fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault>;
    fn placeholder(&mut self) -> Result<Self::Place, HtmlFault>;
}

macro_rules! lexers {
    ($($lexer:ty => $place:ty),*) => {$(
        impl Lexer for $lexer {
            type Place = $place;

            fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault> {
                self.feed(bytes)
            }

            fn placeholder(&mut self) -> Result<$place, HtmlFault> {
                self.placeholder()
            }
        }
    )*};
}

lexers!(
    UrlLexer => UrlPart, SrcsetLexer => HtmlContext, UrlListLexer => HtmlContext, RefreshLexer => HtmlContext
);

/// Reads a text in which `▒` is a placeholder, whole and byte by byte.
fn read<L: Lexer>(start: L, text: &str) -> Result<(L, Vec<L::Place>), HtmlFault> {
    let whole = read_in_chunks(start, text, usize::MAX);
    assert_eq!(read_in_chunks(start, text, 1), whole, "{text:?} byte by byte");
    whole
}

fn read_in_chunks<L: Lexer>(
    mut lexer: L,
    text: &str,
    size: usize,
) -> Result<(L, Vec<L::Place>), HtmlFault> {
    let mut places = Vec::new();
    for (number, literal) in text.split('▒').enumerate() {
        if number > 0 {
            places.push(lexer.placeholder()?);
        }
        for chunk in literal.as_bytes().chunks(size) {
            lexer.feed(chunk).map_or(Ok(()), Err)?;
        }
    }
    Ok((lexer, places))
}

/// The codes of faults, as a table has them.
fn places<L: Lexer>(start: L, text: &str) -> Result<Vec<L::Place>, &'static str> {
    read(start, text).map(|(_, places)| places).map_err(|fault| fault.code())
}

#[test]
fn the_parts_of_a_url() {
    use UrlPart::{BehindHost, Fragment, Host, Path, Port, Query, Root, Scheme, Start};
    let table: &[(&str, &[UrlPart])] = &[
        ("▒", &[Start]),
        (" \0\t\n\x1f▒ ", &[Start]),
        ("▒▒", &[Start, Scheme]),
        ("▒ ▒", &[Start, Scheme]),
        ("a▒", &[Scheme]),
        ("a▒b▒", &[Scheme, Scheme]),
        ("▒.html", &[Start]),
        ("▒/▒", &[Start, Root]),
        ("▒ \t/▒", &[Start, Root]),
        ("▒▒/▒/▒", &[Start, Scheme, Root, Path]),
        ("▒a/▒", &[Start, Path]),
        ("▒//▒", &[Start, Host]),
        ("▒?a=▒", &[Start, Query]),
        ("▒#▒", &[Start, Fragment]),
        ("a▒/▒", &[Scheme, Path]),
        ("a/▒", &[Path]),
        ("a/▒:▒", &[Path, Path]),
        (":▒", &[Path]),
        ("./▒", &[Path]),
        ("?▒", &[Query]),
        ("?a=▒&b=▒#▒", &[Query, Query, Fragment]),
        ("?a=▒/:@▒", &[Query, Query]),
        ("#▒?▒", &[Fragment, Fragment]),
        ("/▒", &[Root]),
        ("\\▒", &[Root]),
        (" /\t▒", &[Root]),
        ("/▒▒", &[Root, Path]),
        ("/▒/▒", &[Root, Path]),
        ("/a▒", &[Path]),
        ("/ ▒", &[Path]),
        ("/a/▒/@▒:▒", &[Path, Path, Path]),
        ("//▒", &[Host]),
        ("/\\▒", &[Host]),
        ("\\/▒", &[Host]),
        ("/\n/▒", &[Host]),
        ("///▒", &[Host]),
        ("//▒/▒", &[Host, Path]),
        ("//a/▒", &[Path]),
        ("http://▒", &[Host]),
        ("HTTPS:\\\\▒", &[Host]),
        ("ht\ntp:/\t/▒", &[Host]),
        ("wss:////▒", &[Host]),
        ("ftp://u:p@▒", &[Host]),
        ("https://▒▒", &[Host, BehindHost]),
        ("https://▒.example.com:80/▒", &[Host, Path]),
        ("https://a▒", &[BehindHost]),
        ("https://a▒▒", &[BehindHost, BehindHost]),
        ("https://a▒/▒", &[BehindHost, Path]),
        ("https://a▒ ", &[BehindHost]),
        ("https://a▒\\▒?▒", &[BehindHost, Path, Query]),
        ("https://a:▒", &[Port]),
        ("https://▒:▒/▒", &[Host, Port, Path]),
        ("https://a:▒0▒", &[Port, BehindHost]),
        ("https://a:8▒", &[BehindHost]),
        ("https://a/▒?▒#▒", &[Path, Query, Fragment]),
        ("https://a/@▒@", &[Path]),
        ("https://a?▒@", &[Query]),
        ("https://a\\▒", &[Path]),
        ("https:a▒", &[BehindHost]),
        ("https:/a▒", &[BehindHost]),
        ("https:a/▒", &[Path]),
        ("https:?▒", &[Query]),
        ("http:/#▒", &[Fragment]),
        ("mailto:▒", &[Path]),
        ("mailto:▒?subject=▒", &[Path, Query]),
        ("tel:▒", &[Path]),
        ("file:///▒", &[Path]),
        ("x-very-long-scheme://▒", &[Path]),
        ("javascripts:▒", &[Path]),
        ("ajavascript:▒", &[Path]),
        ("java%73cript:▒", &[Path]),
        ("java script:▒", &[Path]),
        ("./javascript:▒", &[Path]),
        ("?javascript:▒", &[Query]),
        ("javascript▒", &[Scheme]),
        ("javascript:void(0)", &[]),
    ];
    for (text, parts) in table {
        assert_eq!(places(UrlLexer::new(), text).as_deref(), Ok(*parts), "{text:?}");
    }
}

#[test]
fn what_cannot_stand_in_a_url() {
    let table = [
        ("▒:", "html-url-scheme"),
        ("▒://host", "html-url-scheme"),
        ("▒ :", "html-url-scheme"),
        ("java▒:", "html-url-scheme"),
        ("▒script:", "html-url-scheme"),
        ("▒▒x:", "html-url-scheme"),
        ("javascript:▒", "html-url-scheme"),
        (" \x01java\tscr\nip\rt\n:▒", "html-url-scheme"),
        ("JaVaScRiPt:alert('▒')", "html-url-scheme"),
        ("javascript://a/b?c#▒", "html-url-scheme"),
        ("VBScript:▒", "html-url-scheme"),
        ("data:text/html,▒", "html-url-scheme"),
        ("http:▒", "html-url-scheme"),
        ("http:/▒", "html-url-scheme"),
        ("wss:\\▒", "html-url-scheme"),
        ("https://▒@evil", "html-unclear"),
        ("https://a▒@evil", "html-unclear"),
        ("//▒@", "html-unclear"),
        ("https://a:▒@", "html-unclear"),
        ("https://a▒.com", "html-unclear"),
        ("https://a▒:80", "html-unclear"),
        ("https://▒▒.com", "html-unclear"),
    ];
    for (text, code) in table {
        assert_eq!(places(UrlLexer::new(), text), Err(code), "{text:?}");
    }
}

/// The places, or the code of a fault.
type Expected = Result<&'static [HtmlContext], &'static str>;

#[test]
fn the_places_of_lists() {
    use HtmlContext::{SrcsetDescriptor, SrcsetUrl, Url};
    use UrlPart::{Path, Query, Root, Scheme, Start};
    let table: &[(&str, bool, Expected)] = &[
        ("▒", true, Ok(&[SrcsetUrl(Start)])),
        (" \n▒\t", true, Ok(&[SrcsetUrl(Start)])),
        ("▒▒", false, Ok(&[SrcsetUrl(Start), SrcsetUrl(Scheme)])),
        ("▒,", false, Ok(&[SrcsetUrl(Start)])),
        (",▒", false, Ok(&[SrcsetUrl(Start)])),
        ("a", false, Ok(&[])),
        ("▒ ▒", false, Ok(&[SrcsetUrl(Start), SrcsetDescriptor])),
        (
            "▒ ▒x, ▒ ▒x",
            false,
            Ok(&[SrcsetUrl(Start), SrcsetDescriptor, SrcsetUrl(Start), SrcsetDescriptor]),
        ),
        ("▒, ▒", false, Ok(&[SrcsetUrl(Start), SrcsetUrl(Start)])),
        ("a, /▒ 2x", false, Ok(&[SrcsetUrl(Root)])),
        ("a,/▒ 2x", false, Ok(&[SrcsetUrl(Path)])),
        ("a 1x,/▒ 2x", false, Ok(&[SrcsetUrl(Root)])),
        ("a 1x 2w ,▒", false, Ok(&[SrcsetUrl(Start)])),
        (
            "/w_▒,h_▒/a?▒ ▒w",
            false,
            Ok(&[SrcsetUrl(Path), SrcsetUrl(Path), SrcsetUrl(Query), SrcsetDescriptor]),
        ),
        ("a (,▒", false, Err("html-unclear")),
        ("a (,),▒", false, Ok(&[SrcsetUrl(Start)])),
        ("a ( ▒", false, Err("html-unclear")),
        ("a 1▒.▒x, ▒", false, Ok(&[SrcsetDescriptor, SrcsetDescriptor, SrcsetUrl(Start)])),
        ("▒ a▒", false, Err("html-unclear")),
        ("▒ ▒px", false, Err("html-unclear")),
        ("▒ 1:▒", false, Err("html-unclear")),
        ("▒,▒", false, Err("html-unclear")),
        ("▒,/▒", false, Err("html-unclear")),
        ("▒,,a", false, Err("html-unclear")),
        ("▒: 2x", false, Err("html-url-scheme")),
        ("a 2x, data:,▒", false, Err("html-url-scheme")),
    ];
    for (text, is_whole, expected) in table {
        let read = read(SrcsetLexer::new(), text);
        assert_eq!(read.as_ref().is_ok_and(|(lexer, _)| lexer.is_whole()), *is_whole, "{text:?}");
        let places = read.map(|(_, places)| places).map_err(|fault| fault.code());
        assert_eq!(places.as_deref().map_err(|code| *code), *expected, "{text:?}");
    }
    let table: &[(&str, Expected)] = &[
        (" ▒ ▒\n/▒ a/▒", Ok(&[Url(Start), Url(Start), Url(Root), Url(Path)])),
        ("a:▒,▒ ▒", Ok(&[Url(Path), Url(Path), Url(Start)])),
        ("a ▒: ▒", Err("html-url-scheme")),
        ("javascript: ▒", Ok(&[Url(Start)])),
    ];
    for (text, expected) in table {
        let places = places(UrlListLexer::new(), text);
        assert_eq!(places.as_deref().map_err(|code| *code), *expected, "{text:?}");
    }
}

#[test]
fn the_places_of_a_refresh() {
    use HtmlContext::{RefreshTime, Url};
    use UrlPart::{Path, Query, Root, Scheme, Start};
    let table: &[(&str, Expected)] = &[
        ("▒", Ok(&[RefreshTime])),
        (" 1▒.5▒", Ok(&[RefreshTime, RefreshTime])),
        ("▒;url=▒", Ok(&[RefreshTime, Url(Start)])),
        ("▒ URL = ▒", Ok(&[RefreshTime, Url(Start)])),
        ("0; url='▒'", Ok(&[Url(Start)])),
        ("0,Url=\"/▒\"", Ok(&[Url(Root)])),
        ("0 ; uRL\n=\n a▒'?▒", Ok(&[Url(Scheme), Url(Query)])),
        ("0;'a/▒", Ok(&[Url(Path)])),
        ("0;a/▒", Ok(&[Url(Path)])),
        ("0;;url=▒", Ok(&[Url(Scheme)])),
        ("0;url▒", Err("html-unclear")),
        ("0;url:▒", Ok(&[Url(Path)])),
        ("0;url a▒", Ok(&[Url(Scheme)])),
        ("0;urn:▒", Ok(&[Url(Path)])),
        ("0;ut/▒", Ok(&[Url(Path)])),
        ("0;u/▒", Ok(&[Url(Path)])),
        ("0;▒url=a", Err("html-unclear")),
        ("0;u▒", Err("html-unclear")),
        ("0 ▒", Err("html-unclear")),
        ("0;url='a'▒", Err("html-unclear")),
        ("0;url='a\"▒", Ok(&[Url(Scheme)])),
        ("a▒", Err("html-unclear")),
        (";url=▒", Err("html-unclear")),
        ("0x;url=▒", Err("html-unclear")),
        ("0;url=javascript:▒", Err("html-url-scheme")),
        ("0;url='▒:'", Err("html-url-scheme")),
    ];
    for (text, expected) in table {
        let places = places(RefreshLexer::new(), text);
        assert_eq!(places.as_deref().map_err(|code| *code), *expected, "{text:?}");
    }
}
