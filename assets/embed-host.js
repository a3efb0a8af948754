/*
 * Fits the height of the portal's frames to what they show. Put it once or many times on a page, anywhere:
 *   <iframe src="https://…/en/embed/indicators/population" data-portal-embed height="640" …></iframe>
 *   <script src="https://…/embed.js" async></script>
 * It sets the height of iframes that have data-portal-embed, whenever their content grows or shrinks. It listens only
 * to those frames themselves and only while they show the address that this script came from; it sends them the
 * question {portal: "embed"} and is told {portal: "embed", height: <CSS pixels>}. It stores nothing and asks for
 * nothing else. Without it the frame keeps the height that it was given, and its content scrolls.
 */
(() => {
  if (window.portalEmbeds) return;
  window.portalEmbeds = true;
  const { origin } = new URL(document.currentScript.src);
  const frames = () => [...document.querySelectorAll("iframe[data-portal-embed]")];
  addEventListener("message", ({ data, origin: from, source }) => {
    if (from !== origin || data?.portal !== "embed" || !(data.height > 0 && data.height < 20000)) return;
    for (const frame of frames()) if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
  });
  const ask = () => frames().forEach((frame) => frame.contentWindow?.postMessage({ portal: "embed" }, "*"));
  ask();
  addEventListener("DOMContentLoaded", ask);
})();
