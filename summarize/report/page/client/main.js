// The start: lists first, charts as soon as the browser has drawn them, sentences for the search when it has time.

function startBar() {
  const search = byId("search");
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.text = search.value; refresh(); }, 40);
  });
  byId("clear").addEventListener("click", () => { clearAll(); search.focus(); });
  byId("print").addEventListener("click", () => print());
  listeners.push(({ chosen, active }) => {
    if (document.activeElement !== search || !state.text) search.value = state.text;
    byId("result").textContent = active ? `${chosen.length.toLocaleString("en")} of ${plural(data.events.length, "event")}` : plural(data.events.length, "event");
    byId("clear").hidden = !active;
    byId("chips").replaceChildren(...chips().map(({ words, undo }) => el("li", {}, button("", undo, { class: "chip", "aria-label": `Remove the filter ${words}` }))));
    chips().forEach(({ words }, at) => byId("chips").children[at].firstChild.append(el("bdi", {}, words), el("span", { "aria-hidden": "true" }, " ✕")));
  });
}

function startStats() {
  const words = { documents: "documents", actors: "actors", events: "events", attacks: "attacks", relations: "relations", tallies: "counts", contradictions: "contradictions" };
  byId("stats").append(...Object.entries(words).map(([key, name]) => el("li", {}, el("b", {}, data.counts[key].toLocaleString("en")), ` ${name}`)));
}

function startLegends() {
  const undated = data.events.filter((event) => event.days[0] === null && event.days[1] === null).length;
  const off = data.events.filter((event) => event.spot === null).length;
  const [low, high] = shownDays();
  const far = data.events.filter(({ days: [first, last] }) => (first !== null || last !== null) && ((last ?? first) < low || (first ?? last) > high)).length;
  byId("timeline-legend").append("Thick: a day, or from one day to another. Thin: some time within, or open-ended. Brackets: counts over a period. Drag to select days; Ctrl and wheel zooms.", undated ? ` ${plural(undated, "event")} without a date ${undated === 1 ? "is" : "are"} not drawn.` : "", far ? ` ${plural(far, "event")} ${far === 1 ? "lies" : "lie"} outside this window: All shows them.` : "");
  byId("map-legend").append(el("span", { class: "key dot", "aria-hidden": "true" }), " known to the town ", el("span", { class: "key disc", "aria-hidden": "true" }), " within this circle ", el("span", { class: "key hatch", "aria-hidden": "true" }), " only the country. ",
    off ? button(`${plural(off, "event")} not on the map`, () => { state.area = new Set([null]); refresh(); }, { class: "link" }) : "");
  byId("network-legend").append(el("span", { class: "key friendly", "aria-hidden": "true" }), " for ", el("span", { class: "key hostile", "aria-hidden": "true" }), " against ", el("span", { class: "key structural", "aria-hidden": "true" }), " belongs to, leads … Dashed: claimed, alleged or denied. Each scope is a line of its own.",
    data.actors.length > data.drawnActors ? ` The ${data.drawnActors} actors with most relations, of ${data.actors.length.toLocaleString("en")}.` : "");
}

const idle = () => new Promise((go) => { (window.requestIdleCallback ?? setTimeout)(go, { timeout: 400 }); });

async function start() {
  startStats();
  startBar();
  startFacets();
  startLists();
  refresh();
  startPanel();
  await drawCharts();
  startTheme(() => recolour(Object.values(chart)));
  startLegends();
  listeners.push(paintCharts);
  watchCharts();
  document.documentElement.dataset.ready = "true";
  await whole;
  await idle();
  await indexSentences(idle);
  if (state.text) refresh();
  document.documentElement.dataset.searchable = "true";
}

start();
