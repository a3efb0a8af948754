/* The language switch: remembers the choice, and keeps the explorer's view. Without scripts it leads to the same page. */
window.portal = {};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-language]");
  if (!link) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `portal_language=${link.dataset.language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  if (document.querySelector("[data-explorer]")) link.search = location.search;
});
