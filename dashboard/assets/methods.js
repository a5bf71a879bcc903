/* Methods: the contents mark the section that is being read. */
(function () {
  "use strict";
  let observer = null;

  function follow() {
    if (observer) observer.disconnect();
    const links = new Map();
    for (const link of document.querySelectorAll("#methods-contents a")) {
      links.set(link.hash.slice(1), link);
    }
    const inView = new Set();
    observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inView.add(target.id);
          else inView.delete(target.id);
        }
        const first = [...links.keys()].find((key) => inView.has(key));
        if (!first) return;
        for (const [key, link] of links) {
          if (key === first) link.setAttribute("aria-current", "location");
          else link.removeAttribute("aria-current");
        }
      },
      { rootMargin: "-90px 0px -55% 0px" },
    );
    for (const key of links.keys()) {
      const section = document.getElementById(key);
      if (section) observer.observe(section);
    }
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { methods: { follow } });
})();
