import { join } from 'node:path';
import { namedFault } from '../diagnostics/machine-fault.ts';
import type { Session, SessionOptions } from '../model/session.ts';
import { makeFifos } from './fifo.ts';
import { FifoPool } from './fifo-pool.ts';
import { findShell } from './find-shell.ts';
import { isAllGone } from './left-processes.ts';
import { makePrivateFolder } from './private-folder.ts';
import { birthOf } from './process-tree.ts';
import { Shell } from './shell.ts';
import { ShellSession } from './shell-session.ts';
import { watchDescendants } from './watch-descendants.ts';
import { processTag, startWatchdog } from './watchdog.ts';

let sessions = 0;

/**
 * Starts the bash in which the statements of a runbook run.
 * @throws RunbookError when there is no bash that can be used, or no folder for its pipes.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const file = await findShell(options.shell, options.env.PATH ?? '');
  const watchdog = startWatchdog();
  const tag = `${processTag()}${++sessions}.`;
  const { folder, remove: removeFolder } = await makePrivateFolder();
  const pool = new FifoPool(folder);
  const env = { ...withoutStartupFiles(options.env), RUNBOOK_TAG: tag };
  const shells = new Set<number>();
  let started = 0;
  let pid: number | undefined;
  let since: string | undefined;
  let seen: readonly string[] = [];
  const watch = watchDescendants(
    () => pid,
    (processes) => {
      seen = processes;
      watchdog.seen(tag, seen);
    },
  );
  const startShell = async () => {
    // What a shell that is lost leaves behind is known by number from here on.
    if (started > 0) await watch.look();
    return Shell.start({
      file,
      folder: join(folder, `shell${++started}`),
      cwd: options.cwd,
      env,
      makeFifos: started === 1 ? (paths) => pool.fill(paths) : makeFifos,
      onStart: (shell) => {
        pid = shell;
        shells.add(pid);
        since ??= birthOf(pid);
        watchdog.root(tag, pid);
      },
    });
  };
  const remove = async () => {
    watch.stop();
    if (await isAllGone({ tag, shells, seen, since })) watchdog.gone(tag);
    else await watchdog.sweep(tag);
    pool.close();
    await removeFolder();
  };
  try {
    const shell = await startShell();
    return new ShellSession({
      options,
      file,
      env,
      folder,
      pool,
      shell,
      startShell,
      look: watch.look,
      remove,
    });
  } catch (error) {
    await remove();
    throw namedFault(error, `The session cannot be started in \`${folder}\``);
  }
}

/** bash would read these before the driver. */
function withoutStartupFiles(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { BASH_ENV: _bash, ENV: _sh, ...rest } = env;
  return rest;
}
