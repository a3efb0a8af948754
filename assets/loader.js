/* Fetches the explorer's scripts when the reader comes near it or touches it, never before the words. */
(() => {
  const place = document.querySelector("[data-explorer]");
  if (!place || !window.portal?.line) return;
  const form = place.querySelector("form");
  const boot = JSON.parse(document.getElementById("explorer-boot").textContent);
  let started = false;

  let asked = location.search;
  let touched = form;
  let awaited = false; // whether a choice waits for the explorer

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

  const title = () => place.querySelector(".explorer-static .figure-title").textContent.trim();
  const ask = (attempt) =>
    window.portal.ask({
      attempt,
      enough: 600_000, // a slow line needs its time; the reader can begin anew
      stale: true,
      near: () => touched,
      over: () => place.querySelector(".explorer-static .figure-box"),
      still: () => window.portal.line.chart.replace("{title}", title()),
      wanted: () => awaited && !place.classList.contains("is-live"),
    });

  async function start() {
    if (started) return;
    started = true;
    observer.disconnect();
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

  // What is chosen while the scripts are on their way goes into the address, from which the explorer begins.
  function keepChoice(event) {
    if (place.classList.contains("is-live")) return;
    const chosen = new FormData(form);
    touched = event.target;
    const changed = touched.name;
    const own = { t: ["t", "view"], i: ["i", "view"], s: ["i", "s", "view"] }[changed] ||
      ["i", "s", "j", "view", "scale", "from", "to", "base", "sort", ...(changed === "view" ? [] : ["year"])];
    const query = new URLSearchParams();
    for (const name of ["c", ...own, "h", "peers", "add"]) if (![null, "", "-"].includes(chosen.get(name))) query.set(name, chosen.get(name));
    query.set("p", chosen.getAll("p").filter(Boolean).join(","));
    window.portal.go(`?${query}`.replaceAll("%2C", ",") + location.hash);
    asked = location.search;
    awaited = true;
    window.portal.tell();
    dispatchEvent(new PopStateEvent("popstate")); // an explorer that has begun but not drawn reads the address again
    start();
  }

  const observer = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && start(),
    { rootMargin: "200px 0px" },
  );
  observer.observe(place);
  form.addEventListener("change", keepChoice);
  // A step back before there is an explorer to take it leads to the server's page.
  addEventListener("popstate", ({ isTrusted }) => {
    if (isTrusted && location.search !== asked && !place.classList.contains("is-live")) location.reload();
  });
  place.addEventListener("focusin", start);
  place.addEventListener("pointerdown", start);
  if (location.hash === "#numbers") start(); // the reader comes for it
})();
