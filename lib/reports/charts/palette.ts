/** A colour in light and dark mode, with the CSS variable that carries it. */
export interface ThemeColour {
  /** Name of the CSS variable, e.g. "--own". */
  readonly variable: string;
  /** Hexadecimal, on the light paper. */
  readonly light: string;
  /** Hexadecimal, on the dark paper. */
  readonly dark: string;
  /** CSS where there is no page's style: readable in a light and a dark notebook. */
  readonly notebook: string;
  /** "text" needs a contrast of 4.5 to the paper, "mark" 3; "line" is decoration. */
  readonly use: "paper" | "text" | "mark" | "line";
}

/** Names of the colours. */
export type ColourName =
  | "paper"
  | "card"
  | "ink"
  | "muted"
  | "own"
  | "other"
  | "third"
  | "good"
  | "warn"
  | "line";

/** The colours of pages and charts; a test checks their contrast. */
export const palette: Readonly<Record<ColourName, ThemeColour>> = {
  paper: {
    variable: "--paper",
    light: "#fcfbf8",
    dark: "#14191c",
    notebook: "transparent",
    use: "paper",
  },
  card: {
    variable: "--card",
    light: "#f3f1ea",
    dark: "#1d2428",
    notebook: "transparent",
    use: "paper",
  },
  ink: {
    variable: "--ink",
    light: "#1c2326",
    dark: "#e9e6de",
    notebook: "currentColor",
    use: "text",
  },
  muted: {
    variable: "--muted",
    light: "#545d61",
    dark: "#aab2b3",
    notebook: "currentColor",
    use: "text",
  },
  own: {
    variable: "--own",
    light: "#0b5566",
    dark: "#72c6d6",
    notebook: "#23889c",
    use: "text",
  },
  other: {
    variable: "--other",
    light: "#757c7f",
    dark: "#959d9f",
    notebook: "#7d8588",
    use: "mark",
  },
  third: {
    variable: "--third",
    light: "#9a6412",
    dark: "#dba64f",
    notebook: "#ac7720",
    use: "mark",
  },
  good: {
    variable: "--good",
    light: "#1c6b45",
    dark: "#78c79c",
    notebook: "#2b9160",
    use: "text",
  },
  warn: {
    variable: "--warn",
    light: "#9c3c16",
    dark: "#f0a17c",
    notebook: "#cd6035",
    use: "text",
  },
  line: {
    variable: "--line",
    light: "#d9d5ca",
    dark: "#363f43",
    notebook: "#80808055",
    use: "line",
  },
};

/** A colour as CSS: the page's variable, or the notebook's where there is no page. */
export function colour(name: ColourName): string {
  const { variable, notebook } = palette[name];
  return `var(${variable}, ${notebook})`;
}

/** The variables of one mode as CSS declarations. */
export function paletteDeclarations(mode: "light" | "dark"): string {
  return Object.values(palette)
    .map((entry) => `${entry.variable}:${entry[mode]}`)
    .join(";");
}
