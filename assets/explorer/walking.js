/* The keyboard on the chart: arrow keys go through the points in order, each is said and shown. */
(() => {
  const x = window.portalExplorer;
  const { get, plot } = x;
  let at = null; // which of the walks, which of its points, and what that is

  /* Along lines, from dot to dot, or down rows: the type of chart says it. */
  const kind = () => x.last.figure?.layout.meta?.walk;

  function walks() {
    if (x.last.map) return [x.last.map.order.map((code) => ({ code, text: x.last.map.texts[code] }))];
    if (!x.last.figure) return [];
    const found = x.last.figure.data
      .map((trace, curve) =>
        (trace.text || [])
          .map((text, point) => ({ text: text.replace("<br>", " – ").replaceAll("<br>", ", "), curve, point, code: trace.customdata[point], x: trace.x[point], y: trace.y[point] }))
          .filter(({ text }) => text),
      )
      .filter((walk) => walk.length)
      .reverse(); // the town is drawn last and walked first
    return kind() === "dots" ? [found.flat().sort((a, b) => a.x - b.x || a.y - b.y)] : found;
  }

  /* The first step leads to the town where all municipalities are shown, else to the first point. */
  function begin(walk) {
    const town = get("x-h").value;
    return kind() === "rows" ? 0 : Math.max(0, walk.findIndex(({ code }) => code === town));
  }

  /* Up and down in a trend lead to the next line at the same year. */
  function beside(all, here, key) {
    const column = all.flatMap((walk, line) => walk.map((mark, point) => ({ walk: line, point, mark })));
    const near = column.filter(({ mark }) => mark.x === here.x).sort((a, b) => b.mark.y - a.mark.y);
    const own = near.findIndex(({ mark }) => mark.curve === here.curve);
    return near[Math.max(0, Math.min(near.length - 1, own + (key === "ArrowDown" ? 1 : -1)))];
  }

  function step(key) {
    const all = walks();
    if (!all.length || !/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) return false;
    let { walk, point } = at || { walk: 0, point: -1 };
    const end = all[walk].length - 1;
    if (key === "Home") point = 0;
    else if (key === "End") point = end;
    else if (!at) point = begin(all[walk]);
    else if (all.length > 1 && /Up|Down/.test(key)) ({ walk, point } = beside(all, at.mark, key));
    else point = Math.max(0, Math.min(end, point + (/Right|Down/.test(key) ? 1 : -1)));
    at = { walk, point, mark: all[walk][point] };
    show(at.mark);
    return true;
  }

  /* In a new drawing one stands where one stood: at the same place and year. */
  function relocate() {
    if (!at) return;
    const all = walks();
    const { code, x: when } = at.mark;
    const same = (mark) => mark.code === code && (kind() !== "lines" || mark.x === when);
    const walk = all.findIndex((marks) => marks.some(same));
    at = walk < 0 ? null : { walk, point: all[walk].findIndex(same) };
    if (!at) return;
    at.mark = all[at.walk][at.point];
    if (document.activeElement === get("x-chart")) show(at.mark);
  }

  function show(mark) {
    const spoken = get("x-spoken");
    if (spoken.textContent !== mark.text) spoken.textContent = mark.text;
    if (mark.curve === undefined) return x.ring(mark.code);
    window.Plotly.Fx.hover(plot(), [{ curveNumber: mark.curve, pointNumber: mark.point }]);
  }

  /* The mark is the keyboard's: it goes when the focus does. */
  document.addEventListener("focusout", (event) => {
    if (event.target.id !== "x-chart") return;
    get("x-spoken").textContent = "";
    if (plot()?.on) window.Plotly.Fx.unhover(plot());
    document.querySelector("#x-main .walk")?.remove();
    x.tellArea(null);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "x-chart" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && at) {
      x.choose(String(at.mark.code));
    } else if (!step(event.key)) return;
    event.preventDefault();
  });

  Object.assign(x, { relocate, stand: (mark) => (at = mark) });
})();
