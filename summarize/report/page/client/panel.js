// The panel beside the lists: one event, actor, relation, tally or article, with everything known of it.

const shown = []; // what was opened on the way here; the last is in the panel
let opener = null;
let turn_ = 0;

const FIELD_NAMES = { acled_type: "Type (ACLED)", acled_sub_type: "Sub-type (ACLED)", plover_type: "Type (PLOVER)", when: "When", where: "Where", according_to: "According to", part_of: "Part of", label: "Called", extent: "Extent" };
const fieldName = (field) => FIELD_NAMES[field] ?? field.replace("attack.", "").replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());

const VIEWS = { event: eventView, actor: actorView, relation: relationView, tally: tallyView, document: documentView };
const IDS = { event: data.events, relation: data.relations, tally: data.tallies, document: data.documents };

function openPanel(kind, number, from = null, extra = []) {
  if (byId("panel").hidden) opener = from ?? document.activeElement;
  shown.push({ kind, number, extra });
  return showPanel();
}

async function showPanel() {
  const { kind, number, extra } = shown[shown.length - 1];
  const own = (turn_ += 1);
  const body = await VIEWS[kind](number, extra);
  if (own !== turn_) return; // something else was opened meanwhile
  const panel = byId("panel");
  byId("panel-body").replaceChildren(...body);
  byId("panel-back").hidden = shown.length < 2;
  panel.hidden = false;
  document.body.classList.add("with-panel");
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
  panel.querySelector("mark.target")?.scrollIntoView({ block: "center" });
  const id = kind === "actor" ? data.actors[number][3] : IDS[kind][number].id;
  history.replaceState(null, "", `#${kind}=${encodeURIComponent(id)}`);
}

function closePanel() {
  if (byId("panel").hidden) return;
  byId("panel").hidden = true;
  document.body.classList.remove("with-panel");
  shown.length = 0;
  turn_ += 1;
  history.replaceState(null, "", location.pathname + location.search);
  (opener?.isConnected ? opener : byId("events-heading"))?.focus();
}

function startPanel() {
  byId("panel-close").addEventListener("click", closePanel);
  byId("panel-back").addEventListener("click", () => { shown.pop(); showPanel(); });
  addEventListener("keydown", (press) => { if (press.key === "Escape") closePanel(); });
  addEventListener("hashchange", openNamed);
  openNamed();
}

// What the address names: dossier.html#event=ID, and so for actor, relation, tally and document.
function openNamed() {
  const [kind, id] = location.hash.slice(1).split("=");
  const wanted = decoded(id ?? "");
  const number = kind === "actor" ? data.actors.findIndex((actor) => actor[3] === wanted) : (IDS[kind] ?? []).findIndex((item) => item.id === wanted);
  if (number >= 0) openPanel(kind, number);
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

const heading = (kind, text) => [el("p", { class: "kind" }, kind), el("h2", { id: "panel-heading", dir: "auto" }, text)];
const section = (title, ...content) => el("section", {}, el("h3", {}, title), content);

async function eventView(number) {
  const event = data.events[number];
  const detail = await entry("events", number);
  const against = data.contradictions.filter((item) => item.events.includes(number));
  const tallies = data.tallies.filter((item) => item.contains.includes(number));
  const parts = data.events.flatMap((other, at) => (other.partOf === number ? [at] : []));
  return [
    ...heading(`${event.type}${event.sub ? ` · ${event.sub}` : ""}`, event.label),
    el("p", { class: "facts" }, joined([event.when, event.where, event.killed ? `${event.killed} killed` : ""].filter(Boolean).map(bdi), " · ")),
    el("p", {}, event.said.startsWith(event.status) ? null : el("span", { class: `status ${event.status}` }, event.status), event.disputed ? el("span", { class: "mark" }, "disputed") : null, event.said ? el("span", { class: `status ${event.status}` }, bdi(event.said)) : null),
    el("p", { class: "sources" }, el("b", {}, plural(event.outlets, "outlet")), `, ${plural(event.docs, "document")}, ${plural(detail.reports.length, "report")}`),
    event.by.length + event.against.length + event.with.length ? el("dl", { class: "roles" }, roles(event)) : null,
    against.length ? section("Contradictions", await Promise.all(against.map(contradictionCard))) : null,
    section("What each report says", await fieldsTable(detail)),
    section(detail.reports.length === 1 ? "The report" : `The ${detail.reports.length} reports`, await reports(detail.reports)),
    detail.reports.length > 1 || detail.judged.length ? section("Why these reports are one event", judged(detail, "event")) : null,
    tallies.length ? section("Counts that include it", tallies.map((item) => tallyCard(item, number))) : null,
    event.partOf !== null || parts.length ? section("Part and whole", el("ul", { class: "plain" }, event.partOf === null ? null : el("li", {}, "Part of ", eventLink(event.partOf)), parts.map((at) => el("li", {}, "Contains ", eventLink(at))))) : null,
  ].filter(Boolean);
}

const roles = (event) => [["By", event.by], ["Against", event.against], ["Also involved", event.with]].filter(([, actors]) => actors.length)
  .flatMap(([title, actors]) => [el("dt", {}, title), el("dd", {}, joined(actors.map(actorLink)))]);

// Every field's values, each with the reports that give it; where they differ, the shown one is marked.
async function fieldsTable({ fields, reports: given }) {
  const rows = fields.map(([field, values]) => values.map(([value, from, isShown], at) => el("tr", { class: values.length > 1 ? "differs" : null },
    at === 0 ? el("th", { scope: "row", rowspan: values.length }, fieldName(field)) : null,
    el("td", {}, el("span", { dir: "auto" }, value), values.length > 1 && isShown ? el("span", { class: "mark shown" }, "shown") : null),
    el("td", { class: "from" }, from.length === given.length && given.length > 1 ? `all ${given.length}` : joined(from.map((each) => reportNumber(given, each)), " ")))));
  return el("table", { class: "fields" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Field"), el("th", { scope: "col" }, "Value"), el("th", { scope: "col" }, "Reported by"))), el("tbody", {}, rows));
}

const reportNumber = (given, at) => {
  const { document: number, evidence } = given[at];
  const name = number === null || number === undefined ? "" : data.documents[number].outlet ?? data.documents[number].title;
  const link = button(`${at + 1} `, (click) => (number === null || number === undefined ? null : openPanel("document", number, click.currentTarget, evidence.map(([, sentence, start, end]) => [sentence, start, end]))), { class: "link report-link" });
  link.append(bdi(name));
  return link;
};

const reports = async (given) => el("ol", { class: "reports" }, await Promise.all(given.map(async (report) => el("li", {},
  el("p", {}, el("b", { dir: "auto" }, report.label), report.said ? el("span", { class: "small" }, " · ", bdi(report.said)) : null), await quotes(report.evidence)))));

function judged({ judged: items, reports: given }, kind) {
  const inside = items.filter((item) => item.within);
  const outside = items.filter((item) => !item.within);
  const about = (item) => el("p", { class: "small" }, joined(item.pair.map(([, id]) => bdi(id)), " ↔ "));
  const other = (item) => {
    const place = item.pair.map(([at]) => at).find((at) => at !== null && at !== shown[shown.length - 1].number);
    return el("p", { class: "small" }, "against ", place === undefined ? bdi(item.pair[1][1]) : kind === "event" ? eventLink(place) : actorLink(place));
  };
  return [
    inside.length ? el("ul", { class: "judgements" }, inside.map((item) => judgementCard(item, about(item)))) : el("p", { class: "small" }, given.length > 1 ? "No judgement is recorded for this merge." : "There is one report; nothing was merged."),
    outside.length ? el("details", {}, el("summary", {}, `${plural(outside.length, "judgement")} on what else it might be`), el("ul", { class: "judgements" }, outside.map((item) => judgementCard(item, other(item))))) : null,
  ];
}

async function actorView(number) {
  const [name, kind, form] = data.actors[number];
  const detail = await entry("actors", number);
  const relations = data.relations.flatMap((item, at) => (item.ends.includes(number) ? [at] : []));
  const events = data.order.filter((at) => everyone(data.events[at]).includes(number));
  const contradictions = data.contradictions.filter((item) => item.actors.includes(number));
  const forms = { named: "", label: ", a collective label", unnamed: ", not named" };
  return [
    ...heading(`${kind}${forms[form]}`, name),
    el("p", { class: "small" }, joined([detail.role, detail.country].filter(Boolean).map(bdi), " · ")),
    detail.names.length ? el("p", {}, "Also written ", joined(detail.names.map(bdi))) : null,
    el("p", {}, button("Show only its events", () => { state.actor = new Set([number]); refresh(); closePanel(); })),
    relations.length ? section("How it stands to others", el("ul", { class: "plain" }, relations.map(relationLine))) : null,
    contradictions.length ? section("Contradictions", await Promise.all(contradictions.map(contradictionCard))) : null,
    events.length ? section(plural(events.length, "event"), el("ul", { class: "plain" }, events.slice(0, 60).map(eventLine)), events.length > 60 ? el("p", { class: "small" }, "The table has them all.") : null) : null,
    section("Where it is named", await reports(detail.reports.slice(0, 40))),
    detail.reports.length > 1 || detail.judged.length ? section("Why these names are one actor", judged(detail, "actor")) : null,
  ].filter(Boolean);
}

async function relationView(number) {
  const item = data.relations[number];
  const others = data.relations.flatMap((each, at) => (at !== number && each.ends.every((end) => item.ends.includes(end)) ? [at] : []));
  return [
    ...heading("Relation", `${actorName(item.ends[0])} — ${item.kind} — ${actorName(item.ends[1])}`),
    el("p", { class: "facts" }, bdi(item.scope || "no place or time is said")),
    item.said ? el("p", {}, bdi(item.said)) : null,
    el("p", {}, actorLink(item.ends[0]), " · ", actorLink(item.ends[1])),
    others.length ? section("Between the same two", el("ul", { class: "plain" }, others.map(relationLine))) : null,
    section("What says so", await quotes(item.evidence)),
  ].filter(Boolean);
}

async function tallyView(number) {
  const item = data.tallies[number];
  return [...heading("Count over a period", item.label), tallyCard(item), section("What says so", await quotes(item.evidence))];
}

// The article, with the sentences marked that one came from.
async function documentView(number, highlights) {
  const item = data.documents[number];
  const article = await entry("documents", number);
  const marked = new Map(highlights.map(([sentence, start, end]) => [sentence, [start, end]]));
  const parts = [];
  let at = 0;
  article.sentences.forEach(([start, end], which) => {
    if (start > at) parts.push(spelled(sliced(article, at, start)));
    const words = marked.get(which + 1);
    parts.push(words ? el("mark", { class: marked.size && ![...marked.keys()].some((key) => key < which + 1) ? "target" : null }, sentenceParts(article, which, ...words)) : spelled(sliced(article, start, end)));
    at = end;
  });
  parts.push(spelled(sliced(article, at, Infinity)));
  return [
    ...heading("Article", item.title),
    el("p", { class: "facts" }, joined([item.by.join(", "), item.outlet, item.date && `${item.date} (${item.basis})`, item.source].filter(Boolean).map(bdi), " · ")),
    el("div", { class: "article", dir: "auto" }, parts),
  ];
}
