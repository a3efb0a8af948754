/* The explorer's side of the browser: colours, the map, the slider, the keyboard, sharing, and the change from the server's view. */
(() => {
  const root = document.documentElement;
  const narrow = matchMedia("(max-width: 639px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const get = (id) => document.getElementById(id);
  const boot = JSON.parse(get("explorer-boot").textContent);
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let last = null; // what is shown, as the server sent it

  const value = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  /* Python writes colours and fonts as CSS variables; plotly wants them spelt out. */
  function spelt(item) {
    if (typeof item === "string") return item.startsWith("var(") ? value(item.slice(4, -1)) : item;
    if (Array.isArray(item)) return typeof item[0] === "number" ? item : item.map(spelt);
    if (item && typeof item === "object") return Object.fromEntries(Object.entries(item).map(([k, v]) => [k, spelt(v)]));
    return item;
  }

  /* A text of the chart in lines that fit on the screen. */
  function folded(text) {
    const lines = narrow.matches ? /(.{1,38})( |$)/g : /(.{1,90})( |$)/g;
    return text.split("<br>").map((line) => line.replace(lines, "$1<br>").replace(/<br>$/, "")).join("<br>");
  }

  function drawn(figure) {
    const made = spelt(figure);
    const { layout } = made;
    for (const trace of made.data) {
      if (trace.hovertext) trace.hovertext = trace.hovertext.map(folded);
      else if (layout.meta === "scatter") trace.text = trace.text.map(folded);
    }
    if (layout.meta === "trend") {
      layout.margin.r = parseFloat(value("--end"));
      if (narrow.matches) {
        const years = layout.xaxis.ticktext;
        if (years.length > 3) layout.xaxis.ticktext = years.map((year, i) => ((years.length - 1 - i) % 2 ? "" : year));
        for (const note of layout.annotations) note.text = note.text.startsWith("<b>") ? `<b>${note.name}</b>` : note.name;
      }
    }
    if (narrow.matches && layout.meta === "industries") for (const note of layout.annotations) note.text = note.name || note.text;
    if (narrow.matches && layout.meta === "scatter") layout.annotations = layout.annotations.filter(({ name }) => name !== "minor");
    if (layout.meta === "ranking") {
      layout.margin.l = parseFloat(value("--names"));
      layout.margin.r = parseFloat(value("--values"));
    }
    return made;
  }

  const again = () => last && last.figure && set("x-graph", { figure: drawn(last.figure) });
  narrow.addEventListener("change", again);
  dark.addEventListener("change", again);

  /* The map: its shapes are fetched once, each view only says who is in which class. */
  let shapes = null;
  const fetched = () => (shapes ||= fetch(boot.map).then((answer) => answer.text()));

  async function paintMap(map) {
    const markup = await fetched();
    if (!last || last.map !== map) return; // another view was chosen meanwhile
    const place = get("x-main");
    let svg = place.querySelector("svg");
    if (!svg) {
      place.innerHTML = `<div class="chart chart-map">${markup}<div class="map-legend"></div><div class="map-tip" aria-hidden="true" hidden></div></div>`;
      svg = place.querySelector("svg");
    }
    for (const path of svg.querySelectorAll("path[data-code]")) {
      const code = path.dataset.code;
      path.setAttribute("class", map.classes[code] || "none");
    }
    svg.setAttribute("aria-label", map.title);
    raise(svg, map.front);
    svg.querySelector(".labels").replaceChildren(...map.labels.map(label));
    place.querySelector(".map-legend").outerHTML = map.legend;
    if (at) relocate();
  }

  /* Outlines lie over their neighbours: the ten, then the chosen places; those that were before go back under them. */
  function raise(svg, front) {
    if (svg.dataset.front === front.join()) return;
    svg.dataset.front = front.join();
    const areas = svg.querySelector(".areas");
    const paths = (svg.inOrder ||= [...areas.children]);
    const height = (path) => front.indexOf(path.dataset.code) + 1 || (path.classList.contains("ten") ? 0.5 : 0);
    areas.replaceChildren(...[...paths].sort((a, b) => height(a) - height(b)));
  }

  const inSvg = (tag, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, own] of Object.entries(attributes)) made.setAttribute(name, own);
    made.textContent = text || "";
    return made;
  };
  const label = ({ x, y, anchor, text, role }) =>
    inSvg("text", { x, y, "text-anchor": anchor, class: `map-label ${role || ""}` }, text);

  /* What a municipality's figure is, beside it: plotly's own labels do the same in the other views. */
  function tell(area, x, y) {
    const tip = document.querySelector("#x-main .map-tip");
    if (!tip) return;
    tip.hidden = !area;
    if (!area) return;
    const box = tip.parentElement.getBoundingClientRect();
    const left = x - box.left;
    tip.textContent = last.map.texts[area.dataset.code] || "";
    tip.style.left = `${Math.max(0, Math.min(left + 14, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${y - box.top + 18}px`;
  }
  const over = (event) => event.target.closest?.(".explorer-live path[data-code]");
  document.addEventListener("pointermove", (event) => event.pointerType === "mouse" && tell(over(event), event.clientX, event.clientY));
  document.addEventListener("keydown", (event) => event.key === "Escape" && tell(null));

  /* The server's view leaves when the chart is drawn; what had the focus there has it here. */
  function takeOver(place) {
    const old = document.activeElement;
    const held = old && old.closest("#explorer-static") ? old : null;
    const both = (tag) => ["static", "live"].map((side) => [...place.querySelectorAll(`.explorer-${side} ${tag}`)]);
    const [folds, same] = both("details");
    for (const { open, className } of folds) if (open) for (const own of same) if (own.className === className) own.open = true;
    place.classList.add("is-live");
    if (!held) return;
    const typed = held.name === "add" ? held.value : "";
    if (typed) held.value = ""; // or the browser would take it for a choice when the field goes
    const live = place.querySelector(".explorer-live");
    const name = held.name && `x-${held.name}`;
    const target =
      (held.type === "radio" || held.type === "checkbox") && name
        ? live.querySelector(`#${name} input[value="${CSS.escape(held.value)}"]`)
        : name && (get(name) || live.querySelector(`[name=${name}]`));
    const [before, now] = both(held.localName);
    const match = target || (held.localName !== "button" && now[before.indexOf(held)]) || get("x-copy");
    if (match) match.focus({ preventScroll: true });
    if (typed && match === get("x-add")) type(match, typed);
  }

  /* As if the reader had typed it: a field of React's or Preact's hears of it. */
  function type(field, text) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Another table or row of links in the place of the old one: what was open, scrolled to or in focus still is. */
  function swap(place, html) {
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
  }

  function whenDrawn(act, tries = 600) {
    const plot = document.querySelector("#x-graph .js-plotly-plot");
    const ready = last.figure ? plot && plot.querySelector(".main-svg .xy, .main-svg .layer-above") : get("x-main").firstChild;
    if (ready) requestAnimationFrame(act);
    else if (tries) requestAnimationFrame(() => whenDrawn(act, tries - 1));
  }

  /* One place chosen anywhere, in the chart, on the map or in a table, is in colour everywhere. */
  const choose = (code) => code && /^\d{3}$/.test(code) && set("x-h", { value: code });

  /* The links of the tables lead to the same page in another state: here without leaving it. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".explorer-live")) return;
    const link = event.target.closest('#x-main a[href^="?"], #x-table a[href^="?"]');
    const area = event.target.closest("path[data-code]");
    if (area) choose(area.dataset.code);
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const asked = new URLSearchParams(link.search);
    if (link.closest("thead")) set("x-sort", { value: asked.get("sort") || "" });
    else set("x-h", { value: asked.get("h") || "" });
  });

  function listenToPlot(tries = 600) {
    const plot = document.querySelector("#x-graph .js-plotly-plot");
    if (!plot || !plot.on) return tries && requestAnimationFrame(() => listenToPlot(tries - 1));
    if (plot.heard) return;
    plot.heard = true;
    plot.on("plotly_click", ({ points }) => choose(String(points[0].customdata)));
    plot.on("plotly_afterplot", () => at && relocate());
  }

  /* The keyboard: arrow keys go through the points in order, each is said and shown. */
  let at = null; // which of the walks, which of its points, and what that is

  function walks() {
    if (last.map) return [last.map.order.map((code) => ({ code, text: last.map.texts[code] }))];
    if (!last.figure) return [];
    const found = last.figure.data
      .map((trace, curve) =>
        (trace.text || [])
          .map((text, point) => ({ text: text.replace("<br>", " – ").replaceAll("<br>", ", "), curve, point, code: trace.customdata[point], x: trace.x[point], y: trace.y[point] }))
          .filter(({ text }) => text),
      )
      .filter((walk) => walk.length)
      .reverse(); // the town is drawn last and walked first
    const dots = ["distribution", "scatter"].includes(last.view);
    return dots ? [found.flat().sort((a, b) => a.x - b.x || a.y - b.y)] : found;
  }

  /* The first step leads to the town where all municipalities are shown, else to the first point. */
  function begin(walk) {
    const town = get("x-h").value;
    return last.view === "ranking" ? 0 : Math.max(0, walk.findIndex(({ code }) => code === town));
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
    const all = walks();
    const { code, x } = at.mark;
    const same = (mark) => mark.code === code && (last.view !== "trend" || mark.x === x);
    const walk = all.findIndex((marks) => marks.some(same));
    at = walk < 0 ? null : { walk, point: all[walk].findIndex(same) };
    if (!at) return;
    at.mark = all[at.walk][at.point];
    if (document.activeElement === get("x-chart")) show(at.mark);
  }

  function show(mark) {
    const spoken = get("x-spoken");
    if (spoken.textContent !== mark.text) spoken.textContent = mark.text;
    if (mark.curve === undefined) return ring(mark.code);
    const plot = document.querySelector("#x-graph .js-plotly-plot");
    window.Plotly.Fx.hover(plot, [{ curveNumber: mark.curve, pointNumber: mark.point }]);
  }

  /* On the map: the outline over all others, and a ring that shows even the smallest. */
  function ring(code) {
    const svg = document.querySelector("#x-main svg");
    const path = svg && svg.querySelector(`path[data-code="${code}"]`);
    if (!path) return;
    const { x, y, width, height } = path.getBBox();
    const walk = svg.querySelector(".walk") || svg.appendChild(inSvg("g", { class: "walk" }));
    walk.replaceChildren(
      inSvg("path", { d: path.getAttribute("d") }),
      inSvg("circle", { cx: x + width / 2, cy: y + height / 2, r: Math.max(width, height) / 2 + 60 }),
    );
    const mark = path.getBoundingClientRect();
    tell(path, mark.right, mark.bottom);
  }

  /* The mark is the keyboard's: it goes when the focus does. */
  document.addEventListener("focusout", (event) => {
    if (event.target.id !== "x-chart") return;
    get("x-spoken").textContent = "";
    const plot = document.querySelector("#x-graph .js-plotly-plot");
    if (plot && plot.on) window.Plotly.Fx.unhover(plot);
    document.querySelector("#x-main .walk")?.remove();
    tell(null);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "x-chart" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && at) {
      choose(String(at.mark.code));
    } else if (!step(event.key)) return;
    event.preventDefault();
  });

  /* The slider over the years, and its play button: paused until asked, still where less motion is wanted. */
  let playing = 0;

  function pause() {
    clearInterval(playing);
    playing = 0;
    const button = document.querySelector("#x-slider button");
    if (button) Object.assign(button, { textContent: "▶", ariaLabel: get("x-slider").dataset.play, ariaPressed: "false" });
  }

  function forward() {
    const range = document.querySelector("#x-slider input");
    if (!range || Number(range.value) >= Number(range.max) || document.hidden) return pause();
    turn(range, Number(range.value) + 1);
  }

  function turn(range, number) {
    range.value = number;
    turned = Date.now();
    set("x-year", { value: last.years[number] });
  }

  /* However many years are played or slid through, one step back leads to where they began. */
  let turned = -Infinity;
  let run = false;
  const push = history.pushState;
  const yearless = (url) => {
    const { pathname, searchParams } = new URL(url, location.href);
    searchParams.delete("year");
    return `${pathname}?${searchParams}`;
  };
  history.pushState = (state, title, url) => {
    const turning = Date.now() - turned < 3000 && yearless(url) === yearless(location.href);
    (turning && run ? history.replaceState : push).call(history, state, title, url);
    run = turning;
  };
  addEventListener("popstate", () => (run = false));

  function play() {
    if (playing) return pause();
    if (still.matches) return (get("x-still").hidden = false);
    const range = document.querySelector("#x-slider input");
    Object.assign(document.querySelector("#x-slider button"), {
      textContent: "❚❚", ariaLabel: get("x-slider").dataset.pause, ariaPressed: "true",
    });
    playing = setInterval(forward, 1100);
    range.value === range.max ? turn(range, 0) : forward();
  }

  function slide(view) {
    const place = get("x-slider");
    if (!place) return;
    let range = place.querySelector("input");
    if (!range) {
      range = Object.assign(document.createElement("input"), { type: "range", min: 0, className: "form-range" });
      range.setAttribute("aria-label", document.querySelector("label[for=x-year]").textContent);
      range.addEventListener("input", () => {
        pause();
        turn(range, range.value);
      });
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-line play", onclick: play });
      const why = Object.assign(document.createElement("small"), { id: "x-still", hidden: true, textContent: place.dataset.still });
      why.setAttribute("role", "status");
      const quiet = () => {
        button.ariaDisabled = String(still.matches); // it stays reachable, to say why
        button.title = still.matches ? place.dataset.still : "";
        if (still.matches) pause();
        else why.hidden = true;
      };
      place.append(button, range, why);
      still.addEventListener("change", quiet);
      quiet();
      pause();
    }
    place.hidden = view.years.length < 2;
    range.max = Math.max(0, view.years.length - 1);
    range.value = view.years.indexOf(view.year);
    requestAnimationFrame(() => { // by then the list of years has its new names
      const named = [...get("x-year").options].find(({ value }) => value === view.year);
      range.setAttribute("aria-valuetext", named ? named.textContent : view.year);
    });
    if (playing && Number(range.value) >= Number(range.max)) pause();
  }

  /* Any municipality by typing, in any of its names, with or without its dots and rings. */
  const strokes = { ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ß: "ss" };
  const fold = (text) => text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/[øæœłđðþıß]/g, (sign) => strokes[sign])
    .replace(/\p{Pd}/gu, " ").replace(/[^\p{L}\p{N}\s]|[\u115f\u1160\u3164\uffa0]/gu, "").replace(/\s+/g, " ").trim();

  function offer() {
    const field = get("x-add");
    const place = get("x-adding");
    if (!window.accessibleAutocomplete || !field || place.dataset.made) return;
    place.dataset.made = "yes";
    let names = null;
    let offered = [];
    const load = () => (names ||= fetch(boot.places).then((answer) => answer.json()));
    const shown = document.createElement("div");
    place.append(shown);
    const add = ({ code }) => {
      set("x-add", { value: code });
      offered = [];
      setTimeout(() => type(get("x-add"), ""), 0);
    };
    /* A whole name needs no choosing: Enter is enough. */
    shown.addEventListener("keydown", (event) => {
      const [best, second] = offered;
      const whole = best && event.target.id === "x-add" && event.target.value.trim() && (!best.rank || !second);
      if (event.key === "Enter" && whole) add(best);
    });
    field.hidden = true;
    field.id = "x-add-plain";
    window.accessibleAutocomplete({
      element: shown,
      id: "x-add",
      minLength: 1,
      confirmOnBlur: false,
      autoselect: false,
      showNoOptionsFound: true,
      source: async (typed, found) => {
        const wanted = fold(typed);
        const rank = (own) => Math.min(...own.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(` ${wanted}`) ? 2 : name.includes(wanted) ? 3 : 9)));
        const all = (await load()).map((one) => ({ ...one, rank: rank(one.folded) })).filter((one) => one.rank < 9);
        offered = all.sort((a, b) => a.rank - b.rank || a.folded[0].localeCompare(b.folded[0])).slice(0, 8);
        found(offered);
      },
      templates: {
        inputValue: (one) => (one ? one.names[root.lang.slice(0, 2)] : ""),
        suggestion: (one) => {
          const own = one.names[root.lang.slice(0, 2)];
          const also = [...new Set(Object.values(one.names))].filter((name) => name !== own);
          const text = document.createElement("span");
          text.textContent = also.length ? `${own} (${also.join(", ")})` : own;
          return text.innerHTML;
        },
      },
      onConfirm: (one) => one && add(one),
      tNoResults: () => place.dataset.none,
      tAssistiveHint: () => place.dataset.hint,
      tStatusQueryTooShort: () => "",
      tStatusNoResults: () => place.dataset.none,
      tStatusSelectedOption: (name) => name,
      tStatusResults: (count) => place.dataset.found.replace("{count}", count),
    });
  }

  /* A long table comes when it is opened; while it is open, the old one stands until the new one is there. */
  const tables = new Map();
  let wanted = null;

  function askForTable() {
    if (!last || last.table !== null || !get("x-details").open) return;
    if (tables.has(last.search)) return swap(get("x-table"), tables.get(last.search));
    if (wanted === last.search) set("x-open", { value: "" }); // asked before and lost on the way: it is asked anew
    wanted = last.search;
    set("x-open", { value: last.search || "?" });
  }

  document.addEventListener("toggle", (event) => event.target.id === "x-details" && askForTable(), true);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portal: {
      /* The chart is drawn by plotly; map, tables and links come as the HTML that the server writes into its own view. */
      paint(view) {
        if (!view) return window.dash_clientside.no_update;
        const other = !last || last.view !== view.view;
        if (other) at = null;
        if (other && playing) pause();
        last = view;
        const main = get("x-main");
        get("x-graph").hidden = !view.figure;
        get("x-chart").tabIndex = view.main ? -1 : 0;
        get("x-details").hidden = Boolean(view.main);
        if (view.table !== null || !get("x-details").open) swap(get("x-table"), view.table || "");
        askForTable();
        swap(get("x-tools"), view.tools);
        window.dispatchEvent(new Event("portal:shown"));
        if (view.main) swap(main, view.main);
        else if (view.map) {
          if (other) main.replaceChildren();
          paintMap(view.map);
        } else main.replaceChildren();
        slide(view);
        offer();
        const place = document.querySelector("[data-explorer]");
        if (!place.classList.contains("is-live")) whenDrawn(() => takeOver(place));
        if (!view.figure) return window.dash_clientside.no_update;
        requestAnimationFrame(() => listenToPlot());
        return drawn(view.figure);
      },
      fill(found) {
        if (found) {
          const search = found.search === "?" ? "" : found.search;
          tables.set(search, found.table);
          if (last && last.table === null && last.search === search) swap(get("x-table"), found.table);
        }
        return window.dash_clientside.no_update;
      },
      async copy() {
        const button = get("x-copy");
        try {
          await navigator.clipboard.writeText(`${location.origin}${location.pathname}${location.search}#numbers`);
        } catch {
          return button.dataset.failed;
        }
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
        return window.dash_clientside.no_update;
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
