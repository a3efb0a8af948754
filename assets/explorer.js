/* The explorer's side of the browser: the theme's colours in the figure, the change from the server's view, the copied link. */
(() => {
  const root = document.documentElement;
  const narrow = matchMedia("(max-width: 639px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let last = null;

  const value = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  /* Python writes colours and fonts as CSS variables; plotly wants them spelt out. */
  function spelt(item) {
    if (typeof item === "string") return item.startsWith("var(") ? value(item.slice(4, -1)) : item;
    if (Array.isArray(item)) return typeof item[0] === "number" ? item : item.map(spelt);
    if (item && typeof item === "object") return Object.fromEntries(Object.entries(item).map(([k, v]) => [k, spelt(v)]));
    return item;
  }

  function drawn(figure) {
    const made = spelt(figure);
    const { layout } = made;
    if (layout.meta === "trend") {
      layout.margin.r = parseFloat(value("--end"));
      if (narrow.matches) {
        const years = layout.xaxis.ticktext;
        if (years.length > 3) layout.xaxis.ticktext = years.map((year, i) => ((years.length - 1 - i) % 2 ? "" : year));
        for (const note of layout.annotations) note.text = note.text.startsWith("<b>") ? `<b>${note.name}</b>` : note.name;
      }
    }
    if (layout.meta === "ranking") {
      layout.margin.l = parseFloat(value("--names"));
      layout.margin.r = parseFloat(value("--values"));
    }
    return made;
  }

  const again = () => last && window.dash_clientside.set_props("x-graph", { figure: drawn(last) });
  narrow.addEventListener("change", again);
  dark.addEventListener("change", again);

  /* The server's view leaves when the chart is drawn; what had the focus there has it here. */
  function takeOver(place) {
    const old = document.activeElement;
    const held = old && old.closest("#explorer-static") ? old : null;
    const open = place.querySelector(".explorer-static details").open;
    if (open) place.querySelector(".explorer-live details").open = true;
    place.classList.add("is-live");
    if (!held) return;
    const live = place.querySelector(".explorer-live");
    const name = held.name && `x-${held.name}`;
    const target =
      (held.type === "radio" || held.type === "checkbox") && name
        ? live.querySelector(`#${name} input[value="${CSS.escape(held.value)}"]`)
        : name && document.getElementById(name);
    const match = target || live.querySelector(held.localName === "summary" ? "summary" : "button, a");
    if (match) match.focus({ preventScroll: true });
  }

  function whenDrawn(act, tries = 600) {
    const plot = document.querySelector("#x-graph .js-plotly-plot");
    if (plot && plot.querySelector(".main-svg .xy, .main-svg .layer-above")) requestAnimationFrame(act);
    else if (tries) requestAnimationFrame(() => whenDrawn(act, tries - 1));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portal: {
      /* The chart is drawn by plotly; the table comes as the HTML that the server writes into its own view. */
      paint(view) {
        if (!view) return window.dash_clientside.no_update;
        const { figure, table } = view;
        last = figure;
        document.getElementById("x-table").innerHTML = table;
        const place = document.querySelector("[data-explorer]");
        if (!place.classList.contains("is-live")) whenDrawn(() => takeOver(place));
        return drawn(figure);
      },
      async copy() {
        const button = document.getElementById("x-copy");
        const { origin, pathname, search } = location;
        await navigator.clipboard.writeText(`${origin}${pathname}${search}#numbers`);
        button.classList.add("copied");
        setTimeout(() => button.classList.remove("copied"), 2000);
        return button.dataset.done;
      },
    },
  });
})();
