/** Words from the pencil case: no Danish place is named after them. */
const FIRST = [
  "Blyant",
  "Pennal",
  "Tavle",
  "Lineal",
  "Viskelæder",
  "Kuglepen",
  "Bogmærke",
  "Skoletaske",
  "Madpakke",
  "Frikvarter",
  "Ringeklokke",
  "Globus",
  "Papirfly",
  "Hulmaskine",
  "Vinkelmåler",
  "Lommeregner",
  "Notesbog",
  "Farveblyant",
  "Blækhus",
  "Regnestok",
  "Stilehæfte",
  "Gåsekridt",
  "Landkort",
  "Penalhus",
] as const;

const LAST = [
  "bæk",
  "lund",
  "eng",
  "dal",
  "skov",
  "mark",
  "vang",
  "kær",
  "bro",
  "holm",
  "sund",
  "vig",
  "næs",
] as const;

/**
 * An invented school name that sounds Danish and cannot be taken for a real
 * school's, e.g. "Blyantbækskolen"; different for every number.
 *
 * @param number 0 or more; after 312 names a serial number is added.
 */
export function inventSchoolName(number: number): string {
  const row = Math.floor(number / FIRST.length);
  const first = FIRST[number % FIRST.length]!;
  const last = LAST[(row + number) % LAST.length]!;
  const round = Math.floor(number / (FIRST.length * LAST.length));
  const suffix = round === 0 ? "" : ` ${round + 1}`;
  return `${first}${last}skolen${suffix}`;
}
