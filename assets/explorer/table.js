/* The long table: it comes when it is opened; while it is open, the old one stands until the new one is there. */
(() => {
  const x = window.portalExplorer;
  const { get } = x;
  const tables = new Map();
  let wanted = null;

  x.askForTable = () => {
    const { last } = x;
    if (!last || last.table !== null || !get("x-details").open) return;
    if (tables.has(last.search)) return x.swap(get("x-table"), tables.get(last.search));
    if (wanted === last.search) x.set("x-open", { value: "" }); // asked before and lost on the way: it is asked anew
    wanted = last.search;
    x.set("x-open", { value: last.search || "?" });
  };

  x.fillTable = ({ search: asked, table }) => {
    const search = asked === "?" ? "" : asked;
    tables.set(search, table);
    if (x.last && x.last.table === null && x.last.search === search) x.swap(get("x-table"), table);
  };

  document.addEventListener("toggle", (event) => event.target.id === "x-details" && x.askForTable(), true);
})();
