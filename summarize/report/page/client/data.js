// The data: the index is there from the start; blocks are parsed when something in them is asked for.

const data = JSON.parse(byId("index").textContent);
const BLOCK = 100;
const parsed = new Map();
const whole = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
  else done();
});

async function block(name) {
  if (!byId(name)) await whole;
  if (!parsed.has(name)) parsed.set(name, JSON.parse(byId(name)?.textContent ?? "[]"));
  return parsed.get(name);
}

const entry = async (kind, number) => (await block(`${kind}-${Math.floor(number / BLOCK)}`))[number % BLOCK];

// Offsets count code points; strings here count UTF-16 units.
function units(article, offset) {
  let more = 0;
  while (more < article.wide.length && article.wide[more] < offset) more += 1;
  return offset + more;
}

const sliced = (article, start, end) => article.text.slice(units(article, start), units(article, end));

const actorName = (actor) => (typeof actor === "number" ? data.actors[actor][0] : actor);
const everyone = (event) => [...event.by, ...event.against, ...event.with];

// Letters without marks, case and apostrophes, so that Kata’ib finds Kataib.
const folded = (text) => text.normalize("NFKD").replace(/[\p{M}'’‘ʼʿʾ`´ـ]/gu, "").toLowerCase();

// What a search looks through: first the index, then, as the page has time, every sentence that is cited.
const haystack = data.events.map((event) => folded(
  [event.label, event.where, event.type, event.sub, event.said, event.id, ...everyone(event).map(actorName)].join(" · ")));
const indexed = { sentences: 0 };

async function indexSentences(pause) {
  const blocks = Math.ceil(data.events.length / BLOCK);
  for (let number = 0; number < blocks; number += 1) {
    await pause();
    const details = await block(`events-${number}`);
    for (const [at, detail] of details.entries()) {
      const seen = new Set();
      for (const report of detail.reports) {
        for (const [document, , start, end] of report.evidence) {
          const key = `${document}:${start}`;
          if (seen.has(key)) continue;
          seen.add(key);
          haystack[number * BLOCK + at] += ` · ${folded(sliced(await entry("documents", document), start, end))}`;
        }
      }
    }
    indexed.sentences = Math.min(data.events.length, (number + 1) * BLOCK);
  }
}
