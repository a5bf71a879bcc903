// In the page: when a key was pressed, when each chart was redrawn and when that was painted.
(function () {
  "use strict";
  const PATIENCE = 20000; // ms after which a press that redrew nothing counts as lost
  const DRAW = "/draw";
  const picture = (chart) =>
    [...document.querySelectorAll(".dash-graph")]
      .find((graph) => graph.id.includes(`"${chart}"`))
      .querySelector(".js-plotly-plot");
  // The frame after the next begins when the next has been painted.
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    });

  let sample = null;

  // The charts that follow a slider at once, first the one that is timed.
  function watch(charts) {
    performance.setResourceTimingBufferSize(10000);
    const press = () => {
      performance.clearResourceTimings();
      sample = { pressed: performance.now(), charts: new Set(), draws: 0 };
      sample.done = new Promise((resolve) => (sample.resolve = resolve));
    };
    window.addEventListener("keydown", press, true);
    for (const chart of charts) {
      picture(chart).on("plotly_afterplot", async () => {
        const mine = sample;
        if (!mine) return;
        mine.draws += 1;
        if (mine.charts.has(chart)) return;
        mine.charts.add(chart);
        if (chart === charts[0]) mine.drawn = performance.now();
        const done = await painted();
        mine.allPainted = Math.max(mine.allPainted || 0, done);
        if (chart !== charts[0]) return;
        mine.painted = done;
        mine.resolve();
      });
    }
  }

  // What the last key press took: milliseconds after it.
  async function taken() {
    await Promise.race([sample.done, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    if (!sample.painted) return { lost: true };
    const posts = performance
      .getEntriesByType("resource")
      .filter(({ name, startTime }) => name.endsWith(DRAW) && startTime >= sample.pressed)
      .sort((a, b) => a.startTime - b.startTime);
    const [draw] = posts; // what is slow is asked for later
    // what was redrawn had been asked for earlier: nothing is known of this press
    if (!draw || draw.responseStart > sample.drawn) return null;
    const since = (time) => time - sample.pressed;
    return {
      asked: since(draw.startTime),
      answered: since(draw.responseStart), // its first chart; the others are made meanwhile
      drawn: since(sample.drawn),
      painted: since(sample.painted),
      allPainted: since(sample.allPainted),
      charts: sample.charts.size,
      draws: sample.draws,
      bytes: draw.encodedBodySize,
    };
  }

  // Plotly alone: new figures in the same places, from data in hand to painted.
  async function react(figures, config) {
    sample = null;
    const started = performance.now();
    for (const [chart, { data, layout }] of Object.entries(figures)) {
      await window.Plotly.react(picture(chart), data, { ...layout, autosize: true }, config);
    }
    return (await painted()) - started;
  }

  // A drawing alone: from the request to the last byte of its answer.
  async function post(address, body) {
    const headers = { "Content-Type": "application/json" };
    const started = performance.now();
    const answer = await fetch(address, { method: "POST", headers, body });
    await answer.text();
    return { status: answer.status, taken: performance.now() - started };
  }

  // Nothing at all: what waiting for two frames takes by itself.
  async function nothing() {
    const started = performance.now();
    return (await painted()) - started;
  }

  // Ids of the charts on the page.
  const charts = () =>
    [...document.querySelectorAll(".dash-graph")].map((graph) => JSON.parse(graph.id).chart);

  window.bench = { charts, watch, taken, react, post, nothing };
})();
