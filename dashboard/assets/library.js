// The library: what is saved here is noted in the link, Ctrl S saves, files are picked.
(function () {
  "use strict";
  const MOST_FILES = 50;
  const TYPED = 60; // ms until what is typed in the dialog has gone through its component
  const ASSUMED = 300; // ms until what is typed in a control is the page's
  const MOST_BYTES = 1e6; // of a scenario file
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const byId = (id) => document.getElementById(id);

  // The view shows what has just been saved: its link says so, and that is no step to undo.
  function saved(answer) {
    if (!answer || !answer.saved) return;
    if (window.aquiferState.options().saved !== answer.saved) {
      window.aquiferState.note({ saved: answer.saved });
    }
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (event.key.toLowerCase() !== "s") return;
    event.preventDefault(); // the browser would save the page
    if (event.repeat) return;
    const field = document.activeElement;
    if (field && field.matches("input, textarea")) field.blur(); // what is typed is an entry now
    setTimeout(press, field && field.closest(".control") ? ASSUMED : TYPED, field);
  });

  function press(field) {
    const dialogs = [...document.querySelectorAll("[role=dialog]")];
    const open = dialogs.find((one) => one.getClientRects().length > 0);
    const button = open ? open.querySelector("#save-submit") : byId("library-save");
    if (button) button.click();
    if (field && !open) field.focus();
  }

  // What is saved is what the page shows by then, not what Dash has been told of it so far.
  document.addEventListener(
    "click",
    ({ target }) => {
      if (target.closest && target.closest("#library-save, #save-submit, #save-as-new"))
        window.aquiferState.flush();
    },
    { capture: true },
  );

  function pick(clicks) {
    if (!clicks) return;
    window.aquiferFiles.pick(
      "library-files",
      ".json",
      async (files) => {
        const read = files.slice(0, MOST_FILES).map(async (file) => ({
          name: file.name,
          size: file.size,
          text: file.size > MOST_BYTES ? "" : await file.text(),
        }));
        set("library-picked", { data: { files: await Promise.all(read), at: performance.now() } });
      },
      { several: true },
    );
  }

  function grid(clicks) {
    if (!clicks) return;
    window.aquiferFiles.pick("sweep-file-input", ".toml,text/plain", async (file) => {
      if (file.size < MOST_BYTES) set("sweep-grid", { value: await file.text() });
      else set("sweep-problems", { children: `${file.name} is larger than 1 MB` });
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { library: { saved, pick, grid } });
})();
