import { nearest } from '../diagnostics/nearest.ts';
import { spanIn } from '../parse/block-text.ts';
import { flagValue } from '../shell/command-line.ts';
import { readIstioctl } from '../shell/istioctl.ts';
import { readKubectl } from '../shell/kubectl.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import type { Unit } from '../shell/split-statements.ts';
import { shellNames } from '../shell/variables.ts';
import type { ShellWord } from '../shell/words.ts';
import { allCommands, runCommands } from './commands.ts';
import type { Fault, Rule } from './rule.ts';

/**
 * Finds a context that is a variable which nothing sets: kubectl would take the next word for its name. Only a page
 * that declares its clusters says which there are.
 */
export const unknownCluster: Rule = {
  code: 'parse/unknown-cluster',
  severity: 'warning',
  check(page, report) {
    const { meta } = page.runbook;
    const declared = Object.keys(meta.clusters);
    if (declared.length === 0) return;
    const assigned = allCommands(page).flatMap(({ unit }) => shellNames(unit).sets.map(({ name }) => name));
    const known = new Set([...declared, ...Object.keys(meta.env), ...assigned]);
    for (const { fence, unit } of runCommands(page)) {
      for (const word of contextsIn(unit)) {
        const [, name] = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(word.value) ?? [];
        if (name === undefined || known.has(name)) continue;
        const from = fence.block.text.indexOf(name, word.from);
        report({ ...wording(name, declared), span: spanIn(fence.block, from, from + name.length) });
      }
    }
  },
};

/** The values of `--context` in a statement, of kubectl and istioctl. */
export function contextsIn(unit: Unit): readonly ShellWord[] {
  return simpleCommands(unit).flatMap((command) => {
    const line = readKubectl(command) ?? readIstioctl(command);
    return (line && flagValue(line, 'context')) ?? [];
  });
}

function wording(name: string, declared: readonly string[]): Pick<Fault, 'message' | 'hint'> {
  const near = nearest(name, declared);
  const hint = near
    ? `Did you mean \`$${near}\`?`
    : `Add \`${name}: my-context\` to \`clusters:\` in the front matter, or set it in a command above.`;
  const message = `Nothing sets \`$${name}\`: it is neither declared under \`clusters:\` nor assigned in a block.`;
  return { message, hint };
}
