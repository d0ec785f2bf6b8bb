import { describe, expect, it } from 'vitest';
import { readDiagram } from '../../../../src/engine/diagram/read-diagram.ts';

const shop = `Who asks whom

you: a browser
east: kind-east
  gateway
  cart: v1 | stock
west
  cart

you --> gateway: HTTP: port 8080
gateway --> east/cart
gateway ..> west/cart
east/cart --x stock: denied
`;

describe('a diagram', () => {
  it('has a title, groups with rows, and arrows between names', () => {
    const { diagram, problems } = readDiagram(shop);
    expect(problems).toEqual([]);
    expect(diagram.title).toBe('Who asks whom');
    expect(diagram.groups.map(({ name, note, alone }) => ({ name, note, alone }))).toEqual([
      { name: 'you', note: 'a browser', alone: true },
      { name: 'east', note: 'kind-east', alone: false },
      { name: 'west', note: '', alone: false },
    ]);
    expect(diagram.groups[1]?.rows.map((row) => row.map(({ name }) => name))).toEqual([
      ['gateway'],
      ['cart', 'stock'],
    ]);
    expect(diagram.arrows).toEqual([
      { kind: 'solid', from: spot(0, 0, 0), to: spot(1, 0, 0), label: 'HTTP: port 8080' },
      { kind: 'solid', from: spot(1, 0, 0), to: spot(1, 1, 0), label: '' },
      { kind: 'dotted', from: spot(1, 0, 0), to: spot(2, 0, 0), label: '' },
      { kind: 'refused', from: spot(1, 1, 0), to: spot(1, 1, 1), label: 'denied' },
    ]);
  });

  it('names a thing that is in a group twice', () => {
    const { problems } = readDiagram('T\n\neast\n  a | a\n  b\na --> b\n');
    expect(problems.map(({ message }) => message)).toContain('`east/a` is there twice.');
  });
});

function spot(group: number, row: number, column: number) {
  return { group, row, column };
}
