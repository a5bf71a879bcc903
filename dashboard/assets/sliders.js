// A slider tells its value by aria-valuenow in the moment it changes. Dash would tell it after a
// round through its own callbacks, 20 ms later: too late for what follows a finger.
(function () {
  "use strict";

  function slid(changes) {
    const moved = new Set(changes.map(({ target }) => target.closest(".control")));
    moved.delete(null);
    for (const control of moved) {
      const thumbs = [...control.querySelectorAll("[role=slider]")];
      const at = thumbs.map((thumb) => Number(thumb.getAttribute("aria-valuenow")));
      const [part, value] = at.length > 1 ? ["range", at] : ["slider", at[0]];
      const detail = { field: control.dataset.field, part, value };
      document.dispatchEvent(new CustomEvent("aquifer:slid", { detail }));
    }
  }

  new MutationObserver(slid).observe(document.documentElement, {
    subtree: true,
    attributes: true,
    attributeFilter: ["aria-valuenow"],
  });
})();
