// The state of the page, in one place: {path, preset, values, pin, options, scheme}.
// A change of a control, a link followed or Back come in here; drawing.js has it drawn and brings
// the link to write; the store "page" holds it for Dash's callbacks. The URL is the only memory.
(function () {
  "use strict";
  const PUSH_AFTER = 300; // ms without a change before it becomes a step that Back undoes
  const REST = window.aquiferRest ?? 700; // ms without a change before what is slow to draw is drawn
  const DIM = 300; // ms without the answer before what it will replace is dimmed
  const PATIENCE = 250; // ms until what waits for a drawing is told without it
  const { widgets, edited, widgetId } = window.aquiferControls;
  const { draw } = window.aquiferDrawing;
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  let facts = null; // field -> what controls.js needs of its declaration
  let presets = null; // preset -> field -> text
  let page = null; // the state
  let link = null; // the server's last answer: url, changed fields, name, title
  let edit = 0; // edits made here
  let pushed = 0; // edits that are in the history
  let quiet = 0; // the edit that is no step of its own
  let timer = null;
  let rest = null;
  let dragged = null; // field of the control that a pointer went down on
  let dimming = null;
  let catching = null;
  let stepping = false; // somebody moves a control step by step: Dash is told of it at rest
  const behind = new Map(); // what Dash is to be told: name -> how
  let fitted = {}; // field -> text that is fitted to the data and shown in place of its own
  const given = {}; // "field part" -> value set from here, so that its echo is no edit
  const setAt = {}; // field -> when a widget of it was last set from here
  const touchedAt = {}; // field -> when somebody last touched its control

  const control = (field) => document.querySelector(`.control[data-field="${field}"]`);

  // What is slow to draw waits until nothing has changed for a while and nobody is dragging.
  function settle() {
    clearTimeout(rest);
    delete document.body.dataset.rest;
    rest = setTimeout(() => {
      if (dragged) return settle();
      flush();
      draw(page, { slow: true, after: rested });
      set("settled", { data: performance.now() });
    }, REST);
  }

  // Everything is drawn and the link is written: for who has to know when, such as a test.
  function rested() {
    if (link && (link.edit < edit || link.edit > pushed)) rest = setTimeout(rested, PUSH_AFTER);
    else document.body.dataset.rest = "";
  }

  function send(more) {
    page = { ...page, ...more, edit };
    clearTimeout(dimming);
    // charts that follow at once are not dimmed: that alone would restyle the whole page
    if (!page.fresh) dimming = setTimeout(() => document.body.toggleAttribute("data-stale", true), DIM);
    draw(page, { painted: catchUp, after: linked });
    later("page", () => set("page", { data: page }));
    settle();
  }

  // What Dash is told is told to every mounted component: it waits until the charts are painted,
  // or for a moment if they are not.
  function later(name, tell) {
    behind.set(name, tell);
    clearTimeout(catching);
    catching = setTimeout(catchUp, PATIENCE);
  }

  function catchUp() {
    clearTimeout(catching);
    for (const [name, tell] of [...behind]) {
      if (stepping && name === "page") continue;
      behind.delete(name);
      tell();
    }
  }

  // Whoever is asked next knows the state as it is.
  function flush() {
    stepping = false;
    catchUp();
  }

  function change(more, inSteps = false) {
    stepping = inSteps;
    edit += 1;
    send({ fresh: false, ...more });
  }

  const choose = (options) => change({ options: { ...page.options, ...options } });

  // What is told of the state, such as where it is saved: it changes the link, and is no step.
  function note(options) {
    if (edit === pushed) quiet = edit + 1;
    choose(options);
  }

  function setWidgets(field, text, except) {
    for (const [part, value] of Object.entries(widgets(facts[field], text))) {
      if (part === except) continue;
      const key = `${field} ${part}`;
      if (same(given[key], value)) continue;
      given[key] = value;
      if (!control(field)) continue; // it will come with this value
      setAt[field] = performance.now();
      set(widgetId(field, part), part === "switch" ? { checked: value } : { value });
    }
  }

  function setValues(values) {
    for (const [field, text] of Object.entries(values)) {
      setWidgets(field, fitted[field] || text, null);
    }
  }

  // Widgets were moved, or tell the value they were just given.
  function moved(moves) {
    const values = { ...page.values };
    let changed = false;
    for (const { field, part, value } of moves) {
      const key = `${field} ${part}`;
      if (value === undefined || value === null || same(given[key], value)) continue;
      // a late echo of what a debounced widget held before; nobody moved it
      if (!((touchedAt[field] || 0) > (setAt[field] || 0))) continue;
      given[key] = value;
      const result = edited(facts[field], fitted[field] || values[field], part, value);
      const isNumber = !["range", "slider", "choice", "switch"].includes(part);
      if (isNumber) set({ field, part }, { error: result.error ? `Accepts ${result.error}` : null });
      if (result.error) continue;
      later(field, () => setWidgets(field, result.text, part));
      changed = changed || values[field] !== result.text;
      values[field] = result.text;
      const { sets } = facts[field];
      if (sets && values[sets[0]] !== sets[1]) {
        values[sets[0]] = sets[1];
        setWidgets(sets[0], sets[1], null);
      }
    }
    if (changed) change({ values }, true);
  }

  function widget(...args) {
    const [ready, theFacts, thePresets] = args.slice(-3);
    facts = facts || theFacts;
    presets = presets || thePresets;
    if (!ready || !page) return;
    const { triggered } = window.dash_clientside.callback_context;
    const known = triggered.filter(({ prop_id }) => prop_id.startsWith("{"));
    const idOf = (prop_id) => JSON.parse(prop_id.slice(0, prop_id.lastIndexOf(".")));
    moved(known.map(({ prop_id, value }) => ({ ...idOf(prop_id), value })));
  }

  document.addEventListener("aquifer:slid", ({ detail }) => {
    if (page && document.body.dataset.ready) moved([detail]);
  });

  function option() {
    if (!page) return;
    const options = { ...page.options };
    for (const { prop_id, value } of window.dash_clientside.callback_context.triggered) {
      if (!prop_id.startsWith("{") || value === undefined || value === null) continue;
      options[JSON.parse(prop_id.slice(0, prop_id.lastIndexOf("."))).option] = value;
    }
    const other = options.table !== page.options.table; // of which nothing was asked yet
    if (other) Object.assign(options, { search: "", filter: "", sort: "", row: "" });
    if (!same(options, page.options)) change({ options });
  }

  function preset(id) {
    if (!page || !id || id === page.preset) return;
    setValues(presets[id]);
    change({ preset: id, values: { ...presets[id] } });
  }

  function reset() {
    const field = (window.dash_clientside.callback_context.triggered_id || {}).reset;
    if (!page || !field) return;
    const names = field === "all" ? Object.keys(page.values) : [field];
    const values = { ...page.values };
    names.forEach((name) => (values[name] = presets[page.preset][name]));
    setValues(values);
    if (!same(values, page.values)) change({ values });
  }

  function pin(clicks) {
    if (!page || !clicks || !link) return;
    change({ pin: page.pin ? null : link.scenario });
  }

  // The server has read a link: take over what it says.
  function loaded(answer, theFacts, thePresets) {
    if (!answer) return;
    facts = theFacts;
    presets = thePresets;
    const first = page === null;
    if (first) {
      // the page comes with the controls at the first preset's values
      for (const [field, text] of Object.entries(Object.values(presets)[0])) {
        for (const [part, value] of Object.entries(widgets(facts[field], text))) {
          given[`${field} ${part}`] = value;
        }
      }
    }
    const moved = !first && page.path !== answer.state.path;
    awaited = false;
    clearTimeout(timer);
    // a file was opened: a step that Back undoes; a short link was followed: none
    if (answer.edited || answer.noted) edit += 1;
    else pushed = edit;
    if (answer.noted) quiet = edit;
    page = { ...answer.state, scheme: scheme(), edit };
    document.dispatchEvent(new CustomEvent("aquifer:loaded"));
    setValues(page.values);
    set("preset", { value: page.preset });
    for (const [key, value] of Object.entries(page.options)) {
      if (document.querySelector(`[id*='"option":"${key}"']`)) set({ option: key }, { value });
    }
    // charts that came with the answer are not drawn again, unless the colours are others
    send({ fresh: answer.drawn && answer.state.scheme === page.scheme });
    set("ready", { data: true });
    document.body.dataset.ready = "true";
    if (moved) {
      window.scrollTo(0, 0);
      document.getElementById("main").focus({ preventScroll: true });
    }
    if (location.hash && !answer.edited) {
      const target = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
      setTimeout(() => target() && target().scrollIntoView(), 150);
    }
  }

  // An assumption changes nothing if what it needs is not so, or changes nothing itself: null if it
  // does not, else "vendors" if it acts on them all the same, or "".
  function idle(field) {
    const { needs, also } = facts[field];
    const unmet = ([other, values]) => !values.includes(page.values[other]) || idle(other) !== null;
    if (needs === null || !unmet(needs)) return null;
    return also !== null && !unmet(also) ? "vendors" : "";
  }

  // Mark what differs from the preset, hide what changes nothing.
  function mark() {
    if (!link || !page) return;
    const changed = new Set(link.changed);
    for (const control of document.querySelectorAll(".control")) {
      const { field } = control.dataset;
      control.toggleAttribute("data-changed", changed.has(field));
      const nothing = idle(field);
      control.toggleAttribute("data-idle", nothing !== null);
      if (nothing) control.dataset.idle = nothing;
    }
    for (const counter of document.querySelectorAll(".group-changes")) {
      const { group } = counter.closest("[data-group]").dataset;
      const count = [...changed].filter((field) => facts[field].group === group).length;
      counter.textContent = count ? `${count} changed` : "";
    }
  }

  // A group of controls was opened for the first time.
  const mounted = () => void requestAnimationFrame(mark);

  // A change is drawn: write the link, mark what differs.
  function linked({ link: answer }) {
    link = answer;
    if (page && !same(fitted, answer.fitted)) {
      const back = Object.keys(fitted).map((field) => [field, page.values[field]]);
      fitted = answer.fitted;
      setValues({ ...Object.fromEntries(back), ...fitted });
    }
    document.title = answer.title;
    if (answer.edit === edit) {
      clearTimeout(dimming);
      document.body.removeAttribute("data-stale");
    }
    mark();
    window.aquiferTabs.mark(answer.query);
    document.body.toggleAttribute("data-pinned", Boolean(page && page.pin));
    if (answer.edit <= pushed) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      pushed = answer.edit;
      const url = location.pathname + answer.query;
      const write = answer.edit === quiet ? "replaceState" : "pushState";
      if (url !== here()) history[write](null, "", url);
      at = here();
    }, PUSH_AFTER);
  }

  // The facts were refreshed, or a simulation is done: the same state is to be seen anew.
  const redraw = (reason) => void (reason && page && send({ fresh: false }));

  let at = null; // path and query of the page; a hash alone leads within it
  let awaited = false; // an address was asked for that has not come
  const here = () => location.pathname + location.search;

  function read() {
    const { pathname: path, search, hash } = window.location;
    if (at === here()) return;
    at = here();
    delete document.body.dataset.rest;
    if (link && link.edit > pushed) {
      // left before it was written: the address that was gone to holds, not the edit
      clearTimeout(timer);
      pushed = edit;
    }
    // left before it came: what it brings may be there by the time this is answered
    const anew = awaited;
    awaited = true;
    set("address", { data: { path, search, hash, anew, scheme: scheme(), at: performance.now() } });
  }

  function follow(url) {
    // what waits to be written belongs to the page that is left
    if (link && link.edit > pushed) {
      clearTimeout(timer);
      history.pushState(null, "", location.pathname + link.query);
    }
    history.pushState(null, "", url);
    at = null;
    read();
  }

  const scheme = () =>
    document.documentElement.dataset.mantineColorScheme === "dark" ? "dark" : "light";

  function schemed() {
    document.body.dataset.agThemeMode = scheme();
    if (page && page.scheme !== scheme()) send({ scheme: scheme(), fresh: false });
  }

  const touch = (field) => field && (touchedAt[field] = performance.now());
  for (const type of ["pointerdown", "pointermove", "pointerup", "keydown", "input"]) {
    const listen = (event) => {
      const inside = event.target.closest && event.target.closest(".control");
      const field = inside ? inside.dataset.field : null;
      if ((type === "pointerdown" || type === "keydown") && !field) flush();
      if (type === "pointerdown") dragged = field;
      if (type !== "pointermove") touch(field);
      if (type.startsWith("pointer")) touch(dragged);
      if (type === "pointerup") dragged = null;
    };
    document.addEventListener(type, listen, { capture: true, passive: true });
  }

  window.addEventListener("popstate", read);
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest && event.target.closest("a[href]");
    if (!anchor || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || anchor.target) return;
    const url = new URL(anchor.href, location.href);
    const views = window.aquiferViews || [];
    if (url.origin !== location.origin || !views.includes(url.pathname)) return;
    if (url.pathname === location.pathname && url.hash && !anchor.dataset.view) return;
    event.preventDefault();
    // within the app a link is on the data in use, whichever those are by now
    const query = url.search || (link ? link.query : "").replace(/&data=[^&]*/, "");
    follow(url.pathname + query + url.hash);
  });

  document.addEventListener("aquifer:back", () => page && send({ fresh: false }));

  function boot(views) {
    window.aquiferViews = views;
    new MutationObserver(schemed).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-mantine-color-scheme"],
    });
    document.body.dataset.agThemeMode = scheme();
    at = here();
    const { pathname: path, search, hash } = window.location;
    return { path, search, hash, scheme: scheme(), pictured: Boolean(window.aquiferPictured) };
  }

  function copied(clicks) {
    if (!clicks) return window.dash_clientside.no_update;
    const url = location.origin + location.pathname + (link ? link.query : location.search);
    const say = (text) => set("said", { children: text });
    navigator.clipboard.writeText(url).then(
      () => say("Link copied"),
      () => say("The browser refused; copy the address instead"),
    );
    return window.dash_clientside.no_update;
  }

  window.aquiferFacts = () => facts;
  window.aquiferState = { note, choose, flush, options: () => (page ? page.options : {}) };

  const rail = (opened, navbar) => ({ ...navbar, collapsed: { mobile: !opened } });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    aquifer: { mounted, widget, option, preset, reset, pin, loaded, redraw, boot, copied, rail },
  });
})();
