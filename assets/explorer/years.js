/* The slider over the years, and its play button: paused until asked, still where less motion is wanted. */
(() => {
  const x = window.portalExplorer;
  const { get, still } = x;
  let playing = 0;

  function pause() {
    clearInterval(playing);
    playing = 0;
    const button = document.querySelector("#x-slider button");
    if (button) Object.assign(button, { textContent: "▶", ariaLabel: get("x-slider").dataset.play, ariaPressed: "false" });
  }

  function forward() {
    const range = document.querySelector("#x-slider input");
    if (!range || Number(range.value) >= Number(range.max) || document.hidden) return pause();
    if (x.asking()) return; // the year before is still on its way
    turn(range, Number(range.value) + 1);
  }

  function turn(range, number) {
    range.value = number;
    x.set("x-year", { value: x.last.years[number] });
  }

  function play() {
    if (playing) return pause();
    if (still.matches) return (get("x-still").hidden = false);
    const range = document.querySelector("#x-slider input");
    Object.assign(document.querySelector("#x-slider button"), {
      textContent: "❚❚", ariaLabel: get("x-slider").dataset.pause, ariaPressed: "true",
    });
    playing = setInterval(forward, 1100);
    range.value === range.max ? turn(range, 0) : forward();
  }

  function slide(view) {
    const place = get("x-slider");
    if (!place) return;
    let range = place.querySelector("input");
    if (!range) {
      range = Object.assign(document.createElement("input"), { type: "range", min: 0, className: "form-range" });
      range.setAttribute("aria-label", document.querySelector("label[for=x-year]").textContent);
      range.addEventListener("input", () => {
        pause();
        turn(range, range.value);
      });
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-line play", onclick: play });
      const why = Object.assign(document.createElement("small"), { id: "x-still", hidden: true, textContent: place.dataset.still });
      why.setAttribute("role", "status");
      const quiet = () => {
        button.ariaDisabled = String(still.matches); // it stays reachable, to say why
        button.title = still.matches ? place.dataset.still : "";
        if (still.matches) pause();
        else why.hidden = true;
      };
      place.append(button, range, why);
      still.addEventListener("change", quiet);
      quiet();
      pause();
    }
    place.hidden = view.years.length < 2;
    range.max = Math.max(0, view.years.length - 1);
    range.value = view.years.indexOf(view.year);
    requestAnimationFrame(() => { // by then the list of years has its new names
      const named = [...get("x-year").options].find(({ value }) => value === view.year);
      range.setAttribute("aria-valuetext", named ? named.textContent : view.year);
    });
    if (playing && Number(range.value) >= Number(range.max)) pause();
  }

  Object.assign(x, { slide, pause: () => playing && pause() });
})();
