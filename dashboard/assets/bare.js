// The page without what nobody can use there: bare.css says what that is, this says when. Several
// may ask for it at once, such as paper while a briefing is on.
(function () {
  "use strict";
  const SHRINK = 0.35; // of their height that charts may lose to a picture
  const STRETCH = 0.5; // of their height that they may gain
  const asking = new Set();

  function bare(why, on) {
    if (on) asking.add(why);
    else asking.delete(why);
    if (asking.size) document.body.dataset.bare = [...asking].join(" ");
    else delete document.body.dataset.bare;
  }

  const plots = () =>
    [...document.querySelectorAll("#main .js-plotly-plot")].filter(
      (plot) => plot.offsetParent && plot._fullLayout,
    );
  const resized = (found = plots()) =>
    Promise.all(found.map((plot) => window.Plotly.Plots.resize(plot).catch(() => {})));
  const heights = (row) => row.charts.map((chart) => chart.offsetHeight);

  // What stands side by side in the view's grid, from the top.
  function rows() {
    const found = [];
    for (const place of document.querySelectorAll("#main .grid > *")) {
      const { top, bottom, height } = place.getBoundingClientRect();
      if (!height) continue;
      const last = found.at(-1);
      const row = last && Math.abs(last.top - top) < 8 ? last : { top, bottom, places: [], charts: [] };
      if (row !== last) found.push(row);
      row.bottom = Math.max(row.bottom, bottom);
      row.places.push(place);
      row.charts.push(...place.querySelectorAll(".chart-picture"));
    }
    return found;
  }

  function setHeight(chart, height) {
    chart.style.height = height;
    chart.querySelector(".chart-graph").style.height = height;
  }

  // The page as a picture of the window: as many rows as there is room for, none cut in two.
  async function frame() {
    const all = rows();
    const end = document.querySelector(".footer").getBoundingClientRect().top - 32;
    const lowest = (row) => (row.charts.length ? Math.min(...heights(row)) : 0);
    for (let count = all.length; count > 0; count -= 1) {
      const kept = all.slice(0, count);
      const more = end - kept.at(-1).bottom;
      const room = kept.reduce((sum, row) => sum + lowest(row), 0);
      if (more < -SHRINK * room && count > 1) continue;
      const share = room ? Math.min(more / room, STRETCH) : 0;
      for (const row of kept) {
        const change = Math.round(share * lowest(row));
        for (const chart of row.charts) {
          setHeight(chart, `${Math.max(chart.offsetHeight + change, 120)}px`);
        }
      }
      for (const row of all.slice(count)) {
        for (const place of row.places) place.toggleAttribute("data-left-out", true);
      }
      break;
    }
    await resized();
  }

  // What a picture is to be taken of is bare before its charts are drawn.
  if (window.aquiferPictured) bare("picture", true);

  window.aquiferBare = { bare, frame, plots, resized };
})();
