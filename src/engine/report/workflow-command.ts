import { visibleText } from '../diagnostics/printable.ts';

/**
 * A workflow command of GitHub Actions, one line: `::error file=a.md,line=3::message`. The characters that would end a
 * part of it are escaped, so that nothing in a document can make another command of it or steer who reads the log.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function workflowCommand(
  name: 'error' | 'warning' | 'notice' | 'group' | 'endgroup' | 'stop-commands',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const parts = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${parts.length > 0 ? ` ${parts.join(',')}` : ''}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return visibleText(text.replace(/\r\n?/g, '\n')).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
