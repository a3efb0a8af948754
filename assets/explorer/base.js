/* The explorer's side of the browser. What its modules share: the parts of the page, the view that is shown, words. */
(() => {
  const root = document.documentElement;
  const get = (id) => document.getElementById(id);
  window.portalExplorer = {
    get,
    place: document.querySelector("[data-explorer]"),
    boot: JSON.parse(get("explorer-boot").textContent),
    narrow: matchMedia("(max-width: 639px)"),
    dark: matchMedia("(prefers-color-scheme: dark)"),
    still: matchMedia("(prefers-reduced-motion: reduce)"),
    last: null, // what is shown, as the server sent it
    set: (id, props) => window.dash_clientside.set_props(id, props),
    value: (name) => getComputedStyle(root).getPropertyValue(name).trim(),
    plot: () => document.querySelector("#x-graph .js-plotly-plot"),

    /* As if the reader had typed it: a field of React's or Preact's hears of it. */
    type(field, text) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },

    /* Another table or row of links in the place of the old one: what was open, scrolled to or in focus still is. */
    swap(place, html) {
      const old = place.contains(document.activeElement) ? document.activeElement : null;
      const open = place.querySelector("details[open]");
      const aside = place.querySelector(".table-scroll")?.scrollLeft;
      place.innerHTML = html;
      if (open) for (const fold of place.querySelectorAll("details")) fold.open = true;
      const table = place.querySelector(".table-scroll");
      if (table && aside) table.scrollLeft = aside;
      if (!old) return;
      const named = (own) => own.localName === old.localName && own.firstChild?.textContent === old.firstChild?.textContent;
      const match = old.matches(".table-scroll") ? table : [...place.querySelectorAll("a, button, summary")].find(named);
      match?.focus({ preventScroll: true });
    },
  };
})();
