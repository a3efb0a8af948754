/* Fetches the explorer's scripts when the reader reaches for it, or when the line is idle and good. A choice made before
   is answered by the server's own view of it, which scripts replace as they do the finder's result. */
(() => {
  const place = document.querySelector("[data-explorer]");
  if (!place || !window.portal?.line) return;
  const boot = JSON.parse(document.getElementById("explorer-boot").textContent);
  let started = false;

  let shown = location.search; // the query of the server's view that stands here
  let touched = place;
  let asking = null;

  const live = () => place.classList.contains("is-live");
  const own = () => place.querySelector(".explorer-static");

  const add = (tag, attributes) => document.head.appendChild(Object.assign(document.createElement(tag), attributes));

  /* One script; it has come when it has run. An error page in its place comes too, and runs into an error. */
  function script(src, signal, attributes) {
    const made = add("script", { src, async: false, ...attributes });
    let broken = false;
    const note = ({ filename }) => (broken ||= filename === made.src);
    addEventListener("error", note);
    return new Promise((resolve, reject) => {
      made.onload = () => (broken ? reject(new Error(src)) : resolve());
      made.onerror = reject;
      signal.addEventListener("abort", reject);
    }).finally(() => removeEventListener("error", note));
  }

  /* Scripts in their order; those that did not come or did not run are tried again, past what the browser has kept. */
  function inOrder(...sources) {
    let missing = sources;
    let tries = 0;
    return async (signal) => {
      const mark = tries++ ? `?${tries}` : "";
      const came = await Promise.allSettled(missing.map(([src, attributes]) => script(src + mark, signal, attributes)));
      missing = missing.filter((_one, i) => came[i].status === "rejected");
      if (missing.length) throw new Error(missing[0][0]);
    };
  }

  const title = () => own().querySelector(".figure-title").textContent.trim();
  const waiting = {
    stale: true,
    near: () => touched,
    over: () => own().querySelector(".figure-box"),
    still: () => window.portal.line.chart.replace("{title}", title()),
  };
  const ask = (attempt) =>
    window.portal.ask({
      ...waiting,
      attempt,
      enough: 600_000, // a slow line needs its time; the reader can begin anew
      wanted: () => false, // until the scripts are here, the server's view answers
    });

  async function start() {
    if (started) return;
    started = true;
    const { config, scripts } = boot;
    const last = scripts.at(-1);
    add("script", { id: "_dash-config", type: "application/json", textContent: JSON.stringify(config) });
    const all = ask(inOrder(...scripts.slice(0, -1).map((src) => [src])));
    // Dash fetches these itself, one after the other: they are on their way by then.
    add("link", { rel: "preload", as: "script", href: last });
    for (const name of ["_dash-layout", "_dash-dependencies"])
      add("link", { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: config.requests_pathname_prefix + name });
    // Dash waits for what stands here, as long as it takes; the bundle puts itself in its place.
    window.Plotly = ask(inOrder([config.plotlyjs_url, { async: true, fetchPriority: "high" }]));
    await all;
    ask(inOrder([last, { id: "_dash-renderer" }]));
  }

  /* The server's view of a query in the place of the one that stands here: folds, focus and what is typed stay. */
  function put(fresh) {
    const old = own();
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    for (const fold of old.querySelectorAll("details[open]")) {
      const same = fresh.querySelector(`details.${fold.className}`);
      if (same) same.open = true;
    }
    const aside = old.querySelector(".views .segments")?.scrollLeft || 0;
    old.replaceWith(fresh);
    if (aside) fresh.querySelector(".views .segments").scrollLeft = aside;
    const match = held && (held.id ? document.getElementById(held.id) : fresh.querySelector(`${held.localName}:not([hidden])`));
    match?.focus({ preventScroll: true });
    dispatchEvent(new Event("portal:shown"));
  }

  /* What is chosen goes to the server as the form says it; which of it holds is the server's affair. */
  async function show(query) {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    query.set("part", "explorer");
    try {
      const url = `${location.pathname}?${query}`.replaceAll("%2C", ",");
      const found = await window.portal.ask({ ...waiting, url, signal, type: "text/html", read: window.portal.page("#explorer-static") });
      return document.adoptNode(found.querySelector("#explorer-static"));
    } catch (error) {
      if (!signal.aborted) throw error;
      return null;
    }
  }

  async function choose({ target }) {
    if (live() || !own().contains(target)) return;
    touched = target;
    const chosen = new FormData(document.getElementById("explorer-form"));
    const query = new URLSearchParams([...chosen].filter(([name, value]) => value !== "" && name !== "p"));
    query.set("p", chosen.getAll("p").filter(Boolean).join(","));
    const fresh = await show(query);
    if (!fresh) return;
    if (!live()) put(fresh);
    shown = fresh.dataset.search;
    window.portal.go((shown || location.pathname) + location.hash);
    dispatchEvent(new PopStateEvent("popstate")); // an explorer that has begun but not drawn reads the address again
    start();
  }

  place.addEventListener("change", choose);
  // Back before there is an explorer to take it: the server's view of that address.
  addEventListener("popstate", async ({ isTrusted }) => {
    if (!isTrusted || live() || location.search === shown) return;
    shown = location.search;
    const fresh = await show(new URLSearchParams(shown));
    if (fresh && !live()) put(fresh);
  });

  /* On a good line the scripts come when the page has long come to rest, and the explorer is in sight. */
  function good() {
    const { saveData, effectiveType = "4g" } = navigator.connection || {};
    const [page] = performance.getEntriesByType("navigation");
    return !saveData && effectiveType === "4g" && page.responseEnd - page.responseStart < 300;
  }
  const inSight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting) || !good()) return;
    inSight.disconnect();
    window.requestIdleCallback ? requestIdleCallback(start) : start();
  });
  const rested = () => setTimeout(() => inSight.observe(place), 4_000);
  document.readyState === "complete" ? rested() : addEventListener("load", rested);
  /* Reaching for it. On a slow line a control waits: its choice is answered before the scripts take the line. */
  const reach = ({ type, target }) => {
    if (good() || (type === "pointerdown" && !target.closest("form"))) start();
    else if (type !== "pointerover") setTimeout(start, 3_000);
  };
  for (const event of ["focusin", "pointerdown", "pointerover"]) place.addEventListener(event, reach);
  if (location.hash === "#numbers") good() ? start() : rested(); // the reader comes for it
})();
