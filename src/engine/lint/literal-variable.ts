import { isPair, isScalar, type ParsedNode, parseAllDocuments, type Scalar, visit } from 'yaml';
import { blocksOf, statementsOf } from '../model/statements.ts';
import { type BlockText, spanIn } from '../parse/block-text.ts';
import type { Page } from '../parse/page.ts';
import { shellNames } from '../shell/variables.ts';
import type { Rule } from './rule.ts';

const variable = /\$\{([A-Za-z_]\w*)\}/g;

/** Fields that hold what other programs read, which have variables of their own. */
const foreignFields: ReadonlySet<string> = new Set([
  'annotations',
  'args',
  'command',
  'data',
  'spec',
  'stringData',
]);

/** Finds `${NAME}` in manifests to apply, where nothing puts a value. Texts of many lines are scripts of others. */
export const literalVariable: Rule = {
  code: 'parse/literal-variable',
  severity: 'warning',
  check(page, report) {
    const suspect = page.fences.filter(
      ({ fence, options }) =>
        fence.kind === 'manifest' && !options.has('skip') && fence.block.text.includes('${'),
    );
    const known = suspect.length > 0 ? knownNames(page) : new Set<string>();
    for (const { fence } of suspect) {
      for (const { name, from, to } of variablesIn(fence.block, known)) {
        const message = `\`\${${name}}\` stays as it is in a manifest: nothing puts its value there.`;
        const hint = 'Write the value, or pass the manifest to `kubectl apply -f -` in a `bash` block.';
        report({ message, hint, span: spanIn(fence.block, from, to) });
      }
    }
  },
};

type Found = { readonly name: string; readonly from: number; readonly to: number };

function variablesIn(block: BlockText, known: ReadonlySet<string>): readonly Found[] {
  const read = parseAllDocuments<ParsedNode>(block.text, { prettyErrors: false, logLevel: 'error' });
  const found: Found[] = [];
  for (const document of Array.isArray(read) ? read : []) {
    visit(document, {
      Scalar(_, node, path) {
        if (isScript(node)) return;
        const isOthers = path.some(
          (each) => isPair(each) && isScalar(each.key) && foreignFields.has(String(each.key.value)),
        );
        found.push(...namedIn(block, node).filter(({ name }) => known.has(name) || !isOthers));
      },
    });
  }
  return found;
}

function namedIn({ text }: BlockText, { range }: Scalar): readonly Found[] {
  const [start, end] = range ?? [0, 0];
  return [...text.slice(start, end).matchAll(variable)].map(({ 0: written, 1: name = '', index }) => ({
    name,
    from: start + index,
    to: start + index + written.length,
  }));
}

function isScript({ type }: Scalar): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
}

/** The variables that the page gives a value. */
function knownNames({ runbook }: Page): ReadonlySet<string> {
  const { env, clusters, secrets } = runbook.meta;
  const set = statementsOf(blocksOf(runbook)).flatMap(({ action }) =>
    action.kind === 'shell' ? shellNames(action.script).sets.map(({ name }) => name) : [],
  );
  return new Set([...Object.keys(env), ...Object.keys(clusters), ...secrets, ...set]);
}
