import type { Json } from '../model/json.ts';
import type { JsonMap } from './json-map.ts';

/** What was read from a cluster for one document of an assert block. */
export type ObjectSection = {
  /** What the document asks for, for people. */
  readonly asked: string;
  /** The objects that come closest to it, the closest first. */
  readonly found?: readonly JsonMap[];
  /** How many there are of the kind in that place; not when one was asked for by its name. */
  readonly of?: number;
  /** Names of others of the kind, when the one that was asked for isn't there; the most similar first. */
  readonly others?: readonly string[];
  /** Why nothing could be read. */
  readonly problem?: string;
  readonly hint?: string;
};

/** What an assert block prints: a JSON document for each of its documents, in their order. */
export function writeReport(sections: readonly ObjectSection[]): string {
  return sections.map((section) => `${JSON.stringify(section, null, 2)}\n`).join('');
}

/** The sections of what an assert block printed; none of a text that is something else. */
export function readReport(text: string): readonly ObjectSection[] {
  // Inner lines are indented, so a brace at the start of a line begins a section.
  const documents = text.split(/\n(?=\{)/).map(parsed);
  return documents.filter((value) => value !== undefined).map((value) => value as ObjectSection);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
