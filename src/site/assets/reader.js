/**
 * The names that a reader's own clusters have: once given, they stand in every command of all pages, shown or copied.
 * A manifest is copied as the command that applies it. Without this script pages have the variables, and no fields.
 */
const store = 'runbook:names';
const main = document.querySelector('main');
const session = main.querySelector('[data-runbook-names]');
const defaults = JSON.parse(session?.dataset.runbookNames ?? '{}');
// `$NAME` and `${NAME}`, but neither `$NAME2` nor `${NAME#…}`; and what an export gives it.
const names = `(${Object.keys(defaults).join('|')})`;
const uses = new RegExp(`(?<!\\\\)\\$(?:${names}(?!\\w)|\\{${names}\\})|(?<=^export ${names}=)\\S+`, 'gm');
// A name goes to a shell: nothing that could be more than a word there.
const isName = (value) => /^[\w.:@/-]+$/.test(value);

let own = {};
const nameFor = (match) => own[match[1] ?? match[2] ?? match[3]];
const rewritten = (text) => text.replace(uses, (...match) => nameFor(match) ?? match[0]);

const copies = [...main.querySelectorAll('.copy button')].map((button) => {
  const around = button.closest('[data-runbook-before]')?.dataset;
  const code = button.dataset.code.replaceAll('\x7f', '\n');
  if (around) button.title = 'Copy the command that applies this';
  return () => {
    const text = around
      ? [rewritten(around.runbookBefore), code, around.runbookAfter].join('\n')
      : rewritten(code);
    button.dataset.code = text.replaceAll('\n', '\x7f');
  };
});

/** Lines of commands and words about them; not what was printed, nor a variable that the text speaks of. */
function linesToShow() {
  const all = [...main.querySelectorAll('.ec-line, figcaption .title, :not(pre) > code')];
  const isQuoted = (line) => line.closest('.rb-printed, .rb-manifest pre');
  return all.filter((line) => !isQuoted(line) && !/^\$?\w*$/.test(line.textContent)).map(shownLine);
}

/** Highlighting cuts a line in pieces, and a variable may stand in several. */
function shownLine(line) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const texts = nodes.map(({ data }) => data);
  const matches = [...texts.join('').matchAll(uses)].reverse();
  return () => {
    let parts = texts;
    for (const match of matches) parts = put(parts, match.index, match[0], nameFor(match) ?? match[0]);
    nodes.forEach((node, at) => {
      if (node.data !== parts[at]) node.data = parts[at];
    });
  };
}

function put(parts, from, use, value) {
  let start = 0;
  return parts.map((part) => {
    const first = from - start;
    const last = first + use.length;
    start += part.length;
    if (last <= 0 || first >= part.length) return part;
    return part.slice(0, Math.max(first, 0)) + (first >= 0 ? value : '') + part.slice(last);
  });
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** What was given on this page or another one. Storage may be switched off, and hold what a stranger put there. */
function remembered() {
  try {
    const kept = Object.entries(JSON.parse(localStorage.getItem(store)) ?? {});
    return Object.fromEntries(kept.filter(([, value]) => isName(value)));
  } catch {
    return {};
  }
}

function remember() {
  try {
    localStorage.setItem(store, JSON.stringify(own));
  } catch {
    // Then they last as long as the page.
  }
}

function addFields(show) {
  const fields = Object.entries(defaults).map(([name, placeholder]) => {
    const input = make('input', {
      value: own[name] ?? '',
      placeholder,
      spellcheck: false,
      autocomplete: 'off',
    });
    const fault = make('span', { className: 'rb-fault', role: 'status' });
    input.addEventListener('input', () => {
      const value = input.value.trim();
      const isBad = value !== '' && !isName(value);
      input.setAttribute('aria-invalid', isBad);
      fault.textContent = isBad ? 'Only letters, digits and . : @ / _ -' : '';
      delete own[name];
      if (value && !isBad) own[name] = value;
      remember();
      show();
    });
    return make('label', {}, `$${name}`, input, fault);
  });
  const reset = make('button', { type: 'button', textContent: 'Reset' });
  reset.addEventListener('click', () => {
    for (const input of session.querySelectorAll('input')) {
      input.value = '';
      input.dispatchEvent(new Event('input'));
    }
  });
  const legend = make('legend', {}, 'Your own names, for the commands of all pages');
  session.prepend(make('fieldset', { className: 'rb-names' }, legend, ...fields, reset));
}

if (session) {
  const parts = [...copies, ...linesToShow()];
  const show = () => parts.forEach((part) => void part());
  own = remembered();
  addFields(show);
  show();
} else for (const copy of copies) copy();
