import type { CommandCall } from '../command.ts';
import type { Settings } from './settings.ts';
import type { TransferReport } from './transfer.ts';

/** Statuses that may pass by themselves. */
const transientStatuses = [408, 429, 500, 502, 503, 504];

/** Whether `--retry` tries again: time-outs, some statuses, and with their options refused connections or any error. */
export function isTransient({ response, failure }: TransferReport, settings: Settings): boolean {
  if (response && transientStatuses.includes(response.status)) return true;
  if (!failure) return settings.retryAllErrors && settings.fail !== 'no' && (response?.status ?? 0) >= 400;
  if (failure.code === 28 || failure.code === 6) return true;
  return settings.retryAllErrors || (settings.retryRefused && failure.code === 7);
}

/** Says that there will be another try and waits for it: 1 s, then twice as long each time, unless told otherwise. */
export async function waitForRetry(
  { io }: CommandCall,
  settings: Settings,
  { failure }: TransferReport,
  left: number,
): Promise<void> {
  const doubled = 1000 * 2 ** (settings.retries - left);
  const delayMs = settings.retryDelayMs || Math.min(doubled, 600_000);
  const problem =
    failure?.code === 28 ? 'timeout' : failure?.code === 7 ? 'connection refused' : 'HTTP error';
  if (!settings.silent || settings.showError) {
    const seconds = `${delayMs / 1000} second${delayMs === 1000 ? '' : 's'}`;
    const tries = `${left} ${left === 1 ? 'retry' : 'retries'}`;
    io.stderr(`Warning: Problem: ${problem}. Will retry in ${seconds}. ${tries} left.\n`);
  }
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, delayMs);
    function done(): void {
      clearTimeout(timer);
      resolve();
    }
    io.signal.addEventListener('abort', done, { once: true });
  });
}
