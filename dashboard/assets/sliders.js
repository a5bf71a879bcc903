// A slider tells its value by aria-valuenow in the moment it changes. Dash would tell it after a
// round through its own callbacks, 20 ms later: too late for what follows a finger. What an arrow key
// will make of it is told before React has moved it, and told again only if it was not so.
(function () {
  "use strict";

  const WAYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
  const DIGITS = 4; // after the point, as the sliders round
  const thumbsOf = (control) => [...control.querySelectorAll("[role=slider]")];
  const number = (thumb, name) => Number(thumb.getAttribute(`aria-value${name}`));
  const positions = (thumbs) => thumbs.map((thumb) => number(thumb, "now"));

  function tell(control, at) {
    const [part, value] = at.length > 1 ? ["range", at] : ["slider", at[0]];
    const detail = { field: control.dataset.field, part, value };
    document.dispatchEvent(new CustomEvent("aquifer:slid", { detail }));
  }

  function slid(changes) {
    const moved = new Set(changes.map(({ target }) => target.closest(".control")));
    moved.delete(null);
    for (const control of moved) tell(control, positions(thumbsOf(control)));
  }

  function foretell({ key, target, altKey, ctrlKey, metaKey, shiftKey }) {
    const thumb = WAYS[key] && target.closest && target.closest(".control [role=slider]");
    if (!thumb || altKey || ctrlKey || metaKey || shiftKey) return;
    const control = thumb.closest(".control");
    const thumbs = thumbsOf(control), at = positions(thumbs), moved = thumbs.indexOf(thumb);
    const next = at[moved] + WAYS[key] * window.aquiferFacts()[control.dataset.field].step;
    const within = Math.min(Math.max(next, number(thumb, "min")), number(thumb, "max"));
    at[moved] = Number(within.toFixed(DIGITS));
    if (at.length === 1 || at[0] <= at[1]) tell(control, at); // one thumb pushes the other
  }

  new MutationObserver(slid).observe(document.documentElement, {
    subtree: true,
    attributes: true,
    attributeFilter: ["aria-valuenow"],
  });
  // after state.js has noted who touches it
  document.addEventListener("DOMContentLoaded", () => {
    document.addEventListener("keydown", foretell, { capture: true, passive: true });
  });
})();
