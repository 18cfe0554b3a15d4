import process from "node:process";
import { runProxy } from "./run_proxy.ts";

await runProxy(process.argv[2] ?? "");
