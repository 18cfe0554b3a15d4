import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Ports and secret that a kernel and its client share. */
export interface ConnectionInfo {
  readonly shellPort: number;
  readonly iopubPort: number;
  readonly controlPort: number;
  readonly stdinPort: number;
  readonly key: string;
}

/** A connection file on disk, readable by this user only. */
export interface ConnectionFile {
  readonly path: string;
  readonly info: ConnectionInfo;
  /** Removes the file and its folder; may be called twice. */
  remove(): void;
}

/**
 * Finds five free ports and writes the connection file for one kernel.
 *
 * Another process may take a port before the kernel does; the kernel then dies
 * at its start, which the caller sees and answers with a new file.
 *
 * @returns The file; remove it when both sides have read it.
 */
export async function writeConnectionFile(): Promise<ConnectionFile> {
  const [shell, iopub, stdin, control, heartbeat] = await freePorts(5);
  const info: ConnectionInfo = {
    shellPort: shell ?? 0,
    iopubPort: iopub ?? 0,
    controlPort: control ?? 0,
    stdinPort: stdin ?? 0,
    key: randomUUID(),
  };
  const folder = mkdtempSync(join(tmpdir(), "laeringsrapport-kernel-"));
  const path = join(folder, "connection.json");
  const content = {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: heartbeat,
    key: info.key,
    signature_scheme: "hmac-sha256",
    kernel_name: "",
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  } catch (error) {
    remove();
    throw error;
  }
  return { path, info, remove };
}

/** All servers are open at the same time, so that no port comes twice. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map((server) => new Promise((resolve) => server.close(resolve))),
  );
  return ports;
}

function listen(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
