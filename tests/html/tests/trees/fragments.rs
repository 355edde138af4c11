//! Pieces of templates that change how what follows them is read.

use lacuna_html::page::HOLE;
use proptest::prelude::*;

#[rustfmt::skip] // in groups
const FRAGMENTS: &[&str] = &[
    "a", " ", "\n", "<", ">", "</", "<!", "<!-", "-", "--", "&", "&am", "&#", "&#x3", ";", "\"",
    "'", "=", "/", "<p>", "</p>", "<br>", "</br>", "<b>", "</b>", "<a ", "<b title=\"", "\">",
    "'>", " class=x", "<div ", " title=\"", " href='", " href=\"/", " onclick=\"f('", "')\"",
    " style=\"color:", " style='background:url(", ")'", " srcset=\"", " srcdoc=\"", " srcdoc='<p>",
    " alt=", " data-x='", " xlink:href=\"", " fill='", " encoding=\"text/html\"", " color=red",
    "<![CDATA[", "<!--", "-->", "--!>", "<!-->", "<!--[if mso]>", "<![endif]-->", "]]>", "<?x",
    "<!x", "<!doctype html>", "<!doctype ", "<select>", "</select>", "<option>", "<optgroup>",
    "<svg>", "</svg>", "<svg/>", "<math>", "</math>", "<mi>", "<mtext>",
    "<annotation-xml encoding='text/html'>", "<annotation-xml>", "<foreignObject>",
    "</foreignObject>", "<desc>", "<font color=x>", "<mglyph>", "<g>", "</g>", "<g/>", "<title>",
    "</title>", "<textarea>", "</textarea>", "<style>", "</style>", "<script>", "</script>",
    "<script type=application/json>", "<script type=text/template>", "<script src=x>", "var a = ",
    "var a = '", ";", "/[", "/*", "*/", "// ", "`", "${", "}", "a{color:", "\\n", "<noscript>",
    "</noscript>", "<template>", "</template>", "<table>", "</table>", "<tr>", "<td>", "</td>",
    "<caption>", "<colgroup>", "<col>", "<frameset>", "</frameset>", "<frame>", "<noframes>",
    "</noframes>", "<plaintext>", "<xmp>", "</xmp>", "<iframe>", "</iframe>", "<iframe srcdoc=\"",
    "<noembed>", "</noembed>", "<html>", "</html>", "<head>", "</head>", "<body>", "</body>",
    "<meta ", "<base ", "<link ", "<img ", "<image ", "<input ", "<form>", "<button>", "<isindex>",
    "<pre>", "</pre>", "<listing>", "<li>", "<h1>", "</h1>", "<rt>", "<rp>", "<marquee>",
    "<object>", "<param>", "<keygen>", "<dialog>", "<math><mi><svg>", "<svg><title>",
    "<svg><style>", "<svg><script>", "<svg><p>", "<svg></p>",
    "<math><annotation-xml encoding=text/html>", "<select><textarea>", "<select><title>",
    "<table><style>", "<table><script>", "<noscript><style>", "<noscript><!--",
    "<p title='</noscript>'>", "<template><style>", "<svg><title><![CDATA[", "<math><mi><![CDATA[",
    "<script>f(/", "/);</script>", "<script>f(",
];

/// A template of such pieces, with placeholders between many of them.
pub(crate) fn template() -> impl Strategy<Value = Vec<&'static str>> {
    let piece = prop_oneof![
        2 => Just(HOLE),
        5 => prop::sample::select(FRAGMENTS),
    ];
    prop::collection::vec(piece, 1..14)
}
