import type { RunEvent } from '../../../../src/engine/model/event.ts';
import type { ReporterOptions } from '../../../../src/engine/model/reporter.ts';
import { type ReporterName, reporters } from '../../../../src/engine/report/registry.ts';

/** What a reporter makes of events, from the first to its end. */
export async function runReporter(
  name: ReporterName,
  events: readonly RunEvent[],
  options: Partial<ReporterOptions> = {},
): Promise<string> {
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  const reporter = reporters[name](write, { color: false, columns: 100, verbose: false, ...options });
  for (const event of events) reporter.onEvent(event);
  await reporter.finish?.();
  return said;
}

/** Takes out what differs from run to run. */
export function normalized(text: string): string {
  return text
    .replace(/\b\d+(?:\.\d+)? m?s\b/g, 'TIME')
    .replace(/\b\d+ (?=in TIME|in \d+ tries)/g, 'N ')
    .replace(/in \d+ tries/g, 'in N tries')
    .replace(/ time="\d+\.\d+"/g, ' time="TIME"');
}

/** The same run, as if it had been on the sandbox. */
export function simulated(events: readonly RunEvent[]): readonly RunEvent[] {
  const clusters = [{ variable: 'CLUSTER1', context: 'kind-one', version: 'v1.33.1+sandbox' }];
  const target = {
    name: 'sandbox',
    simulated: true,
    summary: 'the sandbox',
    clusters,
    tools: { kubectl: '1.33.1' },
  };
  return events.map((event) => (event.type === 'run-started' ? { ...event, target } : event));
}
