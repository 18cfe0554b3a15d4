import { type FormulaToken, formulaTokens } from "./formula_tokens.ts";
import type { ModelSpec, ModelTerm, RandomTermSpec } from "./model_spec.ts";

/** What a sum of terms says; `intercept` is null where nothing is said about it. */
interface Sum {
  readonly terms: readonly ModelTerm[];
  readonly intercept: boolean | null;
  readonly random: readonly RandomTermSpec[];
}

const NOTHING: Sum = { terms: [], intercept: null, random: [] };

/** Every term of the one with every term of the other. */
function cross(
  left: readonly ModelTerm[],
  right: readonly ModelTerm[],
): ModelTerm[] {
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

/** Reads a formula from left to right. */
class FormulaReader {
  readonly #formula: string;
  readonly #tokens: readonly FormulaToken[];
  readonly factors: Set<string> = new Set();
  #next = 0;

  constructor(formula: string) {
    this.#formula = formula;
    this.#tokens = formulaTokens(formula);
  }

  /** Fails at a token, the next one unless said otherwise. */
  fail(expected: string, at: number = this.#next): never {
    const token = this.#tokens[at];
    const found = token === undefined
      ? "the end"
      : `"${token.text}" at character ${token.place}`;
    throw new SyntaxError(
      `Cannot read the formula "${this.#formula}": found ${found}, expected ${expected}`,
    );
  }

  /** Takes the next sign where it is one of these. */
  take(...signs: readonly string[]): string | null {
    const token = this.#tokens[this.#next];
    if (token === undefined || token.isName || !signs.includes(token.text)) {
      return null;
    }
    this.#next++;
    return token.text;
  }

  name(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined || !token.isName) return this.fail("a name");
    this.#next++;
    return token.text;
  }

  end(): void {
    if (this.#next < this.#tokens.length) this.fail("+ or the end");
  }

  sum(): Sum {
    let sum = NOTHING;
    let sign = this.take("-") ?? "+";
    do {
      const part = sign === "-" ? this.removed() : this.product();
      sum = {
        terms: [...sum.terms, ...part.terms],
        intercept: part.intercept ?? sum.intercept,
        random: [...sum.random, ...part.random],
      };
      sign = this.take("+", "-") ?? "";
    } while (sign !== "");
    return sum;
  }

  removed(): Sum {
    if (this.take("1") === null) this.fail("1 after -, the intercept");
    return { ...NOTHING, intercept: false };
  }

  /** a * b is a + b + a:b. */
  product(): Sum {
    let start = this.#next;
    let left = this.interaction();
    while (this.take("*") !== null) {
      this.#refuseSpecial(left, start);
      start = this.#next;
      const right = this.interaction();
      this.#refuseSpecial(right, start);
      const { terms } = left;
      left = {
        ...NOTHING,
        terms: [...terms, ...right.terms, ...cross(terms, right.terms)],
      };
    }
    return left;
  }

  interaction(): Sum {
    let start = this.#next;
    let left = this.atom();
    while (this.take(":") !== null) {
      this.#refuseSpecial(left, start);
      start = this.#next;
      const right = this.atom();
      this.#refuseSpecial(right, start);
      left = { ...NOTHING, terms: cross(left.terms, right.terms) };
    }
    return left;
  }

  #refuseSpecial({ intercept, random }: Sum, start: number): void {
    if (intercept !== null || random.length > 0) {
      this.fail("names, not 0, 1 or a random term, beside : and *", start);
    }
  }

  atom(): Sum {
    const number = this.take("0", "1");
    if (number !== null) return { ...NOTHING, intercept: number === "1" };
    if (this.take("(") !== null) return this.bracket();
    const name = this.name();
    if (name === "factor" && this.take("(") !== null) {
      const variable = this.name();
      if (this.take(")") === null) this.fail(")");
      this.factors.add(variable);
      return { ...NOTHING, terms: [[variable]] };
    }
    return { ...NOTHING, terms: [[name]] };
  }

  bracket(): Sum {
    const start = this.#next;
    const inside = this.sum();
    const bar = this.take("|", "||");
    if (bar !== null && inside.random.length > 0) {
      this.fail("no random term within another", start);
    }
    const sum = bar === null ? inside : this.randomTerms(inside, bar === "|");
    if (this.take(")") === null) this.fail(bar === null ? ") or |" : ")");
    return sum;
  }

  /** `a/b` is a group within a group: a and a:b. */
  randomTerms({ terms, intercept }: Sum, correlated: boolean): Sum {
    const groups = [this.group()];
    while (this.take("/") !== null) {
      groups.push([...groups.at(-1)!, ...this.group()]);
    }
    return {
      ...NOTHING,
      random: groups.map((group) => ({
        group,
        intercept: intercept ?? true,
        terms,
        correlated,
      })),
    };
  }

  group(): string[] {
    const group = [this.name()];
    while (this.take(":") !== null) group.push(this.name());
    return group;
  }
}

/**
 * Reads a model formula, e.g. `"score ~ wave * program + ses + (1 | school)"`.
 *
 * `a:b` multiplies, `a * b` is `a + b + a:b`, `0 +` or `- 1` takes the intercept
 * away, `factor(wave)` makes categories of numbers, `(ses | school)` is a level and
 * a slope for each school, `(ses || school)` the same without their covariance and
 * `(1 | school/class)` both schools and classes within them. Names with other signs
 * stand in backquotes.
 *
 * @throws {SyntaxError} If the text is not such a formula.
 * @see Wilkinson & Rogers (1973), Applied Statistics 22, 392–399.
 */
export function parseFormula(formula: string): ModelSpec {
  const reader = new FormulaReader(formula);
  const response = reader.take("~") === null ? reader.name() : null;
  if (response !== null && reader.take("~") === null) reader.fail("~");
  const { terms, intercept, random } = reader.sum();
  reader.end();
  return {
    response,
    terms,
    intercept: intercept ?? true,
    factors: [...reader.factors],
    random,
  };
}
