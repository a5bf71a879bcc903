// A file of the user's, chosen and read in the page; the server is sent what it needs of it.
(function () {
  "use strict";
  const MOST_BYTES = 1e6; // of a scenario file

  // Let somebody choose a file, then use it.
  function pick(id, accept, use) {
    const input = Object.assign(document.createElement("input"), { type: "file", accept });
    input.id = id;
    input.hidden = true;
    document.body.append(input);
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.remove();
      if (file) use(file);
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
