// Links to views carry the scenario along, and the one that is open is marked.
(function () {
  "use strict";

  function mark(query) {
    for (const anchor of document.querySelectorAll("a[data-view]")) {
      anchor.href = anchor.dataset.view + query;
      if (anchor.dataset.view !== location.pathname) anchor.removeAttribute("aria-current");
      else if (!anchor.hasAttribute("aria-current")) open(anchor);
    }
  }

  function open(anchor) {
    anchor.setAttribute("aria-current", "page");
    const row = anchor.closest("nav.views"); // it scrolls where there is no room for all
    if (row) row.scrollLeft = anchor.offsetLeft - row.offsetLeft - row.clientWidth / 2;
  }

  window.aquiferTabs = { mark };
})();
