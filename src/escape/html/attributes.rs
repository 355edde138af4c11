//! What the values of attributes are, by element and name.
//!
//! After [the attributes of WHATWG HTML](https://html.spec.whatwg.org/#attributes-3) and SVG 2.

/// What the value of an attribute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Url,
    /// What is behind the URL runs, or is shown, as a part of the page.
    ResourceUrl,
    /// `href` of `link`, which its `rel` decides about.
    LinkUrl,
    /// Several URLs with white space between.
    UrlList,
    Srcset,
    /// `content` of `meta`, which its `http-equiv` decides about.
    MetaContent,
    /// Declarations of a style.
    Style,
    /// The value of one declaration.
    StyleValue,
    /// A script that runs on an event.
    Script,
    /// A page.
    Page,
    /// It decides how something else is read, or what that may do.
    Decides,
    Unknown,
}

/// What the value of an attribute is.
pub(super) fn kind(element: &[u8], attribute: &[u8], is_svg: bool) -> Kind {
    let is_one_of = |elements: &[&[u8]]| elements.contains(&element);
    match attribute {
        _ if attribute.starts_with(b"on") => Kind::Script,
        b"style" => Kind::Style,
        b"srcdoc" => Kind::Page,
        b"srcset" | b"imagesrcset" => Kind::Srcset,
        b"ping" => Kind::UrlList,
        b"href" | b"xlink:href" => match element {
            b"link" => Kind::LinkUrl,
            b"base" | b"script" | b"use" => Kind::ResourceUrl,
            _ => Kind::Url,
        },
        b"src"
            if is_one_of(&[
                b"script",
                b"iframe",
                b"frame",
                b"embed",
                b"portal",
                b"fencedframe",
            ]) =>
        {
            Kind::ResourceUrl
        }
        b"data" if is_one_of(&[b"object"]) => Kind::ResourceUrl,
        b"code" | b"codebase" | b"archive" | b"classid" | b"object"
            if is_one_of(&[b"applet", b"object", b"embed"]) =>
        {
            Kind::ResourceUrl
        }
        b"xml:base" => Kind::ResourceUrl,
        b"src" | b"action" | b"formaction" | b"background" | b"cite" | b"longdesc" | b"poster"
        | b"manifest" | b"icon" | b"profile" | b"usemap" | b"lowsrc" | b"dynsrc" => Kind::Url,
        b"content" if element == b"meta" => Kind::MetaContent,
        _ if decides(element, attribute) => Kind::Decides,
        _ if is_svg && is_presentation(attribute) => Kind::StyleValue,
        _ if is_foreseen(attribute) => Kind::Text,
        _ => Kind::Unknown,
    }
}

/// Whether the value decides how the element or another attribute is read, or what it may do.
fn decides(element: &[u8], attribute: &[u8]) -> bool {
    match attribute {
        b"is" | b"xmlns" | b"shadowrootmode" | b"sandbox" | b"csp" | b"allow" | b"integrity" => {
            true
        }
        b"type" => matches!(element, b"script" | b"style" | b"link" | b"object" | b"embed"),
        b"language" => element == b"script",
        b"charset" => matches!(element, b"meta" | b"script" | b"link"),
        b"rel" | b"as" => element == b"link",
        b"http-equiv" => element == b"meta",
        b"name" | b"value" => element == b"param",
        b"encoding" => element == b"annotation-xml",
        b"attributename" | b"to" | b"from" | b"by" | b"values" => {
            matches!(
                element,
                b"animate" | b"set" | b"animatemotion" | b"animatetransform" | b"animatecolor"
            )
        }
        _ => attribute.starts_with(b"xmlns:"),
    }
}

/// Attributes of SVG that are read as the value of a declaration.
fn is_presentation(attribute: &[u8]) -> bool {
    const PRESENTATION: [&[u8]; 15] = [
        b"clip-path",
        b"color",
        b"cursor",
        b"fill",
        b"filter",
        b"flood-color",
        b"lighting-color",
        b"marker",
        b"marker-end",
        b"marker-mid",
        b"marker-start",
        b"mask",
        b"stop-color",
        b"stroke",
        b"transform",
    ];
    PRESENTATION.contains(&attribute)
}

/// Whether the name is one that HTML or a page's own scripts give a meaning, and no framework in the
/// browser that reads values as programs: those have names that HTML has no use for, or prefixes.
fn is_foreseen(attribute: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 9] = [
        b"v-",
        b"x-",
        b"ng-",
        b"hx-",
        b"data-ng-",
        b"data-hx-",
        b"data-bind",
        b"data-x-",
        b"data-v-",
    ];
    let is_name = |name: &[u8]| {
        let [first, rest @ ..] = name else { return false };
        let is_plain =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        first.is_ascii_lowercase() && rest.iter().all(is_plain)
    };
    let local = [&b"xlink:"[..], b"xml:"].iter().find_map(|prefix| attribute.strip_prefix(*prefix));
    is_name(local.unwrap_or(attribute))
        && !PREFIXES.iter().any(|prefix| attribute.starts_with(prefix))
}

/// Whether what a `link` of these kinds points to is only named, or shown as an image.
/// See [WHATWG HTML, link types](https://html.spec.whatwg.org/#linkTypes).
pub(super) fn only_links(rel: &[u8]) -> bool {
    const LINKS: [&[u8]; 22] = [
        b"alternate",
        b"amphtml",
        b"apple-touch-icon",
        b"apple-touch-icon-precomposed",
        b"author",
        b"bookmark",
        b"canonical",
        b"dns-prefetch",
        b"help",
        b"icon",
        b"license",
        b"mask-icon",
        b"me",
        b"next",
        b"pingback",
        b"preconnect",
        b"prev",
        b"privacy-policy",
        b"search",
        b"shortcut",
        b"shortlink",
        b"terms-of-service",
    ];
    let mut kinds = rel.split(u8::is_ascii_whitespace).filter(|kind| !kind.is_empty());
    kinds.all(|kind| LINKS.iter().any(|link| link.eq_ignore_ascii_case(kind)))
}

/// How the text of a `script` is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScriptKind {
    Script,
    Module,
    Json,
    /// JSON whose URLs name scripts.
    ImportMap,
    /// HTML that a script of the page fills in later.
    Page,
    Unknown,
}

/// How the text of a `script` of this `type` is read.
/// See [WHATWG HTML, prepare the script element](https://html.spec.whatwg.org/#prepare-the-script-element).
pub(super) fn script_kind(kind: &[u8]) -> ScriptKind {
    const SCRIPTS: [&[u8]; 16] = [
        b"application/ecmascript",
        b"application/javascript",
        b"application/x-ecmascript",
        b"application/x-javascript",
        b"text/ecmascript",
        b"text/javascript",
        b"text/javascript1.0",
        b"text/javascript1.1",
        b"text/javascript1.2",
        b"text/javascript1.3",
        b"text/javascript1.4",
        b"text/javascript1.5",
        b"text/jscript",
        b"text/livescript",
        b"text/x-ecmascript",
        b"text/x-javascript",
    ];
    const PAGES: [&[u8]; 12] = [
        b"text/html",
        b"text/template",
        b"text/x-template",
        b"text/ng-template",
        b"text/x-handlebars",
        b"text/x-handlebars-template",
        b"text/x-mustache",
        b"text/mustache",
        b"text/x-jquery-tmpl",
        b"text/x-jsrender",
        b"text/x-underscore-template",
        b"text/x-tmpl",
    ];
    let kind = kind.trim_ascii().to_ascii_lowercase();
    let is_one_of = |kinds: &[&[u8]]| kinds.contains(&&*kind);
    match &*kind {
        b"" => ScriptKind::Script,
        b"module" => ScriptKind::Module,
        b"importmap" => ScriptKind::ImportMap,
        b"speculationrules" | b"application/json" | b"text/json" => ScriptKind::Json,
        _ if kind.ends_with(b"+json") => ScriptKind::Json,
        _ if is_one_of(&SCRIPTS) => ScriptKind::Script,
        _ if is_one_of(&PAGES) => ScriptKind::Page,
        _ => ScriptKind::Unknown,
    }
}
