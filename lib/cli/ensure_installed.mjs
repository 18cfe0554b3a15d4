// Runs before every npm script, on a machine that may have nothing but Node and
// npm: installs the locked packages when they are missing or the lock changed.
// Plain JavaScript because nothing that reads TypeScript may be there yet.
import { execSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const stamp = "node_modules/.installed-lock";
const digest = createHash("sha256").update(readFileSync("package-lock.json"))
  .digest("hex");
const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
if (installed !== digest) {
  console.log("Installing the locked packages (npm ci) …");
  execSync("npm ci --no-audit --no-fund --loglevel=error", {
    stdio: "inherit",
  });
  writeFileSync(stamp, digest);
}
