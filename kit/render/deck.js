/* Runs the deck: stage, keys, address, colours, overview, and the wires to
   the presenter's window. reveal.js shows and hides slides and fragments. */

"use strict";

(() => {
  const root = document.documentElement;
  const slides = [...document.querySelectorAll(".slides > .slide")];
  const { fit, page } = Fit;
  const address = Kit.readAddress(location.hash);
  const NARROW = 640;
  const STAGES = { wide: [1280, 720], tall: [1024, 768] };
  const host = window.opener ?? (window.parent === window ? null : window.parent);
  let deck = null;
  let stage = "wide";
  let following = false;
  let obeying = false;

  /* A telephone, or a window enlarged until little of it is left, gets one page to read. */
  const isNarrow = () => window.innerWidth <= NARROW && !host;

  function chooseStage() {
    if (isNarrow()) { location.reload(); return; }
    const name = window.innerWidth / window.innerHeight < 1.5 ? "tall" : "wide";
    const changed = name !== stage;
    stage = name;
    root.classList.toggle("tall", stage === "tall");
    if (deck && changed) {
      const [width, height] = STAGES[stage];
      deck.configure({ width, height });
      fit(deck.getCurrentSlide(), stage);
    }
  }

  /* --- moving about --- */

  const current = () => slides.indexOf(deck.getCurrentSlide());

  function goTo(place) {
    const target = place ? document.getElementById(place) : slides[0];
    const number = slides.indexOf(target?.closest(".slide"));
    if (number >= 0 && number !== current()) deck.slide(number);
    if (target && !target.matches(".slide")) {
      target.tabIndex = -1;
      target.focus();
    }
  }

  /* A link within the deck is a step that "back" undoes. */
  function follow(event) {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    event.stopPropagation(); // reveal.js would follow it too, and leave no step behind
    const { place, reader } = Kit.readAddress(link.getAttribute("href"));
    if (reader) { location.hash = link.hash; return; }
    following = true;
    goTo(place);
    following = false;
  }

  function announce() {
    const title = deck.getCurrentSlide().querySelector("h2").textContent;
    document.getElementById("kit-said").textContent = `${title}. Slide ${current() + 1} of ${slides.length}`;
  }

  /* A move along the slides replaces the address; a state of an explorer and a
     link add to it, so that "back" undoes them. */
  function remember(push) {
    if (window.parent !== window) return;
    const wanted = Kit.writeAddress(deck.getCurrentSlide().id);
    if (wanted === location.hash) return;
    try { history[push ? "pushState" : "replaceState"](null, "", wanted); } catch { /* no address here */ }
  }

  function readAddress() {
    const { place, states, reader } = Kit.readAddress(location.hash);
    if (reader) { location.reload(); return; }
    Kit.applyStates(states);
    goTo(place);
  }

  const actions = {
    next: () => deck.next(),
    previous: () => deck.prev(),
    first: () => deck.slide(0),
    last: () => deck.slide(slides.length - 1),
    overview: () => toggleOverview(),
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.()),
    blank: () => { root.classList.toggle("blank"); report(); },
    scheme: () => setScheme({ light: "dark", dark: "contrast", contrast: "light" }[root.dataset.scheme ?? "light"]),
    speaker: () => { showHelp(); document.getElementById("kit-speaker").scrollIntoView(); },
    help: () => showHelp(),
    close: () => help.close(),
    slides: () => { location.hash = ""; location.reload(); },
  };
  const [AHEAD, BACK] = root.dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  const KEYS = {
    [AHEAD]: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    [BACK]: "previous", ArrowUp: "previous", PageUp: "previous",
    Home: "first", End: "last", Escape: "overview",
  };
  const LETTERS = { n: "next", p: "previous", o: "overview", f: "fullscreen", b: "blank", ".": "blank", t: "scheme", s: "speaker", "?": "help" };
  const MOVES = new Set(["next", "previous", "first", "last"]);

  const help = document.getElementById("kit-help");
  const letters = document.getElementById("kit-letters");
  const schemeChoice = document.getElementById("kit-scheme");

  function showHelp() { if (!help.open) help.showModal(); }

  /* What the focused control wants to do with a key itself. */
  function taken(event) {
    const focus = document.activeElement;
    if (!focus || focus === document.body || help.contains(focus)) return false; // the help is closed
    if (focus.matches("select, input:not([type=checkbox]), textarea")) return event.key !== "Escape" && event.key !== "PageDown" && event.key !== "PageUp";
    if (focus.matches("button, summary, a[href], input[type=checkbox]")) return event.key === " " || event.key === "Enter";
    if (focus.matches(".overflowing, .data-table")) return /^Arrow|^Page|^ $|^Home|^End/.test(event.key);
    return false;
  }

  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || help.open) return;
    if (root.classList.contains("overview")) { overviewKey(event); return; }
    if (taken(event)) return;
    let name = KEYS[event.key] ?? (letters.checked ? LETTERS[event.key.toLowerCase()] : undefined);
    if (event.key === " " && event.shiftKey) name = "previous";
    if (event.key === "Escape") {
      const open = deck.getCurrentSlide().querySelector("details.data[open]");
      if (open) { open.open = false; event.preventDefault(); return; }
      if (document.activeElement?.closest(".slide")) { document.activeElement.blur(); event.preventDefault(); return; }
    }
    if (!name) return;
    event.preventDefault();
    if (root.classList.contains("blank") && name !== "blank") root.classList.remove("blank");
    actions[name]();
  }

  /* --- overview: every slide in small, in order --- */

  function toggleOverview() {
    const open = root.classList.toggle("overview");
    for (const slide of slides) {
      if (open) slide.tabIndex = 0;
      else slide.removeAttribute("tabindex");
    }
    if (open) {
      const slide = deck.getCurrentSlide();
      slide.focus();
      slide.scrollIntoView({ block: "center" });
    } else {
      document.querySelector(".reveal").scrollTop = 0;
      deck.layout();
    }
  }

  function choose(slide) {
    toggleOverview();
    deck.slide(slides.indexOf(slide));
  }

  function overviewKey(event) {
    const focus = slides.indexOf(document.activeElement);
    const columns = getComputedStyle(document.querySelector(".slides")).gridTemplateColumns.split(" ").length;
    const step = { [AHEAD]: 1, [BACK]: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step) slides[Math.min(slides.length - 1, Math.max(0, focus + step))].focus();
    else if (event.key === "Home") slides[0].focus();
    else if (event.key === "End") slides.at(-1).focus();
    else if (event.key === "Enter" || event.key === " ") choose(slides[focus] ?? deck.getCurrentSlide());
    else if (event.key === "Escape" || event.key.toLowerCase() === "o") toggleOverview();
    else return;
    event.preventDefault();
  }

  /* --- colours --- */

  function setScheme(name) {
    if (!["light", "dark", "contrast"].includes(name)) return;
    root.dataset.scheme = name;
    schemeChoice.value = name;
    report();
  }

  /* --- the wires to a presenter: only to the window that opened or frames this one --- */

  function report(order = null) {
    if (!host || !deck || (obeying && !order)) return; // an order is answered once, when it is carried out
    const { f } = deck.getIndices();
    const states = [...Kit.explorers].map(([name, explorer]) => [name, explorer.state]);
    const number = current();
    host.postMessage({
      kit: "at", slide: number, step: f ?? -1, states, total: slides.length,
      blank: root.classList.contains("blank"), scheme: root.dataset.scheme ?? "light",
      echo: order !== null, // what was ordered, so that no order comes back as a wish
      wish: order?.wish,
    }, "*");
  }

  function obey(event) {
    const order = event.data;
    if (event.source !== host || order?.kit !== "go") return;
    obeying = true;
    if (Number.isInteger(order.slide)) {
      if (Array.isArray(order.states)) Kit.applyStates(new Map(order.states));
      root.classList.toggle("blank", order.blank === true);
      if (order.scheme) setScheme(order.scheme);
      deck.slide(order.slide, 0, Number.isInteger(order.step) ? order.step : undefined);
    }
    if (order.move === "next" || order.move === "previous") actions[order.move]();
    report(order);
    obeying = false;
  }

  /* --- start --- */

  async function start() {
    Kit.start();
    root.dataset.scheme = "light";
    schemeChoice.addEventListener("change", () => setScheme(schemeChoice.value));
    for (const button of document.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => actions[button.dataset.do]());
    }
    if (address.reader || isNarrow()) {
      startReader();
      return;
    }
    root.classList.add("deck");
    await Promise.all([...document.fonts].map((face) => face.load()));
    for (const name of ["tall", "wide"]) {
      root.classList.toggle("tall", name === "tall");
      for (const slide of slides) fit(slide, name);
    }
    chooseStage();
    const [width, height] = STAGES[stage];
    deck = new Reveal(document.querySelector(".reveal"), {
      width, height, margin: 0, minScale: 0.1, maxScale: 6, display: "grid", center: false,
      controls: false, progress: false, keyboard: false, overview: false, help: false,
      hash: false, history: false, respondToHashChanges: false, jumpToSlide: false,
      transition: "none", backgroundTransition: "none", autoAnimate: false, viewDistance: 1000,
      scrollActivationWidth: null, postMessage: false, postMessageEvents: false,
      hideInactiveCursor: true, hideCursorTime: 3000,
    });
    await deck.initialize();
    // A deck is a document to be read, not an application that takes all keys; and its
    // slides are announced by their titles, not by all that stands on them.
    document.querySelector(".reveal").removeAttribute("role");
    document.querySelector(".reveal .aria-status")?.remove();
    Kit.applyStates(address.states);
    goTo(address.place);
    fit(deck.getCurrentSlide(), stage);

    deck.on("slidechanged", () => { fit(deck.getCurrentSlide(), stage); remember(following); announce(); report(); });
    deck.on("fragmentshown", () => report());
    deck.on("fragmenthidden", () => report());
    document.addEventListener("kit:state", (event) => { if (event.detail.final) remember(true); report(); });
    document.addEventListener("kit:view", (event) => fit(event.target.closest(".slide"), stage));
    document.addEventListener("kit:rows", (event) => page(Kit.explorers.get(event.target.id), 0));
    document.addEventListener("toggle", (event) => {
      const slide = event.target.closest?.(".slide");
      if (slide) fit(slide, stage);
    }, true);
    document.addEventListener("keydown", onKey);
    document.querySelector(".slides").addEventListener("click", (event) => {
      if (!root.classList.contains("overview")) return;
      const slide = event.target.closest(".slide");
      if (slide) { event.preventDefault(); choose(slide); }
    }, true);
    window.addEventListener("resize", chooseStage);
    window.addEventListener("beforeprint", () => {
      root.classList.remove("blank");
      if (root.classList.contains("overview")) toggleOverview();
    });
    window.addEventListener("hashchange", readAddress);
    document.addEventListener("click", follow, true);
    window.addEventListener("message", obey);
    let sleep = 0;
    document.addEventListener("pointermove", () => {
      root.classList.add("awake");
      clearTimeout(sleep);
      sleep = setTimeout(() => root.classList.remove("awake"), 2500);
    });
    root.dataset.ready = "true";
    report();
  }

  /* All slides as one page; explorers and quizzes live on. */
  function startReader() {
    window.addEventListener("resize", () => { if (!address.reader && !isNarrow()) location.reload(); });
    root.classList.toggle("reader", address.reader);
    Kit.applyStates(address.states);
    document.getElementById(address.place)?.scrollIntoView();
    document.addEventListener("kit:state", (event) => {
      if (!event.detail.final) return;
      const place = event.target.closest(".slide").id;
      try { history.pushState(null, "", `${Kit.writeAddress(place)}${address.reader ? ";reader" : ""}`); } catch { /* no address here */ }
    });
    document.addEventListener("kit:rows", (event) => {
      for (const row of Kit.rowsOf(event.target)) row.hidden = row.classList.contains("unmatched");
    });
    window.addEventListener("popstate", () => Kit.applyStates(Kit.readAddress(location.hash).states));
    root.dataset.ready = "true";
  }

  start();
})();
