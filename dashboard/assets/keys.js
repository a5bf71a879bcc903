// Single keys that lead somewhere: views by number, a pin, the library, the briefing, the help.
(function () {
  "use strict";
  let shortcuts = true; // the keyboard help can switch them off

  document.addEventListener("keydown", (event) => {
    const inUse = "input, textarea, select, [contenteditable], [role=slider], [role=dialog], .ag-root";
    if (!shortcuts || event.target.closest(inUse) || event.metaKey || event.ctrlKey || event.altKey) return;
    const anchors = document.querySelectorAll("nav.views a[data-view]");
    if (event.key === "?") window.dash_clientside.set_props("keyboard-help", { opened: true });
    else if (/^[0-9]$/.test(event.key)) {
      const tab = anchors[(Number(event.key) + 9) % 10]; // 0 is the tenth
      if (tab) tab.click();
    } else if (event.key === "p") document.getElementById("pin").click();
    else if (event.key === "l") document.querySelector(".tool-link").click();
    else if (event.key === "b") window.aquiferBriefing.toggle();
  });

  const keys = (on) => void (shortcuts = on);
  const help = (clicks) => (clicks ? true : window.dash_clientside.no_update);

  window.dash_clientside = Object.assign({}, window.dash_clientside, { keys: { keys, help } });
})();
