// The formats of the scenario open below their button; a choice, Escape and a click beside close.
(function () {
  "use strict";
  const part = (id) => document.getElementById(id);

  function open(on) {
    const menu = part("export-menu");
    if (!menu || menu.hidden === !on) return;
    menu.hidden = !on;
    part("download-scenario").setAttribute("aria-expanded", String(on));
    if (on) menu.querySelector("button").focus();
  }

  document.addEventListener("click", ({ target }) => {
    const menu = part("export-menu");
    open(Boolean(menu && menu.hidden && target.closest("#download-scenario")));
  });
  document.addEventListener("keydown", ({ key }) => {
    const menu = part("export-menu");
    if (key !== "Escape" || !menu || menu.hidden) return;
    open(false);
    part("download-scenario").focus();
  });
})();
