import { isHeld, type ScalingReport } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount, formatNumber } from "../format.ts";
import { markup } from "../markup.ts";
import { dataTable } from "../table.ts";

/** Shows what the studies against a known truth found, one folded table per study. */
export function studyTables({ studies }: ScalingReport): Display {
  if (studies.length === 0) {
    return display(markup`<p>Studierne er ikke kørt.</p>`);
  }
  const banded = studies.flatMap(({ rows }) =>
    rows.filter(({ band }) => band !== null)
  );
  const held = banded.filter(isHeld).length;
  return display(
    markup`<p>${formatCount(held)} af ${
      formatCount(banded.length)
    } tal, der skal ligge inden for et bånd, gør det.</p>${
      studies.map(({ title, rows }) =>
        markup`<details><summary>${title}</summary>${
          dataTable({
            caption: title,
            columns: [
              { label: "Tal", kind: "text" },
              { label: "Omstændigheder", kind: "text" },
              { label: "Fundet" },
              { label: "Bånd" },
              { label: "Antal" },
            ],
            rows: rows.map((row) => [
              row.quantity,
              row.setting,
              formatNumber(row.value, { decimals: 3 }),
              row.band === null
                ? "–"
                : `${bound(row.band[0])}–${bound(row.band[1])}${
                  isHeld(row) ? "" : " (uden for)"
                }`,
              formatCount(row.trials),
            ]),
          })
        }</details>`
      )
    }`,
  );
}

function bound(value: number): string {
  return formatNumber(value, { decimals: 2 });
}
