/* The search box of the index leads to the search, with the words in the address. */

"use strict";

document.getElementById("kit-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = document.getElementById("kit-query").value.trim();
  location.href = `search.html#${encodeURIComponent(words)}`;
});
