/* Steps of Back. A burst of small choices of one kind is one step; a change of view or of indicator always is one. */
(() => {
  const BURST = 8_000; // milliseconds from one choice to the next
  const SMALL = { p: "places", add: "places", year: "year", from: "span", to: "span", base: "span", h: "highlight", sort: "sort", scale: "scale", peers: "peers" };
  const push = history.pushState;
  let last = { kind: "", at: -Infinity };

  /* The kind of small choice that leads from one query to another; none where more has changed. */
  function kindOf(before, after) {
    const [old, now] = [before, after].map((url) => new URL(url, location.href).searchParams);
    const changed = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
    const kinds = new Set(changed.map((name) => SMALL[name] || ""));
    return kinds.size === 1 ? [...kinds][0] : "";
  }

  /* The address says what is shown: as a new step, or in the place of the one that the same burst has made. */
  window.portal.go = (url, kind = kindOf(location.href, url), state = null) => {
    const same = new URL(url, location.href).href === location.href;
    const burst = kind !== "" && kind === last.kind && Date.now() - last.at < BURST;
    (same || burst ? history.replaceState : push).call(history, state, "", url);
    if (!same) last = { kind, at: Date.now() };
  };
  addEventListener("popstate", ({ isTrusted }) => isTrusted && (last = { kind: "", at: -Infinity }));
})();
