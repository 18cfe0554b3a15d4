/**
 * Browser code: sorts a table by the column whose head is pressed, numbers as
 * Danes write them, missing ones last.
 */
export const sortTables: string =
  `for (const table of document.querySelectorAll(".table-scroll>table")) {
  const body = table.tBodies[0], heads = [...table.querySelectorAll("thead tr:only-child>th")];
  if (!body || body.rows.length < 3 || table.querySelector("[rowspan],[colspan]")) continue;
  const textOf = (row, at) => row.cells[at]?.textContent.trim() ?? "";
  const numberOf = (text) => parseFloat(text.replace("\\u2212", "-").replace(/[+.]/g, "").replace(",", "."));
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button"; button.className = "sort"; button.title = "Sortér efter kolonnen";
    button.append(...head.childNodes); head.append(button);
    button.addEventListener("click", () => {
      const keyed = [...body.rows].map((row) => ({ row, text: textOf(row, at), key: numberOf(textOf(row, at)) }));
      const isText = keyed.every(({ key }) => isNaN(key));
      const before = head.getAttribute("aria-sort") ?? (isText ? "descending" : "ascending");
      const order = before === "ascending" ? "descending" : "ascending";
      const factor = order === "ascending" ? 1 : -1;
      keyed.sort((a, b) => isText ? factor * a.text.localeCompare(b.text, "da")
        : isNaN(a.key) || isNaN(b.key) ? isNaN(a.key) - isNaN(b.key) : factor * (a.key - b.key));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      body.append(...keyed.map(({ row }) => row));
    });
  });
}
`;
