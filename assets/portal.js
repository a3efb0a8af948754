/* The language switch, which keeps the explorer's view, the menu, and the buttons that copy and print. All else works without scripts. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-language]");
  if (!link) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `portal_language=${link.dataset.language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  if (document.querySelector("[data-explorer]")) link.search = location.search;
});

/* data-copy="#id" copies what that element holds; without an id, the text above the button. */
(() => {
  const reveal = () => {
    for (const button of document.querySelectorAll("button[data-copy][hidden]")) button.hidden = !navigator.clipboard;
    for (const button of document.querySelectorAll("button[data-print][hidden]")) button.hidden = false;
  };
  const source = (button) =>
    button.dataset.copy ? document.querySelector(button.dataset.copy) : button.closest("details").querySelector("textarea, pre");
  document.addEventListener("click", async (event) => {
    if (event.target.closest("button[data-print]")) print();
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const from = source(button);
    await navigator.clipboard.writeText(from.value === undefined ? from.textContent.trim() : from.value);
    const words = button.textContent;
    if (!button.dataset.done || words === button.dataset.done) return;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 2000);
  });
  document.addEventListener("DOMContentLoaded", reveal);
  addEventListener("portal:shown", reveal);
  reveal();
})();

/* The folded menu lies over the page: Escape, a tap beside it and leaving it with the keyboard close it. */
(() => {
  const menu = document.querySelector("details.fold");
  const outside = ({ target }) => !menu.contains(target);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
  for (const kind of ["pointerdown", "focusin"])
    document.addEventListener(kind, (event) => {
      if (menu.open && outside(event)) menu.open = false;
    });
})();

/* A button whose words change for a moment keeps its width: what was touched stays under the finger. */
document.addEventListener(
  "click",
  ({ target }) => {
    const button = target.closest("button[data-copy]");
    if (button) button.style.minWidth = `${button.offsetWidth}px`;
  },
  true,
);
