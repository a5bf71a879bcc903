// Draws what a state shows. One post a change; the newest waits while one is on its way. It brings the
// charts in sight, each painted before the next; the others come when the controls rest. Pictures go
// to Plotly and words to the page at once: what passes through Dash is told to every mounted component.
(function () {
  "use strict";
  const SPARE = 300; // px beyond the window that count as in sight
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const keys = new WeakMap(); // a chart's element -> key of what it shows
  const told = new WeakMap(); // a block's element -> what it was last given
  const named = {}; // id -> text
  let owed = []; // charts that were out of sight when the last change was drawn
  const lanes = { fast: {}, slow: {} }; // each: the newest change not asked for yet, the one asked

  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  // what was drawn before the next frame is on the screen when the one after it begins
  const onScreen = () => new Promise((resolve) => requestAnimationFrame(() => frame().then(resolve)));
  const byId = (id) => document.getElementById(id);
  const id = (part, chart) => `{"chart":"${chart}","part":"${part}"}`;

  // Where a chart is would have to be laid out anew at each step of a slider: it is told of instead.
  const inSight = new WeakMap(); // a chart's element -> whether it is
  const sight = new IntersectionObserver(
    (changes) => changes.forEach((one) => inSight.set(one.target, one.isIntersecting)),
    { rootMargin: `${SPARE}px 0px` },
  );

  function seen(chart) {
    const place = byId(id("figure", chart));
    if (!place) return false;
    if (!inSight.has(place)) {
      const { top, bottom, width } = place.getBoundingClientRect();
      inSight.set(place, width > 0 && bottom > -SPARE && top < innerHeight + SPARE);
      sight.observe(place);
    }
    return inSight.get(place);
  }

  // What is out of sight is asked for when the controls rest, with what is slow to draw: it would
  // keep the next step of a slider waiting.
  function there(slow) {
    const ids = (selector) =>
      [...document.querySelectorAll(selector)].map((element) => JSON.parse(element.id));
    const every = ids(".dash-graph[id^='{']").map(({ chart }) => chart);
    const blocks = ids("[id^='{\"block\":']").map(({ block }) => block);
    const charts = every.filter(seen);
    const unseen = every.filter((one) => !charts.includes(one));
    if (slow) charts.push(...unseen);
    const late = slow ? owed : [];
    if (!slow) owed = unseen;
    const have = Object.fromEntries(charts.map((one) => [one, shown(one)]));
    return { charts, blocks, have, late };
  }

  function shown(chart) {
    const place = byId(id("figure", chart));
    return place && keys.get(place);
  }

  async function picture(chart, { figure }) {
    const place = byId(id("figure", chart));
    const plot = place && place.querySelector(".js-plotly-plot");
    // not drawn for the first time yet: Dash will draw this one then
    if (!plot || !plot.layout) return place && set({ part: "figure", chart }, { figure });
    const layout = { ...figure.layout, autosize: true };
    await window.Plotly.react(plot, figure.data, layout, plot._context);
  }

  // Beside Dash, which does not know these words: see markup.js.
  function words(chart, parts) {
    for (const [part, text] of Object.entries(parts)) {
      const element = part !== "figure" && byId(id(part, chart));
      if (element && element.textContent !== text) element.textContent = text;
    }
  }

  function block(name, content) {
    const element = byId(`{"block":"${name}"}`);
    if (!element) return;
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const had = told.has(element) ? told.get(element) : element.dataset.html;
    told.set(element, text);
    if (had === text) return;
    if (text === content) element.innerHTML = content;
    else set({ block: name }, { children: content });
  }

  async function* lines(response) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (text + decoder.decode(value, { stream: true })).split("\n");
      text = parts.pop();
      for (const line of parts) yield JSON.parse(line);
    }
  }

  // Show an answer as it comes.
  async function apply(response, lane, { painted, after }) {
    const changed = []; // charts whose words are still the former ones
    let first = true;
    const catchUp = () => {
      if (changed.length === 0) return;
      painted();
      changed.splice(0).forEach(([chart, parts]) => words(chart, parts));
    };
    const { signal } = lane.asking;
    for await (const line of lines(response)) {
      if (signal.aborted) return; // what had come by then is of a former state all the same
      const { chart, key, parts } = line;
      if (!chart) {
        catchUp();
        painted();
        for (const [name, content] of Object.entries(line.blocks)) block(name, content);
        for (const [name, text] of Object.entries(line.names || {})) {
          if (named[name] !== text) set(name, { children: (named[name] = text) });
        }
        after(line);
      } else if (parts) {
        if (!seen(chart)) {
          catchUp();
          if (lane.waiting) return lane.asking.abort(); // the newer change draws it
        }
        await picture(chart, parts);
        const place = byId(id("figure", chart));
        if (place) keys.set(place, key);
        changed.push([chart, parts]);
        await (first ? onScreen() : frame()); // nothing keeps what is looked at from the screen
        first = false;
      }
    }
  }

  async function ask(lane) {
    const { page, slow, then } = lane.waiting;
    lane.waiting = null;
    lane.asking = new AbortController();
    if (page.fresh && !slow) owed = [];
    const asked = page.fresh && !slow ? {} : there(slow);
    let response = null;
    try {
      response = await window.fetch("/draw", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ page, slow, ...asked }),
        signal: lane.asking.signal,
      });
      document.body.toggleAttribute("data-undrawn", !response.ok);
      if (response.ok) await apply(response, lane, then);
    } catch (error) {
      // no answer at all: state.js says so, and asks again when the server is back
      if (response && error.name !== "AbortError") {
        document.body.toggleAttribute("data-undrawn", true);
        console.error(error);
      }
    }
    lane.asking = null;
    if (lane.waiting) ask(lane);
  }

  // Draw a state; what is slow to draw is drawn on its own, and called off by the next change.
  // `painted` is called when the charts in sight are, `after` with the answer when all are.
  function draw(page, { slow = false, painted = () => {}, after = () => {} } = {}) {
    const lane = slow ? lanes.slow : lanes.fast;
    lane.waiting = { page, slow, then: { painted, after } };
    if (!slow) {
      lanes.slow.waiting = null;
      if (lanes.slow.asking) lanes.slow.asking.abort();
    }
    if (!lane.asking) ask(lane);
  }

  window.aquiferDrawing = { draw };
})();
