"use strict";
(() => {
const inspection = JSON.parse(document.getElementById("inspection").textContent);
const rows = inspection.placeholders;
const [panel, panelTitle, panelBody, legend, all, nextGap, index, indexCount, status, text, frame, boxes] =
  ["panel", "panel-title", "panel-body", "legend", "all", "next-gap", "rows", "index-count", "status", "text", "frame", "boxes"]
    .map((id) => document.getElementById(id));
const page = inspection.framed ? frame : text;
const hint = panelBody.firstElementChild;
const WORDS = {
  data: "Data", default: "Default", translation: "Translation", literal: "Literal", blank: "Blank",
  paired: "Paired", gap: "Gap", refused: "Refused", failed: "Failed",
};
// What keeps a page from being published.
const OPEN = ["gap", "refused", "failed"];

/* What is seen: the origins that are pressed, or all; the numbers of their placeholders; the one that is selected. */
const pressed = new Set();
let seen = rows.map((_, number) => number);
let current = -1;
let cameFrom = page;

const isSeen = (number) => pressed.size === 0 || pressed.has(rows[number].origin);

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/* Everything that data says is told in an element of its own, whose direction reaches no further. */
const told = (text) => make("bdi", {}, text);
const code = (text) => make("code", {}, told(text));
/* A sentence of ours, in which what stands between backticks is quoted. */
function sentence(text) {
  const pieces = text.split("`");
  const isQuoted = (at) => pieces.length % 2 === 1 && at % 2 === 1;
  return make("span", {}, ...(pieces.length % 2 === 1 ? pieces : [text]).map((it, at) => isQuoted(at) ? code(it) : told(it)));
}

/* The panel lies over the page then. */
const isNarrow = () => matchMedia("(max-width: 980px)").matches;

const sign = (origin) => {
  const element = make("i", { className: "sign" });
  element.dataset.origin = origin;
  return element;
};

/* The marks of a text are there; those of a page in a frame are made when they come near. */
const marks = inspection.framed ? framedMarks() : textMarks();

function textMarks() {
  const elements = [];
  for (const element of text.querySelectorAll("mark")) {
    element.setAttribute("role", "button");
    element.tabIndex = -1;
    elements[element.dataset.n] = element;
  }
  return { ready: Promise.resolve(), has: (number) => number in elements, get: (number) => elements[number], filter() {} };
}

function framedMarks() {
  const BAND = 1024; // pixels of a page whose boxes are made at once
  const SLICE = 24; // milliseconds that are measured at once
  const places = []; // the rectangles of each placeholder
  const elements = [];
  const bands = new Map();
  const sheet = boxes.parentElement;
  const iframe = sheet.querySelector("iframe");
  let spots = [];
  let turn = 0;
  let width = 0;
  let isReady;
  const ready = new Promise((done) => { isReady = done; });

  const shown = quiet(inspection.framed.page);
  iframe.addEventListener("load", () => {
    fill(iframe.contentDocument, shown);
    tame(iframe.contentDocument);
    spots = findSpots(iframe.contentDocument);
    new ResizeObserver(() => {
      if (frame.clientWidth !== width) measure();
    }).observe(frame);
  });
  iframe.srcdoc = shown.compatMode === "CSS1Compat" ? "<!doctype html>" : "<p>";
  addEventListener("scroll", () => requestAnimationFrame(showNear), { passive: true });

  /* The page as it is read where nothing is loaded, without links that prepare a connection: no policy stops those. */
  function quiet(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const PREPARES = ["dns-prefetch", "preconnect", "prefetch", "prerender", "preload", "modulepreload"];
    const prepares = (link) => [...link.relList].some((kind) => PREPARES.includes(kind.toLowerCase()));
    for (const link of page.querySelectorAll("link[rel]")) if (prepares(link)) link.removeAttribute("rel");
    return page;
  }

  function fill(frame, page) {
    const isPage = (node) => node.nodeType !== Node.DOCUMENT_TYPE_NODE;
    [...frame.childNodes].filter(isPage).forEach((node) => node.remove());
    [...page.childNodes].filter(isPage).forEach((node) => frame.append(frame.adoptNode(node)));
  }

  /* Nothing runs in the frame and nothing leaves it; here nothing in it takes the keys or goes elsewhere either. */
  function tame(page) {
    const TAKES_KEYS = "a, area, button, input, select, textarea, iframe, summary, audio, video, object, embed, [tabindex], [contenteditable]";
    for (const element of page.querySelectorAll(TAKES_KEYS)) element.tabIndex = -1;
    for (const element of page.querySelectorAll("a, area, form, base")) element.setAttribute("target", "_blank");
    for (const kind of ["click", "auxclick", "submit", "dragstart"]) {
      page.addEventListener(kind, (event) => event.preventDefault(), true);
    }
  }

  function findSpots(page) {
    const found = [];
    const [opening, closing] = [`${inspection.framed.key}:`, `/${inspection.framed.key}:`];
    const comments = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
    while (comments.nextNode()) {
      const comment = comments.currentNode;
      if (comment.data.startsWith(opening)) {
        found[comment.data.slice(opening.length)] = { open: comment, close: null };
      } else if (comment.data.startsWith(closing)) {
        const spot = found[comment.data.slice(closing.length)];
        if (spot) spot.close = comment;
      }
    }
    return found;
  }

  function measure() {
    const page = iframe.contentDocument.documentElement;
    turn += 1;
    frame.setAttribute("aria-busy", "true");
    width = frame.clientWidth;
    boxes.replaceChildren();
    [places, elements].forEach((list) => { list.length = 0; });
    bands.clear();
    sheet.style.width = iframe.style.height = "";
    if (page.scrollWidth > sheet.clientWidth) sheet.style.width = `${page.scrollWidth}px`;
    const height = Math.max(page.scrollHeight, page.getBoundingClientRect().height);
    iframe.style.height = `${Math.ceil(height)}px`;
    measureFrom(0, turn, new Map());
  }

  /* In slices, so that a page of very many stays responsive. */
  function measureFrom(start, mine, onElement) {
    if (mine !== turn) return;
    const until = performance.now() + SLICE;
    let number = start;
    for (; number < rows.length && performance.now() < until; number += 1) {
      const place = spots[number] && placeOf(spots[number], onElement);
      if (!place) continue;
      places[number] = place;
      const band = Math.floor(place.top / BAND);
      if (!bands.has(band)) bands.set(band, []);
      bands.get(band).push(number);
    }
    showNear();
    if (number < rows.length) setTimeout(measureFrom, 0, number, mine, onElement);
    else {
      frame.setAttribute("aria-busy", "false");
      rove();
      isReady();
    }
  }

  function placeOf(spot, onElement) {
    const page = spot.open.ownerDocument;
    if (!spot.close) {
      const element = nextElement(spot.open);
      const { left, top, width, height } = element.getBoundingClientRect();
      if (width + height === 0) return null;
      // Several in one tag stand side by side, at the other end than what is printed in the element.
      const before = onElement.get(element) ?? 0;
      onElement.set(element, before + 1);
      const badge = { x: width - 12 - before * 18, y: -7 };
      return { left, top, rects: [{ x: 0, y: 0, width, height }], tag: true, badge };
    }
    const range = page.createRange();
    range.setStartAfter(spot.open);
    range.setEndBefore(spot.close);
    let rects = merged(range.getClientRects());
    if (rects.length > 60) rects = [range.getBoundingClientRect()];
    if (rects.length === 0) {
      const at = emptyPlace(spot, range);
      return at && { ...at, rects: [], tag: false, badge: { x: 0, y: 0 } };
    }
    const { left, top } = rects[0];
    return {
      left, top, tag: false, badge: { x: -5, y: -14 },
      rects: rects.map((rect) => ({ x: rect.left - left, y: rect.top - top, width: rect.right - rect.left, height: rect.bottom - rect.top })),
    };
  }

  function nextElement(comment) {
    let next = comment.nextSibling;
    while (next && next.nodeType !== Node.ELEMENT_NODE) next = next.nextSibling;
    return next ?? comment.parentElement ?? comment.ownerDocument.documentElement;
  }

  /* The boxes of one line that touch are one. */
  function merged(list) {
    const rects = [];
    for (const { left, top, right, bottom } of list) {
      if (right - left < 0.5 || bottom - top < 0.5) continue;
      const last = rects.at(-1);
      if (last && Math.abs(last.top - top) < 2 && Math.abs(last.bottom - bottom) < 2 && left <= last.right + 1) {
        last.right = Math.max(last.right, right);
      } else {
        rects.push({ left, top, right, bottom });
      }
    }
    return rects;
  }

  /* Where an output is that is nothing: behind the text before it, or at the start of what it stands in. */
  function emptyPlace(spot, range) {
    const before = spot.open.previousSibling;
    if (before?.nodeType === Node.TEXT_NODE && before.length > 0) {
      range.setStart(before, before.length - 1);
      range.setEnd(before, before.length);
      const rect = [...range.getClientRects()].at(-1);
      if (rect) return { left: rect.right, top: rect.top };
    }
    const parent = spot.open.parentElement?.getBoundingClientRect();
    return parent && parent.width + parent.height > 0 ? { left: parent.left, top: parent.top } : null;
  }

  function showNear() {
    const top = -boxes.getBoundingClientRect().top;
    const last = Math.floor((top + 2 * innerHeight) / BAND);
    for (let band = Math.max(0, Math.floor((top - innerHeight) / BAND)); band <= last; band += 1) showBand(band);
  }

  function showBand(band) {
    const waiting = bands.get(band);
    if (!waiting || waiting.length === 0) return;
    bands.set(band, []);
    // In the order of the page, since a screen reader reads them one behind the other.
    let group = [...boxes.children].find((it) => it.dataset.band >= band);
    if (Number(group?.dataset.band) !== band) {
      const own = make("div", {});
      own.dataset.band = band;
      boxes.insertBefore(own, group ?? null);
      group = own;
    }
    group.append(...waiting.map(makeBox));
    rove();
  }

  function makeBox(number) {
    const { left, top, rects, tag, badge: { x: right, y: below } } = places[number];
    const box = make("div", { className: tag ? "box tag" : "box", tabIndex: -1 });
    box.setAttribute("role", "button");
    box.setAttribute("aria-label", `${WORDS[rows[number].origin]}: ${rows[number].printed || rows[number].expression}`);
    Object.assign(box.dataset, { origin: rows[number].origin, n: number });
    box.style.translate = `${left}px ${top}px`;
    for (const { x, y, width, height } of rects) {
      const part = make("i", {});
      part.style.cssText = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
      box.append(part);
    }
    const badge = make("b", {});
    // At the edges of the page it stands within.
    const within = (offset, from, size) => Math.max(2, Math.min(from + offset, size - 17)) - from;
    badge.style.left = `${within(right, left, boxes.clientWidth)}px`;
    badge.style.top = `${within(below, top, boxes.clientHeight)}px`;
    box.append(badge);
    box.classList.toggle("shown", isSeen(number));
    box.classList.toggle("current", number === current);
    return elements[number] = box;
  }

  return {
    ready,
    has: (number) => number in places,
    get(number) {
      if (number in places) showBand(Math.floor(places[number].top / BAND));
      return elements[number];
    },
    filter() {
      elements.forEach((box, number) => box.classList.toggle("shown", isSeen(number)));
    },
  };
}

/* One of the marks is reached by the tab key: the selected one, or the first that is seen. */
let stop = null;
function rove() {
  const number = current >= 0 && isSeen(current) && marks.has(current) ? current : seen.find((it) => marks.has(it));
  const element = number === undefined ? null : marks.get(number);
  if (element === stop) return;
  if (stop) stop.tabIndex = -1;
  if (element) element.tabIndex = 0;
  stop = element;
}

function select(number, { focus = false, scroll = true, from = page } = {}) {
  if (current >= 0) marks.get(current)?.classList.remove("current");
  const isNew = current !== number;
  current = number;
  document.body.classList.toggle("selected", number >= 0);
  if (number < 0) {
    panelTitle.replaceChildren("Nothing selected");
    panelBody.replaceChildren(hint);
    delete panel.dataset.origin;
    showRows(false);
    rove();
    return;
  }
  cameFrom = from;
  const element = marks.get(number);
  if (element) {
    element.classList.add("current");
    rove();
    if (focus) element.focus({ preventScroll: true });
    if (scroll) element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  if (isNew) fillPanel(number);
  showRows(from !== index);
  if (from === index) status.textContent = `${WORDS[rows[number].origin]}: ${rows[number].told}`;
}

function fillPanel(number) {
  const row = rows[number];
  const count = make("small", {}, `${number + 1} of ${rows.length}`);
  panelTitle.replaceChildren(sign(row.origin), WORDS[row.origin], count);
  panel.dataset.origin = row.origin;
  panel.scrollTop = 0;
  const parts = [];
  if (row.printed === undefined) {
    parts.push(make("p", { className: "printed none" }, "Nothing: its line was left out."));
  } else if (row.printed === "") {
    parts.push(make("p", { className: "printed none" }, "Nothing is printed."));
  } else {
    const caption = inspection.framed ? make("small", {}, "In the source of the page") : null;
    parts.push(make("p", { className: "printed" }, caption, told(row.printed)));
  }
  if (row.printed && !marks.has(number)) {
    parts.push(make("p", { className: "hint" }, "It stands where a page shows nothing, or only in its title bar."));
  }
  if (OPEN.includes(row.origin) || row.origin === "paired") parts.push(make("p", { className: "told" }, sentence(row.told.replace(/^(gap|refused|failed): /, ""))));
  if (row.help) parts.push(make("p", { className: "help" }, make("b", {}, "What to do"), sentence(row.help)));
  const facts = make("dl", { className: "facts" });
  const fact = (name, value) => value !== undefined && facts.append(make("dt", {}, name), make("dd", {}, value));
  fact("Written", code(row.expression));
  fact("In the template", `line ${row.at.replace(":", ", column ")}`);
  fact("Found at", row.path && code(row.path));
  fact("Key", row.key && code(row.key));
  fact("Locale", row.locale && code(row.locale));
  fact("Layer", row.layer === undefined ? undefined : row.layer === 0 ? "0, the first" : String(row.layer));
  fact("Place in HTML", row.context);
  fact("Code", row.code && code(row.code));
  parts.push(facts);
  if (row.rejected) {
    parts.push(make("h3", {}, "Passed over"), make("ol", { className: "passed" }, ...row.rejected.map(passed)));
  }
  if (row.parts) parts.push(make("h3", {}, "Made of"), partList(row.parts));
  parts.push(steps());
  panelBody.replaceChildren(...parts);
}

function passed({ operand, path, layer, why }) {
  const where = layer > 0 ? `, in layer ${layer}` : "";
  return make("li", {}, code(path ?? operand), make("small", {}, sentence(why), where));
}

function partList(parts) {
  return make("ol", { className: "part" }, ...parts.map((part) => {
    const line = make("div", {}, sign(part.origin), code(part.expression), make("small", {}, sentence(part.told)));
    return make("li", {}, line, part.parts ? partList(part.parts) : null);
  }));
}

function steps() {
  const step = (label, by, className = "") => {
    const button = make("button", { type: "button", className }, label);
    button.addEventListener("click", by);
    return button;
  };
  return make("div", { className: "steps" },
    step("← Previous", () => go(-1)), step("Next →", () => go(1)), step("Close", back, "close"));
}

/* The next one that is seen, forwards or backwards, in a list of ascending numbers. */
function beside(list, by) {
  if (current < 0) return by > 0 ? list[0] : list.at(-1);
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < current) low = middle + 1; else high = middle;
  }
  return by < 0 ? list[low - 1] : list[list[low] === current ? low + 1 : low];
}

function go(by) {
  const number = beside(seen, by);
  if (number === undefined) return;
  select(number, { from: cameFrom });
  // The panel has been filled anew.
  panelBody.querySelectorAll(".steps button")[by < 0 ? 0 : 1].focus({ preventScroll: true });
  status.textContent = `${WORDS[rows[number].origin]}: ${rows[number].told}`;
}

function back() {
  const element = current >= 0 && cameFrom !== index ? marks.get(current) : null;
  if (document.activeElement === panel || panel.contains(document.activeElement)) {
    (element ?? index).focus({ preventScroll: true });
    if (isNarrow()) select(-1);
  } else {
    select(-1);
  }
}

/* Keys among the marks, and in the list. */
function move(event, list, then) {
  const to = {
    ArrowRight: () => beside(list, 1), ArrowDown: () => beside(list, 1),
    ArrowLeft: () => beside(list, -1), ArrowUp: () => beside(list, -1),
    Home: () => list[0], End: () => list.at(-1),
  }[event.key];
  if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const number = to();
  if (number !== undefined) then(number);
}

/* What a key or a click is about. */
const markOf = (event) => event.target.closest?.("mark, .box");

page.addEventListener("click", (event) => {
  const mark = markOf(event);
  if (mark && isSeen(Number(mark.dataset.n))) select(Number(mark.dataset.n), { focus: true, scroll: isNarrow() });
});
page.addEventListener("keydown", (event) => {
  const mark = markOf(event);
  if (!mark) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    select(Number(mark.dataset.n));
    panel.focus({ preventScroll: true });
    return;
  }
  if (current < 0) current = Number(mark.dataset.n);
  move(event, seen.filter((number) => marks.has(number)), (number) => select(number, { focus: true }));
});
index.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (current >= 0) panel.focus({ preventScroll: true });
    return;
  }
  move(event, seen, (number) => {
    select(number, { from: index });
    showRows(true);
  });
});
index.addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  if (row) select(Number(row.dataset.n), { from: index });
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current >= 0) back();
});

/* The list is as high as all its rows, and has those that are in sight. */
const HEIGHT = 44;
const room = make("div", { className: "room" });
room.setAttribute("role", "presentation");
index.append(room);
index.addEventListener("scroll", () => requestAnimationFrame(() => showRows(false)), { passive: true });
new ResizeObserver(() => showRows(false)).observe(index);

function positionOf(number) {
  let [low, high] = [0, seen.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seen[middle] < number) low = middle + 1; else high = middle;
  }
  return seen[low] === number ? low : -1;
}

function showRows(follows) {
  const position = positionOf(current);
  room.style.height = `${seen.length * HEIGHT}px`;
  if (follows && position >= 0) {
    const top = position * HEIGHT;
    if (top < index.scrollTop) index.scrollTop = top;
    else if (top + HEIGHT > index.scrollTop + index.clientHeight) index.scrollTop = top + HEIGHT - index.clientHeight;
  }
  const first = Math.max(0, Math.floor(index.scrollTop / HEIGHT) - 4);
  const last = Math.min(seen.length, Math.ceil((index.scrollTop + index.clientHeight) / HEIGHT) + 4);
  room.replaceChildren(...seen.slice(first, last).map((number, at) => rowOf(number, first + at)));
  if (position >= first && position < last) index.setAttribute("aria-activedescendant", `row-${current}`);
  else index.removeAttribute("aria-activedescendant");
}

/* What a reader of a page sees of an output, unless it is code. */
function asShown({ printed, context = "" }) {
  const isCode = /^(script|style|json|template|regexp)/.test(context);
  if (!inspection.framed || isCode || !printed.includes("&")) return printed;
  return new DOMParser().parseFromString(printed.replaceAll("<", "&lt;"), "text/html").documentElement.textContent;
}

function rowOf(number, position) {
  const { origin, expression, printed, at } = rows[number];
  const output = printed === undefined ? "its line was left out" : printed === "" ? "prints nothing" : asShown(rows[number]);
  const row = make("div", { className: "row", id: `row-${number}` },
    sign(origin), make("div", {}, told(expression), told(output)), make("small", {}, at));
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", String(number === current));
  row.setAttribute("aria-posinset", position + 1);
  row.setAttribute("aria-setsize", seen.length);
  row.setAttribute("aria-label", `${WORDS[origin]}: ${expression}: ${output}`);
  Object.assign(row.dataset, { origin, n: number });
  row.style.top = `${position * HEIGHT}px`;
  return row;
}

/* Filters: those that are pressed are seen, and if none is, all. */
function filter() {
  for (const button of legend.querySelectorAll("[data-origin]")) {
    const { origin } = button.dataset;
    button.setAttribute("aria-pressed", String(pressed.has(origin)));
    document.body.classList.toggle(`show-${origin}`, pressed.has(origin));
  }
  document.body.classList.toggle("filtered", pressed.size > 0);
  all.hidden = pressed.size === 0;
  seen = rows.map((_, number) => number).filter(isSeen);
  indexCount.textContent = pressed.size > 0 ? `${seen.length} of ${rows.length}` : `${rows.length}`;
  marks.filter();
  index.scrollTop = 0;
  showRows(true);
  rove();
}

legend.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { origin } = button.dataset;
  if (!origin) {
    pressed.clear();
    legend.querySelector("button").focus();
  } else if (!pressed.delete(origin)) {
    pressed.add(origin);
  }
  if (current >= 0 && !isSeen(current)) select(-1);
  filter();
  status.textContent = `${seen.length} of ${rows.length} placeholders are shown`;
});

const open = rows.map((_, number) => number).filter((number) => OPEN.includes(rows[number].origin));
nextGap.hidden = open.length === 0;
nextGap.addEventListener("click", () => {
  const number = beside(open, 1) ?? open[0];
  if (!isSeen(number)) {
    pressed.clear();
    filter();
  }
  select(number, { from: page });
  status.textContent = `${WORDS[rows[number].origin]}: ${rows[number].told}`;
});

/* What stays at the top takes as much room as its lines need. */
const top = document.getElementById("top");
new ResizeObserver(() => document.body.style.setProperty("--top", `${top.offsetHeight}px`)).observe(top);

filter();

/* `page.html#4` opens with the fourth placeholder selected. */
const asked = Number(location.hash.slice(1)) - 1;
if (asked in rows) marks.ready.then(() => select(asked));
})();
