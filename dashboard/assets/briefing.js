// A view for a projector: its findings first, then each chart alone with its finding, its source
// and the scenario's name. The page stays as it is: what is not the stop shown is hidden, and the
// chart of a stop is drawn anew for the room it has. No link keeps it: it is about a room.
(function () {
  "use strict";
  const TYPE = [1080, 640]; // px of a window whose type is as large as the page's
  const NARROWEST = 700; // px that a chart is drawn wide at least
  const FLATTER = 0.85; // share of its height that a chart may be drawn at, if it is not
  const DENSE = 560; // px high: that has as many rows as it has room for
  const WORDS = [1.6, 1.45, 1.3, 1.15, 1]; // how much larger words may be where there is room
  const STILL = 2500; // ms without the pointer before the buttons go
  const STEPS = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1,
    ArrowLeft: -1, ArrowUp: -1, PageUp: -1,
    Home: -Infinity, End: Infinity,
  };
  const { bare, plots, resized } = window.aquiferBare;
  const { body } = document;
  const byId = (id) => document.getElementById(id);
  const between = (low, value, high) => Math.max(low, Math.min(value, high));

  let stops = null; // each the elements that it shows; null while there is no briefing
  let at = 0;
  let former = null; // what had the focus and where the page was
  let filled = false; // the screen is
  let still = null;

  // What a view has to tell: its opening sentences and numbers, further findings, the charts.
  function collect() {
    const view = byId("main").firstElementChild;
    const grid = view.querySelector(":scope > .grid");
    const there = (element) => !element.closest("[hidden]") && element.textContent.trim();
    if (!grid) {
      const opening = [...view.querySelectorAll(":scope h1, :scope .lede")];
      return [opening, ...[...view.querySelectorAll("section")].filter(there).map((one) => [one])];
    }
    const before = [...view.children].slice(0, [...view.children].indexOf(grid));
    const findings = [...grid.querySelectorAll(".panel")].filter((one) =>
      one.querySelector(".block-join-findings"),
    );
    return [
      before.filter((one) => there(one) && !one.matches(".picking") && !one.querySelector("input, button")),
      ...[...findings, ...grid.querySelectorAll(".chart-card")].filter(there).map((one) => [one]),
    ].filter((stop) => stop.length);
  }

  function unmark() {
    for (const one of document.querySelectorAll("[data-stop], [data-way]")) {
      one.removeAttribute("data-stop");
      one.removeAttribute("data-way");
    }
  }

  function titleOf(stop) {
    const heading = stop.map((one) => (one.matches("h1") ? one : one.querySelector("h1, h2, h3")));
    return (heading.find(Boolean) || stop[0]).textContent;
  }

  function show(to) {
    at = between(0, to, stops.length - 1);
    unmark();
    for (const element of stops[at]) {
      element.dataset.stop = "";
      for (let up = element.parentElement; up !== body; up = up.parentElement) up.dataset.way = "";
    }
    byId("main").scrollTop = 0;
    fit();
    const said = `${at + 1} of ${stops.length}`;
    byId("briefing-position").textContent = said;
    window.dash_clientside.set_props("said", { children: `${said}: ${titleOf(stops[at])}` });
    if (!byId("main").contains(document.activeElement)) byId("main").focus({ preventScroll: true });
  }

  // Type follows the window; a chart is laid out at about the height it is made for, if its width
  // allows it, and drawn larger: what it says of itself stays in proportion.
  function fit() {
    const type = between(1, Math.min(innerWidth / TYPE[0], innerHeight / TYPE[1]), 4);
    body.style.setProperty("--briefing-type", type);
    const picture = stops[at][0].querySelector(".chart-picture");
    if (!picture) {
      const main = byId("main");
      WORDS.find((larger) => {
        body.style.setProperty("--briefing-words", larger * type);
        return main.scrollHeight <= main.clientHeight;
      });
      return;
    }
    const made = parseFloat(picture.style.height);
    const least = made < DENSE ? FLATTER * made : made;
    picture.style.setProperty("--briefing-least", `${Math.round(0.8 * least)}px`);
    const { clientWidth: width, clientHeight: height } = picture;
    const scale = between(0.8, Math.min(height / least, width / NARROWEST), 1.25 * type);
    picture.style.setProperty("--briefing-scale", scale);
    resized(plots());
  }

  function enter() {
    former = { focus: document.activeElement, y: window.scrollY };
    bare("briefing", true);
    body.dataset.briefing = "";
    stops = collect();
    byId("main").focus({ preventScroll: true });
    views.observe(byId("main"), { childList: true });
    show(0);
    fill();
  }

  // Where full screen is not allowed, the window has to do.
  async function fill() {
    try {
      await document.documentElement.requestFullscreen();
      filled = true;
      if (!stops) await document.exitFullscreen();
    } catch {
      filled = false;
    }
  }

  function leave() {
    if (!stops) return;
    stops = null;
    views.disconnect();
    unmark();
    delete body.dataset.briefing;
    bare("briefing", false);
    if (document.fullscreenElement) document.exitFullscreen();
    filled = false;
    window.dash_clientside.set_props("said", { children: "The briefing has ended" });
    const { focus, y } = former;
    window.scrollTo(0, y);
    resized();
    const back = focus && focus !== body && focus.getClientRects().length ? focus : byId("present");
    back.focus({ preventScroll: true });
  }

  // Another view came in its place: its briefing begins.
  const views = new MutationObserver(() => {
    if (!byId("main").firstElementChild) return;
    stops = collect();
    former = { focus: null, y: 0 };
    show(0);
  });

  document.addEventListener("keydown", (event) => {
    if (!stops || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    const { target, key } = event;
    if (target.closest("input, textarea, select, [role=dialog], [role=slider], .ag-root")) return;
    if (key === "Escape") return leave();
    const long = byId("main").scrollHeight > byId("main").clientHeight + 1;
    if (!(key in STEPS) || (key === " " && target.closest("button, a"))) return;
    if (long && ["ArrowUp", "ArrowDown"].includes(key)) return; // what is too long is scrolled
    event.preventDefault();
    show(at + STEPS[key]);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest && target.closest("[data-brief]");
    if (!button) return;
    const { brief } = button.dataset;
    if (brief === "enter") enter();
    else if (!stops) return;
    else if (brief === "leave") leave();
    else show(at + Number(brief));
  });
  document.addEventListener("fullscreenchange", () => {
    if (filled && !document.fullscreenElement) leave();
  });
  window.addEventListener("resize", () => stops && fit());
  document.addEventListener("pointermove", () => {
    if (!stops) return;
    body.toggleAttribute("data-moved", true);
    clearTimeout(still);
    still = setTimeout(() => body.removeAttribute("data-moved"), STILL);
  });

  window.aquiferBriefing = { toggle: () => (stops ? leave() : enter()) };
})();
