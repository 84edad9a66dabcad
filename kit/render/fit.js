/* Fits slides on the stage: one font size a slide, down to a floor, and long tables in
   explorers leafed through. */

"use strict";

const Fit = (() => {
  const STEPS = [1, 0.95, 0.9, 0.85, 0.8, 0.76, 0.72, 0.68, 0.64, 0.6];
  const LEAFED = 0.72;
  const FEW = 6;

  function overflows(slide) {
    const body = slide.querySelector(".body");
    if (body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1) return true;
    const boxes = body.querySelectorAll(".part, .explorer > .view, figure, td, th, .explorer");
    return [...boxes].some((box) => box.scrollWidth > box.clientWidth + 1 && !box.matches(".view")
      || box.matches(".part, figure") && box.scrollHeight > box.clientHeight + 2);
  }

  function fit(slide, name) {
    const body = slide.querySelector(".body");
    body.classList.remove("overflowing");
    for (const explorer of explorersOf(slide)) unpage(explorer);
    for (const step of STEPS) {
      slide.style.setProperty(`--fit-${name}`, String(step));
      if (!overflows(slide) && !explorersOf(slide).some((explorer) => crowded(explorer, step))) break;
    }
    for (const explorer of explorersOf(slide)) page(explorer, 0);
    const over = overflows(slide);
    scrollable(body, over);
    const cut = explorersOf(slide).filter(({ view }) => view.classList.contains("overflowing"));
    slide.dataset[`over${name}`] = String(over || cut.length > 0);
  }

  /* What does not fit at the smallest size scrolls, and takes the focus so that keys reach it. */
  function scrollable(box, over) {
    box.classList.toggle("overflowing", over);
    if (over) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }

  /* --- long tables in explorers are leafed through --- */

  function explorersOf(slide) {
    return [...slide.querySelectorAll(".explorer")].map((element) => Kit.explorers.get(element.id));
  }

  /* Whether smaller type would help: a table that is leafed through anyway need not
     be set in the smallest. */
  function crowded(explorer, step) {
    const { view } = explorer;
    if (!tooTall(view)) return false;
    return step > LEAFED || leaves(view)[1].length < FEW;
  }

  const tooTall = (view) => view.scrollHeight > view.clientHeight + 1;

  /* What is leafed through: the rows of the tables, or where there are none the blocks. */
  function leaves(view) {
    const rows = Kit.rowsOf(view);
    if (rows.length > 1) return ["Rows", rows.filter((row) => !row.classList.contains("unmatched"))];
    const lists = [...view.children].flatMap((block) => (block.matches("ul, ol") ? [...block.children] : [block]));
    return ["Parts", lists];
  }

  function unpage({ view, pager }) {
    for (const block of view.querySelectorAll(":scope > *, :scope > * > li")) block.hidden = false;
    for (const row of Kit.rowsOf(view)) row.hidden = row.classList.contains("unmatched");
    pager.replaceChildren();
    scrollable(view, false);
  }

  function page(explorer, first) {
    unpage(explorer);
    const { view, pager } = explorer;
    if (!tooTall(view)) return;
    const [called, all] = leaves(view);
    for (const leaf of all.slice(0, first)) leaf.hidden = true;
    let last = all.length;
    while (last > first + 1 && tooTall(view)) all[--last].hidden = true;
    scrollable(view, tooTall(view));
    if (all.length < 2) return;
    const label = document.createElement("span");
    const back = () => page(explorer, Math.max(0, first - (last - first)));
    const later = turn("›", `Later ${called.toLowerCase()}`, true, () => page(explorer, last));
    pager.append(turn("‹", `Earlier ${called.toLowerCase()}`, first > 0, back), label, later);
    // The pager took a line itself.
    while (last > first + 1 && tooTall(view)) all[--last].hidden = true;
    later.disabled = last === all.length;
    label.textContent = range(called, first + 1, last, all.length);
  }

  /* "Rows 3 to 7 of 20", or "Row 3 of 20". */
  function range(called, first, last, total) {
    const shown = first === last ? `${called.slice(0, -1)} ${first}` : `${called} ${first} to ${last}`;
    return `${shown} of ${total}`;
  }

  function turn(sign, name, possible, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.disabled = !possible;
    button.addEventListener("click", () => {
      const pager = button.parentElement;
      const place = [...pager.children].indexOf(button);
      act();
      const next = pager.children[place];
      (next?.disabled ? pager.querySelector("button:enabled") : next)?.focus();
    });
    return button;
  }

  return { fit, page };
})();
