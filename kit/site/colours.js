/* The control of the colours, on every page of the site. */

"use strict";

{
  const root = document.documentElement;
  const scheme = document.getElementById("kit-scheme");
  scheme.value = root.dataset.scheme;
  scheme.addEventListener("change", () => { root.dataset.scheme = scheme.value; });
}
