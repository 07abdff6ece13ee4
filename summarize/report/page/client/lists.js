// The lists under the charts, one tab each.

const LISTS = [
  { key: "events", title: "Events", count: () => data.events.length, fill: (holder) => startTable(holder) },
  { key: "disputed", title: "Disputed", count: () => data.contradictions.length, fill: fillDisputed },
  { key: "tallies", title: "Counts", count: () => data.tallies.length, fill: (holder) => holder.append(...data.tallies.map((item) => tallyCard(item))) },
  { key: "actors", title: "Actors and relations", count: () => data.actors.length, fill: fillActors },
  { key: "doubtful", title: "Merges to doubt", count: () => data.doubtful.length, fill: fillDoubtful },
  { key: "sources", title: "Sources", count: () => data.documents.length, fill: fillSources },
  { key: "left-out", title: "Left out", count: () => data.leftOut.length, fill: fillLeftOut },
];
const MANY = 100; // entries put into a list at a time

function startLists() {
  const tabs = byId("tabs");
  for (const list of LISTS) {
    const panel = el("section", { id: `list-${list.key}`, role: "tabpanel", "aria-labelledby": list.key === "events" ? "events-heading" : `tab-${list.key}`, hidden: list.key !== "events" });
    const tab = el("button", { type: "button", role: "tab", id: list.key === "events" ? "events-heading" : `tab-${list.key}`, "aria-controls": panel.id, on: { click: () => choose(list) } }, list.title, " ", el("span", { class: "count" }, list.count().toLocaleString("en")));
    Object.assign(list, { tab, panel });
    tabs.append(tab);
    byId("lists").append(panel);
  }
  tabs.addEventListener("keydown", (press) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[press.key];
    if (!step) return;
    const at = LISTS.findIndex((list) => list.tab === document.activeElement);
    const next = LISTS[(at + step + LISTS.length) % LISTS.length];
    choose(next);
    next.tab.focus();
  });
  choose(LISTS[0]);
}

function choose(chosen) {
  if (!chosen.filled) chosen.fill(chosen.panel);
  chosen.filled = true;
  for (const list of LISTS) {
    list.tab.setAttribute("aria-selected", list === chosen);
    list.tab.tabIndex = list === chosen ? 0 : -1;
    list.panel.hidden = list !== chosen;
  }
}

// Entries in portions: a list of thousands would hold up the page.
function portions(holder, items, make, nothing) {
  if (!items.length) holder.append(el("p", { class: "small" }, nothing));
  let at = 0;
  const more = button("Show more", () => next());
  const next = async () => {
    const made = await Promise.all(items.slice(at, at + MANY).map(make));
    at += MANY;
    more.before(...made);
    more.hidden = at >= items.length;
  };
  holder.append(more);
  next();
}

function fillDisputed(holder) {
  portions(holder, data.contradictions, async (item) => {
    const card = await contradictionCard(item);
    if (item.events.length) card.append(el("p", { class: "small" }, "About ", joined(item.events.map(eventLink))));
    return card;
  }, "No two statements were found to contradict each other.");
}

function fillActors(holder) {
  const relations = el("ul", { class: "plain" });
  const actors = el("ul", { class: "plain names" });
  holder.append(el("h3", {}, "Relations"), el("div", {}, relations), el("h3", {}, "Actors"), el("div", {}, actors));
  const some = (list, items, make) => portions(list, items, (item) => make(item), "There are none.");
  some(relations.parentElement, [...data.relations.keys()], (number) => el("ul", { class: "plain" }, relationLine(number)));
  some(actors.parentElement, [...data.actors.keys()], (number) => el("ul", { class: "plain" }, el("li", {}, actorLink(number), el("span", { class: "small" }, ` · ${data.actors[number][1]}`))));
  relations.remove();
  actors.remove();
}

function fillDoubtful(holder) {
  holder.append(el("p", { class: "small" }, "What was left unsure comes first, then what was merged on the lowest score."));
  portions(holder, data.doubtful, (item) => {
    const link = item.kind === "events" ? eventLink : actorLink;
    const [one, other] = item.pair;
    return el("ul", { class: "judgements" }, judgementCard(item, el("p", {}, link(one), one === other ? el("span", { class: "small" }, " two reports of it") : [" ↔ ", link(other)])));
  }, "No merge was made on a low score, and none was left unsure.");
}

function fillSources(holder) {
  const body = el("tbody");
  holder.append(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of sources" }, el("table", {}, el("caption", { class: "unseen" }, "Articles that were read"),
    el("thead", {}, el("tr", {}, ["Title", "Outlet", "By", "Published", "File"].map((title) => el("th", { scope: "col" }, title)))), body)));
  const row = (item, number) => el("tr", {}, el("td", {}, documentLink(number)), el("td", {}, bdi(item.outlet ?? "")), el("td", {}, joined(item.by.map(bdi))), el("td", {}, item.date ?? "not known", item.basis ? el("span", { class: "small" }, ` (${item.basis})`) : null), el("td", {}, bdi(item.source)));
  let at = 0;
  const more = button("Show more", () => next());
  const next = () => {
    body.append(...data.documents.slice(at, at + MANY).map((item, step) => row(item, at + step)));
    at += MANY;
    more.hidden = at >= data.documents.length;
  };
  holder.append(more);
  next();
}

function fillLeftOut(holder) {
  portions(holder, data.leftOut, async (item) => el("article", { class: "left-out" },
    el("h4", { dir: "auto" }, item.what), typeof item.document === "number" ? el("p", { class: "small" }, "in ", documentLink(item.document)) : null,
    el("ul", {}, item.reasons.map((reason) => el("li", { dir: "auto" }, reason))),
    Object.keys(item.item).length ? el("details", {}, el("summary", {}, "What the model had said"), el("dl", { class: "roles" }, Object.entries(item.item).flatMap(([name, value]) => [el("dt", { dir: "auto" }, name), el("dd", { dir: "auto" }, value)]))) : null,
    await quotes(item.evidence)), "Nothing was kept out.");
}
