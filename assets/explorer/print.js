/* A live chart on paper: plotly's drawing has the width of the screen, so a copy as wide as the sheet is printed in its
   place. The copy is drawn when printing begins and goes when it ends; what is on the screen is not touched. */
(() => {
  const root = document.documentElement;
  const WIDTH = 695; // of an upright A4 sheet within the margins of portal.css, in CSS pixels; other sheets scale it
  const SCREEN_TEXT = 13; // the size of a chart's text on the screen, and on paper as in portal.css
  const PAPER_TEXT = 10;

  /* The figure with every text of the usual size in that of paper. */
  function smaller(item) {
    if (!item || typeof item !== "object") return item;
    if (Array.isArray(item)) return item.map(smaller);
    const made = Object.fromEntries(Object.entries(item).map(([name, own]) => [name, smaller(own)]));
    return made.family && made.size === SCREEN_TEXT ? { ...made, size: PAPER_TEXT } : made;
  }

  const clear = () => document.querySelector(".paper-graph")?.remove();

  /* The figure on the screen as it is drawn on paper: its colours are light, and no name is left out. */
  function figureOnPaper() {
    root.classList.add("on-paper");
    try {
      return smaller(window.portalExplorer.figure());
    } finally {
      root.classList.remove("on-paper");
    }
  }

  function draw() {
    clear();
    const graph = document.querySelector(".explorer.is-live #x-graph:not([hidden])");
    if (!graph || !window.Plotly) return;
    const { data, layout } = figureOnPaper();
    const width = WIDTH / (layout.meta?.paper || 1);
    const paper = Object.assign(document.createElement("div"), { className: "x-graph paper-graph" });
    graph.before(paper);
    window.Plotly.newPlot(paper, data, { ...layout, width, autosize: false }, { staticPlot: true, locale: root.lang.slice(0, 2) });
    for (const drawing of paper.querySelectorAll(".main-svg")) drawing.setAttribute("viewBox", `0 0 ${width} ${layout.height}`);
    paper.style.setProperty("--shape", `${width} / ${layout.height}`);
  }

  addEventListener("beforeprint", draw);
  addEventListener("afterprint", clear);
})();
