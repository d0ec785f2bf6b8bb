import { isYaml } from '../parse/fence.ts';
import type { Page } from '../parse/page.ts';
import { inertCode, nearlyShell } from './inert-code.ts';
import type { Fault, Rule } from './rule.ts';

/** Options that only a block which runs can have, and no other tool gives to one that doesn't. */
const running: ReadonlySet<string> = new Set([
  'cleanup',
  'confirm',
  'dir',
  'manual',
  'timeout',
  'tty',
  'within',
]);

/** Finds `console timeout=30s`: whoever writes a limit means the block to run. */
export const inertOption: Rule = {
  code: 'parse/unknown-language',
  severity: 'error',
  check: (page, report) => optionsThatDoNothing(page, false).forEach(report),
};

/** The same of `yaml` fences, which run with `apply` or `assert`. */
export const inertManifestOption: Rule = {
  code: 'parse/missing-option',
  severity: 'error',
  check: (page, report) => optionsThatDoNothing(page, true).forEach(report),
};

function optionsThatDoNothing(page: Page, yaml: boolean): readonly Fault[] {
  return inertCode(page).flatMap(({ language, words, opening }) => {
    if (!nearlyShell.has(language) || isYaml(language) !== yaml) return [];
    // That `within` needs `apply` or `assert` is said where these are missed.
    const option = words.find((word) => running.has(word) && !(yaml && word === 'within'));
    if (option === undefined || words.includes('apply') || words.includes('assert')) return [];
    const message = `\`${option}\` does nothing here: this \`${language}\` block is only shown.`;
    const hint = yaml ? 'Write `yaml apply …`, or remove it.' : 'Fence the block with `bash`, or remove it.';
    return [{ message, hint, span: opening }];
  });
}
