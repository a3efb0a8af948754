/* Buttons that copy and print. data-copy="#id" copies what that element holds; without an id, the text above the button.
   Where copying is refused, or a page that came without https is not let, it is told at the button and the text is
   selected: the keyboard and the menu copy it. */
(() => {
  const reveal = () => {
    for (const button of document.querySelectorAll("button:is([data-copy], [data-print])[hidden]")) button.hidden = false;
  };
  const source = (button) =>
    button.dataset.copy ? document.querySelector(button.dataset.copy) : button.closest("details").querySelector("textarea, pre");

  /* A field with the text, for what stands nowhere on the page. */
  const field = (text) => Object.assign(document.createElement("input"), { className: "form-control", readOnly: true, value: text });

  function select(part) {
    if (part.select) {
      part.focus({ preventScroll: true });
      part.select();
    } else getSelection().selectAllChildren(part);
  }

  /* What lies over other controls goes when the reader does; another window may be where the text is wanted. */
  const leave = (told) => document.hasFocus() && !told.contains(document.activeElement) && told.remove();

  function refused(button, text, from) {
    const told = Object.assign(document.createElement("span"), { className: "copy-told" });
    const words = document.createElement("span");
    words.setAttribute("role", "status");
    const own = from ? null : field(text);
    if (own) own.setAttribute("aria-label", button.textContent);
    told.append(words, ...(own ? [own] : []));
    button.parentElement.append(told);
    words.textContent = button.dataset.failed;
    select(own || from);
    if (getComputedStyle(told).position === "absolute") told.addEventListener("focusout", () => setTimeout(() => leave(told)));
  }

  /* Copies; whether it was let. What was told of an earlier try goes. */
  window.portal.copy = async (button, text, from) => {
    button.parentElement.querySelector(".copy-told")?.remove();
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      refused(button, text, from);
      return false;
    }
  };

  document.addEventListener("click", async (event) => {
    if (event.target.closest("button[data-print]")) print();
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const from = source(button);
    const text = from.value === undefined ? from.textContent.trim() : from.value;
    const words = button.textContent;
    button.style.minWidth = `${button.offsetWidth}px`; // what was touched stays under the finger when its words change
    if (!(await window.portal.copy(button, text, from)) || words === button.dataset.done) return;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 2000);
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && document.querySelector(".copy-told")?.remove());
  document.addEventListener("DOMContentLoaded", reveal);
  addEventListener("portal:shown", reveal);
  reveal();
})();
