// The Market page: from a deal's mark in a chart to its row and its source.
(function () {
  "use strict";
  const GRID = "market-grid";
  const CHARTS = /^market-(timeline|archives|sharing|terms)$/;

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.marketUnsummed = (params) =>
    Boolean(params.data) && !params.data._summed && params.value !== null;

  async function show(deal) {
    const box = document.getElementById(GRID);
    if (!box || !window.dash_ag_grid) return;
    const api = await window.dash_ag_grid.getApiAsync(GRID);
    const row = api.getRowNode(deal);
    if (!row) return;
    box.scrollIntoView({ block: "center" });
    api.ensureNodeVisible(row, "middle");
    row.setSelected(true, true);
    focusOn(deal, 40);
  }

  // The row is drawn in a later frame; the arrow keys go on from its first cell.
  function focusOn(deal, tries) {
    const cell = document.querySelector(`#${GRID} [row-id="${CSS.escape(deal)}"] .ag-cell`);
    if (cell) cell.focus({ preventScroll: true });
    if (tries && !(cell && document.activeElement === cell)) {
      setTimeout(() => focusOn(deal, tries - 1), 25);
    }
  }

  // plotly tells of a click on a mark by an event of its own; listened to once the pointer is there
  document.addEventListener(
    "pointerover",
    (event) => {
      const graph = event.target.closest && event.target.closest(".js-plotly-plot");
      if (!graph || graph.dataset.deals || !graph.on) return;
      const holder = graph.closest('[id^="{"]');
      if (!holder || !CHARTS.test(JSON.parse(holder.id).chart)) return;
      graph.dataset.deals = "true";
      graph.on("plotly_click", (clicked) => {
        const point = clicked.points.find((one) => typeof one.customdata === "string");
        if (point) show(point.customdata);
      });
    },
    { capture: true, passive: true },
  );
})();
