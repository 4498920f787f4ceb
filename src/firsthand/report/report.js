"use strict";
// The page holds everything as plain text. This paints the cells that come into view, sorts and filters.
const table = document.getElementById("class");
const body = table.tBodies[0];
const box = table.parentElement;
const signs = new Map();
for (const cell of document.querySelectorAll("#legend .cell")) {
  signs.set(cell.textContent, { css: cell.className, word: cell.nextSibling.textContent.trim(), rank: -signs.size });
}

const rows = Array.from(body.rows, (tr, order) => ({
  tr,
  order,
  name: tr.cells[0].textContent.trim(),
  total: parseFloat(tr.cells[1].textContent),
  person: tr.hasAttribute("data-person"),
  points: Array.from(tr.querySelectorAll("td.p"), (td) => parseFloat(td.textContent)),
  answers: Array.from(tr.querySelectorAll("td.s"), (td) => td.textContent),
  painted: false,
}));
const rowOf = new Map(rows.map((row) => [row.tr, row]));

function paint(row) {
  if (row.painted) return;
  row.painted = true;
  for (const td of row.tr.querySelectorAll("td.s")) {
    const lesson = td.className.replace(" s", "");
    const cells = Array.from(td.textContent, (sign) => {
      const known = signs.get(sign);
      const cell = document.createElement("td");
      cell.className = `${lesson} ${known ? known.css : ""}`;
      cell.textContent = sign;
      if (known) cell.title = known.word;
      return cell;
    });
    if (cells.length) td.replaceWith(...cells);
  }
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      paint(rowOf.get(entry.target));
      watcher.unobserve(entry.target);
    }
  },
  { root: box, rootMargin: "600px" },
);
for (const row of rows) watcher.observe(row.tr);
addEventListener("beforeprint", () => {
  if (!table.classList.contains("wide") || table.classList.contains("one")) rows.filter((row) => !row.tr.hidden).forEach(paint);
});

const alphabet = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
function valueFor(key) {
  if (key === "name") return (row) => row.name;
  if (key === "total") return (row) => row.total;
  if (key.startsWith("p")) return (row) => row.points[key.slice(1)];
  const [lesson, place] = key.split(".");
  return (row) => signs.get(row.answers[lesson][place])?.rank ?? NaN;
}

function sort(key, direction) {
  const value = valueFor(key);
  const missing = (row) => Number.isNaN(value(row));
  rows.sort((a, b) => {
    if (key === "name") return direction * alphabet.compare(a.name, b.name) || a.order - b.order;
    return missing(a) - missing(b) || direction * (value(a) - value(b)) || a.order - b.order;
  });
  body.append(...rows.map((row) => row.tr));
  box.scrollTop = 0;
}

for (const head of table.querySelectorAll("th[data-sort]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  if (head.title) button.setAttribute("aria-label", `${button.textContent}, ${head.title}`);
  head.append(button);
  button.addEventListener("click", () => {
    const next = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    sort(head.dataset.sort, next === "ascending" ? 1 : -1);
  });
}

const byName = document.getElementById("by-name");
const byLesson = document.getElementById("by-lesson");
const byPerson = document.getElementById("by-person");
const shown = document.getElementById("shown");

const groups = Array.from(table.querySelectorAll("th[scope=colgroup]"), (head) => ({ head, columns: head.colSpan }));
function fold(isFolded) {
  table.classList.toggle("folded", isFolded);
  for (const { head, columns } of groups) head.colSpan = isFolded ? 1 : columns;
}

function filter() {
  const wanted = byName.value.trim().toLowerCase();
  let left = 0;
  for (const row of rows) {
    row.tr.hidden = !row.name.toLowerCase().includes(wanted) || (byPerson.checked && !row.person);
    if (!row.tr.hidden) left += 1;
  }
  table.classList.remove(...Array.from(table.classList).filter((name) => name === "one" || name.startsWith("only-")));
  if (byLesson.value) table.classList.add("one", `only-${byLesson.value}`);
  fold(!byLesson.value && "fold" in table.dataset);
  shown.textContent = left === rows.length ? `${left} learners` : `${left} of ${rows.length} learners`;
}

const form = document.getElementById("filters");
form.addEventListener("submit", (event) => event.preventDefault());
for (const control of [byName, byLesson, byPerson]) control.addEventListener("input", filter);
form.hidden = false;
filter();
