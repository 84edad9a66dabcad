/* The index: what it offers where, and a search box that leads to the search, with the words in the address. */

"use strict";

/* A browser runs no Python from disk: what must be served is not offered there. */
if (location.protocol === "file:") {
  for (const offer of document.querySelectorAll(".served")) offer.hidden = true;
}

document.getElementById("kit-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = document.getElementById("kit-query").value.trim();
  location.href = `search.html#${encodeURIComponent(words)}`;
});
