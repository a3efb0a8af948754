/* The change from the server's view to the live one. */
(() => {
  const x = window.portalExplorer;
  const { get } = x;

  /* The server's view leaves when the chart is drawn; what had the focus there has it here. */
  function takeOver(place) {
    const old = document.activeElement;
    const held = old && old.closest("#explorer-static") ? old : null;
    const both = (tag) => ["static", "live"].map((side) => [...place.querySelectorAll(`.explorer-${side} ${tag}`)]);
    const [folds, same] = both("details");
    for (const { open, className } of folds) if (open) for (const own of same) if (own.className === className) own.open = true;
    place.classList.add("is-live");
    window.portal.tell();
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
    if (typed && match === get("x-add")) x.type(match, typed);
  }

  const isDrawn = () => {
    if (x.last.map) return get("x-main").querySelector("path[data-code]");
    return x.last.figure ? x.plot()?.querySelector(".main-svg .xy, .main-svg .layer-above") : get("x-main").firstChild;
  };

  /* However long the last parts take: on a slow line the server's view stands until they are here. */
  let waiting = false;
  function whenDrawn() {
    waiting = !isDrawn();
    requestAnimationFrame(waiting ? whenDrawn : () => takeOver(x.place));
  }
  x.takeOverWhenDrawn = () => waiting || x.place.classList.contains("is-live") || whenDrawn();
})();
