import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";

/** Where a running system is, as the tests are told. */
export interface Addresses {
  readonly app: string;
  readonly cognito: string;
  readonly dynamodb: string;
  readonly s3: string;
  readonly sqs: string;
  readonly data: string;
}

const READY = /^Ready: (http:\/\/localhost:\d+)$/m;
const START_LIMIT_MS = 120_000;

/** `./dev up` as a person starts it, on free ports and with data of its own. `await using` stops it, whatever happens. */
export class System implements AsyncDisposable {
  private constructor(
    readonly addresses: Addresses,
    private readonly process: ChildProcess,
    private readonly output: () => string,
  ) {}

  static async start(data?: string, settings: Record<string, string> = {}): Promise<System> {
    const folder = data ?? (await mkdtemp(join(tmpdir(), "todo-app-e2e-")));
    const [app, cognito, dynamodb, s3, sqs] = await freePorts(5);
    const child = spawn(join(import.meta.dirname, "../../dev"), ["up"], {
      env: {
        ...process.env,
        PORT: String(app),
        COGNITO_PORT: String(cognito),
        DYNAMODB_PORT: String(dynamodb),
        S3_PORT: String(s3),
        SQS_PORT: String(sqs),
        DATA_DIR: folder,
        ...settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    try {
      await ready(child);
    } catch (failure) {
      child.kill("SIGTERM");
      throw failure;
    }
    return new System(
      {
        app: `http://localhost:${app}`,
        cognito: `http://localhost:${cognito}`,
        dynamodb: `http://127.0.0.1:${dynamodb}`,
        s3: `http://127.0.0.1:${s3}`,
        sqs: `http://127.0.0.1:${sqs}`,
        data: folder,
      },
      child,
      () => output,
    );
  }

  /** The ports that the services chose, as their logs say. */
  servicePorts(): number[] {
    return [...this.output().matchAll(/Tomcat started on port (\d+)/g)].map((match) => Number(match[1]));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Sends the signal, and waits for the end. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.process.once("exit", () => resolve()));
    this.process.kill(signal);
    await ended;
  }
}

/** The processes that a running system has started, by name; the newest where one was started again. */
export async function children(data: string): Promise<Map<string, number>> {
  const lines = (await readFile(join(data, "run/children"), "utf8")).trim().split("\n");
  return new Map(
    lines.map((line) => {
      const [pid, , name] = line.split(" ");
      return [name ?? "", Number(pid)] as const;
    }),
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves at the line that says so; rejects with all of the output when the process ends before. */
function ready(child: ChildProcess): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`not ready in ${START_LIMIT_MS} ms:\n${output}`)), START_LIMIT_MS);
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (READY.test(output)) {
        clearTimeout(limit);
        resolve();
      }
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.on("exit", (code) => {
      clearTimeout(limit);
      reject(new Error(`./dev up ended with ${code}:\n${output}`));
    });
  });
}

/** Whether somebody at another machine could connect: tried at each address of this one that is not loopback. */
export async function isOpenToTheNetwork(port: number): Promise<boolean> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((of) => of ?? [])
    .filter((address) => !address.internal && address.family === "IPv4")
    .map((address) => address.address);
  const tries = addresses.map(
    (host) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host, port, timeout: 2_000 });
        socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
        socket.once("timeout", () => resolve(false));
        socket.once("connect", () => socket.destroy());
      }),
  );
  return (await Promise.all(tries)).includes(true);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
