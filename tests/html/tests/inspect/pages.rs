//! The pages that are driven.

use lacuna::{Context, Layout, Syntax, Template};
use serde_json::{Value, json};

use super::server::Site;

const PORTFOLIO: &str = include_str!("../../../../examples/page/portfolio.txt");
const PORTFOLIO_RECORD: &str = include_str!("../../../../examples/page/record.json");

/// Runs, or asks somebody for something, wherever it is more than text.
const HOSTILE: &str = "</script></title></style><!-- --><script>top.ran('script')</script>\
    <img src=x onerror=top.ran('handler')><img src=//evil.example/image>\u{202e}\u{2066}]]>";

/// Everything that a page can try: in a frame nothing of it may come to anything.
const VOUCHED: &str = "<script>top.ran('script in the frame')</script>\
    <img src=http://evil.example/image onerror=top.ran('handler')><link rel=stylesheet href=http://evil.example/style>\
    <link rel='PreConnect x' href=http://evil.example><link rel=dns-prefetch href=http://evil.example>\
    <meta http-equiv=refresh content='0;url=http://evil.example/refresh'><iframe src=http://evil.example/frame></iframe>\
    <iframe srcdoc='<script>top.ran(1)</script>'></iframe><object data=http://evil.example/object></object>\
    <style>@import 'http://evil.example/import'; b { background: url(http://evil.example/background) }</style>\
    <a id=script href=\"javascript:top.ran('link')\">a</a> <a id=link href=http://evil.example/link target=_self>b</a>\
    <form action=http://evil.example/form target=_self><button id=send onclick=top.ran('click')>c</button></form>\
    <svg onload=top.ran('svg')><a id=drawn href=http://evil.example/svg><text y=9>d</text></a></svg><b>e</b>";

/// The host that is asked where a page is shown carelessly.
pub(crate) const UNSAFE: &str = "unsafe.example";

/// A page with a place of every kind.
const PAGE: &str = r#"<!doctype html>
<html lang="[[ lang ]]"><head><title>[[ name ]]</title>
<style>body { margin: 0; font: 16px/1.5 sans-serif } p:first-child { color: #123456 } i:empty::after { content: "empty" }
pre { margin: 0 } .hidden { display: none } .tall { height: [[ height ]]px }</style></head>
<body><p>The <b id="name">[[ name ]]</b> of [[ place || 'nowhere' ]].</p>
<p><a id="site" href="[[ site ]]" title="[[ name ]]">go</a> <i>[[ nothing || '' ]]</i> [[ hostile ]]</p>
<pre>[[ lines ]]</pre><p class="hidden">[[ name ]]</p><table><tr><td>[[ name ]]<td>[[ gap ]]</table>
<div class="tall"></div><p id="last">[[ hostile | upper ]]</p></body></html>"#;

pub(crate) fn site() -> Site {
    let record: Value = serde_json::from_str(PORTFOLIO_RECORD).unwrap();
    let layout = Layout::metadata().paired_defaults(true).drop_hollow_lines(true);
    let portfolio = Syntax::new().layout(layout).text(PORTFOLIO).unwrap();

    let hostile = Template::text(
        "[[ v ]] [[ data.v.value ]] [[ gap ]] [[ data[\"<script>top.ran('path')</script>\"] || v ]]\n[[ v | upper ]]",
    );
    let hostile = hostile.unwrap().named(HOSTILE);
    let values = json!({"v": HOSTILE, "data": {}, "metadata": {"defaultData": {"v": HOSTILE}}});

    let page = Template::html(PAGE).unwrap();
    let data = json!({
        "lang": "en", "name": "Hillside Pottery", "site": "javascript:top.ran('url')", "nothing": "", "height": 3000,
        "hostile": HOSTILE, "lines": "\none\ntwo",
    });

    let vouched = Template::html_text("<p>[[ v | safe ]]</p>[[ v ]]").unwrap();
    let anything = json!({"v": VOUCHED});

    let many = "<p title='[[ a ]]'>word [[ a ]] and [[ b || 'none' ]]\n".repeat(7000);
    let (many_text, many_page) = (Template::text(&*many).unwrap(), Template::html(&*many).unwrap());
    let few = json!({"a": "value"});

    let inspected = |template: &Template<'_>, data: &Value| {
        template.resolve(&Context::new(data)).inspect().unwrap().to_string()
    };
    let plain = |template: &Template<'_>, data: &Value| {
        let context = Context::new(data);
        template.resolve(&context).finish(lacuna::OnGap::Keep).unwrap().to_string()
    };
    let pages = [
        ("/portfolio", inspected(&portfolio, &record)),
        ("/hostile", inspected(&hostile, &values)),
        ("/page", inspected(&page, &data)),
        // Read as a text by the driver, never shown as it is.
        ("/page.txt", plain(&page, &data)),
        ("/vouched", inspected(&vouched, &anything)),
        ("/many-text", inspected(&many_text, &few)),
        ("/many-page", inspected(&many_page, &few)),
        // As a careless program would show it; without what leads elsewhere.
        (
            "/unsafe",
            VOUCHED.replace("evil.example", UNSAFE).replace("refresh content", "x content"),
        ),
        ("/driver", "<!doctype html><body><script src=/driver.js></script>".to_owned()),
    ];
    let mut site: Site =
        pages.into_iter().map(|(path, page)| (path.to_owned(), ("text/html", page))).collect();
    let driver = include_str!("driver.js").to_owned();
    site.insert("/driver.js".to_owned(), ("text/javascript", driver));
    site
}
