/*
 * What a script asks of the server. Each answer is checked; what fails is told beside the control, with a button, and is
 * asked again by itself with growing pauses, when the device is online again and when the reader comes back to the page.
 * Nothing that failed is kept. A question is
 *   { url, options, type, accepts, read }  fetched, checked and read; or { attempt } a function of its own
 *   near, over   functions that give the control, and what it changes: the note stands beside the one over the other
 *   stale        whether what it changes is wrong meanwhile
 *   still        gives what the page shows meanwhile, in words
 *   wanted       whether anybody waits for it (always, unless said otherwise)
 *   signal       ends the question
 */
(() => {
  const send = window.fetch.bind(window);
  const WAITING = 500; // milliseconds until it is said that something is on its way
  const SLOW = 8_000;
  const ENOUGH = 30_000; // an attempt that takes longer has failed, unless the question gives it longer
  const PAUSES = [0.3, 2, 4, 8, 15, 30]; // seconds between attempts; one that mends at once is not worth a word
  const LATER = new Set([408, 425, 429]); // refusals that time mends
  const RANK = ["waiting", "slow", "failed", "refused"];
  const asked = new Set();

  class Failed extends Error {
    constructor(answer) {
      super(`${answer.status} ${answer.headers.get("Content-Type")}`);
      this.refused = answer.status >= 400 && answer.status < 500 && !LATER.has(answer.status);
      this.after = Math.min(60, Number(answer.headers.get("Retry-After")) || 0);
    }
  }

  /* What was false once may lie in the browser's cache: a later attempt passes it by. */
  async function fetched({ url, options, type, accepts, read, tries }, signal) {
    const cache = tries ? "reload" : "default";
    const answer = await send(url, { credentials: "same-origin", cache, ...options, signal });
    const sound = accepts ? accepts(answer) : answer.ok;
    if (!sound || !(answer.headers.get("Content-Type") || "").includes(type)) throw new Failed(answer);
    return read(await answer.text(), answer);
  }

  /* One attempt; it ends when it takes too long, when the question does, or when the reader would rather begin anew. */
  async function attempt(question) {
    const stop = new AbortController();
    const end = () => stop.abort();
    question.again = end;
    question.signal?.addEventListener("abort", end);
    const clocks = [
      setTimeout(() => turn(question, "waiting"), WAITING),
      setTimeout(() => turn(question, "slow"), SLOW),
      setTimeout(end, question.enough || ENOUGH),
    ];
    try {
      return await (question.attempt ? question.attempt(stop.signal) : fetched(question, stop.signal));
    } finally {
      clocks.forEach(clearTimeout);
      question.signal?.removeEventListener("abort", end);
    }
  }

  /* Until the next attempt: a refusal waits for the reader alone. */
  function pause(question, { refused, after }) {
    const seconds = Math.max(PAUSES[Math.min(question.tries++, PAUSES.length - 1)], after || 0);
    if (refused || question.tries > 1 || !navigator.onLine) turn(question, refused ? "refused" : "failed");
    return new Promise((resolve) => {
      const clock = refused ? 0 : setTimeout(resolve, seconds * 1000);
      question.again = () => {
        clearTimeout(clock);
        resolve();
      };
      question.signal?.addEventListener("abort", question.again, { once: true });
    });
  }

  /* The answer to a question, however long it takes; it fails only when its signal ends it. */
  async function ask(question) {
    const own = Object.assign(question, { tries: question.tries || 0, state: question.state || "new" });
    asked.add(own);
    try {
      for (;;) {
        own.signal?.throwIfAborted();
        try {
          return await attempt(own);
        } catch (error) {
          own.signal?.throwIfAborted();
          await pause(own, error);
        }
      }
    } finally {
      asked.delete(own);
      tell();
    }
  }

  function turn(question, state) {
    if (RANK.indexOf(state) < RANK.indexOf(question.state) && state !== "failed") return;
    question.state = state;
    tell();
  }

  /* The note: one for all questions, of the one that fares worst. */
  const note = document.getElementById("line-note");
  const said = note?.querySelector("[role=status]");
  const button = note?.querySelector("button");
  let told = null;

  const words = ({ state, still }) => {
    const { waiting, slow, offline, failed, refused, promise } = note.dataset;
    if (state === "waiting") return waiting;
    const first = { slow, refused, failed: navigator.onLine ? failed : offline }[state];
    return [first, still?.(), state === "failed" && promise].filter(Boolean).join(" ");
  };

  function tell() {
    if (!note) return;
    const open = [...asked].filter(({ state, wanted }) => state !== "new" && (!wanted || wanted()));
    const worst = open.reduce((a, b) => (a && RANK.indexOf(a.state) > RANK.indexOf(b.state) ? a : b), null);
    mark(told, false);
    const held = note.contains(document.activeElement) && !worst && told?.near();
    told = worst;
    mark(told, true);
    const text = worst ? words(worst) : "";
    if (said.textContent !== text) said.textContent = text;
    note.classList.toggle("is-shown", Boolean(worst));
    note.classList.toggle("is-waiting", worst?.state === "waiting");
    button.hidden = !worst || worst.state === "waiting";
    button.textContent = worst?.state === "refused" ? note.dataset.reload : note.dataset.again;
    if (held) held.focus({ preventScroll: true });
    place();
  }

  /* What is shown is not what is chosen. */
  function mark(question, old) {
    const part = question?.over();
    if (!part) return;
    part.classList.toggle("is-old", old && Boolean(question.stale) && question.state !== "waiting");
    if (old) part.setAttribute("aria-busy", "true");
    else part.removeAttribute("aria-busy");
  }

  /* Over what is no longer true, as near to the control as that reaches, and always inside the window. */
  function place() {
    if (!told) return;
    const area = (told.over() || document.getElementById("main")).getBoundingClientRect();
    const near = told.near();
    const control = near?.isConnected ? (near.labels?.[0] || near).getBoundingClientRect() : area;
    const left = Math.max(8, area.left);
    const most = Math.min(area.right, innerWidth - 8) - left;
    note.style.maxWidth = `${most}px`;
    const height = note.offsetHeight;
    const within = (value, least, most) => Math.max(least, Math.min(value, most));
    const away = area.top > innerHeight - height || area.bottom < height;
    const level = away ? control.bottom + 8 : within(control.top, area.top, area.bottom - height);
    const top = within(level, 8, innerHeight - height - 8);
    const aside = told.state === "waiting" ? Math.max(0, most - note.offsetWidth) : 0;
    note.style.translate = `${left + aside}px ${top}px`;
  }
  for (const event of ["scroll", "resize"]) addEventListener(event, place, { passive: true });

  button?.addEventListener("click", () => {
    if (told?.state !== "refused") told?.again?.();
    else if (told.reload) told.reload();
    else location.reload();
  });
  const again = () => asked.forEach((question) => question.state === "failed" && question.again());
  addEventListener("online", again);
  addEventListener("offline", tell);
  addEventListener("pageshow", ({ persisted }) => persisted && asked.forEach((question) => question.again?.()));
  document.addEventListener("visibilitychange", () => document.hidden || again());

  /* The page that an answer holds; it has to have what was asked for. */
  const page = (selector) => (text) => {
    const found = new DOMParser().parseFromString(text, "text/html");
    if (!found.querySelector(selector)) throw new TypeError(`no ${selector}`);
    return found;
  };

  Object.assign(window.portal, { ask, page, tell, line: note?.dataset });
})();
