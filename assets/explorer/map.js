/* The map: its shapes are fetched once, each view only says who is in which class. */
(() => {
  const x = window.portalExplorer;
  const { get, boot } = x;

  /* The shapes, once they are here; what failed is asked for again and never taken for them. */
  let shapes = null;
  const parts = (text) => window.portal.page(".choropleth .areas > path[data-code]")(text).querySelector(".areas");
  const fetched = () =>
    (shapes ||= window.portal.ask({
      ...x.question("map"),
      url: boot.map,
      type: "image/svg+xml",
      enough: 120_000,
      read: parts,
      wanted: () => Boolean(x.last?.map),
    }));

  /* The frame of the map has its size before the shapes are here: nothing moves when they come. */
  function frame(place, map) {
    const [across, down, width, height] = map.size;
    place.innerHTML = '<div class="chart chart-map"><div class="map-legend"></div><div class="map-tip" aria-hidden="true" hidden></div></div>';
    const svg = inSvg("svg", { class: "choropleth", viewBox: `0 0 ${across} ${down}`, width, height, role: "img" });
    svg.append(inSvg("g", { class: "areas" }), inSvg("g", { class: "labels" }));
    place.firstChild.prepend(svg);
    return svg;
  }

  x.paintMap = async (map) => {
    const place = get("x-main");
    const svg = place.querySelector("svg.choropleth") || frame(place, map);
    svg.setAttribute("aria-label", map.title);
    svg.querySelector(".labels").replaceChildren(...map.labels.map(label));
    place.querySelector(".map-legend").outerHTML = map.legend;
    const areas = await fetched();
    if (x.last?.map !== map) return; // another view was chosen meanwhile
    if (!svg.querySelector("path[data-code]")) svg.querySelector(".areas").replaceWith(document.importNode(areas, true));
    for (const path of svg.querySelectorAll(".areas path")) path.setAttribute("class", map.classes[path.dataset.code] || "none");
    raise(svg, map.front);
    x.relocate();
  };

  /* Outlines lie over their neighbours: the ten, then the chosen places; those that were before go back under them. */
  function raise(svg, front) {
    if (svg.dataset.front === front.join()) return;
    svg.dataset.front = front.join();
    const areas = svg.querySelector(".areas");
    const paths = (svg.inOrder ||= [...areas.children]);
    const height = (path) => front.indexOf(path.dataset.code) + 1 || (path.classList.contains("ten") ? 0.5 : 0);
    areas.replaceChildren(...[...paths].sort((a, b) => height(a) - height(b)));
  }

  const inSvg = (tag, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, own] of Object.entries(attributes)) made.setAttribute(name, own);
    made.textContent = text || "";
    return made;
  };
  const label = ({ x: across, y, anchor, text, role }) =>
    inSvg("text", { x: across, y, "text-anchor": anchor, class: `map-label ${role || ""}` }, text);

  /* What a municipality's figure is, beside it: plotly's own labels do the same in the other views. */
  function tell(area, across, y) {
    const tip = document.querySelector("#x-main .map-tip");
    if (!tip) return;
    tip.hidden = !area;
    if (!area) return;
    const box = tip.parentElement.getBoundingClientRect();
    const left = across - box.left;
    tip.textContent = x.last.map.texts[area.dataset.code] || "";
    tip.style.left = `${Math.max(0, Math.min(left + 14, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${y - box.top + 18}px`;
  }
  const over = (event) => event.target.closest?.(".explorer-live path[data-code]");
  document.addEventListener("pointermove", (event) => event.pointerType === "mouse" && tell(over(event), event.clientX, event.clientY));
  document.addEventListener("keydown", (event) => event.key === "Escape" && tell(null));
  /* On the map: the outline over all others, and a ring that shows even the smallest. */
  function ring(code) {
    const svg = document.querySelector("#x-main svg");
    const path = svg && svg.querySelector(`path[data-code="${code}"]`);
    if (!path) return;
    const { x: left, y: above, width, height } = path.getBBox();
    const walk = svg.querySelector(".walk") || svg.appendChild(inSvg("g", { class: "walk" }));
    walk.replaceChildren(
      inSvg("path", { d: path.getAttribute("d") }),
      inSvg("circle", { cx: left + width / 2, cy: above + height / 2, r: Math.max(width, height) / 2 + 60 }),
    );
    const mark = path.getBoundingClientRect();
    tell(path, mark.right, mark.bottom);
  }
  Object.assign(x, { ring, tellArea: tell });
})();
