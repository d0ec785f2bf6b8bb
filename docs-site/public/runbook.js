/**
 * The names that a reader's own clusters have: once given, they stand in every command, shown or copied, of all pages.
 * A manifest is copied as the command that applies it.
 */
const main = document.querySelector('main');
const session = main.querySelector('[data-runbook-names]');
const defaults = JSON.parse(session?.dataset.runbookNames ?? '{}');
const names = Object.keys(defaults).join('|');
const uses = new RegExp(
  `(?<!\\\\)\\$(?:(${names})(?!\\w)|\\{(${names})\\})|(?<=^export (${names})=)\\S+`,
  'gm',
);
// They go to a shell, so nothing that a shell would read as more than a word.
const isName = (value) => typeof value === 'string' && /^[\w.:@/-]+$/.test(value);
const store = 'runbook:names';
let own = {};

const rewritten = (text) =>
  text.replace(uses, (use, plain, braced, set) => own[plain ?? braced ?? set] ?? use);

const buttons = [...main.querySelectorAll('.copy button')].map((button) => {
  const { runbookBefore: before, runbookAfter: after } =
    button.closest('[data-runbook-before]')?.dataset ?? {};
  const code = button.dataset.code.replaceAll('\x7f', '\n');
  if (before) button.title = 'Copy the command that applies this';
  return () => {
    const text = before ? [rewritten(before), code, after].join('\n') : rewritten(code);
    button.dataset.code = text.replaceAll('\n', '\x7f');
  };
});

// Highlighting cuts a line in pieces, and a variable may stand in several.
const lines = [...main.querySelectorAll('.ec-line, figcaption .title, code')]
  .filter((line) => !line.querySelector('.ec-line') && !line.closest('.rb-printed, .rb-manifest pre'))
  .filter((line) => line.textContent.includes(' '))
  .map((line) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const texts = nodes.map(({ data }) => data);
    return () => {
      let parts = texts;
      for (const match of [...texts.join('').matchAll(uses)].reverse()) {
        const value = own[match.slice(1).find(Boolean)];
        if (value) parts = put(parts, match.index, match.index + match[0].length, value);
      }
      nodes.forEach((node, at) => {
        if (node.data !== parts[at]) node.data = parts[at];
      });
    };
  });

function put(parts, from, to, value) {
  let start = 0;
  return parts.map((part) => {
    const [first, last] = [from - start, to - start];
    start += part.length;
    if (last <= 0 || first >= part.length) return part;
    return part.slice(0, Math.max(first, 0)) + (first >= 0 ? value : '') + part.slice(last);
  });
}

function show() {
  for (const each of [...buttons, ...lines]) each();
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function remembered() {
  try {
    return Object.entries(JSON.parse(localStorage.getItem(store)) ?? {}).filter(([, value]) => isName(value));
  } catch {
    return [];
  }
}

function remember() {
  try {
    localStorage.setItem(store, JSON.stringify(own));
  } catch {
    // Where storage is switched off, names last as long as the page.
  }
  show();
}

function field(name) {
  const input = make('input', {
    value: own[name] ?? '',
    placeholder: defaults[name],
    spellcheck: false,
    autocomplete: 'off',
  });
  const fault = make('span', { className: 'rb-fault', role: 'status' });
  input.addEventListener('input', () => {
    const value = input.value.trim();
    const isBad = value !== '' && !isName(value);
    input.setAttribute('aria-invalid', isBad);
    fault.textContent = isBad ? 'A name has letters, digits and . : @ / _ - only.' : '';
    delete own[name];
    if (!isBad && value) own[name] = value;
    remember();
  });
  return make('label', {}, `$${name}`, input, fault);
}

function addFields() {
  const fields = Object.keys(defaults).map(field);
  const reset = make('button', { type: 'button', textContent: 'Reset' });
  reset.addEventListener('click', () => {
    own = {};
    for (const each of fields) {
      each.querySelector('input').value = '';
      each.querySelector('input').dispatchEvent(new Event('input'));
    }
  });
  const legend = make('legend', {}, 'Your own names, for every command of all pages');
  session.prepend(make('fieldset', { className: 'rb-names' }, legend, ...fields, reset));
}

own = Object.fromEntries(remembered());
if (session) addFields();
show();
