// The table of events: sorted by any column, a page at a time.

const PAGE = 50;
const table = { column: "date", down: false, page: 0, rows: [] };

const MONTHS = /\b(January|February|March|April|June|July|August|September|October|November|December)\b/g;
const short = (when) => when.replace(MONTHS, (month) => month.slice(0, 3)).replace("(approximate)", "(about)").replace("no date given", "no date");
const names = (actors) => actors.map(actorName).join(", ");
const COLUMNS = [
  { key: "date", title: "Date", sort: null, cell: (event) => el("td", { class: "date", title: event.when }, short(event.when)) },
  { key: "event", title: "Event", sort: (event) => folded(event.label), cell: (event, number) => el("td", { class: "event" },
    button(event.label, (click) => openPanel("event", number, click.currentTarget), { class: "open", dir: "auto" }),
    event.disputed ? el("span", { class: "mark", title: "Reports contradict each other" }, "disputed") : null) },
  { key: "type", title: "Type", sort: (event) => event.type + event.sub, cell: (event) => el("td", { class: "type" }, el("span", { class: "swatch", "data-type": event.type, "aria-hidden": "true" }), event.sub || event.type) },
  { key: "by", title: "By", sort: (event) => folded(names(event.by)), cell: (event) => el("td", { class: "who" }, namesOf(event.by)) },
  { key: "against", title: "Against", sort: (event) => folded(names(event.against)), cell: (event) => el("td", { class: "who" }, namesOf(event.against)) },
  { key: "where", title: "Place", sort: (event) => folded(event.where), cell: (event) => el("td", { class: "place" }, bdi(event.where)) },
  { key: "killed", title: "Killed", sort: (event) => event.dead, cell: (event) => el("td", { class: "number" }, bdi(event.killed)) },
  { key: "status", title: "Status", sort: (event) => event.status, cell: (event) => el("td", {}, el("span", { class: `status ${event.status}` }, event.status)) },
  { key: "outlets", title: "Sources", sort: (event) => event.outlets * 1000 + event.docs, cell: (event) => el("td", { class: "number", title: sourcesInWords(event) }, `${event.outlets} / ${event.docs}`) },
];

const namesOf = (actors) => joined(actors.map((actor) => bdi(actorName(actor))));
const sourcesInWords = (event) => `${plural(event.outlets, "outlet")}, ${plural(event.docs, "document")}`;

function startTable(holder) {
  const headings = COLUMNS.map((column) => el("th", { scope: "col", "data-column": column.key }, button(column.title, () => sortBy(column.key), { class: "sort" })));
  const body = el("tbody", { on: { keydown: walkRows } });
  const earlier = button("‹ Earlier rows", () => turn(-1));
  const later = button("More rows ›", () => turn(1));
  const where = el("span", { class: "small", role: "status" });
  holder.append(
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of events" },
      el("table", { class: "events" }, el("caption", { class: "unseen" }, "Events that pass the filters. Sources: outlets / documents."), el("thead", {}, el("tr", {}, headings)), body)),
    el("p", { class: "pager" }, earlier, where, later));
  Object.assign(table, { body, headings, earlier, later, where });
  listeners.push(() => { table.page = 0; fillTable(); });
  addEventListener("beforeprint", () => fillTable(true));
  addEventListener("afterprint", () => fillTable());
}

function sortBy(key) {
  table.down = table.column === key ? !table.down : false;
  table.column = key;
  table.page = 0;
  fillTable();
}

function ordered() {
  const { sort } = COLUMNS.find((column) => column.key === table.column);
  const rows = [...result.chosen]; // in order of date
  if (sort) {
    const keys = new Map(rows.map((number) => [number, sort(data.events[number])]));
    rows.sort((one, other) => (keys.get(one) < keys.get(other) ? -1 : keys.get(one) > keys.get(other) ? 1 : 0));
  }
  return table.down ? rows.reverse() : rows;
}

function fillTable(everything = false) {
  const rows = ordered();
  const first = everything ? 0 : table.page * PAGE;
  const shown = everything ? rows.slice(0, 1000) : rows.slice(first, first + PAGE);
  table.body.replaceChildren(...shown.map((number) => el("tr", { "data-event": number, on: { click: rowClicked } }, COLUMNS.map((column) => column.cell(data.events[number], number)))));
  if (!rows.length) table.body.append(el("tr", {}, el("td", { colspan: COLUMNS.length, class: "none" }, "No event passes these filters.")));
  for (const heading of table.headings) {
    const own = heading.dataset.column === table.column;
    if (own) heading.setAttribute("aria-sort", table.down ? "descending" : "ascending");
    else heading.removeAttribute("aria-sort");
  }
  table.earlier.disabled = first === 0;
  table.later.disabled = first + PAGE >= rows.length;
  table.where.textContent = rows.length ? `${first + 1}–${Math.min(first + shown.length, rows.length)} of ${rows.length.toLocaleString("en")}` : "";
}

function turn(step) {
  table.page += step;
  fillTable();
  table.body.querySelector("button")?.focus();
}

function rowClicked(click) {
  if (click.target.closest("button") || getSelection().toString()) return;
  openPanel("event", Number(click.currentTarget.dataset.event), click.currentTarget.querySelector("button"));
}

// Up and down walk the rows, as in a list.
function walkRows(press) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[press.key];
  const next = step && press.target.closest("tr")?.[step]?.querySelector("button");
  if (!next) return;
  press.preventDefault();
  next.focus();
}
