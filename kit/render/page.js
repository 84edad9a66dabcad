/* Runs the page: explorers with their address, colours, wide tables by keyboard. */

"use strict";

(() => {
  const root = document.documentElement;
  const scheme = document.getElementById("kit-scheme");

  function matched(event) {
    for (const row of Kit.rowsOf(event.target)) row.hidden = row.classList.contains("unmatched");
  }

  /* A table that is wider than its column scrolls, and must then take the focus. */
  function reach() {
    for (const box of document.querySelectorAll(".table")) {
      const wide = box.scrollWidth > box.clientWidth + 1;
      if (!wide) {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
        continue;
      }
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.querySelector("caption")?.textContent || "Table");
    }
  }

  document.addEventListener("kit:rows", matched);
  document.addEventListener("kit:view", reach);
  Kit.start();
  const { place, states } = Kit.readAddress(location.hash);
  Kit.applyStates(states);
  if (states.size) document.getElementById(place)?.scrollIntoView();
  document.addEventListener("kit:state", (event) => {
    if (!event.detail.final) return;
    const wanted = Kit.writeAddress(event.detail.name);
    if (wanted === location.hash) return;
    try { history.pushState(null, "", wanted); } catch { /* no address here */ }
  });
  window.addEventListener("popstate", () => Kit.applyStates(Kit.readAddress(location.hash).states));
  window.addEventListener("resize", reach);
  scheme.value = root.dataset.scheme;
  scheme.addEventListener("change", () => { root.dataset.scheme = scheme.value; });
  reach();
  root.dataset.ready = "true";
})();
