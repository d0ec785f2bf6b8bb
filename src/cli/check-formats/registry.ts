import type { CheckFormat } from './checked.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { text } from './text.ts';

/** Every way to print what `runbook check` found, the default first. */
export const checkFormats = { text, json, github } satisfies Readonly<Record<string, CheckFormat>>;
