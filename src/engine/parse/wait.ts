import type { ParseProblem } from '../expectations/kind.ts';
import type { Wait } from '../model/runbook.ts';
import { durationExamples, parseDuration } from './duration.ts';

/** How long a background command may take when its `# wait` line doesn't say. */
const defaultWithinMs = 30_000;

type WaitResult = { readonly wait: Omit<Wait, 'span'> } | { readonly problem: ParseProblem };

/**
 * Reads `# wait[ within 20s]: port N | http URL | log TEXT`, given without indentation. `${NAME}` in them is a variable
 * of the session.
 */
export function parseWait(source: string): WaitResult {
  const colon = source.indexOf(':');
  const within = /within(?:\s+(\S+))?\s*$/.exec(source.slice(0, colon));
  const withinMs = within ? parseDuration(within[1] ?? '') : defaultWithinMs;
  if (withinMs === undefined) {
    const message = `\`within\` needs a duration such as ${durationExamples}.`;
    const hint = 'Write for example `# wait within 20s: port 8080`.';
    return { problem: { code: 'parse/bad-duration', message, hint, from: within?.index ?? 0, to: colon } };
  }
  const text = source.slice(colon + 1).trim();
  const target = targetOf(text);
  if (target) return { wait: { for: target, withinMs } };
  const written = text ? `, not \`${text}\`` : '';
  const message = `\`# wait\` takes \`port N\`, \`http URL\` or \`log TEXT\`${written}.`;
  const hint = `Write ${meant(text)}.`;
  const from = text ? source.indexOf(text, colon + 1) : 0;
  return { problem: { code: 'parse/bad-wait', message, hint, from, to: source.length } };
}

function targetOf(text: string): Wait['for'] | undefined {
  const [, kind, rest] = /^(port|http|log)\s+(\S.*)$/.exec(text) ?? [];
  if (!kind || !rest) return undefined;
  if (kind === 'log') return { kind: 'log', text: rest };
  if (kind === 'http')
    return /^https?:\/\/[^\s/]/.test(rest) && !/\s|\$[A-Za-z_]/.test(rest)
      ? { kind: 'http', url: rest }
      : undefined;
  if (/^(?:\d|\$\{[A-Za-z_]\w*\})+$/.test(rest) && rest.includes('$')) return { kind: 'port', port: rest };
  const port = /^\d{1,5}$/.test(rest) ? Number(rest) : 0;
  return port >= 1 && port <= 65_535 ? { kind: 'port', port } : undefined;
}

function meant(text: string): string {
  if (/\$[A-Za-z_]/.test(text)) {
    const braced = text.replaceAll(/\$([A-Za-z_]\w*)/g, (_, name) => `\${${name}}`);
    if (targetOf(braced)) return `\`# wait: ${braced}\``;
  }
  if (/^\d+$/.test(text)) return `\`# wait: port ${text}\``;
  const address = /^(?:http\s+)?((?:https?:\/\/)?[\w.-]+(?::\d+)?(?:\/\S*)?)$/.exec(text)?.[1];
  if (!address?.match(/[:/.]/)) return 'for example `# wait: port 8080`';
  return `\`# wait: http ${address.startsWith('http') ? '' : 'http://'}${address}\``;
}
