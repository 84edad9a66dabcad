/* Run in an open deck: goes through the slides, shows each view of each explorer once,
   and says what does not fit and how small the smallest words are. */

async () => {
  const READ = "p, li, td, th, dt, dd, pre, blockquote, figcaption, h3, h4, legend";
  const FURNITURE = "thead, .cite, .foot, .control, .explorer-foot, .grades, .imprint, .visually-hidden, template";
  const SVG = "data:image/svg+xml,";
  const SIZE = /font(?:-size)?[:=]\s*"?(?:[a-z0-9]+ )*?([\d.]+)(?=px|")/g;
  const stage = document.documentElement.classList.contains("tall") ? "tall" : "wide";
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));

  function smallest(slide) {
    let least = null;
    const walker = document.createTreeWalker(slide.querySelector(".body"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const words = walker.currentNode.data.trim();
      if (!words || !element.closest(READ) || element.closest(FURNITURE)) continue;
      if (!element.getClientRects().length) continue;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (!least || size < least.size) least = { size, words: words.slice(0, 60) };
    }
    return least;
  }

  function smallestInFigures(slide) {
    let least = null;
    for (const image of slide.querySelectorAll("figure img")) {
      if (!image.src.startsWith(SVG) || !image.clientWidth) continue;
      const drawing = decodeURIComponent(image.src.slice(SVG.length));
      const [, , width, height] = drawing.match(/viewBox="([^"]+)"/)[1].split(/[\s,]+/).map(Number);
      const scale = Math.min(image.clientWidth / width, image.clientHeight / height);
      const sizes = [...drawing.matchAll(SIZE)].map((found) => Number(found[1])).filter(Boolean);
      const size = Math.min(...sizes) * scale;
      if (sizes.length && (least === null || size < least)) least = size;
    }
    return least;
  }

  const found = [];
  for (const slide of document.querySelectorAll(".slides > .slide")) {
    location.hash = `#${encodeURIComponent(slide.id)}`;
    await frame();
    await frame();
    const said = { id: slide.id, cells: slide.dataset.cells ?? "", overflowing: [], small: null, figure: null };
    const measure = (state) => {
      const views = [...slide.querySelectorAll(".explorer > .view")];
      const cut = views.some((view) => view.scrollHeight > view.clientHeight + 2);
      if (cut || slide.dataset[`over${stage}`] === "true") said.overflowing.push(state);
      const words = smallest(slide);
      if (words && (!said.small || words.size < said.small.size)) said.small = { ...words, state };
      const figure = smallestInFigures(slide);
      if (figure !== null && (!said.figure || figure < said.figure.size)) said.figure = { size: figure, state };
    };
    measure("");
    for (const element of slide.querySelectorAll(".explorer")) {
      const explorer = Kit.explorers.get(element.id);
      const seen = new Set([explorer.views.get(explorer.initial)]);
      for (const [state, view] of explorer.views) {
        if (seen.has(view)) continue;
        seen.add(view);
        explorer.show(state);
        await frame();
        measure(explorer.said);
      }
      explorer.show(explorer.initial);
    }
    found.push(said);
  }
  return found;
}
