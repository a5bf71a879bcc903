// The server is lost when a request gets no answer at all; controls keep their values. It is asked
// until it answers again; then the page is told by an event.
(function () {
  "use strict";
  const AGAIN = 2000; // ms
  const fetched = window.fetch;

  async function ask() {
    try {
      await fetched("/health", { cache: "no-store" });
      document.body.removeAttribute("data-server-lost");
      document.dispatchEvent(new Event("aquifer:back"));
    } catch {
      setTimeout(ask, AGAIN);
    }
  }

  window.fetch = async (...args) => {
    try {
      return await fetched(...args);
    } catch (error) {
      if (!document.body.hasAttribute("data-server-lost") && error.name !== "AbortError") {
        document.body.setAttribute("data-server-lost", "");
        setTimeout(ask, AGAIN);
      }
      throw error;
    }
  };
})();
