// Words that Dash does not know: an element with data-html holds that text as its content. It is
// filled in the moment it is mounted, before anything is painted.
(function () {
  "use strict";

  const fill = (element) => (element.innerHTML = element.dataset.html);

  function come(node) {
    if (!(node instanceof HTMLElement)) return; // the parts of a picture
    if ("html" in node.dataset) fill(node);
    else node.querySelectorAll("[data-html]").forEach(fill);
  }

  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "attributes") fill(target);
      else addedNodes.forEach(come);
    }
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-html"],
  });
})();
