/** The names of a reader's own clusters, for all pages of a site: kept, and put into commands in place of variables. */
const store = 'runbook:names';

/** A name goes to a shell: nothing that could be more than a word there. */
export const isName = (value) => /^[\w.:@/-]+$/.test(value);

/**
 * `defaults` are the contexts that the page itself has, by variable; `own` what the reader gave. `rewritten` gives a text
 * with them: `$NAME` and `${NAME}`, but neither `$NAME2` nor `${NAME#…}`; and what an export gives it.
 */
export function readersNames(defaults) {
  const names = `(${Object.keys(defaults).join('|')})`;
  const uses = new RegExp(
    `(?<!\\\\)\\$(?:${names}(?!\\w)|\\{${names}\\})|(?<=^export ${names}=)(?:'[^']*'|\\S*)`,
    'gm',
  );
  const own = remembered();
  const nameFor = (match) => own[match[1] ?? match[2] ?? match[3]];
  return {
    defaults,
    own,
    uses,
    nameFor,
    rewritten: (text) => text.replace(uses, (...match) => nameFor(match) ?? match[0]),
    give(name, value) {
      delete own[name];
      if (value) own[name] = value;
      keep(store, own);
    },
  };
}

/** What was given on this page or another one. Storage may be switched off, and hold what a stranger put there. */
function remembered() {
  return Object.fromEntries(Object.entries(kept(store)).filter(([, value]) => isName(value)));
}

/** What is stored under a name, as an object; an empty one where nothing is, or nothing can be. */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

/** Without storage it lasts as long as the page. */
export function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {}
}
