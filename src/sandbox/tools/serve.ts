import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import type { World } from '../world.ts';
import { standIns, tools } from './registry.ts';
import { pathEntry, shimProgram } from './shim.ts';
import type { Tool } from './tool.ts';

/** Tools that are being served; `path` is the folder to put on PATH. */
export type ServedTools = { readonly path: string; close(): Promise<void> };

/**
 * Puts the simulated commands into `folder`, which must be private to the user, and answers their calls in this
 * process. `worlds` gives the clusters by the URL of their API server, as kubeconfigs name it; `machinePath` decides
 * which stand-ins are needed.
 */
export async function serveTools(
  folder: string,
  worlds: () => Promise<ReadonlyMap<string, World>>,
  machinePath: string = process.env.PATH ?? '',
): Promise<ServedTools> {
  const offered = [...tools, ...standIns.filter(({ name }) => !isOnPath(name, machinePath))];
  const sockets = new Set<Socket>();
  const answer = async (socket: Socket): Promise<void> => {
    // What was sent meanwhile waits in the socket.
    const { answerCall } = await import('./answer-call.ts');
    const { trimmed } = await import('./kubeconfig.ts');
    const found = await worlds();
    answerCall(socket, offered, new Map([...found].map(([url, world]) => [trimmed(url), world])));
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void answer(socket);
  });
  const address = join(folder, 't');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  server.unref();
  const path = await writeEntries(folder, address, offered);
  return {
    path,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await rm(path, { recursive: true, force: true });
    },
  };
}

async function writeEntries(folder: string, address: string, offered: readonly Tool[]): Promise<string> {
  const path = join(folder, 'bin');
  const program = join(folder, 'tool.cjs');
  await mkdir(path, { recursive: true, mode: 0o700 });
  await writeFile(program, shimProgram(address), { mode: 0o600 });
  for (const { name } of offered) {
    const entry = join(path, name);
    await writeFile(entry, pathEntry(process.execPath, program, name));
    await chmod(entry, 0o700);
  }
  return path;
}

function isOnPath(name: string, machinePath: string): boolean {
  return machinePath
    .split(delimiter)
    .filter(Boolean)
    .some((folder) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
