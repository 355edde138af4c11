//! What a rendering allocates: the output and one table, and with a scratch nothing.

use allocation_counter::measure;
use lacuna::{Context, JsonBytes, Merge, Output, Records, Rejects, Scratch, Template};
use serde_json::{Value, json};

fn page() -> (Template<'static>, Value) {
    let text = "Dear [[ data.name.value ]], [[ data.sum.value ]] at [[ data.name.value ]]\n\
                [[ data.title.value || metadata.title ]] [[ metadata.translations.contact ]]";
    let data = json!({
        "data": {"name": {"value": "Ada"}, "sum": {"value": "12"}, "title": {"value": ""}},
        "metadata": {"title": "Countess", "translations": {"contact": "Write to us"}},
    });
    (Template::text(text).unwrap(), data)
}

#[test]
fn a_rendering_allocates_the_output_and_one_table() {
    let (template, data) = page();
    let context = Context::new(&data);
    let mut output = String::new();
    let counted = measure(|| output = template.render(&context).unwrap());
    assert_eq!(output, "Dear Ada, 12 at Ada\nCountess Write to us");
    assert_eq!(counted.count_total, 2);
}

/// The output, which a second rendering with the same scratch gives again without an allocation.
fn rendered_again(template: &Template<'_>, context: &Context<'_>) -> String {
    let (mut scratch, mut out) = (Scratch::new(), String::new());
    template.render_into(context, &mut scratch, &mut out).unwrap();
    let first = out.clone();
    let counted = measure(|| {
        out.clear();
        template.render_into(context, &mut scratch, &mut out).unwrap();
    });
    assert_eq!((counted.count_total, &out), (0, &first));
    out
}

#[test]
fn with_a_scratch_it_allocates_nothing() {
    let (_, mut data) = page();
    data["data"]["sum"]["value"] = json!(12);
    data["metadata"]["defaultData"]["title"] = json!("Countess");
    let text = "<b>[[ data.name.value ]]</b> [[ data.sum.value ]] \
                [[ data.nick.value || 'none & void' ]] [[ data.title.value ]]";
    let template = Template::html_text(text).unwrap();
    let context = Context::new(&data);
    let out = rendered_again(&template, &context);
    assert_eq!(out, "<b>Ada</b> 12 none &amp; void Countess");
}

#[cfg(feature = "html")]
#[test]
fn a_page_with_a_scratch_allocates_nothing_in_any_place() {
    let text = r#"<a href="[[ url ]]" title="[[ name ]]" onclick="f('[[ name ]]', [[ name ]])">[[ name ]]</a>
        <p style="color: [[ colour ]]; background: url([[ url ]])"> <img srcset="[[ url ]] 2x">
        <script>x = "[[ name ]]"; y = /[[ name ]]/; z = [[ name ]]</script> <a href="[[ bad ]]">"#;
    let template = Template::html(text).unwrap();
    let data = json!({"url": "/a b?c&d", "name": "O'Hara & <b>", "colour": "teal", "bad": "a:b"});
    let context = Context::new(&data);
    let out = rendered_again(&template, &context);
    assert!(out.contains("lacuna-refused") && out.contains(r"\u0027"));
}

#[test]
fn a_translation_by_its_key_allocates_nothing_either() {
    let data = json!({"metadata": {"translations": {"contact": "Write to us"}}});
    let template = Template::text("[[ t('contact') ]]").unwrap();
    let context = Context::new(&data);
    assert_eq!(rendered_again(&template, &context), "Write to us");
}

#[test]
fn parsing_never_copies_the_text() {
    let text = "prose ".repeat(100_000) + "[[ a ]]";
    let bytes = measure(|| drop(Template::text(&*text).unwrap())).bytes_total;
    assert!(bytes < 4096, "{bytes} bytes for a text of {}", text.len());
    let owned = text.clone();
    let bytes = measure(|| drop(Template::text(owned).unwrap())).bytes_total;
    assert!(bytes < 4096, "{bytes} bytes for a text that was given away");
}

/// Repeats a page for so many bytes, and is never held as a whole.
struct Endless {
    page: &'static [u8],
    at: usize,
    left: usize,
}

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let page = &self.page[self.at..];
        let len = buffer.len().min(page.len()).min(self.left);
        buffer[..len].copy_from_slice(&page[..len]);
        self.left -= len;
        self.at = (self.at + len) % self.page.len();
        Ok(len)
    }
}

#[test]
fn an_audit_of_a_page_of_any_length_holds_less_than_half_a_mebibyte() {
    let page = "Prose — [a link](x.html), &amp; no placeholder at all.\n".as_bytes();
    let held = |bytes: usize| {
        let left = bytes / page.len() * page.len();
        let reader = Endless { page, at: 0, left };
        measure(|| assert!(lacuna::audit_reader(reader).unwrap().is_empty())).bytes_max
    };
    let (short, long) = (held(2 << 20), held(32 << 20));
    assert!(short < 512 << 10, "{short} bytes");
    assert_eq!(long, short);
}

/// What a merge of so many clean records allocates, and what a loop over the same records does.
fn merged_and_looped(records: usize) -> (u64, u64) {
    let (template, data) = page();
    let line = format!("{data}\n");
    let input = line.repeat(records);
    let merge = Merge::new(&template).separator("\n");
    let merged = measure(|| {
        let output = Output::text(std::io::sink());
        let merged = merge.run(Records::ndjson(input.as_bytes()), output, Rejects::new()).unwrap();
        assert_eq!(merged.written(), records as u64);
    });
    let (mut scratch, mut out) = (Scratch::new(), String::with_capacity(1 << 10));
    let looped = measure(|| {
        for line in input.lines() {
            out.clear();
            let record = JsonBytes::new(line);
            template.render_into(&Context::new(&record), &mut scratch, &mut out).unwrap();
        }
    });
    (merged.count_total, looped.count_total)
}

#[test]
fn a_merge_allocates_no_more_for_a_record_than_its_rendering() {
    let (short, long) = (merged_and_looped(3_000), merged_and_looped(9_000));
    assert_eq!(long.0 - short.0, long.1 - short.1);
}

#[test]

fn a_merge_allocates_nothing_for_a_record() {
    assert_eq!(merged_and_looped(9_000).0, merged_and_looped(3_000).0);
}
