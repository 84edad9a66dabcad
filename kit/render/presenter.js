/* Runs the presenter's screen. "Now" leads: every move goes to it first, and what it
   reports is passed on to the audience's window and, one step further, to "Next". */

"use strict";

(() => {
  const markup = JSON.parse(document.getElementById("kit-deck").textContent);
  const desk = document.querySelector(".desk");
  const notes = [...document.querySelectorAll(".note")];
  const planned = Number(desk.dataset.minutes) * 60;
  const placeLabel = document.getElementById("kit-place");
  const scheme = document.getElementById("kit-scheme");
  const at = { slide: 0, step: -1, states: [], blank: false, scheme: "light" };
  let total = notes.length;
  let audience = null;
  let heard = null; // where the audience's window last said it is
  let wishes = 0; // how often it was moved by a hand of its own
  let insisted = false;
  let thenReady = false;
  let size = 24;

  /* --- the three windows that show the deck --- */

  const address = () => URL.createObjectURL(new Blob([markup], { type: "text/html" }));

  function frame(holder, title) {
    const element = document.createElement("iframe");
    element.title = title;
    element.src = address();
    document.getElementById(holder).append(element);
    return element;
  }

  const now = frame("kit-now", "The current slide");
  const then = frame("kit-then", "The next slide");

  function open() {
    if (audience && !audience.closed) { audience.focus(); return; }
    heard = null;
    audience = window.open(address(), "_blank", "popup,width=1280,height=760");
    if (!audience) window.alert("The browser did not let a second window open. Allow pop-up windows for this file, then try again.");
  }

  function send(to, order) { to?.postMessage({ ...at, ...order, kit: "go" }, "*"); }

  function move(name) {
    // Without saying from where: two quick moves must not start from the same place.
    now.contentWindow.postMessage({ kit: "go", move: name }, "*");
    startClock();
  }

  const same = (one, other) => ["slide", "step", "blank", "scheme"].every((key) => one[key] === other[key])
    && JSON.stringify(one.states) === JSON.stringify(other.states);

  function hear(event) {
    const said = event.data;
    if (said?.kit !== "at" || !Number.isInteger(said.slide)) return;
    if (event.source === then.contentWindow) {
      if (!thenReady) { thenReady = true; showNext(); }
      return;
    }
    if (event.source === audience) {
      hearAudience(said);
      return;
    }
    if (event.source !== now.contentWindow) return;
    total = said.total;
    const moved = !same(said, at);
    for (const key of Object.keys(at)) at[key] = said[key];
    if (moved) { insisted = false; showNext(); }
    // A wish of the audience's window is not sent back to it, unless it was moved elsewhere meanwhile.
    const owed = said.wish === undefined ? moved : said.wish === wishes && !same(heard, at);
    if (owed && heard && !audience.closed) send(audience);
    show();
  }

  function hearAudience(said) {
    const opening = heard === null;
    heard = said;
    if (same(said, at)) return;
    if (!opening && !said.echo) { wishes += 1; send(now.contentWindow, { ...said, wish: wishes }); return; }
    // Two hands at once: the last word is said again, once, so that nothing is asked for ever.
    if (opening || !insisted) { insisted = true; send(audience); }
  }

  function showNext() { send(then.contentWindow, { move: "next", blank: false }); }

  /* --- notes --- */

  function show() {
    notes.forEach((note, number) => { note.hidden = number !== at.slide; });
    desk.querySelector(".notes").scrollTop = 0;
    placeLabel.textContent = `${at.slide + 1} / ${total}`;
    document.querySelector("[data-do=blank]").setAttribute("aria-pressed", String(at.blank));
    scheme.value = at.scheme;
    document.documentElement.dataset.scheme = at.scheme === "contrast" ? "contrast" : document.documentElement.dataset.own ?? "light";
    document.documentElement.dataset.ready = "true";
    tick();
  }

  function resize(by) {
    size = Math.min(44, Math.max(16, size + by));
    desk.style.setProperty("--notes-size", `${size}px`);
  }

  /* --- time --- */

  let begun = null;
  let before = 0;
  const spent = () => before + (begun === null ? 0 : (Date.now() - begun) / 1000);
  const clockButton = document.querySelector("[data-do=clock]");

  function startClock() {
    if (begun !== null) return;
    begun = Date.now();
    clockButton.textContent = "Pause";
  }

  function toggleClock() {
    if (begun === null) { startClock(); return; }
    before = spent();
    begun = null;
    clockButton.textContent = "Go on";
  }

  function resetClock() {
    before = 0;
    if (begun !== null) begun = Date.now();
    tick();
  }

  const two = (number) => String(number).padStart(2, "0");
  const asTime = (seconds) => `${Math.floor(seconds / 60)}:${two(Math.floor(seconds % 60))}`;

  function tick() {
    const time = new Date();
    document.getElementById("kit-clock").textContent = `${two(time.getHours())}:${two(time.getMinutes())}`;
    document.getElementById("kit-spent").textContent = asTime(spent());
    document.getElementById("kit-pace").textContent = pace();
  }

  /* Slides are taken to last equally long: a rough measure, said roughly. */
  function pace() {
    if (!planned || total < 2 || spent() < 60) return "";
    const ahead = Math.round((planned * at.slide / (total - 1) - spent()) / 60);
    if (Math.abs(ahead) < 2) return "On time, by the number of slides";
    return `About ${Math.abs(ahead)} minutes ${ahead > 0 ? "ahead" : "behind"}, by the number of slides`;
  }

  /* --- hands --- */

  const actions = {
    open, clock: toggleClock, reset: resetClock,
    next: () => move("next"), previous: () => move("previous"),
    blank: () => send(now.contentWindow, { blank: !at.blank }),
    first: () => send(now.contentWindow, { slide: 0, step: -1 }),
    last: () => send(now.contentWindow, { slide: total - 1 }),
    larger: () => resize(2), smaller: () => resize(-2),
  };
  const KEYS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous",
    Home: "first", End: "last", b: "blank", ".": "blank", a: "open", "+": "larger", "-": "smaller",
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("select, input")) return;
    if (event.target.matches("button") && (event.key === " " || event.key === "Enter")) return;
    const name = KEYS[event.key];
    if (!name) return;
    event.preventDefault();
    actions[name]();
  });
  for (const button of document.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => actions[button.dataset.do]());
  }
  scheme.addEventListener("change", () => send(now.contentWindow, { scheme: scheme.value }));
  window.addEventListener("message", hear);
  window.addEventListener("beforeunload", () => audience?.close());
  notes.forEach((note, number) => { note.hidden = number !== 0; });
  tick();
  setInterval(tick, 1000);
})();
