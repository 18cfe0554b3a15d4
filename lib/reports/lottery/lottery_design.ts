import { countDraws } from "#lib/effects/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount, formatDate, formatList, formatYear } from "../format.ts";
import { markup } from "../markup.ts";
import { syntheticNotice } from "../page.ts";
import { scalePhrase } from "../words.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";

/** Tells how the lottery was made and how it is analysed, before any result. */
export function lotteryDesign(lottery: LotteryReport): Display {
  const { schools, draw, provenance, outcomes } = lottery;
  const [before, after] = lottery.years.map(formatYear);
  const drawn = schools.filter(({ treated }) => treated).length;
  const draws = formatCount(countDraws(schools.length, drawn));
  return display(
    markup`<div class="data-note"${
      provenance.synthetic && markup` data-synthetic="true"`
    }>${
      provenance.synthetic &&
      markup`<p><strong>${syntheticNotice}.</strong></p>`
    }<p>${formatCount(schools.length)} skoler meldte sig. ${
      formatCount(drawn)
    } af dem blev trukket ud ${formatDate(draw.date)}; de øvrige ${
      formatCount(schools.length - drawn)
    } er sammenligningsskoler. ${draw.method} Startværdien for trækningen var ${
      String(draw.seed)
    }.</p></div><dl class="team-questions"><dt>Hvad undersøges?</dt><dd>${
      formatList(outcomes.map(scalePhrase))
    }, målt i ${before ?? ""} og ${
      after ?? ""
    } og opgjort som gennemsnit pr. skole i point på 500-skalaen.</dd><dt>Hvilken effekt?</dt><dd>Effekten af at blive trukket ud, uanset hvor mange af pladserne skolen brugte. Hver skole tæller lige meget.</dd><dt>Hvordan regnes den ud?</dt><dd>Skolens resultat i ${
      after ?? ""
    } sammenlignes mellem de to grupper, når der er taget højde for skolens eget resultat i ${
      before ?? ""
    }. Tilfældighed vurderes ved at regne det samme ud for alle ${draws} måder, lodtrækningen kunne være faldet ud på.</dd><dt>Hvornår tales der om effekt?</dt><dd>Når det sande tal efter alt at dømme ikke er 0, også når der tages højde for, at ${
      formatCount(outcomes.length)
    } resultater undersøges på én gang (p under 0,05).</dd></dl>`,
  );
}
