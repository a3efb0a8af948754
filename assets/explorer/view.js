/* The view: what Dash hands over is shown here, and what is chosen inside it goes back to Dash. */
(() => {
  const x = window.portalExplorer;
  const { get, swap } = x;
  const unchanged = () => window.dash_clientside.no_update;

  /* One place chosen anywhere, in the chart, on the map or in a table, is in colour everywhere. */
  x.choose = (code) => code && /^\d{3}$/.test(code) && x.set("x-h", { value: code });

  /* The links of the tables lead to the same page in another state: here without leaving it. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".explorer-live")) return;
    const link = event.target.closest('#x-main a[href^="?"], #x-table a[href^="?"]');
    const area = event.target.closest("path[data-code]");
    if (area) x.choose(area.dataset.code);
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const asked = new URLSearchParams(link.search);
    if (link.closest("thead")) x.set("x-sort", { value: asked.get("sort") || "" });
    else x.set("x-h", { value: asked.get("h") || "" });
  });

  function listenToPlot() {
    const plot = x.plot();
    if (!plot || !plot.on) return x.last.figure && requestAnimationFrame(listenToPlot);
    if (plot.heard) return;
    plot.heard = true;
    plot.on("plotly_click", ({ points }) => x.choose(String(points[0].customdata)));
    plot.on("plotly_afterplot", x.relocate);
  }

  function showMain(view, other) {
    const main = get("x-main");
    if (view.main) return swap(main, view.main);
    if (!view.map || other) main.replaceChildren();
    if (view.map) x.paintMap(view.map);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portal: {
      /* The chart is drawn by plotly; map, tables and links come as the HTML that the server writes into its own view. */
      paint(view) {
        if (!view) return unchanged();
        const other = !x.last || x.last.view !== view.view;
        if (other) {
          x.stand(null);
          x.pause();
        }
        x.last = view;
        get("x-graph").hidden = !view.figure;
        get("x-chart").tabIndex = view.main ? -1 : 0;
        get("x-details").hidden = Boolean(view.main);
        if (view.table !== null || !get("x-details").open) swap(get("x-table"), view.table || "");
        x.askForTable();
        swap(get("x-tools"), view.tools);
        window.dispatchEvent(new Event("portal:shown"));
        showMain(view, other);
        x.slide(view);
        x.offer();
        x.takeOverWhenDrawn();
        window.portal.tell();
        if (!view.figure) return unchanged();
        requestAnimationFrame(listenToPlot);
        return x.drawn(view.figure);
      },
      fill(found) {
        if (found) x.fillTable(found);
        return unchanged();
      },
      async copy() {
        const button = get("x-copy");
        if (!(await window.portal.copy(button, `${location.origin}${location.pathname}${location.search}#numbers`))) return "";
        button.classList.add("copied");
        setTimeout(() => button.classList.remove("copied"), 2000);
        return button.dataset.done;
      },
      async share() {
        try {
          await navigator.share({ title: document.title, text: get("x-sentence").textContent, url: `${location.href.split("#")[0]}#numbers` });
        } catch {
          /* The reader has closed the list: nothing to say. */
        }
        return unchanged();
      },
    },
  });

  const sharing = new MutationObserver(() => {
    const button = get("x-share");
    if (!button) return;
    button.hidden = !(navigator.share && matchMedia("(pointer: coarse)").matches);
    sharing.disconnect();
  });
  sharing.observe(get("react-entry-point"), { childList: true, subtree: true });
})();
