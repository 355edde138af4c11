// Loads every page of the plan in a frame, does what a visitor could do, and tells what was wrong.
"use strict";

const AT_ONCE = 12;
const found = [];

const tell = (path, kind, detail) => found.push({ path, kind, detail: String(detail).slice(0, 500) });

// What a script of a value calls; pages of the plan bring hook.js, which calls this.
window.ran = (path, how) => tell(path, "ran", how);
window.broke = (path, why) => tell(path, "broke", why);
for (const name of ["pwn", "alert", "confirm", "prompt"]) window[name] = () => tell("top", "ran", name);

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

function shape(node) {
    if (node.nodeType === Node.COMMENT_NODE) return "#";
    if (node.nodeType !== Node.ELEMENT_NODE) {
        return node.nodeType === Node.TEXT_NODE ? "" : [...node.childNodes].map(shape).join("");
    }
    const names = [...node.attributes].map((attribute) => attribute.name).join(" ");
    const within = node.localName === "template" && node.content ? "{" + shape(node.content) + "}" : "";
    const framed = node.hasAttribute("srcdoc") && node.contentDocument;
    const frame = framed ? "[" + shape(node.contentDocument) + "]" : "";
    const children = [...node.childNodes].map(shape).join("");
    return `<${node.namespaceURI} ${node.localName} ${names}>${within}${frame}${children}</>`;
}

// Whether following a link or sending a form would run something, instead of going elsewhere.
function runs(reference, document) {
    try {
        return !/^(https?|about|ftp|mailto|tel):/.test(new URL(reference, document.baseURI).href);
    } catch {
        return false; // nobody can follow it
    }
}

function guard(document) {
    const prevent = (event) => {
        const link = event.target.closest("a, area, [formaction], form");
        const sender = event.submitter?.hasAttribute("formaction") ? event.submitter : link;
        const names = ["formaction", "href", "xlink:href", "action"];
        const name = names.find((name) => sender?.hasAttribute(name));
        const reference = name ? sender.getAttribute(name) : "";
        if (!runs(reference, document)) event.preventDefault();
    };
    document.addEventListener("click", (event) => {
        if (event.target.closest("a, area")) prevent(event);
    }, true);
    document.addEventListener("submit", prevent, true);
}

function visit(document) {
    guard(document);
    for (const element of document.querySelectorAll("*")) {
        for (const attribute of [...element.attributes]) {
            if (!attribute.name.startsWith("on")) continue;
            const event = new Event(attribute.name.slice(2), { bubbles: false, cancelable: true });
            element.dispatchEvent(event);
        }
        const name = element.localName;
        if (name === "a" || name === "area") {
            element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        }
        if (name === "button" && element.form) element.form.requestSubmit(element);
        else if (name === "form") element.requestSubmit();
        if (name === "iframe" && element.hasAttribute("srcdoc")) visit(element.contentDocument);
    }
}

async function open(path) {
    const frame = document.createElement("iframe");
    const loaded = new Promise((done) => { frame.onload = () => done(true); });
    frame.src = path;
    document.body.append(frame);
    const isLoaded = await Promise.race([loaded, wait(20000).then(() => false)]);
    if (!isLoaded) tell(path, "navigated", "it was never loaded");
    let read = "";
    try {
        await wait(5);
        visit(frame.contentDocument);
        await wait(20);
        read = shape(frame.contentDocument);
        const at = frame.contentWindow.location.pathname;
        if (at !== path) tell(path, "navigated", at);
    } catch (error) {
        tell(path, "navigated", error);
    }
    frame.remove();
    return read;
}

async function work(jobs) {
    for (let job = jobs.pop(); job; job = jobs.pop()) {
        const read = await open(job.path);
        const expected = await job.expected();
        if (read !== expected) tell(job.path, "shape", `${read} instead of ${expected}`);
    }
}

async function run() {
    const plan = await (await fetch("/plan")).json();
    const jobs = plan.flatMap(({ harmless, pages }) => {
        let reference = null;
        const expected = () => (reference ??= open(harmless));
        return pages.map((path) => ({ path, expected }));
    });
    const count = jobs.length;
    jobs.reverse();
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(jobs)));
    await wait(300); // for what was asked of the network
    await fetch("/results", { method: "POST", body: JSON.stringify({ count, found }) });
}

run().catch((error) => fetch("/results", {
    method: "POST",
    body: JSON.stringify({ count: 0, found: [{ path: "driver", kind: "broke", detail: String(error.stack) }] }),
}));
