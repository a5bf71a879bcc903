// The server is lost when a request gets no answer at all; controls keep their values. It is asked
// until it answers again; then the page is told by an event. It is not lost where it asks for a
// login: a banner says so, and its link loads this address anew.
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
      const answer = await fetched(...args);
      document.body.toggleAttribute("data-logged-out", answer.status === 401);
      return answer;
    } catch (error) {
      if (!document.body.hasAttribute("data-server-lost") && error.name !== "AbortError") {
        document.body.setAttribute("data-server-lost", "");
        setTimeout(ask, AGAIN);
      }
      throw error;
    }
  };
})();
