"use strict";
// Shows the findings that the form asks for. Without this script all of them are shown.
const form = document.getElementById("filter");
const rows = Array.from(document.querySelectorAll("tr[data-rule]"));
const choice = document.getElementById("rule");
for (const rule of Array.from(new Set(rows.map((row) => row.dataset.rule))).sort()) {
  const option = document.createElement("option");
  option.value = rule;
  option.textContent = rule + ": " + rows.find((row) => row.dataset.rule === rule).dataset.title;
  choice.append(option);
}
function show() {
  const severities = new Set(Array.from(form.querySelectorAll("input[name=severity]:checked"), (box) => box.value));
  const text = document.getElementById("text").value.toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits = severities.has(row.dataset.severity) && (!choice.value || row.dataset.rule === choice.value)
      && (!text || row.textContent.toLowerCase().includes(text) || row.dataset.module.toLowerCase().includes(text));
    row.hidden = !fits;
    shown += fits;
  }
  for (const section of document.querySelectorAll("section[data-found]")) {
    section.hidden = !section.querySelector("tr[data-rule]:not([hidden])");
  }
  document.getElementById("shown").textContent = shown + " of " + rows.length + " findings are shown.";
}
form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
show();
