// The charts: Bokeh draws, this file links. What passes the filters is bright, the rest stays faint as its background.

const chart = {};

async function drawCharts() {
  Bokeh.logger.set_level("error");
  for (const name of ["timeline", "map", "network"]) {
    const before = Bokeh.documents.length;
    const holder = byId(name);
    await Bokeh.embed.embed_item(JSON.parse(byId(`chart-${name}`).textContent), holder);
    chart[name] = Bokeh.documents[before];
    named(holder, name);
  }
  linkTimeline();
  linkMap();
  linkNetwork();
}

// A picture to those who cannot see it; the lists below say the same and can be walked with keys.
function named(holder, name) {
  const words = { timeline: "Timeline of the events", map: "Map of the events", network: "Network of actors and their relations" };
  holder.setAttribute("role", "img");
  holder.setAttribute("aria-label", `${words[name]}; the lists and filters on this page hold the same`);
  for (const part of deep(holder)) if (part.tabIndex >= 0 && part.getAttribute("tabindex") !== null) part.tabIndex = -1;
}

function* deep(root) {
  for (const part of root.querySelectorAll("*")) {
    yield part;
    if (part.shadowRoot) yield* deep(part.shadowRoot);
  }
}

const model = (name, key) => chart[name].get_model_by_name(key);
const source = (name, key) => model(name, key);

// A click on a glyph: the numbers in `column` of what was hit; the selection itself is not kept.
function onTap(points, column, run) {
  points.selected.properties.indices.change.connect(() => {
    const hit = points.selected.indices.map((at) => points.get_array(column)[at]);
    if (!hit.length) return;
    points.selected.indices = [];
    run(hit);
  });
}

function onBrush(plot, run) {
  plot.on_event("selectiongeometry", ({ geometry, final }) => { if (final && geometry.type === "rect") run(geometry); });
}

function tools(name, brushable) {
  const plot = model(name, `${name}-plot`);
  const all = plot.toolbar.tools;
  const [brush, pan] = ["BoxSelectTool", "PanTool"].map((type) => all.find((tool) => tool.type === type));
  const holder = byId(`${name}-tools`);
  const start = { x: [plot.x_range.start, plot.x_range.end], y: [plot.y_range.start, plot.y_range.end] };
  const zoom = (factor, axes) => {
    for (const range of axes) {
      const [middle, half] = [(range.start + range.end) / 2, ((range.end - range.start) / 2) * factor];
      range.setv({ start: middle - half, end: middle + half });
    }
  };
  const axes = () => (name === "timeline" ? [plot.x_range] : [plot.x_range, plot.y_range]);
  if (brushable) {
    const mode = (selecting) => {
      brush.active = selecting;
      pan.active = !selecting;
      select.setAttribute("aria-pressed", selecting);
      move.setAttribute("aria-pressed", !selecting);
    };
    const select = button("Select", () => mode(true), { "aria-pressed": "true", title: "Drag to select" });
    const move = button("Move", () => mode(false), { "aria-pressed": "false", title: "Drag to move" });
    holder.append(select, move);
  } else pan.active = true;
  if (name === "timeline") {
    const [low, high] = plot.x_range.bounds;
    holder.append(button("All", () => plot.x_range.setv({ start: low, end: high }), { "aria-label": "Show all dates" }));
  }
  holder.append(
    button("+", () => zoom(0.6, axes()), { "aria-label": `Zoom in on the ${name}` }),
    button("−", () => zoom(1 / 0.6, axes()), { "aria-label": `Zoom out of the ${name}` }),
    button("Reset", () => {
      plot.x_range.setv({ start: start.x[0], end: start.x[1] });
      plot.y_range.setv({ start: start.y[0], end: start.y[1] });
    }, { "aria-label": `Reset the ${name}` }),
  );
}

function hideBrush(name) {
  const brush = model(name, `${name}-brush`);
  if (brush) brush.overlay.visible = false;
}

// The days that the timeline shows.
function shownDays() {
  const { start, end } = model("timeline", "timeline-plot").x_range;
  return [Math.floor(start / DAY), Math.floor(end / DAY)];
}

function linkTimeline() {
  tools("timeline", true);
  const events = source("timeline", "timeline-events");
  onBrush(model("timeline", "timeline-plot"), ({ x0, x1 }) => {
    if (x1 - x0 < DAY / 4) return;
    state.from = Math.floor(x0 / DAY);
    state.to = Math.floor(x1 / DAY);
    refresh();
  });
  onTap(events, "index", ([first]) => openPanel("event", first));
  onTap(source("timeline", "timeline-tallies"), "index", ([first]) => openPanel("tally", first));
}

function linkMap() {
  tools("map", true);
  const points = ["map-dots", "map-discs", "map-countries"].map((name) => source("map", name));
  const choose = (spots) => { state.area = spots.length ? new Set(spots) : null; refresh(); };
  onBrush(model("map", "map-plot"), ({ x0, x1, y0, y1 }) => {
    if (x1 === x0) return;
    choose(points.slice(0, 2).flatMap((each) => Array.from(each.get_array("spot")).filter((_, at) => {
      const [x, y] = [each.get_array("x")[at], each.get_array("y")[at]];
      return x0 <= x && x <= x1 && y0 <= y && y <= y1;
    })));
  });
  for (const each of points) onTap(each, "spot", (hit) => { hideBrush("map"); choose([...new Set(hit)]); });
}

function linkNetwork() {
  tools("network", false);
  onTap(source("network", "network-nodes"), "index", ([first]) => openPanel("actor", first));
  onTap(source("network", "network-edges"), "index", ([first]) => openPanel("relation", first));
}

// --- painting what passes ------------------------------------------------------------------------------------

// A chart is painted when it is in sight, or about to be: a filter waits for no chart that nobody sees.
const PAINTERS = { timeline: paintTimeline, map: paintMap, network: paintNetwork };
const inSight = new Set();
const stale = new Set();

function paintCharts() {
  if (state.from === null && state.to === null) hideBrush("timeline");
  if (!state.area) hideBrush("map");
  for (const name of Object.keys(PAINTERS)) stale.add(name);
  paintStale((name) => inSight.has(name));
}

function paintStale(wanted) {
  for (const name of [...stale].filter(wanted)) {
    stale.delete(name);
    PAINTERS[name](result);
  }
}

function watchCharts() {
  const watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) inSight[isIntersecting ? "add" : "delete"](target.id);
    paintStale((name) => inSight.has(name));
  }, { rootMargin: "100px" });
  for (const name of Object.keys(PAINTERS)) watcher.observe(byId(name));
  addEventListener("beforeprint", () => paintStale(() => true));
}

function paintTimeline({ inside }) {
  const drawn = source("timeline", "timeline-events").get_array("index");
  model("timeline", "timeline-chosen").indices = positions(drawn, (number) => inside.has(number));
}

function positions(list, passes) {
  const found = [];
  for (let at = 0; at < list.length; at += 1) if (passes(list[at])) found.push(at);
  return found;
}

function paintMap({ chosen }) {
  const counts = new Map();
  for (const number of chosen) {
    const { spot } = data.events[number];
    if (spot !== null) counts.set(spot, (counts.get(spot) ?? 0) + 1);
  }
  for (const name of ["map-dots", "map-discs", "map-countries"]) {
    const points = source("map", name);
    const n = Array.from(points.get_array("spot"), (spot) => counts.get(spot) ?? 0);
    const changed = { n, alpha: n.map((many) => (many ? (name === "map-countries" ? 0.28 : 0.85) : 0.1)) };
    if (name === "map-dots") changed.size = n.map((many) => Math.min(34, 5 + 4 * Math.sqrt(many)));
    if (name === "map-discs") Object.assign(changed, { label: n.map((many) => (many ? `${many}` : "")), wash: n.map((many) => (many ? 0.16 : 0.03)) });
    points.data = { ...points.data, ...changed };
  }
}

// Bright: actors of the events that pass, and relations between two such; all of them when nothing is filtered.
function paintNetwork({ chosen, active }) {
  const lit = new Set(active ? chosen.flatMap((number) => everyone(data.events[number])) : data.actors.keys());
  const bright = (edge) => {
    const { ends } = data.relations[edge];
    return state.actor.size ? ends.some((end) => state.actor.has(end)) : ends.every((end) => lit.has(end));
  };
  const edges = positions(source("network", "network-edges").get_array("index"), bright);
  const touched = new Set(edges.flatMap((at) => data.relations[source("network", "network-edges").get_array("index")[at]].ends));
  model("network", "network-edges-chosen").indices = edges;
  model("network", "network-chosen").indices = positions(source("network", "network-nodes").get_array("index"), (actor) => lit.has(actor) || (active && touched.has(actor)));
}
