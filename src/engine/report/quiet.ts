import type { RunEvent } from '../model/event.ts';

/**
 * Leaves out of a report what went well: lines of an event come back only if it is about a failure or the end, with the
 * headings above it that haven't been told yet.
 */
export function quietly(): (event: RunEvent, lines: readonly string[]) => readonly string[] {
  let page: readonly string[] = [];
  let step: readonly string[] = [];
  return (event, lines) => {
    switch (event.type) {
      case 'runbook-started':
      case 'cleanup-started':
        page = lines;
        step = [];
        return [];
      case 'step-started':
        step = lines;
        return [];
      case 'run-finished':
        return lines;
      default: {
        if (lines.length === 0 || !isOfFailure(event)) return [];
        const headings = [...page, ...step];
        page = [];
        step = [];
        return [...headings, ...lines];
      }
    }
  };
}

function isOfFailure(event: RunEvent): boolean {
  if (event.type === 'statement-finished') return !['passed', 'skipped'].includes(event.outcome);
  return event.type === 'diagnostic' || event.type === 'diagnosis' || event.type === 'notice';
}
