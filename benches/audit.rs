//! The audit of 100 MB of clean text, in times of the search for what most places begin with; in one
//! run, in turns. `cargo bench --bench audit`; with `-- --test` once, on a little text.

#![allow(missing_docs, clippy::print_stdout, reason = "a program")]

mod turns;

const ROUNDS: usize = 7;

/// Texts without a path under a known root.
const TEXTS: [(&str, &str); 3] = [
    (
        "prose",
        "It is a truth universally acknowledged, that a single man in possession of a good fortune \
               must be in want of a wife. However little known his feelings may be.\n\n",
    ),
    (
        "page",
        "<p class=\"lead\">Prose with <a href=\"/about?a=1&amp;b=2\">a link</a>, caf&eacute; and [1] a note.</p>\n\
              <script>let a = b[c[0]]; if (a && c) { d({e: [1, 2]}); }</script>\n",
    ),
    (
        "notes",
        "- [ ] see [the list](list.md), `x[i]` and [[Main Page]]\n[[package]]\nname = \"a\"\n{\"a\": [[1, 2], {}]}\n",
    ),
];

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let (bytes, rounds) = if is_test { (100_000, 1) } else { (100_000_000, ROUNDS) };
    println!(
        "audit of {bytes} bytes, ÷ memchr3 for `[`, `{{` and `&` (medians of {rounds} rounds in turns)"
    );
    for (name, piece) in TEXTS {
        let text = piece.repeat(bytes / piece.len());
        let bytes = text.as_bytes();
        let works: [(&str, &dyn Fn() -> usize); 3] = [
            ("memchr3", &|| memchr::memchr3_iter(b'[', b'{', b'&', bytes).count()),
            ("audit", &|| clean(&lacuna::audit(&text))),
            ("audit_reader", &|| clean(&lacuna::audit_reader(bytes).expect("a slice can be read"))),
        ];
        let medians = turns::medians(rounds, &works);
        for ((work, _), time) in works.iter().zip(&medians) {
            println!("{name:8} {work:14} {:6.2}", time / medians[0]);
        }
    }
}

fn clean(findings: &lacuna::Findings) -> usize {
    assert!(findings.is_empty(), "{findings:#}");
    0
}
