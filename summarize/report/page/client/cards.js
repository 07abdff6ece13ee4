// Pieces that the panel and the lists share: actors and events to open, quotes, judgements, contradictions.

const actorLink = (actor) => (typeof actor === "number"
  ? button(actorName(actor), (click) => openPanel("actor", actor, click.currentTarget), { class: "link", dir: "auto" })
  : bdi(actor));
const eventLink = (number) => button(data.events[number].label, (click) => openPanel("event", number, click.currentTarget), { class: "link", dir: "auto" });
const eventLine = (number) => el("li", {}, el("span", { class: "date" }, data.events[number].when), " ", eventLink(number), data.events[number].killed ? el("span", { class: "small" }, ` · ${data.events[number].killed} killed`) : null);
const documentLink = (number, highlights = []) => button(data.documents[number].title, (click) => openPanel("document", number, click.currentTarget, highlights), { class: "link", dir: "auto" });

function byline(number) {
  const { outlet, date } = data.documents[number];
  return el("span", { class: "small" }, joined([outlet ? bdi(outlet) : "outlet not known", date ?? "date not known"], " · "));
}

// The words an item rests on, in their sentence, with what stands before and after; the whole article is one click away.
async function quote([number, sentence, start, end]) {
  const article = await entry("documents", number);
  const at = sentence - 1;
  const part = (which) => (article.sentences[which] ? spelled(sliced(article, ...article.sentences[which])).replace(/\s+/g, " ") : "");
  return el("figure", { class: "quote" },
    el("blockquote", { dir: "auto" }, el("span", { class: "around" }, part(at - 1), " "), el("mark", {}, sentenceParts(article, at, start, end)), el("span", { class: "around" }, " ", part(at + 1))),
    el("figcaption", {}, documentLink(number, [[sentence, start, end]]), " ", byline(number), el("span", { class: "small" }, ` · sentence ${sentence}`)));
}

// A sentence, with the exact words in bold where they are not all of it.
function sentenceParts(article, at, start, end) {
  const [first, last] = article.sentences[at] ?? [start, end];
  if (start <= first && end >= last) return [spelled(sliced(article, first, last))];
  return [spelled(sliced(article, first, start)), el("b", {}, spelled(sliced(article, start, end))), spelled(sliced(article, end, last))];
}

const quotes = async (evidence) => Promise.all(evidence.slice(0, 40).map(quote));

// What speaks for or against. "feature +2 (detail); …" becomes a waterfall, everything else stays the text it is.
const WEIGHED = /\s*([\w ]+?) ([+-]\d+(?:\.\d+)?)(?: \((.*?)\))?(?:;|$)/gsy;

function reasons(text) {
  const steps = [...text.matchAll(WEIGHED)];
  if (!steps.length || steps.reduce((length, [all]) => length + all.length, 0) < text.trimEnd().length) return el("p", { dir: "auto" }, text);
  return waterfall(steps.map(([, feature, weight, detail]) => [feature.trim().replaceAll("_", " "), Number(weight), detail ?? ""]));
}

function waterfall(steps) {
  const sums = [0];
  for (const [, weight] of steps) sums.push(sums[sums.length - 1] + weight);
  const [low, high] = [Math.min(...sums), Math.max(...sums)];
  const share = (value) => `${(100 * value) / (high - low || 1)}%`;
  const rows = steps.map(([feature, weight, detail], at) => {
    const bar = el("span", { class: weight < 0 ? "step against" : "step" });
    bar.style.marginLeft = share(Math.min(sums[at], sums[at + 1]) - low);
    bar.style.width = share(Math.abs(weight));
    return el("tr", {}, el("th", { scope: "row" }, feature), el("td", { class: "number" }, `${weight < 0 ? "−" : "+"}${Math.abs(weight)}`), el("td", { class: "steps", "aria-hidden": "true" }, bar), el("td", {}, bdi(detail)));
  });
  return el("table", { class: "waterfall" }, el("caption", { class: "unseen" }, "What each feature added"), el("tbody", {}, rows,
    el("tr", {}, el("th", { scope: "row" }, "in all"), el("td", { class: "number" }, `${Number(sums[sums.length - 1].toFixed(2))}`.replace("-", "−")), el("td", {}), el("td", {}))));
}

function judgementCard(item, about) {
  const words = { same: "Held to be the same", different: "Held to be different", unsure: "Left unsure" };
  const score = item.score === null ? null : el("span", { class: "score" }, el("meter", { min: "0", max: "1", value: item.score, "aria-label": "score" }), ` ${item.score.toFixed(2)}`);
  return el("li", { class: `judgement ${item.verdict}` },
    el("p", {}, el("b", {}, words[item.verdict]), " ", el("span", { class: "small" }, `by ${{ rule: "rule", model: "the model", person: "a person" }[item.author]} `, bdi(item.by), item.at ? `, ${item.at}` : ""), score),
    about, reasons(item.reason));
}

async function contradictionCard(item) {
  const sides = await Promise.all(item.sides.map(async (side) => el("div", { class: "side" }, el("p", { class: "says", dir: "auto" }, side.says), await quotes(side.evidence))));
  return el("article", { class: "contradiction" },
    el("h4", { dir: "auto" }, item.about),
    el("p", { class: "small" }, `${item.kind}; found by ${item.foundBy === "model" ? "the model" : "a rule"}`),
    el("div", { class: "sides" }, sides));
}

function tallyCard(item, here = null) {
  const listed = item.contains.length;
  return el("article", { class: "tally" },
    el("h4", { dir: "auto" }, `“${item.written}” `, el("span", { class: "label" }, item.label)),
    el("p", { class: "small" }, joined([item.period, item.where, item.said].filter(Boolean).map(bdi), " · "), item.actors.length ? [" · ", ...joined(item.actors.map(actorLink))] : null),
    listed ? [el("p", {}, el("b", {}, counted(item)), " counted, ", el("b", {}, `${listed}`), ` of them ${listed === 1 ? "is" : "are"} listed here as ${listed === 1 ? "an event" : "events"}:`),
      el("ul", { class: "plain" }, item.contains.map((number) => (number === here ? el("li", {}, el("span", { class: "date" }, data.events[number].when), " this event") : eventLine(number))))]
      : el("p", { class: "small" }, "None of the listed events is known to be among those counted."));
}

const counted = (item) => [item.comparator === "exactly" ? "" : item.comparator, item.min === item.max || item.max === null ? item.min ?? item.max ?? "?" : item.min === null ? item.max : `${item.min}–${item.max}`].filter((part) => part !== "").join(" ");

const relationLine = (number) => {
  const item = data.relations[number];
  return el("li", {}, actorLink(item.ends[0]), " ", button(item.kind, (click) => openPanel("relation", number, click.currentTarget), { class: `link stance ${item.stance}` }), " ", actorLink(item.ends[1]), el("span", { class: "small" }, joined([item.scope, item.said].filter(Boolean).map((part) => [" · ", bdi(part)]).flat(), "")));
};
