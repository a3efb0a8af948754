/* A form that the browser restores says again what the page shows: what was chosen and never asked for is taken back. */
(() => {
  const touched = new WeakSet();
  addEventListener("input", ({ target }) => target.form && touched.add(target.form), true);
  addEventListener("pageshow", ({ persisted }) => {
    for (const form of document.querySelectorAll("form[data-as-shown]")) if (persisted || !touched.has(form)) form.reset();
  });
})();
