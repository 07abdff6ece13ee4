// Building the page. Text from documents only ever becomes text nodes: there is no innerHTML anywhere.

const byId = (id) => document.getElementById(id);

// Marks that steer the direction of writing, and control characters, are spelled out; joiners stay, scripts need them.
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
const KEPT = new Set(["\n", "\t", "\u200c", "\u200d"]);
const spelled = (text) => text.replace(STEERING, (mark) =>
  KEPT.has(mark) ? mark : `⟨U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

// An element; `on` holds listeners, everything else is an attribute. Strings among the children become text.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

// Foreign text inside a line of ours, its direction its own.
const bdi = (text) => el("bdi", {}, text);
const button = (text, run, attributes = {}) => el("button", { type: "button", ...attributes, on: { click: run } }, text);
const plural = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

function joined(parts, between = ", ") {
  return parts.flatMap((part, at) => (at ? [between, part] : [part]));
}
