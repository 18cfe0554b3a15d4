import { readFileSync } from "node:fs";
import { openEnvelope } from "./envelope.ts";
import { type Asked, KernelProxy } from "./kernel_proxy.ts";
import { listenZmtp, type ZmtpPeer } from "./zmtp_server.ts";

interface JupyterConnection {
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

/**
 * Stands between Jupyter and Deno's kernel: says that a cell has ended only when
 * its outputs are out, files them under the right cell, adds the text of syntax
 * errors and the errors of promises that nobody awaited, asks the user what a
 * cell asks, and stops cells that wait.
 *
 * @param connectionFile As Jupyter wrote it.
 */
export async function runProxy(connectionFile: string): Promise<void> {
  const info: JupyterConnection = JSON.parse(
    readFileSync(connectionFile, "utf8"),
  );
  const { ip: host, key } = info;
  const listen = (
    port: number,
    take: (asked: Asked) => void,
    onGone: (peer: ZmtpPeer) => void = () => {},
  ) =>
    listenZmtp("ROUTER", {
      host,
      port,
      onMessage: (parts, peer) => {
        const request = openEnvelope(parts, key);
        if (request !== null) take({ request, peer });
      },
      onGone,
    });
  const iopub = await listenZmtp("PUB", { host, port: info.iopub_port });
  const stdin = await listen(
    info.stdin_port,
    (asked) => proxy.takeInput(asked),
    (peer) => proxy.forget(peer),
  );
  const proxy = new KernelProxy({
    key,
    publish: (parts) => iopub.broadcast(parts),
    stdinOf: ({ identity }) =>
      stdin.peers().find((peer) => peer.identity === identity) ?? null,
  });
  await proxy.ready();
  await listen(info.shell_port, (asked) => proxy.take("shell", asked));
  await listen(info.control_port, (asked) => proxy.take("control", asked));
  await listenZmtp("REP", {
    host,
    port: info.hb_port,
    onMessage: (parts, peer) => peer.send(parts),
  });
}
