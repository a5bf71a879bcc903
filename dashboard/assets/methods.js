/* Methods: the contents mark the section that is being read. */
(function () {
  "use strict";
  const READING_LINE = 160; // px below the top of the window
  let waiting = false;

  function mark() {
    waiting = false;
    const links = [...document.querySelectorAll("#methods-contents a")];
    let current = links[0];
    for (const link of links) {
      const section = document.getElementById(link.hash.slice(1));
      if (section && section.getBoundingClientRect().top <= READING_LINE) current = link;
    }
    const root = document.documentElement;
    const atEnd = window.innerHeight + window.scrollY >= root.scrollHeight - 4;
    if (atEnd && window.scrollY > 0) current = links[links.length - 1];
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }

  function soon() {
    if (waiting || !document.getElementById("methods-contents")) return;
    waiting = true;
    window.requestAnimationFrame(mark);
  }

  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon, { passive: true });
})();
