import type { FrozenIndex } from "#lib/background/mod.ts";
import type { Codebook } from "#lib/codebook/mod.ts";
import { type Display, display } from "../display.ts";
import {
  formatCount,
  formatNumber,
  formatShare,
  formatYear,
} from "../format.ts";
import { markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import { countWord } from "../words.ts";

/** A correlation above which two indices say the same of a pupil for all that matters here. */
const ALIKE = 0.99;

/**
 * Shows the index of social background as it is frozen: what is in it, how each part
 * is standardised and weighted, and what the first wave's own homes would have chosen.
 *
 * @param index From `openBackgroundIndex`; null where too few homes answered.
 */
export function backgroundIndex(
  index: FrozenIndex | null,
  { background }: Pick<Codebook, "background">,
): Display {
  if (index === null) {
    return display(
      markup`<p>For få forældre har oplyst deres baggrund til, at målet kan beskrives.</p>`,
    );
  }
  const { reference, components, scale, referenceWave, codebook } = index;
  const year = formatYear(referenceWave);
  const two = (value: number): string => formatNumber(value, { decimals: 2 });
  const content = markup`<p>Målet er summen af ${
    countWord(components.length)
  } dele, som hver er sat på samme skala, delt med ${
    two(scale)
  }. Tallene i tabellen er de samme i alle målinger (kodebog ${codebook}).</p>${
    dataTable({
      caption:
        `Social baggrund: delene og det, hjemmene i ${year} selv ville have givet`,
      columns: [
        { label: "Del", kind: "text" },
        { label: "Vægt" },
        { label: "Middelværdi" },
        { label: "Spredning" },
        { label: `Middelværdi ${year}` },
        { label: `Spredning ${year}` },
      ],
      rows: components.map((part) => [
        background.components.find(({ id }) => id === part.id)?.label ??
          part.id,
        two(part.weight),
        two(part.mean),
        two(part.standardDeviation),
        two(part.reference.mean),
        two(part.reference.standardDeviation),
      ]),
      note:
        "Vægt, middelværdi og spredning ligger fast; ved siden af står, hvad hjemmene selv havde. Uddannelse er i års skolegang, stilling på den internationale skala for erhvervsstatus fra 11 til 89, bøger i fem trin.",
    })
  }<p>${
    formatCount(reference.homes)
  } hjem oplyste det hele i ${year}. Deres middelværdi er ${
    two(reference.mean)
  } og deres spredning ${
    two(reference.standardDeviation)
  }. Lod man i stedet hjemmene bestemme vægtene (første hovedkomponent, ${
    formatShare(reference.principalShare)
  } af delenes variation), ville de to mål følges ad med en korrelation på ${
    formatNumber(reference.principalCorrelation, { decimals: 4 })
  }. ${
    reference.principalCorrelation > ALIKE
      ? "Vægtene betyder altså næsten intet."
      : "Vægtene betyder altså noget, og det er et valg, at de er ens."
  }</p>`;
  return display(content);
}
