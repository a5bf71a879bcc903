// A file of the user's, chosen and read in the page; the server is sent what it needs of it.
(function () {
  "use strict";
  const MOST_BYTES = 1e6; // of a scenario file

  // Let somebody choose a file, or several, then use it.
  function pick(id, accept, use, { several = false } = {}) {
    const input = Object.assign(document.createElement("input"), { type: "file", accept });
    input.multiple = several;
    input.id = id;
    input.hidden = true;
    document.body.append(input);
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.remove();
      if (files.length) use(several ? files : files[0]);
    });
    input.click();
  }

  // A scenario file, handed to the store "opened".
  function open(clicks) {
    if (!clicks) return;
    pick("file-to-open", ".json", async (file) => {
      const { name, size } = file;
      const text = size > MOST_BYTES ? "" : await file.text(); // the server says that it is too large
      window.dash_clientside.set_props("opened", { data: { name, size, text, at: performance.now() } });
    });
  }

  window.aquiferFiles = { pick };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { files: { open } });
})();
