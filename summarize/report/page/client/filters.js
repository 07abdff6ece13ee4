// The filters: one state, one pass over the events. Each filter that an event fails sets a bit, so that a facet can count
// what would be there without itself.

const DAY = 86400000;
const toDay = (text) => (text ? Math.floor(Date.parse(text) / DAY) : null);
const fromDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

// Facets with a list of values to tick. `keys`: what an event counts under.
const LISTED = {
  actor: { title: "Actor", keys: everyone, label: actorName },
  type: { title: "Type", keys: (event) => [event.type], label: (key) => key },
  country: { title: "Country", keys: (event) => (event.country ? [event.country] : []), label: (key) => data.countries[key] ?? key },
  place: { title: "Place", keys: (event) => (event.name ? [event.name] : []), label: (key) => key },
  status: { title: "Status", keys: (event) => [event.status], label: (key) => key },
  outlets: { title: "Outlets that report it", keys: (event) => [event.outlets > 3 ? 4 : event.outlets], label: (key) => (key > 3 ? "4 or more" : `${key}`) },
};

const state = {
  text: "", from: null, to: null, disputed: false, area: null,
  ...Object.fromEntries(Object.keys(LISTED).map((name) => [name, new Set()])),
};

// What each event counts under, worked out once.
const keysOf = Object.fromEntries(Object.entries(LISTED).map(([name, facet]) => [name, data.events.map((event) => [...new Set(facet.keys(event))])]));

const within = ([first, last]) => (first !== null || last !== null)
  && (state.to === null || (first ?? -Infinity) <= state.to) && (state.from === null || (last ?? Infinity) >= state.from);

// What a search asks for: every word, and what stands in quotation marks as a whole.
const searched = (text) => [...folded(text).matchAll(/["“”]([^"“”]+)["“”]|([^\s"“”]+)/g)].map(([, phrase, word]) => (phrase ?? word).trim()).filter(Boolean);

// Each filter that is in force: its name, and whether an event (by number) passes.
function inForce() {
  const words = searched(state.text);
  const checks = [];
  if (words.length) checks.push(["text", (number) => words.every((word) => haystack[number].includes(word))]);
  if (state.from !== null || state.to !== null) checks.push(["date", (number) => within(data.events[number].days)]);
  if (state.disputed) checks.push(["disputed", (number) => data.events[number].disputed]);
  if (state.area) checks.push(["area", (number) => state.area.has(data.events[number].spot)]);
  for (const name of Object.keys(LISTED)) {
    if (state[name].size) checks.push([name, (number) => keysOf[name][number].some((key) => state[name].has(key))]);
  }
  return checks;
}

// The events that pass, in order of date, and for each facet how many there are of each value.
function filtered() {
  const checks = inForce();
  const fails = new Uint16Array(data.events.length);
  checks.forEach(([, passes], bit) => {
    for (let number = 0; number < fails.length; number += 1) if (!passes(number)) fails[number] |= 1 << bit;
  });
  const counts = {};
  for (const name of Object.keys(LISTED)) {
    const own = checks.findIndex(([each]) => each === name);
    const without = own < 0 ? 0xffff : 0xffff & ~(1 << own);
    const found = new Map();
    for (let number = 0; number < fails.length; number += 1) {
      if (fails[number] & without) continue;
      for (const key of keysOf[name][number]) found.set(key, (found.get(key) ?? 0) + 1);
    }
    counts[name] = found;
  }
  const chosen = data.order.filter((number) => fails[number] === 0);
  return { chosen, inside: new Set(chosen), counts, active: checks.length > 0 };
}

const listeners = [];
let result = filtered();

// Everything that shows events redraws here and nowhere else.
function refresh() {
  result = filtered();
  for (const listener of listeners) listener(result);
}

function toggle(name, key) {
  if (!state[name].delete(key)) state[name].add(key);
  refresh();
}

function clearAll() {
  Object.assign(state, { text: "", from: null, to: null, disputed: false, area: null });
  for (const name of Object.keys(LISTED)) state[name].clear();
  refresh();
}

// The filters in force as words, each with how to take it away.
function chips() {
  const found = [];
  const add = (words, undo) => found.push({ words, undo: () => { undo(); refresh(); } });
  if (state.text.trim()) add(`“${state.text.trim()}”`, () => { state.text = ""; });
  for (const [name, facet] of Object.entries(LISTED)) {
    for (const key of state[name]) add(`${facet.title}: ${facet.label(key)}`, () => state[name].delete(key));
  }
  if (state.from !== null || state.to !== null) {
    const words = [state.from === null ? "" : `from ${fromDay(state.from)}`, state.to === null ? "" : `to ${fromDay(state.to)}`];
    add(words.filter(Boolean).join(" "), () => { state.from = null; state.to = null; });
  }
  if (state.area) add(state.area.has(null) ? "Not on the map" : `Map: ${plural(state.area.size, "place")}`, () => { state.area = null; });
  if (state.disputed) add("Disputed only", () => { state.disputed = false; });
  return found;
}
