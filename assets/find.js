/* Find your place: with scripts the result follows each choice. The server's own page is asked for and its result put
   in place, so that both ways show the same; without scripts, or without an answer, the form's button does it. */
(() => {
  const form = document.getElementById("find-form");
  const said = document.getElementById("find-said");
  let asking = null;

  const address = () => {
    const query = [...new FormData(form)].filter(([, value]) => value !== "");
    const text = new URLSearchParams(query).toString();
    return form.action.split(/[?#]/)[0] + (text ? `?${text}` : "");
  };
  const put = (fresh) => {
    for (const part of ["#result", ".find-criteria", ".find-buttons"])
      document.querySelector(part).replaceWith(document.adoptNode(fresh.querySelector(part)));
    for (const link of document.querySelectorAll("a[data-language]"))
      link.href = fresh.querySelector(`a[data-language="${link.dataset.language}"]`).getAttribute("href");
    dispatchEvent(new Event("portal:shown"));
    said.textContent = document.querySelector(".find-summary").textContent;
  };
  const ask = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const url = address();
    try {
      const answer = await fetch(url, { signal: asking.signal, credentials: "same-origin" });
      if (!answer.ok) return;
      put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      history.replaceState(null, "", url);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = "";
    }
  };

  form.addEventListener("change", ask);
})();
