// What helps with a control: what it means, beside its question mark, and the way to it.
(function () {
  "use strict";

  // What an assumption means, beside its question mark; the browser closes it on Escape.
  function about(button) {
    const note = document.getElementById("about");
    note.popover = "auto";
    note.replaceChildren(
      ...window.aquiferFacts()[button.dataset.about].about.map(([heading, text]) => {
        const paragraph = document.createElement("p");
        if (heading) {
          const strong = document.createElement("strong");
          strong.textContent = `${heading}: `;
          paragraph.append(strong);
        }
        paragraph.append(text);
        return paragraph;
      }),
    );
    note.setAttribute("role", "status");
    note.showPopover();
    const { right, top } = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = note;
    note.style.left = `${Math.max(8, Math.min(right + 10, innerWidth - width - 8))}px`;
    note.style.top = `${Math.max(8, Math.min(top - 8, innerHeight - height - 8))}px`;
  }

  // Lead to the control of an assumption: open its group, bring it into view, focus it.
  function showControl(field) {
    const { group } = window.aquiferFacts()[field];
    const item = document.querySelector(`[data-group="${group}"] .mantine-Accordion-control`);
    const burger = document.getElementById("burger");
    if (burger.offsetParent && !document.getElementById("rail").contains(document.activeElement)) {
      window.dash_clientside.set_props("burger", { opened: true });
    }
    if (item.getAttribute("aria-expanded") !== "true") item.click();
    let tries = 40;
    const find = () => {
      const found = document.querySelector(`.control[data-field="${field}"]`);
      if (!found || !found.offsetParent) return tries-- && setTimeout(find, 50);
      found.scrollIntoView({ block: "center" });
      found.querySelector("input, [role=slider]").focus();
      found.classList.add("shown");
      setTimeout(() => found.classList.remove("shown"), 1600);
    };
    find();
  }
  window.aquiferShowControl = showControl;

  document.addEventListener("click", (event) => {
    const question = event.target.closest && event.target.closest("[data-about]");
    if (question) about(question);
  });
})();
