//! The templates whose pages a browser opens: one for each thing that a place can be.

/// A template, and what may stand in it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// It loads the URL that it is given, from wherever that is: as it should.
    pub(crate) loads: bool,
}

const fn place(name: &'static str, text: &'static str) -> Place {
    Place { name, text, loads: false }
}

const fn loads(name: &'static str, text: &'static str) -> Place {
    Place { name, text, loads: true }
}

/// What stands in front of each: the scripts of the values find their target there.
pub(crate) const HEAD: &str = "<!doctype html><script src=/hook.js></script>";

pub(crate) const PLACES: &[Place] = &[
    place("text", "<p>[[v]]</p>"),
    place("text-between", "<table><tr><td>[[v]]<b>[[v]]</b><select><option>[[v]]</select></table>"),
    place("pre", "<pre>[[v]]</pre><xmp></xmp><noscript>[[v]]</noscript>"),
    place("textarea", "<textarea>[[v]]</textarea>"),
    place("title", "<title>[[v]]</title>"),
    place("comment", "<!--[[v]]--><!-- [[v]] -->"),
    place(
        "conditional",
        "<!--[if mso]><p title=\"[[v]]\" onclick=\"f('[[v]]')\">[[v]]</p><![endif]-->",
    ),
    place("double", "<p title=\"[[v]]\" data-a=\"x [[v]]\">x</p>"),
    place("single", "<p title='[[v]]' class='x [[v]]'>x</p>"),
    place("input", "<input value=\"[[v]]\" placeholder='[[v]]'>"),
    place("href", "<a href=\"[[v]]\">x</a><a href=' [[v]] '>x</a>"),
    place("href-parts", "<a href=\"/[[v]]\">x</a><a href='x[[v]]'>x</a><a href='/x/[[v]]/y'>x</a>"),
    place("href-behind", "<a href=\"?q=[[v]]&amp;r=[[v]]\">x</a><a href='/x#[[v]]'>x</a>"),
    place(
        "href-host",
        "<a href=\"http://[[v]]/x\">x</a><a href='//lacuna.test[[v]]'>x</a><a href='//x:[[v]]/'>x</a>",
    ),
    place("map", "<map><area href=\"[[v]]\"></map>"),
    place("form", "<form action=\"[[v]]\"><button>x</button></form>"),
    place(
        "formaction",
        "<form><button formaction=\"[[v]]\">x</button><input type=submit formaction='[[v]]'></form>",
    ),
    place(
        "links",
        "<link rel=alternate href=\"[[v]]\"><q cite='[[v]]'>x</q><del cite='/[[v]]'>x</del>",
    ),
    loads(
        "media",
        "<input type=image src=\"[[v]]\"><video><source src='[[v]]'></video><table background='[[v]]'></table>",
    ),
    loads("svg-image", "<svg><image href=\"[[v]]\"/><image xlink:href='[[v]]'/></svg>"),
    loads("img", "<img src=\"[[v]]\"><video poster='[[v]]'></video>"),
    loads("srcset", "<img srcset=\"[[v]]\">"),
    place("srcset-parts", "<img srcset=\"/x?[[v]] 1x, /y/[[v]] 2x\"><img srcset='/x [[v]]'>"),
    place(
        "meta",
        "<meta name=description content=\"[[v]]\"><meta http-equiv=refresh content='900;url=[[v]]'>",
    ),
    place("refresh-time", "<meta http-equiv=refresh content=\"900[[v]];url=/x\">"),
    place("style", "<p style=\"color:[[v]];width:[[v]]px\">x</p>"),
    place(
        "style-string",
        "<style>p::before{content:\"[[v]]\"} p::after{content:'[[v]]'}</style><p>x</p>",
    ),
    place("style-attribute-string", "<p style=\"font-family:'[[v]]'\">x</p>"),
    loads(
        "style-url",
        "<style>p{background:url([[v]])}</style><p style=\"background:url('[[v]]')\">x</p>",
    ),
    place("style-value", "<style>p{color:[[v]];background:[[v]]}</style><p>x</p>"),
    place("script-double", "<script>f(\"[[v]]\", \"x [[v]]\");</script>"),
    place("script-single", "<script>f('[[v]]', 'x [[v]]');</script>"),
    place("template-literal", "<script>f(`[[v]]`, `x [[v]] y`);</script>"),
    place("template-literal-plain", "<script>f(`[[v]] ${f('[[v]]')} [[v]]`);</script>"),
    place("script-value", "<script>f([[v]], 1-[[v]]); var a = {b: [[v]]};</script>"),
    place("module", "<script type=module>f([[v]], '[[v]]');</script>"),
    place("regexp", "<script>f(/[[v]]/, /a[[v]]b/g, /(?:[[v]])/);</script>"),
    place("regexp-class", "<script>f(/[x[[v]]]/u, /[^[[v]]]/);</script>"),
    place("json", "<script type=application/json>{\"a\": [[v]], \"b\": \"[[v]]\"}</script>"),
    place("page-of-script", "<script type=text/template><p title=\"[[v]]\">[[v]]</p></script>"),
    place("handler", "<p onclick=\"f('[[v]]')\" onmouseover='f(\"[[v]]\")'>x</p>"),
    place("handler-value", "<p onclick=\"f([[v]])\" onfocus='f([[v]], `[[v]]`)'>x</p>"),
    place("onload", "<body onload=\"f('[[v]]')\"><img src=/none onerror='f(/[[v]]/)'>"),
    place(
        "srcdoc",
        "<iframe srcdoc=\"<script src=/hook.js></script><p title='[[v]]'>[[v]]</p>\"></iframe>",
    ),
    place(
        "srcdoc-code",
        "<iframe srcdoc=\"<script src=/hook.js></script><script>f('[[v]]', [[v]])</script><a href='[[v]]' \
         onclick='f([[v]])'>x</a>\"></iframe>",
    ),
    place("template", "<template><p title=\"[[v]]\">[[v]]</p></template>"),
    place(
        "svg",
        "<svg><text fill=\"[[v]]\">[[v]]</text><a xlink:href=\"[[v]]\">x</a><title>[[v]]</title></svg>",
    ),
    place("math", "<math><mtext>[[v]]</mtext><mi title='[[v]]'>[[v]]</mi></math>"),
];
