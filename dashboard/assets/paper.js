// The page on paper: charts fitted to the width of a sheet that no script can ask for, in light
// colours, and tables that scroll on a screen written out. All of it is taken back after printing.
(function () {
  "use strict";
  const COLUMN = 121; // px of a sheet across that the grid's twelve columns have each, see print.css
  const EDGES = 52; // px of a card that its chart has not
  const MATH = 660; // px of a column of text that an equation has
  const [DENSE, FLATTER] = [560, 0.85]; // a chart that is not so high can be flatter: two on a sheet
  const MOST_ROWS = 200; // of a table that scrolls
  const [SHORT, LONG] = [12, 24]; // letters of a cell that is never broken, or anywhere
  const { bare, plots } = window.aquiferBare;
  const paper = window.matchMedia("print");
  const root = document.documentElement;
  let undo = null; // what takes it back, the last first

  // In the dark, light colours: the page's at once, the charts' by turning lightness round, for
  // the server's come too late. A file that is asked for in the dark stays so.
  function lighten(atOnce) {
    if (root.dataset.mantineColorScheme !== "dark" || "kept" in document.body.dataset) return;
    root.dataset.mantineColorScheme = "light";
    document.body.toggleAttribute("data-inverted", atOnce);
    undo.push(() => {
      root.dataset.mantineColorScheme = "dark";
      document.body.removeAttribute("data-inverted");
    });
  }

  // A chart keeps the proportions it was drawn in, whatever the width of its place turns out to be.
  function fit(plot) {
    const place = plot.closest("[class*=span-]");
    if (!paper.matches && place) {
      const { height } = plot._fullLayout;
      window.Plotly.relayout(plot, {
        width: COLUMN * Number(/span-(\d+)/.exec(place.className)[1]) - EDGES,
        height: height < DENSE ? FLATTER * height : height,
      });
      undo.push(() => window.Plotly.relayout(plot, { width: null, height: null, autosize: true }));
    }
    const { width: w, height: h } = plot._fullLayout;
    const svgs = plot.querySelectorAll(".main-svg");
    for (const svg of svgs) svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
    plot.style.setProperty("--drawn-width", w);
    plot.style.setProperty("--drawn-height", h);
    undo.push(() => svgs.forEach((svg) => svg.removeAttribute("viewBox")));
  }

  // An equation that is wider than a column of a sheet is made smaller.
  function narrow(math) {
    const parts = [...math.querySelectorAll("mjx-container > svg")];
    const share = MATH / Math.max(1, ...parts.map((part) => part.getBoundingClientRect().width));
    if (share >= 1) return;
    math.style.zoom = share;
    undo.push(() => (math.style.zoom = ""));
  }

  function cell(kind, text) {
    const made = document.createElement(kind);
    made.textContent = text;
    if (text.length > LONG) made.className = "long";
    if (text.length < SHORT && kind === "td") made.className = "short";
    return made;
  }

  // The rows that a grid holds in the order shown, not only those in sight.
  function writeOut(box) {
    const api = window.dash_ag_grid.getApi(box.id);
    if (!api) return;
    const columns = api.getAllDisplayedColumns();
    const table = document.createElement("table");
    const named = columns.map((one) => api.getDisplayNameForColumn(one, "header"));
    table.createTHead().insertRow().append(...named.map((name) => cell("th", name)));
    const body = table.createTBody();
    let count = 0;
    api.forEachNodeAfterFilterAndSort((rowNode) => {
      count += 1;
      if (count > MOST_ROWS) return;
      const { _shown = {}, _under = {} } = rowNode.data;
      const text = (column) => {
        const { field } = column.getColDef();
        const value = api.getCellValue({ rowNode, colKey: column, useFormatter: true });
        return [_shown[field] ?? value ?? "", _under[field]].filter(Boolean).join("; ");
      };
      body.insertRow().append(...columns.map((one) => cell("td", text(one))));
    });
    table.className = "written-out";
    if (count > MOST_ROWS) {
      table.createCaption().textContent =
        `The first ${MOST_ROWS} of ${count} rows; the table’s CSV has them all.`;
    }
    box.after(table);
    box.toggleAttribute("data-written-out", true);
    undo.push(() => {
      table.remove();
      box.removeAttribute("data-written-out");
    });
  }

  function begin(atOnce) {
    if (undo) return;
    undo = [];
    bare("paper", true);
    lighten(atOnce);
  }

  function end() {
    if (!undo) return;
    undo.reverse().forEach((step) => step());
    undo = null;
    document.body.removeAttribute("data-fitted");
    bare("paper", false);
  }

  window.addEventListener("beforeprint", () => {
    begin(true);
    plots().forEach(fit);
    document.querySelectorAll("#main .equation-math").forEach(narrow);
    document.querySelectorAll("#main .ag-root-wrapper").forEach((grid) => writeOut(grid.closest("[id]")));
    document.body.toggleAttribute("data-fitted", true);
  });
  window.addEventListener("afterprint", () => {
    end();
    if (paper.matches) begin(false);
  });
  // paper without printing: what draws the page for a PDF looks at it so first
  paper.addEventListener("change", () => (paper.matches ? begin(false) : end()));
})();
