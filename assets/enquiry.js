/* The enquiry form: what is typed lasts as long as the tab, even when the language is changed or the page is left, and
   the short list of this browser goes along with a confirmation. It is sent from the page: a form with mistakes comes back
   in its place, so that Back never leads to a page that asks to be sent again. Without scripts the browser sends it. */
(() => {
  const KEY = "portal_enquiry";
  const FIELDS = ["name", "organisation", "email", "message"];
  const form = () => document.getElementById("enquiry");
  const storage = (work) => {
    try {
      return work();
    } catch {
      return null; // a browser that keeps nothing
    }
  };

  /* The confirmation that is mailed repeats no word of the visitor's: who wants them keeps them here. */
  const sent = document.getElementById("sent");
  if (sent) {
    const own = storage(() => JSON.parse(sessionStorage.getItem(KEY)));
    storage(() => sessionStorage.removeItem(KEY));
    const place = document.getElementById("own-words");
    if (!own || typeof own.message !== "string" || !own.message.trim()) return;
    const lines = [sent.dataset.sent, location.href, own.name, own.organisation, own.email].filter(Boolean);
    const text = [...lines, "", own.message, ""].join("\n");
    place.querySelector("pre").textContent = own.message;
    place.querySelector("a").href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    place.hidden = false;
    return;
  }
  if (!form()) return;
  const fields = () => FIELDS.map((name) => form().elements[name]);

  const draft = storage(() => JSON.parse(sessionStorage.getItem(KEY))) || {};
  for (const field of fields()) if (!field.value && typeof draft[field.name] === "string") field.value = draft[field.name];

  const save = () =>
    storage(() => sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(fields().map((field) => [field.name, field.value])))));

  /* The short list of this browser, where a confirmation is wished for. */
  function listed() {
    const kept = storage(() => JSON.parse(localStorage.getItem("portal_short_list"))) || {};
    const query = new URLSearchParams();
    if (form().elements.copy.checked)
      for (const [name, kind] of [["town", "towns"], ["entry", "entries"]])
        if (Array.isArray(kept[kind]) && kept[kind].length) query.set(name, kept[kind].join(","));
    return query.toString();
  }

  let sending = null;
  let question = null;

  /* Whatever the server makes of a form is a page with the form or with the confirmation; all else is no answer. The same
     form sent twice is one enquiry, so it can be sent again until there is an answer. */
  async function send() {
    sending = new AbortController();
    const { signal } = sending;
    const button = form().querySelector("button");
    question = {
      url: form().action,
      options: { method: "POST", body: new URLSearchParams(new FormData(form())) },
      signal,
      type: "text/html",
      accepts: () => true,
      read: (text, answer) => [window.portal.page("#enquiry, #sent")(text), answer.url],
      near: () => button,
      over: () => document.querySelector(".enquiry-privacy"),
      still: () => window.portal.line.enquiry,
    };
    try {
      const [fresh, url] = await window.portal.ask(question);
      if (fresh.getElementById("sent")) location.replace(url);
      else again(fresh);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /* The form as the server gives it back, with what is to be corrected. */
  function again(fresh) {
    sending = null;
    document.querySelector(".enquiry").replaceWith(document.adoptNode(fresh.querySelector(".enquiry")));
    const told = document.getElementById("faults") || document.querySelector(".enquiry [role=alert]");
    told.tabIndex = -1;
    told.focus();
  }

  document.addEventListener("input", ({ target }) => {
    if (target.form !== form()) return;
    if (question?.state === "failed") sending?.abort(); // what waits to be sent again is no longer what is written
    save();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    save();
    form().elements.short_list.value = listed();
    if (!window.portal?.line) return;
    event.preventDefault();
    if (!sending || sending.signal.aborted) send();
  });
  document.getElementById("faults")?.focus();
})();
