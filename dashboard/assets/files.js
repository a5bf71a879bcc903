// A scenario file of the user's, handed to the store "opened"; the server reads it.
(function () {
  "use strict";

  function open(clicks) {
    if (!clicks) return;
    const input = Object.assign(document.createElement("input"), { type: "file", accept: ".json" });
    input.id = "file-to-open";
    input.hidden = true;
    document.body.append(input);
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.remove();
      if (!file) return;
      const { name, size } = file;
      const text = size > 1e6 ? "" : await file.text(); // the server says that it is too large
      window.dash_clientside.set_props("opened", { data: { name, size, text, at: performance.now() } });
    });
    input.click();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { files: { open } });
})();
