// The Collapse page: the slider of generations and its play button, and which controls are open.
(function () {
  "use strict";
  const STEP = 700; // ms a generation while playing
  const no = () => window.dash_clientside.no_update;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let playing = null;
  let page = null;

  const lastOf = (state) => Number(state.values.lab_generations);
  function shown(state) {
    const chosen = state.options.generation;
    return chosen === "last" ? lastOf(state) : Math.min(Number(chosen), lastOf(state));
  }

  // The slider was moved: what the link keeps of it.
  function slid(value, state) {
    if (!state || !state.options || typeof value !== "number") return no();
    if (value === shown(state)) return no();
    return value >= lastOf(state) ? "last" : String(value);
  }

  // The page has changed: the slider follows.
  function followed(state, _id, value) {
    if (!state || !state.options) return no();
    page = state;
    const button = document.getElementById("generation-play");
    if (button && !button.dataset.seen) {
      button.dataset.seen = "true";
      opened();
    }
    const at = shown(state);
    set("generation-slider", { max: Math.max(lastOf(state), 1), ...(value === at ? {} : { value: at }) });
    return `Generation ${at}`;
  }

  function stop() {
    clearInterval(playing);
    playing = null;
    const button = document.getElementById("generation-play");
    if (button) button.textContent = "Play";
  }

  function play() {
    if (playing) return stop();
    const button = document.getElementById("generation-play");
    button.textContent = "Stop";
    let at = shown(page) >= lastOf(page) ? 0 : shown(page);
    set("generation-slider", { value: at });
    playing = setInterval(() => {
      at += 1;
      if (!document.getElementById("generation-play") || at > lastOf(page)) return stop();
      set("generation-slider", { value: at });
    }, STEP);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("#generation-play") && page) play();
  });

  // The view has come: its own controls are open, and stay at the top of the rail while they fill
  // and unfold, until somebody takes over.
  function opened() {
    set("groups", { value: ["generator", "laboratory"] });
    const rail = document.querySelector(".rail-controls");
    const first = document.querySelector('[data-group="generator"]');
    if (!rail || !first) return;
    const follow = new ResizeObserver(() => {
      if (!document.getElementById("generation-play")) return follow.disconnect();
      rail.scrollTop += first.getBoundingClientRect().top - rail.getBoundingClientRect().top;
    });
    for (const part of rail.children) follow.observe(part);
    for (const taken of ["pointerdown", "wheel", "keydown"])
      addEventListener(taken, () => follow.disconnect(), { once: true, capture: true, passive: true });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    collapse: { slid, followed },
  });
})();
