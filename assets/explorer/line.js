/* The explorer's questions: Dash's own pass through the same checks, words and attempts as all others (portal.ask).
   Dash's renderer has hooks before a question and after an answer, none for a question without one. */
(() => {
  const x = window.portalExplorer;
  const { boot, place } = x;
  const plain = window.fetch;
  const ours = boot.config.requests_pathname_prefix;
  const CHOICE = "x-shown.data"; // which of Dash's questions is about what is chosen
  const running = new Map(); // what is asked for -> the question, and what ends it

  let touched = null;
  const touch = ({ target }) => {
    if (place.contains(target)) touched = target;
  };
  for (const event of ["change", "input", "click", "keydown"]) document.addEventListener(event, touch, true);

  const side = (part) => place.querySelector(`.explorer-${place.classList.contains("is-live") ? "live" : "static"} ${part}`);
  const still = (kind) => () => (window.portal.line[kind] || "").replace("{title}", side(".figure-title").textContent.trim());

  /* What every question of the explorer says while it waits. */
  x.question = (kind) => ({ stale: kind === "chart", near: () => touched, over: () => side(kind === "table" ? ".figure-table" : ".figure-box"), still: still(kind) });

  /* Whether a choice is still on its way. */
  x.asking = () => [...running.keys()].some((output) => output.includes(CHOICE));

  const json = (text, { status }) => {
    if (status !== 204) JSON.parse(text);
    return new Response(status === 204 ? null : text, { status, headers: { "Content-Type": "application/json" } });
  };

  /* A question of Dash's. A later one about the same takes its place: the earlier one is answered with no change. */
  async function answered(url, options) {
    const { output } = options.body ? JSON.parse(options.body) : { output: url };
    const before = running.get(output);
    const stop = new AbortController();
    const kind = output.includes("x-rows") ? "table" : "chart";
    const question = {
      ...x.question(kind),
      url,
      options,
      type: "", // an answer without a change has none; what is no JSON cannot be read
      read: json,
      signal: stop.signal,
      state: before?.question.state === "failed" ? "failed" : "new",
      tries: before?.question.tries || 0,
    };
    const own = { question, stop };
    running.set(output, own);
    before?.stop.abort();
    try {
      return await window.portal.ask(question);
    } catch (error) {
      if (stop.signal.aborted) return new Response(null, { status: 204 });
      throw error;
    } finally {
      if (running.get(output) === own) running.delete(output);
    }
  }

  window.fetch = (url, options = {}) =>
    typeof url === "string" && url.startsWith(ours) ? answered(url, options) : plain(url, options);

  /* Dash writes the address of each view; how that makes steps of Back is the page's affair. */
  history.pushState = (state, _title, url) => window.portal.go(url, undefined, state);
})();
