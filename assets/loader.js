/* Fetches the explorer's scripts when the reader comes near it or touches it, never before the words. */
(() => {
  const place = document.querySelector("[data-explorer]");
  if (!place) return;
  const form = place.querySelector("form");
  const boot = JSON.parse(document.getElementById("explorer-boot").textContent);
  let started = false;

  const add = (tag, attributes) => document.head.appendChild(Object.assign(document.createElement(tag), attributes));

  function start() {
    if (started) return;
    started = true;
    observer.disconnect();
    add("script", { id: "_dash-config", type: "application/json", textContent: JSON.stringify(boot.config) });
    boot.scripts.forEach((src, i) => {
      const last = i === boot.scripts.length - 1;
      add("script", { src, async: false, ...(last && { id: "_dash-renderer" }) });
    });
    // Dash fetches these itself, one after the other: they are on their way by then.
    add("link", { rel: "preload", as: "script", href: boot.config.plotlyjs_url });
    for (const name of ["_dash-layout", "_dash-dependencies"])
      add("link", { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: boot.config.requests_pathname_prefix + name });
  }

  // What is chosen while the scripts are on their way goes into the address, from which the explorer begins.
  function keepChoice(event) {
    if (place.classList.contains("is-live")) return;
    const chosen = new FormData(form);
    const changed = event.target.name;
    const own = { t: ["t", "view"], i: ["i", "view"], s: ["i", "s", "view"] }[changed] ||
      ["i", "s", "j", "view", "scale", "from", "to", "base", "sort", ...(changed === "view" ? [] : ["year"])];
    const query = new URLSearchParams();
    for (const name of ["c", ...own, "h", "peers", "add"]) if (![null, "", "-"].includes(chosen.get(name))) query.set(name, chosen.get(name));
    query.set("p", chosen.getAll("p").filter(Boolean).join(","));
    history.replaceState(history.state, "", `?${query}`.replaceAll("%2C", ",") + location.hash);
    dispatchEvent(new PopStateEvent("popstate")); // an explorer that has begun but not drawn reads the address again
    start();
  }

  const observer = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && start(),
    { rootMargin: "200px 0px" },
  );
  observer.observe(place);
  form.addEventListener("change", keepChoice);
  place.addEventListener("focusin", start);
  place.addEventListener("pointerdown", start);
  if (location.hash === "#numbers") start(); // the reader comes for it
})();
