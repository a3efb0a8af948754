/* The language switch: remembers the choice for the front page and keeps the explorer's view. All else works without scripts. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-language]");
  if (!link) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `portal_language=${link.dataset.language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  if (document.querySelector("[data-explorer]")) link.search = location.search;
});
