// Compare: a scenario file that is added to the comparison is chosen and read in the page.
(function () {
  "use strict";
  const MOST_BYTES = 1e6;

  document.addEventListener("click", (event) => {
    if (!event.target.closest || !event.target.closest("#compare-file-button")) return;
    window.aquiferFiles.pick("compare-file-input", ".json", async (file) => {
      const { name, size } = file;
      const text = size > MOST_BYTES ? "" : await file.text(); // the server says that it is too large
      const data = { name, size, text, at: performance.now() };
      window.dash_clientside.set_props("compare-file", { data });
    });
  });
})();
