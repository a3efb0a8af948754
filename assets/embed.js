/* Runs in a page that stands in a frame on another site: tells the page around it how tall it is, and nothing else. */
(() => {
  if (window.parent === window) return;
  const height = () => Math.ceil(document.body.getBoundingClientRect().height);
  const tell = () => window.parent.postMessage({ portal: "embed", height: height() }, "*");
  addEventListener("load", tell);
  new ResizeObserver(tell).observe(document.body);
  // The other page's script may have come later than this page: then it asks.
  addEventListener("message", (event) => event.source === window.parent && event.data?.portal === "embed" && tell());
})();
