/* The figures that plotly draws: colours spelt out, words folded, margins as the server's own drawing has them. */
(() => {
  const x = window.portalExplorer;
  const { narrow, dark, value } = x;
  const root = document.documentElement;
  const small = () => narrow.matches && !root.classList.contains("on-paper"); // paper has room for all names

  /* Python writes colours and fonts as CSS variables; plotly wants them spelt out. */
  function spelt(item) {
    if (typeof item === "string") return item.startsWith("var(") ? value(item.slice(4, -1)) : item;
    if (Array.isArray(item)) return typeof item[0] === "number" ? item : item.map(spelt);
    if (item && typeof item === "object") return Object.fromEntries(Object.entries(item).map(([k, v]) => [k, spelt(v)]));
    return item;
  }

  /* A text of the chart in lines that fit on the screen. */
  function folded(text) {
    const lines = small() ? /(.{1,38})( |$)/g : /(.{1,90})( |$)/g;
    return text.split("<br>").map((line) => line.replace(lines, "$1<br>").replace(/<br>$/, "")).join("<br>");
  }

  /* On a phone a text gives way to its short form, and what there is no room for is left out. */
  function shortened(notes) {
    const shown = notes.filter(({ name }) => name !== "minor");
    for (const note of shown) if (note.name) note.text = note.text.startsWith("<b>") ? `<b>${note.name}</b>` : note.name;
    return shown;
  }

  /* What a type of chart wants of the browser stands in its layout's `meta`. */
  function drawn(figure) {
    const made = spelt(figure);
    const { layout } = made;
    const { margin = {}, fold, short } = layout.meta || {};
    for (const trace of made.data) for (const name of ["hovertext", fold]) if (trace[name]) trace[name] = trace[name].map(folded);
    for (const [side, name] of Object.entries(margin)) layout.margin[side] = parseFloat(value(name));
    if (!small() || !layout.annotations) return made;
    layout.annotations = shortened(layout.annotations);
    const years = short ? layout.xaxis.ticktext : [];
    if (years.length > 3) layout.xaxis.ticktext = years.map((year, i) => ((years.length - 1 - i) % 2 ? "" : year));
    return made;
  }

  /* A chart has the height of its figure, whatever happens to the window: plotly would take it from the page. */
  function sized(figure) {
    x.get("x-chart").style.setProperty("--graph-height", `${figure.layout.height}px`);
    return figure;
  }

  const again = () => x.last && x.last.figure && x.set("x-graph", { figure: x.drawn(x.last.figure) });
  narrow.addEventListener("change", again);
  dark.addEventListener("change", again);
  x.drawn = (figure) => sized(drawn(figure));
  /* The figure on the screen in the colours and widths that hold now: print.js draws it for paper. */
  x.figure = () => (x.last && x.last.figure ? drawn(x.last.figure) : null);
})();
