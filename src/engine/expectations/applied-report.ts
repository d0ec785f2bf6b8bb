import type { AppliedCondition, AppliedObject } from '../model/output.ts';

/** Characters of a condition's message that are shown. */
const shownMessage = 300;

/** The lines that an applied manifest prints: each object with what became of it and, indented, its conditions. */
export function writeApplied(objects: readonly AppliedObject[]): readonly string[] {
  return objects.flatMap(({ resource, name, result, conditions }) => [
    `${resource}/${name} ${result}`,
    ...Object.entries(conditions).map(
      ([type, condition]) => `  ${type}=${condition.status}${reasonOf(condition)}`,
    ),
  ]);
}

function reasonOf({ reason, message }: AppliedCondition): string {
  const said = [reason, message?.replace(/\s+/g, ' ').trim().slice(0, shownMessage)].filter(Boolean);
  return said.length === 0 ? '' : ` (${said.join(': ')})`;
}

/** An object as the lines tell of it: `deployment.apps/web`. `line` of a condition has its reason. */
export type AppliedLines = {
  readonly name: string;
  readonly result: string;
  readonly conditions: readonly { readonly type: string; readonly status: string; readonly line: string }[];
};

/** Reads the lines back. */
export function readApplied(text: string): readonly AppliedLines[] {
  const objects: (AppliedLines & { conditions: AppliedLines['conditions'][number][] })[] = [];
  for (const line of text.split('\n')) {
    const [, name, result] = /^(\S+\/\S+) (\w+)$/.exec(line) ?? [];
    if (name !== undefined && result !== undefined) objects.push({ name, result, conditions: [] });
    const [, type, status] = /^ {2}([^\s=]+)=(\S+)/.exec(line) ?? [];
    if (type !== undefined && status !== undefined)
      objects.at(-1)?.conditions.push({ type, status, line: line.trim() });
  }
  return objects;
}
