/* Find your place: with scripts the result follows each choice. The server's own page is asked for and its result put
   in place, so that both ways show the same; without scripts the form's button does it. */
(() => {
  const form = document.getElementById("find-form");
  const said = document.getElementById("find-said");
  if (!window.portal?.line) return;
  let asking = null;
  let shown = null; // the address of what stands below the form
  let touched = form;

  const address = () => {
    const query = [...new FormData(form)].filter(([, value]) => value !== "");
    const text = new URLSearchParams(query).toString();
    return form.action.split(/[?#]/)[0] + (text ? `?${text}` : "");
  };
  /* The form says what another page's form says. */
  const agree = (fresh) => {
    for (const field of form.elements) {
      const other = field.id && fresh.getElementById(field.id);
      if (other?.type === "radio") field.checked = other.checked;
      else if (other?.localName === "select") field.value = other.value;
    }
  };
  const put = (fresh) => {
    for (const part of ["#result", ".find-criteria", ".find-buttons"])
      document.querySelector(part).replaceWith(document.adoptNode(fresh.querySelector(part)));
    for (const link of document.querySelectorAll("a[data-language]"))
      link.href = fresh.querySelector(`a[data-language="${link.dataset.language}"]`).getAttribute("href");
    dispatchEvent(new Event("portal:shown"));
    said.textContent = document.querySelector(".find-summary").textContent;
  };
  const ask = async (url, back = false) => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const question = {
      url,
      signal,
      type: "text/html",
      read: window.portal.page("#result"),
      stale: true,
      near: () => touched,
      over: () => document.getElementById("result"),
      still: () => window.portal.line.find,
      reload: () => location.assign(url),
    };
    try {
      const fresh = await window.portal.ask(question);
      if (back) agree(fresh);
      put(fresh);
      shown = url;
      if (!back) window.portal.go(url, "wish");
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

  form.addEventListener("change", ({ target }) => {
    touched = target;
    ask(address());
  });
  addEventListener("popstate", () => {
    const url = location.href.split("#")[0];
    if (url !== shown) ask(url, true); // and not only another part of the page
  });
  /* Restored as it was, the page may show less than is chosen in it. */
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted && !asking) form.reset();
    if (shown === null && !asking) shown = address();
    if (persisted && shown !== address()) ask(address());
  });
})();
