/* The enquiry form: what is typed lasts as long as the tab, even when the language is changed or the page is left, and
   the short list of this browser goes along with a confirmation. Without scripts the form does all else. */
(() => {
  const KEY = "portal_enquiry";
  const form = document.getElementById("enquiry");
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
  if (!form) return;
  const fields = ["name", "organisation", "email", "message"].map((name) => form.elements[name]);

  const draft = storage(() => JSON.parse(sessionStorage.getItem(KEY))) || {};
  for (const field of fields) if (!field.value && typeof draft[field.name] === "string") field.value = draft[field.name];

  const save = () =>
    storage(() => sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value])))));
  form.addEventListener("input", save);
  form.addEventListener("submit", () => {
    save();
    const listed = storage(() => JSON.parse(localStorage.getItem("portal_short_list"))) || {};
    const query = new URLSearchParams();
    if (form.elements.copy.checked)
      for (const [name, kind] of [["town", "towns"], ["entry", "entries"]])
        if (Array.isArray(listed[kind]) && listed[kind].length) query.set(name, listed[kind].join(","));
    form.elements.short_list.value = query.toString();
  });

  const faults = document.getElementById("faults");
  if (faults) faults.focus();
})();
