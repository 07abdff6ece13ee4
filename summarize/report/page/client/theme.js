// Light and dark: the reader's own scheme unless he chooses. Charts take their colours from the style sheet.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";

// Which parts of the charts take which of the page's colours; parts are found by the names given in Python.
const PAINT = {
  land: { fill_color: "--map-land", line_color: "--map-border" },
  "land-names": { text_color: "--muted" },
  "disc-counts": { text_color: "--ink" },
  "network-dots": { fill_color: "--ink", line_color: "--ground" },
  "network-names": { text_color: "--ink" },
};

function recolour(documents) {
  for (const chart of documents) {
    for (const model of chart.all_models) {
      if (model.type.endsWith("Axis")) model.setv({ major_label_text_color: colour("--muted") });
      if (model.type === "Grid" && model.grid_line_color !== null) model.setv({ grid_line_color: colour("--line") });
      if (model.name === "map-plot") model.setv({ background_fill_color: colour("--map-sea") });
      const paint = PAINT[model.name];
      if (paint && model.glyph) {
        model.glyph.setv(Object.fromEntries(Object.entries(paint).map(([part, name]) => [part, { value: colour(name) }])));
      }
    }
  }
}

function startTheme(repaint) {
  const chooser = byId("theme");
  const apply = () => {
    chooser.textContent = isDark() ? "Light" : "Dark";
    repaint();
  };
  chooser.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    apply();
  });
  prefersDark.addEventListener("change", apply);
  apply();
}
