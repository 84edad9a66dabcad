/* Searches the rows that the page carries. Text enters the page as text only. */

"use strict";

{
  const PAGE = 40;
  const { kinds, sources, rows } = JSON.parse(document.getElementById("kit-data").textContent);
  const query = document.getElementById("kit-query");
  const kind = document.getElementById("kit-kind");
  const count = document.getElementById("kit-count");
  const hits = document.getElementById("kit-hits");
  const more = document.getElementById("kit-more");
  let found = [];
  let needles = [];

  /* Letters without case and accents; the same as kit.record.search.fold. */
  function fold(text) {
    return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  }

  function words(text) {
    return fold(text).replace(/[^\p{L}\p{N}_]+/gu, " ");
  }

  /* A space before each word: a needle begins where a word begins. */
  const heads = rows.map((row) => ` ${words(row[1])}`);
  const lines = rows.map((row) => [row[1], ...row[2].map((text) => text[1])].map((text) => ` ${words(text)}`).join("\n"));

  function asked(text) {
    const pieces = text.replace(/[“”„]/g, '"').matchAll(/"([^"]*)"|([^\s"]+)/g);
    const made = [...pieces].map((piece) => words(` ${piece[1] ?? piece[2]}`).trimEnd());
    return [...new Set(made.filter(Boolean))].map((needle) => ` ${needle.trim()}`);
  }

  function search() {
    needles = asked(query.value);
    const wanted = kind.value;
    const matched = [];
    if (needles.length) {
      rows.forEach((row, place) => {
        if (wanted !== "" && row[0] !== Number(wanted)) return;
        if (needles.every((needle) => lines[place].includes(needle))) matched.push(place);
      });
    }
    /* What is known by these words comes before what only mentions them. */
    const known = (place) => needles.every((needle) => heads[place].includes(needle));
    found = [...matched.filter(known), ...matched.filter((place) => !known(place))];
    hits.replaceChildren();
    show();
    const said = found.length.toLocaleString("en-GB");
    if (!needles.length) count.textContent = `${rows.length.toLocaleString("en-GB")} rows of the record can be searched.`;
    else if (found.length) count.textContent = `${said} ${found.length === 1 ? "result" : "results"}`;
    else count.textContent = "Nothing in the record has all these words. Try fewer, or the beginning of a word.";
    const address = `#${encodeURIComponent(query.value.trim())}`;
    if (location.hash !== address) history.replaceState(null, "", address);
  }

  function show() {
    const from = hits.children.length;
    for (const place of found.slice(from, from + PAGE)) hits.append(written(rows[place]));
    more.hidden = hits.children.length >= found.length;
    return hits.children[from];
  }

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function written([which, head, texts, source, where, grade]) {
    const [cited, status, address] = sources[source];
    const place = where && !cited.endsWith(where) ? `${cited}, ${where}` : cited;
    let line = place;
    if (address) {
      line = element("a", "", place);
      line.href = address;
      line.rel = "noopener noreferrer";
      line.target = "_blank";
    }
    return element(
      "li",
      "hit",
      element("p", "kind", kinds[which]),
      element("h2", "", ...marked(head)),
      ...texts.map(([label, text]) => element("p", "", ...(label ? [element("span", "label", label), " "] : []), ...marked(text))),
      element("p", "source", line, element("span", "status", status), element("span", "grade", `grade ${grade}`)),
    );
  }

  /* Finds where the words stand in a text as it is written, letter by letter. */
  function marked(text) {
    let line = " ";
    const origins = [0];
    let at = 0;
    for (const letter of text) {
      for (const folded of words(letter)) {
        if (folded === " " && line.endsWith(" ")) continue;
        line += folded;
        for (let unit = 0; unit < folded.length; unit += 1) origins.push(at);
      }
      at += letter.length;
    }
    const spans = [];
    for (const needle of needles) {
      for (let here = line.indexOf(needle); here >= 0; here = line.indexOf(needle, here + 1)) {
        spans.push([origins[here + 1], origins[here + needle.length - 1]]);
      }
    }
    spans.sort((one, other) => one[0] - other[0]);
    const pieces = [];
    let done = 0;
    for (const [start, last] of spans) {
      if (start < done) continue;
      let stop = last + String.fromCodePoint(text.codePointAt(last)).length;
      while (/^\p{Mn}/u.test(text.slice(stop))) stop += 1;
      pieces.push(text.slice(done, start), element("mark", "", text.slice(start, stop)));
      done = stop;
    }
    pieces.push(text.slice(done));
    return pieces;
  }

  function read() {
    let wanted = "";
    try { wanted = decodeURIComponent(location.hash.slice(1)); } catch { /* not ours */ }
    if (wanted !== query.value.trim()) query.value = wanted;
    search();
  }

  document.getElementById("kit-form").addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("input", search);
  kind.addEventListener("change", search);
  more.addEventListener("click", () => {
    const first = show();
    first.tabIndex = -1;
    first.focus();
  });
  window.addEventListener("hashchange", read);
  read();
  document.documentElement.dataset.ready = "true";
}
