import { Static, useApp, useInput, useIsScreenReaderEnabled, usePaste, useStdin } from 'ink';
import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import type { InteractiveSession } from '../interactive-session.ts';
import { pressesOf } from '../press.ts';
import type { ScrollbackLines } from '../store.ts';
import { Frame } from './frame.tsx';
import { Pane } from './pane.tsx';
import { Spoken } from './spoken.tsx';

/** The whole app: the scroll-back, and under it the live part while the run lasts. */
export function App({ session }: { readonly session: InteractiveSession }) {
  const { store, terminal } = session;
  const { scrollback, gone, view } = useSyncExternalStore(store.subscribe, store.snapshot);
  const { columns } = terminal.size();
  const isSpoken = useIsScreenReaderEnabled();
  const { suspendTerminal } = useApp();
  const { stdin } = useStdin();
  useInsertionEffect(() => {
    session.lendWith((use) =>
      suspendTerminal(async () => {
        await stopReading(stdin);
        await use();
      }),
    );
  }, [session, suspendTerminal, stdin]);
  useClock(isSpoken || view.run.outcome !== undefined ? undefined : view.run.pause ? aMinute : halfASecond);
  useInput((input, key) => {
    const pressed = pressesOf(input, key);
    if ('pasted' in pressed) session.paste(pressed.pasted);
    else for (const name of pressed.keys) session.press(name);
  });
  usePaste((text) => session.paste(text));
  return (
    <>
      <Static items={[...scrollback]}>
        {({ id, lines }: ScrollbackLines) => (
          <Pane key={id} lines={lines} color={terminal.color} columns={columns} rows={lines.length} />
        )}
      </Static>
      {!gone &&
        (isSpoken ? (
          <Spoken screen={session.screen} view={view} />
        ) : (
          <Frame screen={session.screen} layout={session.layout} color={terminal.color} />
        ))}
    </>
  );
}

/**
 * Ink stops listening, but Node goes on reading: it would take away what is typed for the other program, or be stopped
 * for it when that one is a shell that has made itself the terminal's foreground. Node takes a turn to see that nobody
 * listens, and another one to stop.
 */
async function stopReading(stdin: NodeJS.ReadableStream): Promise<void> {
  await new Promise(setImmediate);
  stdin.pause();
  await new Promise(setImmediate);
}

const halfASecond = 500;
const aMinute = 60_000;

/** Draws again as often as something on the screen counts time: in a pause only minutes do. */
function useClock(everyMs: number | undefined): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => tick((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
