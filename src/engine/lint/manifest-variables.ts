import { blocksOf, statementsOf } from '../model/statements.ts';
import { spanIn } from '../parse/block-text.ts';
import type { Fence } from '../parse/fence.ts';
import type { Page } from '../parse/page.ts';
import { bracedVariables } from '../shell/braced-variables.ts';
import { shellNames } from '../shell/variables.ts';
import type { Rule } from './rule.ts';

/** Finds `${NAME}` in manifests to apply, of which nothing on the page says the value: it may be another program's. */
export const undeclaredVariable: Rule = {
  code: 'parse/undeclared-variable',
  severity: 'warning',
  check(page, report) {
    for (const { block, known } of manifestsOf(page)) {
      for (const { name, from, to } of bracedVariables(block.text)) {
        if (known.has(name)) continue;
        const message = `Nothing on the page sets \`\${${name}}\`: its value comes from the caller's environment, if there is one.`;
        const hint = `Declare \`${name}\` under \`env:\`; for these very characters write \`$\${${name}}\`.`;
        report({ message, hint, span: spanIn(block, from, to) });
      }
    }
  },
};

const unread = /^[ \t]*#.*$|(?<![$\\])\$(?:(?<bare>[A-Za-z_]\w*)|\{(?<braced>[A-Za-z_]\w*)[^\w}][^}\n]*\})/gm;

/** Finds variables of the page in manifests to apply that aren't written `${NAME}`, and so are text. */
export const literalVariable: Rule = {
  code: 'parse/literal-variable',
  severity: 'warning',
  check(page, report) {
    for (const { block, known } of manifestsOf(page)) {
      for (const { 0: written, index, groups } of block.text.matchAll(unread)) {
        const name = groups?.bare ?? groups?.braced ?? '';
        if (!known.has(name)) continue;
        const message = `\`${written}\` stays as it is in a manifest: only \`\${${name}}\` is a variable there.`;
        const hint = `Write \`\${${name}}\`, if the value is meant.`;
        report({ message, hint, span: spanIn(block, index, index + written.length) });
      }
    }
  },
};

type Manifest = { readonly block: Fence['block']; readonly known: ReadonlySet<string> };

/** The manifests to apply that have a variable in them, with the variables that the page gives a value. */
function manifestsOf(page: Page): readonly Manifest[] {
  const found = page.fences.filter(
    ({ fence, options }) =>
      fence.kind === 'manifest' && !options.has('skip') && fence.block.text.includes('$'),
  );
  if (found.length === 0) return [];
  const known = knownNames(page);
  return found.map(({ fence: { block } }) => ({ block, known }));
}

function knownNames({ runbook }: Page): ReadonlySet<string> {
  const { env, clusters, secrets, inputs } = runbook.meta;
  const asked = inputs.map(({ name }) => name);
  const set = statementsOf(blocksOf(runbook)).flatMap(({ action }) =>
    action.kind === 'shell' ? shellNames(action.script).sets.map(({ name }) => name) : [],
  );
  return new Set([...Object.keys(env), ...Object.keys(clusters), ...secrets, ...asked, ...set]);
}
