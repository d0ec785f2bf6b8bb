import type { Expr } from './ast.ts';
import type { Value } from './values.ts';
import { toNumber, toText } from './values.ts';

type Cell = Value | Map<string, Value>;

/** Variables, fields and the record of a program that runs. */
export class Machine {
  readonly globals = new Map<string, Cell>();
  readonly frames: Map<string, Cell>[] = [];
  #record = '';
  #fields: string[] | undefined = [];

  get(name: string): Value {
    if (name === 'NF') return this.fields.length;
    const cell = (this.frames.at(-1)?.has(name) ? this.frames.at(-1) : this.globals)?.get(name);
    return cell === undefined || cell instanceof Map ? '' : cell;
  }

  set(name: string, value: Value): void {
    if (name === 'NF') {
      const count = Math.max(0, Math.min(toNumber(value), 100_000));
      this.#fields = Array.from({ length: count }, (_, index) => this.fields[index] ?? '');
      this.#rebuild();
      return;
    }
    const frame = this.frames.at(-1);
    if (frame?.has(name)) frame.set(name, value);
    else this.globals.set(name, value);
  }

  /** An array, which is made when it is first looked at. */
  list(name: string): Map<string, Value> {
    const frame = this.frames.at(-1);
    const home = frame?.has(name) ? frame : this.globals;
    const cell = home.get(name);
    if (cell instanceof Map) return cell;
    const made = new Map<string, Value>();
    home.set(name, made);
    return made;
  }

  /** What a function's parameters stand for: arrays themselves, and copies of anything else. */
  frame(
    parameters: readonly string[],
    args: readonly Expr[],
    value: (arg: Expr) => Value,
  ): Map<string, Cell> {
    return new Map<string, Cell>(
      parameters.map((parameter, index) => {
        const arg = args[index];
        if (!arg) return [parameter, ''];
        const named =
          arg.type === 'name' ? (this.frames.at(-1)?.get(arg.name) ?? this.globals.get(arg.name)) : undefined;
        return [parameter, named instanceof Map ? named : value(arg)];
      }),
    );
  }

  get record(): string {
    return this.#record;
  }

  set record(text: string) {
    this.#record = text;
    this.#fields = undefined;
  }

  get fields(): readonly string[] {
    this.#fields ??= this.#split(this.#record);
    return this.#fields;
  }

  field(index: number): Value {
    if (index === 0) return { input: this.#record };
    const text = this.fields[index - 1];
    return text === undefined ? '' : { input: text };
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.record = toText(value);
      return;
    }
    const fields = [...this.fields];
    while (fields.length < index) fields.push('');
    fields[index - 1] = toText(value);
    this.#fields = fields;
    this.#rebuild();
  }

  #rebuild(): void {
    this.#record = (this.#fields ?? []).join(toText(this.get('OFS')));
  }

  #split(text: string): string[] {
    return splitFields(text, toText(this.get('FS')));
  }
}

/** Parts of a text: at runs of blanks for a blank, else at each separator, which may be a pattern. */
export function splitFields(text: string, separator: string | RegExp): string[] {
  if (separator === ' ') return text.split(/[ \t\n]+/).filter(Boolean);
  if (text === '') return [];
  if (separator === '') return [...text];
  if (typeof separator === 'string' && separator.length === 1 && separator !== '|')
    return text.split(separator);
  return text.split(
    typeof separator === 'string' ? new RegExp(separator === '|' ? '\\|' : separator) : separator,
  );
}
