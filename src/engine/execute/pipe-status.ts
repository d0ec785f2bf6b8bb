/**
 * A script that finds PIPESTATUS as the statement before left it: bash forgets it between evaluations. Only of a
 * pipeline, and for who looks at it.
 */
export function withPipeStatus(script: string, pipeStatus: readonly number[]): string {
  if (pipeStatus.length < 2 || !script.includes('PIPESTATUS')) return script;
  const pipeline = pipeStatus.map((code) => `(exit ${code})`).join(' | ');
  // In front of `&&` neither the ERR trap nor `set -e` minds it, and what follows isn't run.
  return `${pipeline}${pipeStatus.at(-1) === 0 ? '' : ' && :'}; ${script}`;
}
