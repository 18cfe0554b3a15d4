import type {
  Display,
  NamedEstimate,
  Viewable,
  ViewOptions,
} from "#lib/reports/mod.ts";

/** Media type under which a display's numbers travel from kernel to runner. */
export const ESTIMATES_TYPE = "application/vnd.laeringsrapport.estimates+json";

/** Largest display, bytes; kernels mangle much larger messages. */
const LARGEST_DISPLAY = 1_000_000;

/** Where tslab's start leaves the function that sends a display. */
const TSLAB_DISPLAY: unique symbol = Symbol.for("laeringsrapport.display");

/** One message to the notebook, with all media types in it. */
export type DisplayBundle = Readonly<Record<string, unknown>>;

/** Sends one display to the notebook that runs the code. */
export type DisplayWriter = (bundle: DisplayBundle) => Promise<void>;

interface DenoJupyter {
  broadcast(type: string, content: DisplayBundle): Promise<void>;
}

/**
 * Shows a part of a report under the running cell: as HTML, as text, and its
 * estimates as data for verification. Tables, estimates and the results of a unit
 * are made readable first. In a plain process it prints the text.
 *
 * @param value What to show: a display, or what `view` takes.
 * @throws {TypeError} If the value is none of these.
 * @throws {RangeError} If the display is larger than 1 MB.
 */
export async function show(
  value: Viewable,
  options: ViewOptions = {},
): Promise<void> {
  const bundle = toBundle(await toDisplay(value, options));
  const bytes = new TextEncoder().encode(JSON.stringify(bundle)).length;
  if (bytes > LARGEST_DISPLAY) {
    throw new RangeError(
      `Cannot show a display: ${bytes} bytes, at most ${LARGEST_DISPLAY} are allowed`,
    );
  }
  await findWriter()(bundle);
}

/** A part of a report is shown without loading what makes others readable. */
async function toDisplay(
  value: Viewable,
  options: ViewOptions,
): Promise<Display> {
  if ("html" in value && "estimates" in value) return value;
  const { view } = await import("#lib/reports/mod.ts");
  return view(value, options);
}

function toBundle({ html, text, estimates }: Display): DisplayBundle {
  return {
    "text/html": html,
    "text/plain": text,
    [ESTIMATES_TYPE]: estimates.map(encodeEstimate),
  };
}

/** JSON has no infinity, which is a usual number of degrees of freedom. */
function encodeEstimate({ name, estimate }: NamedEstimate): DisplayBundle {
  const { value, standardError, degreesOfFreedom, interval, n, unit } =
    estimate;
  const numbers = {
    value,
    standardError,
    degreesOfFreedom,
    lower: interval[0],
    upper: interval[1],
  };
  const texts = Object.entries(numbers).map((
    [key, number],
  ) => [key, String(number)]);
  return { name, ...Object.fromEntries(texts), n, unit };
}

/** The way out of the process this code runs in. */
function findWriter(): DisplayWriter {
  const send = tslabDisplay();
  if (send !== undefined) {
    return (data) => {
      send(data);
      return Promise.resolve();
    };
  }
  const jupyter = denoJupyter();
  if (jupyter !== null) {
    return (data) =>
      jupyter.broadcast("display_data", { data, metadata: {}, transient: {} });
  }
  return (bundle) => {
    console.log(String(bundle["text/plain"]));
    return Promise.resolve();
  };
}

/** Left by our start of tslab for the cell now running. */
function tslabDisplay(): ((data: DisplayBundle) => void) | undefined {
  return (globalThis as {
    readonly [TSLAB_DISPLAY]?: (data: DisplayBundle) => void;
  })[TSLAB_DISPLAY];
}

function denoJupyter(): DenoJupyter | null {
  const { Deno: runtime } = globalThis as {
    readonly Deno?: { readonly jupyter?: DenoJupyter };
  };
  try {
    return runtime?.jupyter?.broadcast === undefined ? null : runtime.jupyter;
  } catch {
    // Reading Deno.jupyter outside a kernel throws.
    return null;
  }
}
