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
