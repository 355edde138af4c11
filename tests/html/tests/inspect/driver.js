// Opens every inspected page in a frame, does what a reader does, and tells what was wrong.
"use strict";

const wrong = [];
const measured = {};
let checks = 0;
let where = "";

function check(what, is, should) {
    checks += 1;
    const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
    if (a !== b) wrong.push(`${where}: ${what}: ${a} instead of ${b}`);
}

const ok = (what, is) => check(what, Boolean(is), true);
window.ran = (how) => wrong.push(`${where}: ran ${how}`);
for (const name of ["pwn", "alert", "confirm", "prompt"]) window[name] = () => window.ran(name);

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function until(what, is, patience = 20000) {
    for (const end = Date.now() + patience; Date.now() < end; await wait(20)) if (is()) return;
    throw new Error(`${what} never came`);
}

/* A page as a reader has it before them. */
async function open(path, width = 1300) {
    where = path;
    const frame = document.createElement("iframe");
    frame.style.cssText = `width:${width}px;height:900px;border:0`;
    const loaded = new Promise((done) => { frame.onload = done; });
    frame.src = path;
    document.body.append(frame);
    await loaded;
    const { contentWindow: window, contentDocument: document_ } = frame;
    const violations = [];
    new window.ReportingObserver((reports) => violations.push(...reports.map(({ body }) => body)), { types: ["csp-violation"], buffered: true }).observe();
    await wait(50);
    const one = (selector) => document_.querySelector(selector);
    const all = (selector) => [...document_.querySelectorAll(selector)];
    return {
        frame, window, one, all, violations,
        document: document_,
        active: () => document_.activeElement,
        press(key) {
            const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
            document_.activeElement.dispatchEvent(event);
        },
        panel: () => one("#panel").innerText,
        stops: () => all("mark, .box").filter((mark) => mark.tabIndex === 0),
        count: () => one("#index-count").textContent,
    };
}

/* What is true of each of them. */
function checkAll(page, { violates = false } = {}) {
    ok("its script ran", page.one("#rows .room"));
    check("its style is there", page.window.getComputedStyle(page.one(".unseen")).position, "absolute");
    check("it asked for nothing", page.window.performance.getEntriesByType("resource").map((it) => it.name), []);
    const own = page.violations.filter((it) => !violates || it.sourceFile === page.window.location.href);
    check("its policy was kept", own.map((it) => `${it.effectiveDirective} ${it.blockedURL}`), []);
    check("scripts", page.all("script").length, 2);
    check("elements with handlers", page.all("*").filter((it) => [...it.attributes].some(({ name }) => name.startsWith("on"))).length, 0);
    const isolated = page.all("mark").every((mark) => page.window.getComputedStyle(mark).unicodeBidi === "isolate");
    ok("marks are isolated", isolated);
}

async function text() {
    const page = await open("/portfolio");
    checkAll(page);
    const marks = page.all("mark");
    check("origins", marks.map((mark) => mark.dataset.origin), ["data", "default", "data", "data", "data", "data", "data", "translation"]);
    check("words of the owner", page.all("mark[data-origin=data]").map((mark) => mark.textContent),
        ["Ilse Brandt", "Brandt & Töchter", "Ilse Brandt", "1987", "Tuesday, Thursday", "“Festina lente”"]);
    check("defaults", page.all("mark[data-origin=default]").map((mark) => mark.textContent), ["Your title"]);
    check("rows", page.all(".row").length, 11);
    ok("no gap", page.one("#next-gap").hidden);

    // One stop for the tab key, and keys from there.
    check("stops", page.stops().length, 1);
    page.stops()[0].focus();
    page.press("ArrowRight");
    check("the next mark", page.active().textContent, "Your title");
    check("it is told", page.one("#panel-title").innerText.includes("Default"), true);
    page.press("End");
    check("the last mark", page.active().textContent, "Write to me");
    page.press("ArrowDown");
    check("there is none behind", page.active().textContent, "Write to me");
    page.press("Home");
    page.press("ArrowDown");
    page.press("Enter");
    check("the panel", page.active().id, "panel");
    for (const told of ["Your title", "data.title.value", "line 7, column 1", "metadata.defaultData.title", "is empty", "default-used"]) {
        ok(`the panel tells ${told}`, page.panel().includes(told));
    }
    page.press("Escape");
    check("back to the mark", page.active().textContent, "Your title");
    check("still one stop", page.stops().length, 1);
    page.press("Escape");
    check("nothing is selected", page.one("#panel-title").innerText, "Nothing selected");

    // Filters.
    const data = page.one("#legend [data-origin=data]");
    data.click();
    check("pressed", data.getAttribute("aria-pressed"), "true");
    check("count", page.count(), "6 of 11");
    check("rows of data", page.all(".row").map((row) => row.dataset.origin), Array(6).fill("data"));
    const drawn = (selector) => page.window.getComputedStyle(page.one(selector)).borderBottomColor !== "rgba(0, 0, 0, 0)";
    await wait(200);
    check("marks that are drawn", [drawn("mark[data-origin=data]"), drawn("mark[data-origin=default]")], [true, false]);
    page.stops()[0].focus();
    page.press("ArrowRight");
    check("keys pass over the others", page.active().textContent, "Brandt & Töchter");
    page.one("#legend [data-origin=default]").click();
    check("two origins", page.count(), "7 of 11");
    page.one("#all").click();
    check("all", page.count(), "11");
    check("none is pressed", page.all("#legend [aria-pressed=true]").length, 0);

    // A click, and the list.
    page.all("mark")[2].click();
    ok("a click tells", page.panel().includes("data.company.value"));
    check("its row", page.one("[aria-selected=true]").dataset.n, "4");
    page.one("#rows").focus();
    page.press("ArrowDown");
    check("the row behind", page.one("#rows").getAttribute("aria-activedescendant"), "row-5");
    ok("what printed nothing", page.panel().includes("its line was left out"));
    check("is told to who listens", page.one("#status").textContent, "Paired: paired with data.company.value");
    page.frame.remove();
}

async function hostileText() {
    const page = await open("/hostile");
    checkAll(page);
    check("marks", page.all("mark").length, 5);
    ok("the text is there", page.all("mark")[0].textContent.includes("<script>top.ran('script')</script>"));
    page.one("#next-gap").click();
    ok("the gap", page.panel().includes("there is no key gap"));
    for (const row of page.all(".row")) {
        row.click();
        checkAll(page);
        ok("nothing invisible is told", !/[\u202a-\u202e\u2066-\u2069]/.test(page.panel()));
    }
    page.frame.remove();
}

const shape = (node) => node.nodeType === Node.TEXT_NODE ? node.data
    : node.nodeType !== Node.ELEMENT_NODE ? "" : `<${node.localName} ${[...node.attributes]
        .filter(({ name }) => !["target", "tabindex"].includes(name)).map(({ name, value }) => `${name}=${value}`)}>${[...node.childNodes].map(shape).join("")}</>`;
const rects = (page) => [...page.querySelectorAll("body *")].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left, top, width, height];
});

async function html() {
    const page = await open("/page");
    await until("boxes", () => page.all(".box").length > 8);
    checkAll(page);
    const frame = page.one("#frame iframe");
    const shown = frame.contentDocument;

    // The same page without marks, as wide, is the same to see.
    const plain = document.createElement("iframe");
    const source = await (await fetch("/page.txt")).text();
    plain.sandbox = "allow-same-origin";
    plain.style.cssText = `border:0;width:${frame.clientWidth}px;height:${frame.clientHeight}px`;
    const loaded = new Promise((done) => { plain.onload = done; });
    plain.srcdoc = source;
    document.body.append(plain);
    await loaded;
    check("the page is as without marks", shape(shown.documentElement), shape(plain.contentDocument.documentElement));
    check("everything stands where it did", rects(shown), rects(plain.contentDocument));
    check("all of it is seen", frame.clientHeight, shown.documentElement.scrollHeight);
    plain.remove();

    // A box lies where its output is.
    const at = frame.getBoundingClientRect();
    const box = page.all(".box").find((it) => !it.classList.contains("tag") && it.getAttribute("aria-label") === "Data: Hillside Pottery");
    const [over, name] = [box.firstChild.getBoundingClientRect(), shown.getElementById("name").getBoundingClientRect()];
    ok("a box lies over its output", Math.abs(over.left - at.left - name.left) < 1 && Math.abs(over.width - name.width) < 1);
    check("attributes", page.all(".box.tag").map((it) => it.dataset.origin), ["data", "refused", "data", "data"]);
    ok("what is far away has its box later", !page.all(".box").some((it) => it.dataset.n === "14"));

    box.querySelector("i").click();
    ok("a click tells", page.panel().includes("element-text"));
    page.press("ArrowRight");
    check("the next one", page.active().getAttribute("aria-label"), "Literal: nowhere");
    page.press("End");
    ok("the last one", page.active().getAttribute("aria-label").includes("TOP.RAN"));
    page.press("Enter");
    check("the panel", page.active().id, "panel");
    page.press("Escape");
    ok("back", page.active().classList.contains("box"));
    page.one("#next-gap").click();
    ok("the gap", page.panel().includes("[[ gap ]]") || page.panel().includes("refused"));
    page.one("#legend [data-origin=refused]").click();
    check("boxes that are seen", page.all(".box").filter((it) => page.window.getComputedStyle(it).visibility === "visible").map((it) => it.dataset.origin), ["refused"]);
    page.frame.remove();

    const narrow = await open("/page", 420);
    await until("boxes", () => narrow.all(".box").length > 8);
    narrow.all(".box b")[2].click();
    check("a sheet from below", narrow.window.getComputedStyle(narrow.one("#panel")).position, "fixed");
    narrow.one(".close").click();
    check("closed", narrow.window.getComputedStyle(narrow.one("#panel")).position, "static");
    ok("nothing stands out", narrow.document.documentElement.scrollWidth <= 420);
    narrow.frame.remove();
}

async function vouched() {
    const page = await open("/vouched");
    await until("boxes", () => page.all(".box").length > 0);
    checkAll(page, { violates: true });
    const frame = page.one("#frame iframe");
    for (const id of ["script", "link", "send", "drawn"]) {
        const element = frame.contentDocument.getElementById(id);
        element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        element.focus?.();
        if (id === "send") element.form.requestSubmit();
        check(`${id} takes no key`, element.tabIndex, -1);
    }
    const links = [...frame.contentDocument.querySelectorAll("link")].map((link) => link.rel);
    check("links that prepare a connection", links, ["stylesheet", "", ""]);
    await wait(500);
    check("the frame went nowhere", frame.contentWindow.location.href, "about:srcdoc");
    check("nor did the page", page.window.location.pathname, "/vouched");
    page.frame.remove();
}

async function many(path, of) {
    const began = performance.now();
    const page = await open(path);
    await until("all marks", () => page.stops().length === 1 && page.one("#frame").getAttribute("aria-busy") !== "true");
    ok("marks near by", page.all(of).length > 0);
    measured[path] = Math.round(performance.now() - began);
    check("placeholders", page.count(), "21000");
    ok("rows are few", page.all(".row").length < 60);
    page.stops()[0].focus();
    page.press("End");
    check("the last", page.active().dataset.n, "20999");
    page.one("#legend [data-origin=literal]").click();
    check("filtered", page.count(), "7000 of 21000");
    page.frame.remove();
}

/* What a page can try comes to something where nobody keeps it from that: so it would be seen here. */
async function unsafe() {
    const before = wrong.length;
    const page = await open("/unsafe");
    await wait(300);
    const ran = wrong.splice(before).map((told) => told.replace("/unsafe: ran ", ""));
    for (const how of ["script in the frame", "handler", "svg", "1"]) ok(`${how} is caught: ${ran}`, ran.includes(how));
    page.frame.remove();
}

async function run() {
    await unsafe();
    await text();
    await hostileText();
    await html();
    await vouched();
    await many("/many-text", "mark");
    await many("/many-page", ".box");
    await wait(300); // for what was asked of the network
}

run().catch((error) => wrong.push(`${where}: ${error.stack}`)).finally(() =>
    fetch("/results", { method: "POST", body: JSON.stringify({ checks, wrong, measured }) }));
