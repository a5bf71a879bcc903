// Evidence in the address: what is searched, filtered, sorted and selected goes into the link as
// table_view.py reads it, and comes from there when a link is opened or Back is pressed.
(function () {
  "use strict";
  const GRID = "evidence-grid";
  const SOON = 60; // ms in which what belongs together is told at once
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const written = (text) => String(text).replace(/[%:;|]/g, encodeURIComponent);
  const parts = (text) => text.split(":").map(decodeURIComponent);
  const known = (value) => value !== null && value !== undefined && value !== "";
  const nameOf = (id) => id.slice(id.indexOf(".") + 1);
  const tableOf = (api) => ((api.getColumns() || [])[0]?.getColId() || "").split(".")[0];
  const filterTypes = { agNumberColumnFilter: "number", agDateColumnFilter: "date" };

  let listened = null; // the grid that is listened to
  let table = null; // the table that the link was applied to
  let applied = false; // in whole
  let told = {}; // what the link says of it
  let search = "";
  let telling = null;

  const values = (one) =>
    one.filterType === "date"
      ? [one.dateFrom, one.dateTo].filter(known).map((day) => day.slice(0, 10))
      : [one.filter, one.filterTo].filter(known);

  const filtersOf = (api) =>
    Object.entries(api.getFilterModel())
      .flatMap(([id, model]) =>
        (model.conditions || [model]).map((one, i) => {
          const or = i && model.operator === "OR" ? "|" : "";
          return or + [nameOf(id), one.type, ...values(one)].map(written).join(":");
        }),
      )
      .join(";");

  const sorted = (columns) =>
    columns
      .filter((one) => one.sort)
      .sort((a, b) => a.sortIndex - b.sortIndex)
      .map((one) => `${written(nameOf(one.colId))}:${one.sort}`)
      .join(";");
  const usual = (api) => sorted(api.getGridOption("columnDefs") || []);

  function shown(api) {
    const [row] = api.getSelectedRows();
    const sort = sorted(api.getColumnState());
    return {
      search,
      filter: filtersOf(api),
      sort: sort === usual(api) ? "" : sort || "none",
      row: row ? row._key : "",
    };
  }

  function modelOf(api, text) {
    const model = {};
    for (const clause of text ? text.split(";") : []) {
      const [name, type, ...given] = parts(clause.replace(/^\|/, ""));
      const id = `${table}.${name}`;
      const column = api.getColumnDef(id);
      if (!column) continue;
      const filterType = filterTypes[column.filter] || "text";
      const [from, to] = given.map((one) => (filterType === "number" ? Number(one) : one));
      const day = (one) => (one ? `${one} 00:00:00` : null);
      const one =
        filterType === "date"
          ? { filterType, type, dateFrom: day(from), dateTo: day(to) }
          : { filterType, type, filter: from, ...(known(to) ? { filterTo: to } : {}) };
      const operator = clause.startsWith("|") ? "OR" : "AND";
      model[id] = id in model ? { filterType, operator, conditions: [model[id], one] } : one;
    }
    return model;
  }

  function sortBy(api, text) {
    const state = (text === "none" ? "" : text || usual(api))
      .split(";")
      .filter(known)
      .map((one, sortIndex) => {
        const [name, sort] = parts(one);
        return { colId: `${table}.${name}`, sort, sortIndex };
      });
    api.applyColumnState({ state, defaultState: { sort: null } });
  }

  function select(api, key) {
    let found = null;
    api.forEachNode((node) => {
      if (key && node.data._key === key) found = node;
    });
    const [row] = api.getSelectedRows();
    if (found && row === found.data) return;
    if (!found) {
      api.deselectAll();
      // of rows that are gone the grid tells nothing
      if (!document.getElementById("evidence-panel").hidden) set(GRID, { selectedRows: [] });
      return;
    }
    found.setSelected(true, true);
    if (found.displayed) api.ensureNodeVisible(found, "middle");
  }

  // Show what the link says, once the grid has the table of the link.
  function apply(api) {
    if (api.isDestroyed()) return;
    const options = window.aquiferState.options();
    const there = tableOf(api);
    if (!there || !options.table) return void setTimeout(() => apply(api), SOON);
    if (there !== options.table) return;
    clearTimeout(telling);
    const moved = table !== options.table;
    table = options.table;
    applied = false;
    const now = shown(api);
    const differs = (key) => (options[key] || "") !== now[key];
    if (differs("filter")) api.setFilterModel(modelOf(api, options.filter || ""));
    if (differs("sort")) sortBy(api, options.sort || "");
    if (differs("search")) {
      search = options.search || "";
      api.setGridOption("quickFilterText", search);
      set("evidence-search", { value: search });
    }
    // with other rows the component around the grid selects what it held before
    setTimeout(() => finish(api), moved ? 3 * SOON : 0);
  }

  function finish(api) {
    const options = window.aquiferState.options();
    if (api.isDestroyed() || table !== options.table) return;
    select(api, options.row || "");
    told = shown(api);
    applied = true;
  }

  // What somebody did to the grid is a step; which row is read is part of the link, and no step.
  function tell(api) {
    clearTimeout(telling);
    telling = setTimeout(() => {
      if (api.isDestroyed() || !applied || table !== window.aquiferState.options().table) return;
      const now = shown(api);
      const changed = Object.keys(now).filter((key) => now[key] !== told[key]);
      told = now;
      if (!changed.length) return;
      const more = Object.fromEntries(changed.map((key) => [key, now[key]]));
      window.aquiferState[changed.every((key) => key === "row") ? "note" : "choose"](more);
    }, SOON);
  }

  // The grid in sight, once it is there; one that was left may still be known by its name.
  async function gridOf(tries = 200) {
    if (!document.getElementById(GRID)) return null;
    const api = window.dash_ag_grid && (await window.dash_ag_grid.getApiAsync(GRID));
    if (api && !api.isDestroyed()) return api;
    await new Promise((resolve) => setTimeout(resolve, 25));
    return tries ? gridOf(tries - 1) : null;
  }

  // Called whenever rows are shown, and so as soon as a grid is there.
  async function listen() {
    const api = await gridOf();
    if (!api || api === listened) return;
    listened = api;
    [table, applied, told, search] = [null, false, {}, ""];
    for (const event of ["filterChanged", "sortChanged", "selectionChanged"]) {
      api.addEventListener(event, () => tell(api));
    }
    // other rows of the same table are a refresh: what is filtered stays, the row is gone
    api.addEventListener("rowDataUpdated", () => tableOf(api) !== table && apply(api));
    apply(api);
  }

  document.addEventListener("aquifer:loaded", async () => {
    const api = await gridOf();
    if (api && api === listened) apply(api);
  });

  clientside.evidenceLink = {
    listen: () => void listen(),
    searched: async (text) => {
      if ((text || "") === search) return;
      search = text || "";
      const api = await gridOf();
      if (api && api === listened) tell(api);
    },
  };
})();
