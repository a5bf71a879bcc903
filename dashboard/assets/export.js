/* PNG and SVG of a chart, made in the browser at slide size: finding above, source below.

   The picture is drawn anew at 960 × 540, where the type has the proportions of a card, and scaled
   to 1280 × 720 (SVG) or 1920 × 1080 (PNG). A picture can't use the page's fonts, so that Inter is
   put inside it. Nothing leaves the machine. */
(function () {
  "use strict";

  const WIDTH = 960, HEIGHT = 540, EDGE = 40;
  const SVG_WIDTH = 1280, PNG_WIDTH = 1920;
  const FAMILY = "Inter Variable";
  const FONT = '"Inter Variable", Inter, system-ui, sans-serif';

  function part(chart, name) {
    // Dash writes an id's keys in alphabetical order
    return document.getElementById(JSON.stringify({ chart: chart, part: name }));
  }

  function textOf(element) {
    return element ? element.textContent.trim() : "";
  }

  function slug(text) {
    return text.replace(/\([^)]*\)/g, "").normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/×/g, "x").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  }

  function fileName(chart, scenario, ending) {
    return ["aquifer", chart, slug(scenario)].filter(Boolean).join("-") + "." + ending;
  }

  function wrap(text, font, width) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && pen.measureText(longer).width <= width) {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    }
    return lines;
  }

  /* As many lines as must be, of as even a length as can be. */
  function balance(text, font, width) {
    const lines = wrap(text, font, width);
    let low = width / 2, high = width;
    while (lines.length > 1 && high - low > 4) {
      const middle = (low + high) / 2;
      if (wrap(text, font, middle).length > lines.length) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return wrap(text, font, high);
  }

  /* The furniture of a slide as SVG, and how much room the chart has between. */
  function furniture(chart, colours) {
    const scenario = textOf(document.getElementById("scenario-name"));
    const inner = WIDTH - 2 * EDGE;
    const blocks = [
      { text: textOf(part(chart, "title")), size: 22, weight: 600, colour: colours.text, gap: 28 },
      { text: textOf(part(chart, "unit")), size: 13, weight: 400, colour: colours.quiet, gap: 18 },
    ];
    const words = [];
    let y = 26;
    for (const block of blocks) {
      const lines = balance(block.text, block.weight + " " + block.size + "px " + FONT, inner);
      for (const line of lines) {
        y += block.gap;
        words.push({ x: EDGE, y: y, text: line, anchor: "start", ...block, text: line });
      }
      y += 6;
    }
    const foot = { size: 11, weight: 400, colour: colours.quiet };
    const name = ["Aquifer", scenario].filter(Boolean).join(" · ");
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = "400 11px " + FONT;
    const room = inner - pen.measureText(name).width - 24;
    const sources = wrap(textOf(part(chart, "source")), "400 11px " + FONT, room);
    sources.forEach(function (line, i) {
      const level = HEIGHT - 22 - 15 * (sources.length - 1 - i);
      words.push({ x: EDGE, y: level, anchor: "start", ...foot, text: line });
    });
    words.push({ x: WIDTH - EDGE, y: HEIGHT - 22, anchor: "end", ...foot, text: name });
    return { words: words, top: y + 8, bottom: HEIGHT - 40 - 15 * (sources.length - 1), scenario };
  }

  function coloursOf(chart) {
    const style = getComputedStyle(part(chart, "title").closest(".chart-card"));
    return {
      paper: style.getPropertyValue("--paper").trim() || "#ffffff",
      text: style.getPropertyValue("--ink").trim() || "#14212b",
      quiet: style.getPropertyValue("--ink-2").trim() || "#465763",
    };
  }

  /* The font as a rule for inside of a picture; empty if the page has none of its own. */
  let fontRule = null;
  async function embeddedFont() {
    if (fontRule !== null) {
      return fontRule;
    }
    fontRule = "";
    for (const sheet of document.styleSheets) {
      let rules = [];
      try {
        rules = sheet.cssRules;
      } catch {
        continue; // a sheet of another origin
      }
      for (const rule of rules) {
        const named = rule instanceof CSSFontFaceRule &&
          rule.style.getPropertyValue("font-family").replace(/["']/g, "") === FAMILY;
        const source = named && /url\(["']?([^"')]+)/.exec(rule.style.getPropertyValue("src"));
        if (source) {
          const answer = await fetch(new URL(source[1], sheet.href || document.baseURI));
          const bytes = new Uint8Array(await answer.arrayBuffer());
          let binary = "";
          for (let i = 0; i < bytes.length; i += 32768) {
            binary += String.fromCharCode.apply(null, bytes.subarray(i, i + 32768));
          }
          fontRule = '@font-face{font-family:"' + FAMILY + '";font-weight:100 900;' +
            "src:url(data:font/woff2;base64," + btoa(binary) + ') format("woff2")}';
          return fontRule;
        }
      }
    }
    return fontRule;
  }

  /* A chart as the text of an SVG, `width` pixels wide. */
  async function picture(chart, width) {
    const live = part(chart, "figure").querySelector(".js-plotly-plot");
    const colours = coloursOf(chart);
    const slide = furniture(chart, colours);
    const layout = structuredClone(live.layout);
    Object.assign(layout, {
      width: WIDTH - 2 * EDGE + 24,
      height: slide.bottom - slide.top,
      autosize: false,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
    });
    const drawn = await window.Plotly.toImage(
      { data: structuredClone(live.data), layout: layout, config: { staticPlot: true } },
      { format: "svg", width: layout.width, height: layout.height, imageDataOnly: true }
    );
    const NS = "http://www.w3.org/2000/svg";
    const inner = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement;
    const outer = document.implementation.createDocument(NS, "svg", null);
    const root = outer.documentElement;
    const scale = width / WIDTH, height = Math.round(HEIGHT * scale);
    root.setAttribute("width", width);
    root.setAttribute("height", height);
    root.setAttribute("viewBox", "0 0 " + width + " " + height);
    root.setAttribute("role", "img");

    function add(parent, name, attributes, text) {
      const element = outer.createElementNS(NS, name);
      for (const [key, value] of Object.entries(attributes)) {
        element.setAttribute(key, value);
      }
      if (text) {
        element.textContent = text;
      }
      parent.appendChild(element);
      return element;
    }

    add(root, "title", {}, textOf(part(chart, "title")));
    add(root, "desc", {}, textOf(part(chart, "alt")));
    const font = await embeddedFont();
    if (font) {
      add(root, "style", {}, font);
    }
    add(root, "rect", { width: width, height: height, fill: colours.paper });
    const page = add(root, "g", { transform: "scale(" + scale + ")" });
    for (const word of slide.words) {
      add(page, "text", {
        x: word.x, y: word.y, fill: word.colour, "font-size": word.size,
        "font-weight": word.weight, "font-family": FONT, "text-anchor": word.anchor,
      }, word.text);
    }
    const place = add(page, "g", {
      transform: "translate(" + (EDGE - 12) + " " + slide.top + ")",
    });
    inner.removeAttribute("style");
    place.appendChild(outer.importNode(inner, true));
    return { text: new XMLSerializer().serializeToString(outer), height: height, slide: slide };
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  async function saveSvg(chart) {
    const made = await picture(chart, SVG_WIDTH);
    const blob = new Blob([made.text], { type: "image/svg+xml" });
    save(blob, fileName(chart, made.slide.scenario, "svg"));
  }

  async function savePng(chart) {
    const made = await picture(chart, PNG_WIDTH);
    const address = URL.createObjectURL(new Blob([made.text], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = PNG_WIDTH;
      canvas.height = made.height;
      canvas.getContext("2d").drawImage(image, 0, 0);
      const blob = await new Promise(function (done) { canvas.toBlob(done, "image/png"); });
      save(blob, fileName(chart, made.slide.scenario, "png"));
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  async function press(clicks, kind, make) {
    if (!clicks) {
      return window.dash_clientside.no_update;
    }
    const chart = window.dash_clientside.callback_context.triggered_id.chart;
    const button = part(chart, kind);
    button.setAttribute("aria-busy", "true");
    try {
      await make(chart);
    } finally {
      button.removeAttribute("aria-busy");
    }
    return String(clicks);
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cards = {
    png: function (clicks) { return press(clicks, "png", savePng); },
    svg: function (clicks) { return press(clicks, "svg", saveSvg); },
  };
})();
