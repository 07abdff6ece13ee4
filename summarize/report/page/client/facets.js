// The facets: values to tick with how many events each would leave, dates, and disputed only.

const FEW = 7; // values shown before "all"

function startFacets() {
  const holder = byId("facets");
  holder.append(dateFacet(), disputedFacet(), ...Object.keys(LISTED).map(listFacet).filter(Boolean));
  const toggleAll = byId("facets-toggle");
  toggleAll.addEventListener("click", () => {
    const open = toggleAll.getAttribute("aria-expanded") !== "true";
    toggleAll.setAttribute("aria-expanded", open);
    holder.classList.toggle("open", open);
  });
}

function dateFacet() {
  const input = (side, words) => {
    const made = el("input", { type: "date", id: `date-${side}`, on: { change: () => { state[side] = toDay(made.value); refresh(); } } });
    listeners.push(() => { made.value = state[side] === null ? "" : fromDay(state[side]); });
    return el("label", {}, words, made);
  };
  const undated = data.events.filter((event) => event.days[0] === null && event.days[1] === null).length;
  return el("fieldset", { class: "facet dates" }, el("legend", {}, "Date"), input("from", "From "), input("to", "To "),
    undated ? el("p", { class: "small" }, `${plural(undated, "event")} without a date ${undated === 1 ? "goes" : "go"} when a date is set.`) : null);
}

function disputedFacet() {
  const many = data.events.filter((event) => event.disputed).length;
  const made = el("input", { type: "checkbox", id: "disputed", disabled: many === 0, on: { change: () => { state.disputed = made.checked; refresh(); } } });
  listeners.push(() => { made.checked = state.disputed; });
  return el("fieldset", { class: "facet" }, el("legend", {}, "Dispute"), el("label", { class: "value" }, made, el("span", { class: "name" }, "Disputed only"), el("span", { class: "count" }, `${many}`)));
}

function listFacet(name) {
  const facet = LISTED[name];
  const totals = new Map();
  for (const keys of keysOf[name]) for (const key of keys) totals.set(key, (totals.get(key) ?? 0) + 1);
  if (!totals.size) return null;
  const order = [...totals].sort((one, other) => other[1] - one[1] || String(facet.label(one[0])).localeCompare(String(facet.label(other[0]))));
  if (name === "outlets") order.sort((one, other) => one[0] - other[0]);
  const rows = order.map(([key]) => facetRow(name, key));
  const list = el("ul", {}, rows.map((row) => row.item));
  let find = "";
  let all = false;
  const more = button("", () => { all = !all; show(); }, { class: "link", "aria-expanded": false });
  const show = () => {
    let seen = 0;
    for (const row of rows) {
      const found = !find || row.folded.includes(find);
      const shown = found && (all || find || seen < FEW || row.input.checked);
      row.item.hidden = !shown;
      if (shown) seen += 1;
    }
    more.hidden = rows.length <= FEW || find !== "";
    more.textContent = all ? "Fewer" : `All ${rows.length}`;
    more.setAttribute("aria-expanded", all);
  };
  const search = rows.length > 12
    ? el("input", { type: "search", class: "within", placeholder: `Find ${facet.title.toLowerCase()}`, "aria-label": `Find in ${facet.title}`, dir: "auto",
      on: { input: (event) => { find = folded(event.target.value); show(); } } })
    : null;
  listeners.push(({ counts }) => {
    for (const row of rows) {
      const number = counts[name].get(row.key) ?? 0;
      row.input.checked = state[name].has(row.key);
      row.count.textContent = number;
      row.item.classList.toggle("none", number === 0 && !row.input.checked);
    }
    show();
  });
  return el("fieldset", { class: "facet", "data-facet": name }, el("legend", {}, facet.title), search, list, more);
}

function facetRow(name, key) {
  const label = `${LISTED[name].label(key)}`;
  const input = el("input", { type: "checkbox", on: { change: () => toggle(name, key) } });
  const count = el("span", { class: "count" });
  const swatch = name === "type" ? el("span", { class: "swatch", "data-type": key, "aria-hidden": "true" }) : null;
  return { key, input, count, folded: folded(label), item: el("li", {}, el("label", { class: "value" }, input, swatch, el("span", { class: "name", title: label }, bdi(label)), count)) };
}
