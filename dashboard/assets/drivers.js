// From what moves the answer to its control: buttons of the table, bars of the charts.
(function () {
  "use strict";
  const CHARTS = [
    "depletion-drivers",
    "depletion-choices",
    "sensitivity-inputs",
    "sensitivity-choices",
    "sensitivity-indices",
    "sensitivity-break-even",
  ];

  function lead(field) {
    if (field && window.aquiferShowControl) window.aquiferShowControl(field);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button[data-control]");
    if (button) lead(button.dataset.control);
  });

  // plotly tells of a click on a bar by an event of its own; listened to once the pointer is there
  document.addEventListener(
    "pointerover",
    (event) => {
      const graph = event.target.closest && event.target.closest(".js-plotly-plot");
      if (!graph || graph.dataset.leads || !graph.on) return;
      const holder = graph.closest('[id^="{"]');
      if (!holder || !CHARTS.includes(JSON.parse(holder.id).chart)) return;
      graph.dataset.leads = "true";
      graph.on("plotly_click", (clicked) => {
        const point = clicked.points.find((one) => typeof one.customdata === "string");
        if (point) lead(point.customdata);
      });
    },
    { capture: true, passive: true },
  );
})();
