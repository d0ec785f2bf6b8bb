import type { RuleAt } from './rule-table.ts';

/** Two references to one parent or target are told apart by their sections: all have one, and no two the same. */
export const sections = (list: string, what: string, same: string): readonly RuleAt[] => [
  {
    at: [list],
    rule: `self.all(a, self.filter(b, ${same}).all(b, (has(a.sectionName) && a.sectionName != '') == (has(b.sectionName) && b.sectionName != '')))`,
    message: `sectionName must be specified when ${list.slice(5)} includes 2 or more references to the same ${what}`,
  },
  {
    at: [list],
    rule: `self.all(a, self.filter(b, ${same}).exists_one(b, (has(a.sectionName) ? a.sectionName : '') == (has(b.sectionName) ? b.sectionName : '')))`,
    message: `sectionName must be unique when ${list.slice(5)} includes 2 or more references to the same ${what}`,
  },
];

/** Whether `a` and `b` name the same object. */
export const sameObject = 'a.group == b.group && a.kind == b.kind && a.name == b.name';
/** As `sameObject`, in the same namespace. */
export const sameParent = `${sameObject} && (has(a.__namespace__) ? a.__namespace__ : '') == (has(b.__namespace__) ? b.__namespace__ : '')`;
