/* Brings explorers and quizzes to life, in the deck and on the page.

   An explorer announces each change with an event "kit:state" whose detail says
   { name, state, final }; `final` is false while a slider is still moving. */

"use strict";

const Kit = (() => {
  const explorers = new Map();

  /* --- the address: #place;x1=0.2;x2=1 --- */

  function readAddress(hash) {
    const [place, ...settings] = hash.replace(/^#/, "").split(";");
    const states = new Map();
    for (const setting of settings) {
      const [name, state] = setting.split("=");
      if (/^x\d+$/.test(name) && /^\d+(\.\d+)*$/.test(state ?? "")) states.set(`kit-${name}`, state);
    }
    let name = place;
    try { name = decodeURIComponent(place); } catch { /* a broken address leads nowhere */ }
    return { place: name, states, reader: settings.includes("reader") };
  }

  function writeAddress(place) {
    let hash = `#${encodeURIComponent(place)}`;
    for (const [name, explorer] of explorers) {
      if (explorer.state !== explorer.initial) hash += `;${name.replace("kit-", "")}=${explorer.state}`;
    }
    return hash;
  }

  /* Puts every explorer into the state that an address names, or into its first. */
  function applyStates(states) {
    for (const [name, explorer] of explorers) explorer.show(states.get(name) ?? explorer.initial);
  }

  /* --- explorers --- */

  class Explorer {
    constructor(root) {
      this.root = root;
      this.initial = root.dataset.initial;
      this.state = this.initial;
      this.views = new Map(root.dataset.states.split(" ").map((entry) => entry.split("=")));
      this.view = root.querySelector(":scope > .view");
      this.status = root.querySelector(".explorer-status");
      this.pager = root.querySelector(".pager");
      this.search = root.querySelector(".search input");
      this.controls = [...root.querySelectorAll(".control:not(.search)")].map(makeControl);
      this.reserve = new Map();
      for (const template of root.querySelectorAll(":scope > template.reserve")) {
        this.reserve.set(template.dataset.view, template);
      }
      this.shownView = root.dataset.view;
      this.keepFirstView();
      for (const control of this.controls) {
        control.element.addEventListener("input", () => this.moved(control, false));
        control.element.addEventListener("change", () => this.moved(control, true));
      }
      this.search?.addEventListener("input", () => this.filter(true));
      this.offer();
      this.filter(false);
    }

    /* Puts the first view into reserve too, and its rows into the pool. */
    keepFirstView() {
      this.rows = [];
      for (const body of this.view.querySelectorAll("tbody[data-rows]")) {
        const places = numbers(body.dataset.rows);
        [...body.rows].forEach((row, index) => { this.rows[places[index]] = row.cloneNode(true); });
      }
      const rest = this.root.querySelector(":scope > template.rows");
      if (rest) this.rows.push(...rest.content.querySelectorAll("tr"));
      const first = document.createElement("template");
      first.content.append(...this.view.cloneNode(true).childNodes);
      for (const body of first.content.querySelectorAll("tbody[data-rows]")) body.replaceChildren();
      this.reserve.set(this.shownView, first);
    }

    moved(control, final) {
      const place = this.controls.indexOf(control);
      const wanted = this.controls.map((each) => each.value);
      this.go(this.nearest(wanted, place), final);
    }

    /* The first state that keeps what the controls up to `place` say, and of the
       later ones as much as there is. */
    nearest(wanted, place) {
      let known = [...this.views.keys()].map(parse);
      wanted.forEach((value, index) => {
        const agreeing = known.filter((state) => state[index] === value);
        if (agreeing.length) known = agreeing;
        else if (index > place) known = known.filter((state) => state[index] === known[0][index]);
      });
      return known[0].join(".");
    }

    go(state, final) {
      if (state !== this.state) this.show(state);
      else this.offer();
      const detail = { name: this.root.id, state: this.state, final };
      this.root.dispatchEvent(new CustomEvent("kit:state", { bubbles: true, detail }));
    }

    show(state) {
      if (!this.views.has(state)) state = this.initial;
      const changed = state !== this.state;
      this.state = state;
      this.offer();
      if (!changed) return;
      const view = this.views.get(state);
      if (view !== this.shownView) {
        const content = this.reserve.get(view).content.cloneNode(true);
        for (const body of content.querySelectorAll("tbody[data-rows]")) {
          body.append(...numbers(body.dataset.rows).map((place) => this.rows[place].cloneNode(true)));
        }
        this.view.replaceChildren(content);
        this.shownView = view;
      }
      this.filter(true);
      this.root.dispatchEvent(new CustomEvent("kit:view", { bubbles: true }));
    }

    /* Shows in each control what can be chosen after the ones before it. */
    offer() {
      const chosen = parse(this.state);
      this.controls.forEach((control, place) => {
        const open = new Set();
        for (const state of this.views.keys()) {
          const other = parse(state);
          if (chosen.slice(0, place).every((value, index) => value === other[index])) open.add(other[place]);
        }
        control.offer(open, chosen[place]);
      });
    }

    /* Hides the rows that do not hold every word searched for, and says what is shown. */
    filter(announce) {
      const words = fold(this.search?.value ?? "").split(/\s+/).filter(Boolean);
      let shown = 0, all = 0;
      for (const row of rowsOf(this.view)) {
        const text = words.length ? fold(row.textContent) : "";
        const hit = words.every((word) => text.includes(word));
        row.classList.toggle("unmatched", !hit);
        all += 1;
        if (hit) shown += 1;
      }
      const choice = this.controls.map((control) => control.text).filter(Boolean).join(", ");
      const count = all ? `${words.length ? `${shown} of ` : ""}${all} row${all === 1 ? "" : "s"}` : "";
      const said = [choice, count].filter(Boolean).join(": ");
      this.said = said;
      this.root.classList.toggle("uncounted", all === 0);
      this.status.textContent = announce || count ? said : "";
      this.root.dispatchEvent(new CustomEvent("kit:rows", { bubbles: true }));
    }
  }

  function makeControl(element) {
    if (element.classList.contains("radios")) return new Radios(element);
    if (element.classList.contains("range")) return new Slider(element);
    if (element.classList.contains("switch")) return new Switch(element);
    return new Choice(element);
  }

  class Radios {
    constructor(element) { this.element = element; this.inputs = [...element.querySelectorAll("input")]; }
    get value() { return this.inputs.findIndex((input) => input.checked); }
    get text() { return this.inputs[this.value]?.parentElement.textContent ?? ""; }
    offer(open, value) {
      this.inputs.forEach((input, index) => { input.disabled = !open.has(index); input.checked = index === value; });
    }
  }

  class Choice {
    constructor(element) { this.element = element; this.select = element.querySelector("select"); }
    get value() { return this.select.selectedIndex; }
    get text() { return this.select.options[this.value]?.text ?? ""; }
    offer(open, value) {
      [...this.select.options].forEach((option, index) => {
        option.disabled = !open.has(index);
        option.hidden = option.disabled;
      });
      this.select.selectedIndex = value;
    }
  }

  class Slider {
    constructor(element) {
      this.element = element;
      this.input = element.querySelector("input");
      this.output = element.querySelector(".value");
      this.labels = JSON.parse(element.dataset.options);
      this.open = this.labels.map((_, index) => index);
    }
    get value() { return this.open[Number(this.input.value)]; }
    get text() { return this.output.textContent; }
    offer(open, value) {
      this.open = [...open].sort((a, b) => a - b);
      this.input.max = String(this.open.length - 1);
      this.input.value = String(this.open.indexOf(value));
      this.input.disabled = this.open.length < 2;
      this.output.textContent = this.labels[value];
      this.input.setAttribute("aria-valuetext", this.labels[value]);
    }
  }

  class Switch {
    constructor(element) { this.element = element; this.input = element.querySelector("input"); }
    get value() { return this.input.checked ? 1 : 0; }
    get text() { return this.input.checked ? this.input.parentElement.textContent : ""; }
    offer(open, value) { this.input.checked = value === 1; this.input.disabled = open.size < 2; }
  }

  /* The rows that are leafed through and searched: not those behind a figure. */
  const rowsOf = (view) => [...view.querySelectorAll("tbody > tr")].filter((row) => !row.closest("details"));

  const parse = (state) => state.split(".").map(Number);
  const numbers = (text) => text.split(" ").filter(Boolean).map(Number);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /* --- quizzes --- */

  function bringQuiz(root) {
    const key = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(root.dataset.key), (c) => c.charCodeAt(0))));
    const inputs = [...root.querySelectorAll(".choices input, .choices select")];
    const verdict = root.querySelector(".verdict");
    const check = root.querySelector(".check");
    check.addEventListener("click", () => judge(root, key, inputs, verdict));
    root.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) judge(root, key, inputs, verdict);
    });
    root.addEventListener("input", () => {
      verdict.replaceChildren();
      for (const told of root.querySelectorAll(".told")) told.classList.remove("told", "right", "wrong");
    });
  }

  function judge(root, key, inputs, verdict) {
    const kind = root.dataset.kind;
    const boxes = kind === "single" || kind === "multiple";
    const unanswered = boxes ? !inputs.some((input) => input.checked) : inputs.some((input) => !input.value.trim());
    if (unanswered) {
      say(verdict, [["", boxes ? "Choose an answer first." : "Give every answer first."]]);
      return;
    }
    const lines = [];
    let right;
    if (boxes) {
      right = inputs.every((input, index) => input.checked === key.right[index]);
      inputs.forEach((input, index) => {
        if (input.checked) { tell(input.parentElement, key.right[index]); lines.push(["html", key.feedback[index]]); }
      });
      if (!right && inputs.every((input, index) => !input.checked || key.right[index])) lines.push(["", "Something is still missing."]);
    } else if (kind === "text") {
      const given = tidy(inputs[0].value);
      right = key.accepted.some((form) => tidy(form) === given);
    } else {
      const hits = inputs.map((input, index) => Number(input.value) === key.right[index]);
      right = hits.every(Boolean);
      hits.forEach((hit, index) => {
        tell(inputs[index].closest(".pick"), hit);
        lines.push(["html", key.feedback[index]]);
      });
      if (!right) lines.unshift(["", `${hits.filter(Boolean).length} of ${hits.length} are in place.`]);
    }
    say(verdict, [[right ? "right" : "wrong", right ? "Right." : "Not yet."], ...lines, ["html", key.why]]);
  }

  const tidy = (text) => fold(text).replace(/[\s.,;:!?'"’“”()]+/g, " ").trim();

  function tell(element, right) { element.classList.add("told", right ? "right" : "wrong"); }

  /* Kinds: "html" for what the kit wrote and escaped itself, else a class and plain text. */
  function say(verdict, lines) {
    verdict.replaceChildren(...lines.filter(([, text]) => text).map(([kind, text]) => {
      const line = document.createElement("p");
      if (kind === "html") line.innerHTML = text;
      else { line.textContent = text; line.className = kind; }
      return line;
    }));
    verdict.dispatchEvent(new CustomEvent("kit:view", { bubbles: true }));
  }

  function start() {
    for (const root of document.querySelectorAll(".explorer")) explorers.set(root.id, new Explorer(root));
    for (const root of document.querySelectorAll(".quiz")) bringQuiz(root);
  }

  return { start, explorers, rowsOf, readAddress, writeAddress, applyStates };
})();
