// The widgets of an assumption and the text that it is in a link ("0.27~0.48", "on", "pooled").
// A slider works in the shown unit, or in its log10; the text is in the stored unit.
(function () {
  "use strict";
  const PARTS = { 2: ["low", "high"], 3: ["low", "mode", "high"] };

  const exact = (x, digits) => Number(x.toPrecision(digits));
  const within = (x, low, high) => Math.min(Math.max(x, low), high);
  // a whole number, a seed, has all its digits
  const shown = (fact, stored) =>
    fact.kind === "whole" ? stored : exact(stored / fact.factor, 6);
  // a bound that was rounded to be shown is still met
  const stored = (fact, number) => within(exact(number * fact.factor, 12), fact.low, fact.high);
  const position = (fact, number) =>
    fact.log ? exact(Math.log10(Math.max(number, 1e-12)), 6) : number;
  const fromPosition = (fact, at) => (fact.log ? exact(10 ** at, 3) : exact(at, 6));

  // text -> value of every widget of the field
  function widgets(fact, text) {
    if (fact.kind === "rows") return {}; // a list of rows has an editor on its own view
    if (fact.kind === "switch") return { switch: text === "on" };
    if (fact.kind === "choice") return { choice: text };
    const numbers = text.split("~").map((x) => shown(fact, Number(x)));
    if (fact.kind === "whole") return { value: numbers[0] };
    if (fact.kind === "number") {
      return { value: numbers[0], slider: position(fact, numbers[0]) };
    }
    const all = { range: [numbers[0], numbers.at(-1)].map((x) => position(fact, x)) };
    PARTS[fact.points].forEach((part, i) => (all[part] = numbers[i]));
    return all;
  }

  // A change of one widget -> the new text, or {error} if it cannot be used.
  function edited(fact, text, part, value) {
    if (part === "switch") return { text: value ? "on" : "off" };
    if (part === "choice") return { text: value };
    const old = text.split("~").map((x) => shown(fact, Number(x)));
    let numbers = old;
    if (part === "range") {
      const ends = value.map((x) => fromPosition(fact, x));
      const was = [old[0], old.at(-1)].map((x) => position(fact, x));
      // an end whose thumb did not move keeps its digits
      numbers = ends.map((x, i) => (Math.abs(value[i] - was[i]) < 1e-4 ? [old[0], old.at(-1)][i] : x));
      if (fact.points === 3) numbers.splice(1, 0, old[1]);
    } else {
      const low = shown(fact, fact.low), high = shown(fact, fact.high);
      const number =
        part === "slider" ? within(fromPosition(fact, value), low, high) : Number(value);
      if (value === "" || value === null || !Number.isFinite(number)) return { error: "a number" };
      if (fact.kind === "whole" && !Number.isInteger(number)) return { error: "whole numbers" };
      if (number < low || number > high) return { error: `${low} to ${high}` };
      numbers = fact.kind === "estimate" ? [...old] : [number];
      if (fact.kind === "estimate") {
        const at = PARTS[fact.points].indexOf(part);
        numbers[at] = number;
        // pushed past a neighbour, a number takes it along
        for (let i = at; i > 0; i--) numbers[i - 1] = Math.min(numbers[i - 1], numbers[i]);
        for (let i = at; i < numbers.length - 1; i++) numbers[i + 1] = Math.max(numbers[i + 1], numbers[i]);
      }
    }
    if (fact.points === 3) numbers[1] = within(numbers[1], numbers[0], numbers[2]);
    return { text: numbers.map((x) => String(stored(fact, x)).replace("e+", "e")).join("~") };
  }

  // Sliders have ids of another shape: Dash's callbacks don't listen to them, sliders.js does.
  const widgetId = (field, part) =>
    part === "range" || part === "slider" ? { field, slider: part } : { field, part };

  window.aquiferControls = { widgets, edited, widgetId };
})();
