/* Any municipality by typing, in any of its names, with or without its dots and rings. */
(() => {
  const x = window.portalExplorer;
  const { get, boot } = x;
  const tongue = document.documentElement.lang.slice(0, 2);
  const strokes = { ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ß: "ss" };
  const fold = (text) => text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/[øæœłđðþıß]/g, (sign) => strokes[sign])
    .replace(/\p{Pd}/gu, " ").replace(/[^\p{L}\p{N}\s]|[\u115f\u1160\u3164\uffa0]/gu, "").replace(/\s+/g, " ").trim();

  /* The names, once they are here. */
  let names = null;
  let asked = null;
  const parsed = (text) => {
    const found = JSON.parse(text);
    if (!Array.isArray(found)) throw new TypeError("no names");
    return found;
  };
  const load = () =>
    (asked ||= window.portal
      .ask({ ...x.question("names"), url: boot.places, type: "application/json", read: parsed, near: () => get("x-add"), wanted: () => Boolean(get("x-add")?.value) })
      .then((found) => (names = found)));

  x.offer = () => {
    const field = get("x-add");
    const place = get("x-adding");
    if (!window.accessibleAutocomplete || !field || place.dataset.made) return;
    place.dataset.made = "yes";
    let offered = [];
    const shown = document.createElement("div");
    place.append(shown);
    const add = ({ code }) => {
      x.set("x-add", { value: code });
      offered = [];
      setTimeout(() => x.type(get("x-add"), ""), 0);
    };
    /* A whole name needs no choosing: Enter is enough. */
    shown.addEventListener("keydown", (event) => {
      const [best, second] = offered;
      const whole = best && event.target.id === "x-add" && event.target.value.trim() && (!best.rank || !second);
      if (event.key === "Enter" && whole) add(best);
      else if (event.key === "Enter" && !names && event.target.value?.trim()) add({ code: event.target.value }); // the server knows the names too
    });
    /* Escape closes the list alone: whoever stands in it is back in the field, with what was typed. */
    shown.addEventListener("keydown", (event) => event.key === "Escape" && get("x-add").focus(), true);
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
        window.portal.tell();
        if (!names) found((offered = [])); // it is said that they are on their way
        await load();
        if (typed !== get("x-add").value) return; // the reader has typed on
        const wanted = fold(typed);
        const rank = (own) => Math.min(...own.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(` ${wanted}`) ? 2 : name.includes(wanted) ? 3 : 9)));
        const all = names.map((one) => ({ ...one, rank: rank(one.folded) })).filter((one) => one.rank < 9);
        offered = all.sort((a, b) => a.rank - b.rank || a.folded[0].localeCompare(b.folded[0])).slice(0, 8);
        found(offered);
      },
      templates: {
        inputValue: (one) => (one ? one.names[tongue] : ""),
        suggestion: (one) => {
          const own = one.names[tongue];
          const also = [...new Set(Object.values(one.names))].filter((name) => name !== own);
          const text = document.createElement("span");
          text.textContent = also.length ? `${own} (${also.join(", ")})` : own;
          return text.innerHTML;
        },
      },
      onConfirm: (one) => one && add(one),
      tNoResults: () => (names ? place.dataset.none : place.dataset.wait),
      tAssistiveHint: () => place.dataset.hint,
      tStatusQueryTooShort: () => "",
      tStatusNoResults: () => (names ? place.dataset.none : place.dataset.wait),
      tStatusSelectedOption: (name) => name,
      tStatusResults: (count) => place.dataset.found.replace("{count}", count),
    });
  };
})();
