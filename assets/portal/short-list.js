/* The short list: kept in this browser, marked on many pages, shown on its own page by the server. A list that comes
   by a link is shown as it is; nothing of it is kept unless the reader says so. */
(() => {
  const KEY = "portal_short_list";
  const KINDS = { town: "towns", entry: "entries" }; // in an address, and as kept
  const NAME = /^[a-z0-9][a-z0-9_-]{0,99}$/;
  const note = document.getElementById("short-note");
  const words = note.dataset;
  const names = (text) => (text || "").split(",").filter(Boolean);
  const each = (make) => Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, make(kind)]));
  const size = (list) => list.town.length + list.entry.length;
  const same = (one, other) => Object.keys(KINDS).every((kind) => one[kind].join() === other[kind].join());
  const holds = (list, part) => Object.keys(KINDS).every((kind) => part[kind].every((name) => list[kind].includes(name)));
  const plus = (list, part) => each((kind) => [...new Set([...list[kind], ...part[kind]])]);
  const minus = (list, part) => each((kind) => list[kind].filter((name) => !part[kind].includes(name)));
  const marked = (data) => each((kind) => names(data[kind]));

  /* What is kept. `fault` says that it could not be asked for, or not be read. */
  function read() {
    const empty = each(() => []);
    let text;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      return { list: empty, fault: "refused" };
    }
    if (text === null) return { list: empty };
    try {
      const kept = JSON.parse(text);
      if (!Object.values(KINDS).some((name) => Array.isArray(kept[name]))) throw new TypeError(KEY);
      const sound = (name) => (Array.isArray(kept[name]) ? [...new Set(kept[name])].filter((one) => typeof one === "string" && NAME.test(one)) : []);
      return { list: each((kind) => sound(KINDS[kind]).slice(0, words[kind === "town" ? "mostTown" : "mostEntry"])) };
    } catch {
      return { list: empty, fault: "unreadable" };
    }
  }
  function write(list) {
    try {
      if (size(list)) localStorage.setItem(KEY, JSON.stringify({ towns: list.town, entries: list.entry }));
      else localStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  /* Changes the list, paints it and says so; what was before can be had again. */
  let before = null;
  function change(list, text) {
    const now = read();
    const full = Object.keys(KINDS).find((kind) => list[kind].length > Math.max(words[kind === "town" ? "mostTown" : "mostEntry"], now.list[kind].length));
    if (full) return say(words[full === "town" ? "fullTown" : "fullEntry"], false);
    if (now.fault === "refused" || !write(list)) return say(words.refused, false);
    before = now.list;
    refresh();
    return say(text, true);
  }

  /* The note never lies over what was just touched: a second tap would press its buttons. */
  function covers(touched) {
    note.classList.remove("is-above");
    const [own, other] = [note, touched].map((part) => part.getBoundingClientRect());
    return !note.contains(touched) && touched !== document.body && other.bottom > own.top - 8 && other.top < own.bottom;
  }

  let hiding = 0;
  function say(text, done) {
    note.querySelector(".short-note-said").textContent = text;
    note.querySelector(".short-note-acts").hidden = !done;
    note.classList.add("is-shown");
    note.classList.toggle("is-above", covers(document.activeElement));
    clearTimeout(hiding);
    hiding = setTimeout(hush, 8000);
    return done;
  }
  function hush() {
    if (note.matches(":hover, :focus-within")) {
      hiding = setTimeout(hush, 2000);
      return;
    }
    note.classList.remove("is-shown");
    note.querySelector(".short-note-acts").hidden = true;
    note.querySelector(".short-note-said").textContent = "";
  }

  function paint() {
    const { list } = read();
    const count = size(list);
    for (const button of document.querySelectorAll(".mark")) button.setAttribute("aria-pressed", holds(list, marked(button.dataset)));
    for (const place of document.querySelectorAll("[data-short-count]")) place.textContent = count ? ` (${count})` : "";
    document.documentElement.classList.add("marking");
  }
  function toggle(button) {
    const part = marked(button.dataset);
    const { list } = read();
    const there = holds(list, part);
    change(there ? minus(list, part) : plus(list, part), `${there ? words.removed : words.added} ${button.dataset.label}.`);
  }

  /* The list's own page. */
  const page = () => document.getElementById("short-list");
  const when = (name, shown) => {
    for (const part of page().querySelectorAll(`[data-when="${name}"]`)) part.hidden = !shown;
  };
  let own = false;
  let asking = null;
  let touched = null;

  function address(list) {
    const query = Object.keys(KINDS).filter((kind) => list[kind].length).map((kind) => `${kind}=${list[kind].join()}`);
    return page().dataset.plain + (query.length ? `?${query.join("&")}` : "");
  }
  async function fetched(url) {
    asking?.abort();
    asking = new AbortController();
    return window.portal.ask({
      url,
      signal: asking.signal,
      type: "text/html",
      read: window.portal.page("#short-list"),
      stale: true,
      near: () => touched,
      over: page,
      still: () => window.portal.line.list,
      reload: () => location.assign(url),
    });
  }
  function put(fresh) {
    document.title = fresh.title;
    for (const plain of fresh.querySelectorAll("noscript")) plain.remove(); // read as if there were no scripts
    page().replaceWith(document.adoptNode(fresh.getElementById("short-list")));
    for (const link of document.querySelectorAll("a[data-language]"))
      link.href = fresh.querySelector(`a[data-language="${link.dataset.language}"]`).getAttribute("href");
    dispatchEvent(new Event("portal:shown"));
  }
  /* One's own list: the server's page of it in the place of what is shown. What has ended leaves what is kept. */
  async function showOwn() {
    own = true;
    const { list } = read();
    const other = !same(list, marked(page().dataset)) || (!size(list) && "asked" in page().dataset);
    if (other) {
      try {
        put(await fetched(address(list)));
      } catch (error) {
        if (error.name === "AbortError") return;
        throw error;
      }
      const shown = marked(page().dataset);
      if (same(read().list, list) && !same(shown, list)) write(shown);
    }
    settle();
  }
  function settle() {
    const { list, fault } = read();
    const shown = marked(page().dataset);
    const foreign = !own && size(shown) > 0;
    const known = foreign && holds(list, shown);
    page().dataset.mode = known ? "known" : foreign ? "shared" : "own";
    page().dataset.mine = size(list) ? "yes" : "no";
    when("empty", !size(shown) && !size(list));
    when("stray", !size(shown) && size(list));
    when("refused", fault === "refused");
    when("unreadable", fault === "unreadable");
    for (const button of page().querySelectorAll("[data-share]")) button.hidden = !navigator.share;
    if (own) history.replaceState({ shortList: true }, "", page().dataset.here);
    paint();
  }
  function refresh() {
    paint();
    if (!page()) return;
    if (own) showing = showOwn();
    else settle();
  }
  let showing = null;
  function begin() {
    const shown = marked(page().dataset);
    const mine = !("asked" in page().dataset) || history.state?.shortList || (size(shown) && same(read().list, shown));
    if (mine) showing = showOwn();
    else settle();
  }

  /* After something has been taken away, the focus is at what stands in its place. */
  async function remove(link) {
    const { remove: kind, name, label } = link.dataset;
    const at = [...page().querySelectorAll("[data-remove]")].indexOf(link);
    const part = each((own) => (own === kind ? [name] : []));
    if (!change(minus(read().list, part), `${words.removed} ${label}.`)) return;
    await showing;
    const left = page().querySelectorAll("[data-remove]");
    (left[Math.min(at, left.length - 1)] || page().querySelector("h1")).focus();
  }
  async function clear() {
    if (!change(each(() => []), words.cleared)) return;
    await showing;
    page().querySelector("h1").focus();
  }
  async function keep() {
    const list = plus(read().list, marked(page().dataset));
    own = true;
    if (!change(list, words.kept)) {
      own = false;
      return;
    }
    await showing;
    page().querySelector("h1").focus();
  }
  async function undo() {
    if (!before || !write(before)) return;
    before = null;
    refresh();
    say(words.undone, false);
    await showing;
    (document.querySelector("#short-list h1") || document.getElementById("main")).focus({ preventScroll: true });
  }
  async function copy(button) {
    if (!(await window.portal.copy(button, location.origin + page().dataset.here))) return;
    button.classList.add("is-done");
    say(button.dataset.done, false);
    setTimeout(() => button.classList.remove("is-done"), 2000);
  }
  function share() {
    navigator.share({ title: document.title, url: location.origin + page().dataset.here }).catch(() => {
      /* The reader has closed the list: nothing to say. */
    });
  }

  const acts = { ".mark": toggle, "[data-undo]": undo, "[data-keep]": keep, "[data-copy-link]": copy, "[data-share]": share };
  document.addEventListener("click", (event) => {
    for (const [which, act] of Object.entries(acts)) {
      const button = event.target.closest(which);
      if (button) act(button);
    }
    const link = event.target.closest("[data-remove], [data-clear]");
    if (!link || !own || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    touched = link.closest(".short-row") || link;
    if (link.matches("[data-remove]")) remove(link);
    else clear();
  });
  /* A form with boxes of which only so many can be ticked. */
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("form[data-at-most]");
    if (!form) return;
    const boxes = [...form.querySelectorAll("[type=checkbox]")];
    const full = boxes.filter((box) => box.checked).length >= form.dataset.atMost;
    for (const box of boxes) box.disabled = full && !box.checked;
  });
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && refresh());
  addEventListener("pageshow", ({ persisted }) => persisted && refresh());
  addEventListener("portal:shown", paint);
  paint();
  if (page()) begin();
})();
