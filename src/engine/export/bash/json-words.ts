import { parsePath } from '../../expectations/json-path.ts';
import type { Json } from '../../model/json.ts';
import { wantedValue } from './wanted-json.ts';

/** Arguments of `rb_json` that look at a path for anything, or for a value as it is written: JSON, or a pattern. */
export function jsonWords(path: string, value: Json | undefined): readonly string[] {
  const steps = parsePath(path)?.steps ?? [];
  const words = steps.map((step) => {
    if (step.kind === 'key') return step.key;
    return step.kind === 'index' ? step.index : null;
  });
  if (typeof value !== 'string') return ['', JSON.stringify(words)];
  const { wanted, variables } = wantedValue(value);
  return [variables, JSON.stringify(words), wanted];
}
