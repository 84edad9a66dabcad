// Lists what has been built, opens it, and refreshes what is open when it is built again.
"use strict";

const list = document.getElementById("products");
const failures = document.getElementById("failures");
const open = new Map();

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function entry([name, address]) {
  const link = element("a", name);
  link.href = address;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open.set(name, window.open(address, name));
  });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

new EventSource("events").addEventListener("message", (message) => {
  const { products, changed, failed } = JSON.parse(message.data);
  list.replaceChildren(...Object.entries(products).map(entry));
  failures.replaceChildren(...failed.map((text) => element("p", text)));
  for (const name of changed) {
    const shown = open.get(name);
    // A reload keeps the address, and with it the slide that is shown.
    if (shown && !shown.closed) shown.location.reload();
  }
});
