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

  /* The eight municipalities that best fit what was typed; rank 0 is a whole name. */
  const matching = (typed) => {
    const wanted = fold(typed);
    const rank = (own) => Math.min(...own.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(` ${wanted}`) ? 2 : name.includes(wanted) ? 3 : 9)));
    const all = names.map((one) => ({ ...one, rank: rank(one.folded) })).filter((one) => one.rank < 9);
    return all.sort((a, b) => a.rank - b.rank || a.folded[0].localeCompare(b.folded[0])).slice(0, 8);
  };

  x.offer = () => {
    const field = get("x-add");
    const place = get("x-adding");
    if (!window.accessibleAutocomplete || !field || place.dataset.made) return;
    place.dataset.made = "yes";
    /* Escape closes the list until something else is typed, even if the names only come after it. */
    let dismissed = false;
    const shown = document.createElement("div");
    place.append(shown);
    const add = ({ code }) => {
      x.set("x-add", { value: code });
      setTimeout(() => x.type(get("x-add"), ""), 0);
    };
    /* A whole name needs no choosing: Enter is enough, also for whoever types faster than the names arrive. */
    const enter = async () => {
      const typed = get("x-add").value;
      await load();
      const [best, second] = typed === get("x-add")?.value ? matching(typed) : [];
      if (best && (!best.rank || !second)) add(best);
    };
    shown.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.id === "x-add" && event.target.value.trim()) enter();
    });
    /* Whoever stands in the list is back in the field, with what was typed. */
    const escape = () => {
      dismissed = true;
      get("x-add").focus();
    };
    shown.addEventListener("keydown", (event) => event.key === "Escape" && escape(), true);
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
        dismissed = false;
        if (!names) found([]); // it is said that they are on their way
        await load();
        const current = get("x-add");
        if (!shown.contains(document.activeElement)) await new Promise((back) => current.addEventListener("focus", back, { once: true }));
        if (typed === current.value && !dismissed) found(matching(typed));
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
