import type { FenceSource } from '../fence-source.ts';

/** Attributes of a cell by their name. */
export type Attributes = ReadonlyMap<string, string>;

/** What each attribute is about. `editor`: how an editor shows the cell, which no run needs. */
const known: Readonly<Record<string, 'editor' | 'run'>> = {
  background: 'run',
  category: 'run',
  closeTerminalOnSuccess: 'editor',
  cwd: 'run',
  excludeFromRunAll: 'run',
  id: 'editor',
  interactive: 'run',
  interpreter: 'run',
  mimeType: 'editor',
  name: 'run',
  openTerminalOnSuccess: 'editor',
  promptEnv: 'run',
  skipPrompts: 'run',
  tag: 'run',
  terminalRows: 'editor',
};

/** Whether an attribute only concerns the editor. */
export function isForEditor(key: string): boolean {
  return Object.hasOwn(known, key) && known[key] === 'editor';
}

/**
 * The attributes of a cell, written as JSON (`{"name":"x"}`) or as words (`{ name=x }`); undefined when the fence has
 * none that Runme knows.
 * @see https://docs.runme.dev/configuration/cell-level
 */
export function attributesOf({ infoAt }: FenceSource): Attributes | undefined {
  const [braces] = /\{.*\}/s.exec(infoAt.text) ?? [];
  if (braces === undefined) return undefined;
  const found = fromJson(braces) ?? fromWords(braces);
  return [...found.keys()].some((key) => Object.hasOwn(known, key)) ? found : undefined;
}

function fromJson(braces: string): Attributes | undefined {
  try {
    const value: unknown = JSON.parse(braces);
    if (typeof value !== 'object' || value === null) return undefined;
    return new Map(Object.entries(value).map(([key, item]) => [key, String(item)]));
  } catch {
    return undefined;
  }
}

function fromWords(braces: string): Attributes {
  const pairs = braces.slice(1, -1).matchAll(/([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))/g);
  return new Map(
    [...pairs].map(([, key = '', double, single, plain]) => [key, double ?? single ?? plain ?? '']),
  );
}
