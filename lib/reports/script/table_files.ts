/**
 * Browser code: a link under every table that saves it as CSV for a spreadsheet,
 * semicolon between cells, as the table stands. It is made when pressed, so that a
 * page does not carry its tables twice.
 */
export const tableFiles: string =
  `for (const table of document.querySelectorAll("main table")) {
  const textOf = (cell) => {
    const copy = cell.cloneNode(true);
    for (const hidden of copy.querySelectorAll("svg,.column")) hidden.remove();
    return copy.textContent.replace(/\\s+/g, " ").trim();
  };
  const fieldOf = (cell) => { const text = textOf(cell); return /[";]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text; };
  const link = document.createElement("a");
  link.className = "csv"; link.textContent = "Hent som CSV"; link.href = "#";
  const figure = /\\d+/.exec(table.closest("figure[id]")?.id ?? "");
  const name = (figure ? "Figur " + figure[0] + ". " : "") + (table.caption ? textOf(table.caption) : "tabel");
  link.setAttribute("aria-label", link.textContent + ": " + name);
  link.download = name.replace(/[^\\wæøåÆØÅ]+/g, "-").slice(0, 60).replace(/^-|-$/g, "") + ".csv";
  link.addEventListener("click", () => {
    const lines = [...table.rows].map((row) => [...row.cells].map(fieldOf).join(";"));
    link.href = "data:text/csv;charset=utf-8," + encodeURIComponent("\\ufeff" + lines.join("\\r\\n") + "\\r\\n");
  });
  (table.closest(".table-scroll") ?? table).after(link);
}
`;
