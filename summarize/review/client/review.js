// The review page. Everything from documents is set as text; nothing here writes HTML.
"use strict";

const $ = (id) => document.getElementById(id);
const state = { queue: { cases: [], total: 0, decided: 0 }, at: null, view: null, mine: [], seen: new Set(), busy: false };

const key = (one) => `${one.left}\n${one.right}`;
const found = (name) => state.queue.cases.find((one) => key(one) === name);

function make(tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function say(message) {
  $("message").textContent = message;
  $("message").hidden = !message;
}

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The review server does not answer. What was decided before is kept; start it again to go on.");
  }
  const type = answer.headers.get("content-type") || "";
  const content = type.startsWith("application/json") ? await answer.json() : { error: await answer.text() };
  if (!answer.ok) throw new Error(content.error);
  return content;
}

// --- queue ---

async function refresh() {
  state.queue = await ask("/queue");
  const { total, decided, derived, trouble } = state.queue;
  $("count").textContent = `${decided} of ${total} decided`;
  $("progress").max = total || 1;
  $("progress").value = decided;
  $("state").textContent = trouble ? `The dossier could not be derived: ${trouble}` : derived ? "The dossier is up to date." : "Deriving the dossier …";
  if (!derived) later();
}

let timer = null;
function later() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh().then(mark).catch((error) => say(error.message)), 500);
}

function undecided(after) {
  const cases = state.queue.cases;
  const start = after ? cases.findIndex((one) => key(one) === after) + 1 : 0;
  const turned = [...cases.slice(start), ...cases.slice(0, start)];
  return turned.find((one) => one.verdict === null && !state.seen.has(key(one))) || turned.find((one) => one.verdict === null);
}

async function open(one) {
  state.at = one ? key(one) : null;
  $("desk").hidden = !one;
  $("empty").hidden = Boolean(one) || state.queue.total > 0;
  if (!one) {
    if (state.queue.total > 0) say("Every case is decided. Go back with ← to change one.");
    return;
  }
  const query = new URLSearchParams({ left: one.left, right: one.right });
  state.view = await ask(`/case?${query}`);
  show(state.view);
  mark();
  $("reason").value = "";
  window.scrollTo(0, 0);
  $("question").focus();
}

// --- one case ---

function show(view) {
  const words = { unsure: "Nobody could decide this.", "decided by the model": "The rules were unsure; the model decided.", merged: "This was merged." };
  const model = view.judgements.filter((one) => one.by.startsWith("model ")).at(-1);
  const told = view.standing === "decided by the model" && model ? ` It said: ${model.verdict}.` : "";
  $("standing").textContent = `${words[view.standing]}${told}${view.score === null ? "" : ` Score ${view.score.toFixed(3)}.`}`;
  $("question").textContent = `Is this the same ${view.kind}?`;
  $("fields").tBodies[0].replaceChildren(...view.fields.map(row));
  const weights = (sign) => view.speaks.filter((one) => Math.sign(one.weight) === sign).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  for (const [id, sign] of [["for", 1], ["against", -1]]) {
    const found = weights(sign).map(weight);
    $(id).replaceChildren(...(found.length ? found : [make("li", "Nothing.")]));
  }
  $("columns").replaceChildren(...view.columns.map(column));
  $("more").textContent = view.more > 0 ? `and ${view.more} more reports` : "";
  $("judgements").replaceChildren(...view.judgements.map((one) => make("li", `${one.by}: ${one.verdict}${one.score === null ? "" : ` (${one.score.toFixed(3)})`} — ${one.reason}`, { dir: "auto" })));
}

function row(field) {
  const line = make("tr");
  line.className = field.agree === null ? "" : field.agree ? "agree" : "differ";
  line.append(make("th", field.name, { scope: "row" }), make("td", field.left || "–", { dir: "auto" }), make("td", field.right || "–", { dir: "auto" }));
  line.append(make("td", field.agree === null ? "" : field.agree ? "= agree" : "≠ differ"));
  return line;
}

function weight(one) {
  const item = make("li");
  item.append(make("b", `${one.weight > 0 ? "+" : "−"}${Math.abs(one.weight)} `), make("span", `${one.what}${one.note ? `: ${one.note}` : ""}`, { dir: "auto" }));
  return item;
}

function column(one) {
  const card = make("article");
  card.className = one.side;
  card.append(make("h4", one.title, { dir: "auto" }), make("p", one.source, { dir: "auto", class: "source" }), make("p", one.item, { class: "source" }));
  for (const said of one.sentences) {
    const text = make("p", undefined, { dir: "auto" });
    text.append(said.before ? `${said.before} ` : "", make("mark", said.quote), said.after ? ` ${said.after}` : "");
    card.append(text);
  }
  return card;
}

function mark() {
  const one = found(state.at);
  for (const button of document.querySelectorAll("[data-verdict]")) button.setAttribute("aria-pressed", String(one?.verdict === button.dataset.verdict));
  $("said").textContent = one?.verdict ? `Decided by ${one.by}: ${one.verdict}.` : "Not decided yet.";
  $("undo").disabled = state.mine.length === 0 && !one?.line;
}

// --- deciding ---

async function once(work) {
  if (state.busy) return;
  state.busy = true; // keys pressed meanwhile are dropped: nobody judges what he has not seen
  $("desk").setAttribute("aria-busy", "true");
  say("");
  try {
    await work();
  } catch (error) {
    say(error.message);
    await refresh().then(mark).catch(() => {});
  } finally {
    state.busy = false;
    $("desk").setAttribute("aria-busy", "false");
  }
}

const decide = (verdict) => once(async () => {
  const one = found(state.at);
  if (!one) return;
  const { line } = await ask("/decide", { left: one.left, right: one.right, verdict, reason: $("reason").value, seen: one.line });
  state.mine.push({ line, at: key(one) });
  state.seen.add(key(one));
  await refresh();
  await open(undecided(key(one)));
});

const undo = () => once(async () => {
  const here = found(state.at);
  const last = here?.line ? { line: here.line, at: state.at } : state.mine.at(-1);
  if (!last) return;
  await ask("/undo", { line: last.line });
  state.mine = state.mine.filter((one) => one.line !== last.line);
  await refresh();
  await open(found(last.at));
});

const step = (by) => once(async () => {
  const cases = state.queue.cases;
  const place = cases.findIndex((one) => key(one) === state.at);
  if (state.at) state.seen.add(state.at);
  await refresh();
  await open(cases.length ? found(key(cases[(place + by + cases.length) % cases.length])) : undefined);
});

for (const button of document.querySelectorAll("[data-verdict]")) button.addEventListener("click", () => decide(button.dataset.verdict));
$("undo").addEventListener("click", undo);
$("back").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
$("reason").addEventListener("keydown", (event) => { if (event.key === "Escape" || event.key === "Enter") $("question").focus(); });

document.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement || event.altKey || event.metaKey || event.repeat) return;
  const pressed = event.key.toLowerCase();
  if (pressed === "z" && !event.shiftKey) return undo();
  if (event.ctrlKey) return;
  const keys = { s: () => decide("same"), d: () => decide("different"), u: () => decide("unsure"), arrowleft: () => step(-1), arrowright: () => step(1) };
  if (keys[pressed]) {
    event.preventDefault();
    keys[pressed]();
  }
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) once(async () => { await refresh(); mark(); }); });

once(async () => {
  await refresh();
  await open(undecided());
});
