/* Evidence: what AG Grid asks of a cell. The text of every cell is made on the server, once. */
(function () {
  "use strict";

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const components = (window.dashAgGridComponentFunctions =
    window.dashAgGridComponentFunctions || {});
  const clientside = (window.dash_clientside = window.dash_clientside || {});

  const isEmpty = (value) => value === null || value === undefined || value === "";

  functions.evidenceShown = (params) => {
    const shown = params.data && params.data._shown;
    return (shown && shown[params.colDef.field]) || "";
  };
  functions.evidenceEmpty = (params) => isEmpty(params.value);
  functions.evidenceRowClass = (params) => "standing-" + ((params.data || {})._standing || "none");

  /* What is not known comes last, whichever way one sorts. */
  functions.evidenceOrder = (a, b, nodeA, nodeB, isDescending) => {
    if (isEmpty(a) || isEmpty(b)) {
      const order = isEmpty(a) - isEmpty(b);
      return isDescending ? -order : order;
    }
    return typeof a === "number" ? a - b : String(a).localeCompare(String(b), "en");
  };

  /* A filter takes a number as it reads in the cell: 15T, $250M, 12%, 1e13. */
  const SIZES = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };
  functions.evidenceNumber = (text) => {
    if (isEmpty(text)) return null;
    const found = /^([-+]?[0-9.]+(?:e[-+]?[0-9]+)?)([kmbt%]?)$/i.exec(text.replace(/[\s,$]/g, ""));
    if (!found) return null;
    const letter = found[2].toLowerCase();
    return Number(found[1]) * (letter === "%" ? 0.01 : SIZES[letter] || 1);
  };
  functions.evidenceNumberText = (number) => {
    if (isEmpty(number)) return null;
    const size = Object.entries(SIZES).reverse().find((one) => Math.abs(number) >= one[1]);
    return size ? number / size[1] + size[0].toUpperCase() : String(number);
  };

  /* In a column of percentages 12 means 12%. */
  functions.evidenceShare = (text) => {
    const number = functions.evidenceNumber(text);
    return number === null || text.includes("%") ? number : number / 100;
  };
  functions.evidenceShareText = (number) =>
    isEmpty(number) ? null : Number((number * 100).toPrecision(12)) + "%";

  components.EvidenceLink = (props) => {
    const data = props.data || {};
    const field = props.colDef.field;
    const shown = (data._shown || {})[field] || props.value || "";
    const address = (data._link || {})[field];
    if (!address) return shown;
    return window.React.createElement(
      "a",
      {
        href: address,
        target: "_blank",
        rel: "noopener noreferrer",
        className: "evidence-link",
        "aria-label": shown + " (opens in a new tab)",
      },
      shown,
    );
  };

  components.EvidenceStanding = (props) =>
    window.React.createElement(
      "span",
      { className: "standing standing-mark-" + (props.data || {})._standing },
      props.value,
    );

  clientside.evidence = {
    search: (text, options) => ({ ...options, quickFilterText: text || "" }),
    count: (shown, all) => {
      const total = (all || []).length;
      const kept = shown ? shown.length : total;
      const rows = total === 1 ? " row" : " rows";
      return [
        kept === total ? "All " + total + rows : kept + " of " + total + rows,
        kept === total,
      ];
    },
  };
})();
