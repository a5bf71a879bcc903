// The grid of mixes: how a cell looks while it is edited, and which one has the focus; the file with
// mixes that somebody chooses. What is valid the server says.
(function () {
  "use strict";
  const MOST_BYTES = 2e6;
  const SLACK = 0.05;
  const ROUTES = ["public_crawl", "public_sets", "licensed", "proprietary", "feedback", "synthetic"];
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const components = (window.dashAgGridComponentFunctions =
    window.dashAgGridComponentFunctions || {});
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  const sum = (data) => ROUTES.reduce((all, route) => all + Number(data[route]), 0);
  const off = (data) => Boolean(data && data._editable && !(Math.abs(sum(data) - 100) <= SLACK));
  const edited = (data, route) => data[route] !== (data._was || {})[route];
  const percent = (number) => Number(number.toFixed(2)) + "%";

  functions.mixEditable = (params) => Boolean(params.data && params.data._editable);
  functions.mixOff = (params) => off(params.data);
  functions.mixClass = (params) => "mix mix-" + ((params.data || {})._basis || "none");
  // a cell is drawn anew though its number is the same: what it rests on may be another
  functions.mixEquals = () => false;
  // Tab leaves the grid for what is said of the cell; the arrow keys go from cell to cell
  functions.mixTab = (params) => (params.editing ? params.nextCellPosition : false);
  functions.mixRowClass = (params) => ((params.data || {})._first ? "mix-first" : "");
  functions.mixRowHeight = (params) => ((params.data || {})._editable ? 44 : 36);
  functions.mixSum = (params) => {
    const total = sum(params.data);
    if (Number.isNaN(total)) return "–";
    if (Math.abs(total - 100) <= SLACK) return "100%";
    return off(params.data) ? percent(total) + " ≠ 100%" : percent(total);
  };

  // A number as it reads: 12, 12%, 12,5. What is none is handed on, for the server to say so.
  functions.mixNumber = (params) => {
    const text = String(params.newValue === null ? "" : params.newValue).trim();
    const number = Number(text.replace(/\s*%$/, "").replace(",", "."));
    return text === "" ? 0 : Number.isFinite(number) ? number : text;
  };

  functions.mixFocused = (params) => {
    const node = params.rowIndex === null ? null : params.api.getDisplayedRowAtIndex(params.rowIndex);
    if (!node || !node.data || !params.column) return;
    const route = params.column.getColId();
    set("mixes-cell", { data: { row: node.data._id, route: ROUTES.includes(route) ? route : "" } });
  };

  components.MixShare = (props) => {
    const create = window.React.createElement;
    const data = props.data || {};
    const route = props.colDef.field;
    const shown = edited(data, route)
      ? typeof props.value === "number" ? percent(props.value) : String(props.value)
      : (data._shown || {})[route];
    const yours = data._basis === "yours" || data._basis === "off" || edited(data, route);
    const under = yours ? "yours" : (data._under || {})[route];
    return create("span", { className: "mix-share" }, [
      create("span", { key: "share" }, shown),
      under ? create("small", { key: "under" }, under) : null,
    ]);
  };

  // What the rows of the grid are made of, as one text: rows are made anew when it changes.
  clientside.mixes = {
    seen: (page, fields, seen) => {
      if (!page || !page.values) return window.dash_clientside.no_update;
      const now = fields.map((field) => page.values[field]).join("\n");
      return now === seen ? window.dash_clientside.no_update : now;
    },
  };

  const encoded = (file) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(file);
    });

  function choose() {
    const input = Object.assign(document.createElement("input"), {
      type: "file",
      accept: ".csv,.tsv,.txt,text/csv",
    });
    input.id = "mixes-file-input";
    input.hidden = true;
    document.body.append(input);
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.remove();
      if (!file) return;
      const { name, size } = file;
      // of a larger one the server is told the size alone
      const content = size > MOST_BYTES ? null : await encoded(file).catch(() => null);
      set("mixes-file", { data: { name, size, content, at: performance.now() } });
    });
    input.click();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("#mixes-upload")) choose();
  });
})();
