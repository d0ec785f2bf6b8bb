import { copies } from './copying.js';
import { make } from './make.js';
import { isName, readersNames } from './names.js';
import { addProgress } from './progress.js';
import { shownNames } from './shown-names.js';

/**
 * Makes a page a reader's own: the names of his clusters stand in every command, shown or copied, copying gives what a
 * run does, and steps can be ticked off. Without it pages have the variables, and no fields.
 * @param main The element that holds the page.
 */
export function enliven(main) {
  const words = JSON.parse(main.querySelector('[data-runbook-words]')?.dataset.runbookWords ?? '{}');
  const session = main.querySelector('[data-runbook-names]');
  const names = readersNames(JSON.parse(session?.dataset.runbookNames ?? '{}'));
  const inputs = JSON.parse(session?.dataset.runbookInputs ?? '[]');
  names.inputs = inputs;
  const given = () => Object.keys(names.defaults).filter((name) => names.own[name]);
  names.options = () =>
    given()
      .map((name) => ` --${inputs.includes(name) ? 'set' : 'cluster'} ${name}=${names.own[name]}`)
      .join('');
  const parts = [...copies(main, names, words), ...(session ? shownNames(main, names) : [])];
  const show = () => parts.forEach((part) => void part());
  if (session) addFields(session, names, { show, words });
  addProgress(main, words);
  show();
}

function addFields(session, names, { show, words }) {
  const fields = Object.entries(names.defaults).map(([name, placeholder]) => {
    const input = make('input', {
      value: names.own[name] ?? '',
      placeholder,
      spellcheck: false,
      autocomplete: 'off',
    });
    const fault = make('span', { className: 'rb-fault', role: 'status' });
    input.addEventListener('input', () => {
      const value = input.value.trim();
      const isBad = value !== '' && !isName(value);
      input.setAttribute('aria-invalid', isBad);
      fault.textContent = isBad ? words.badName : '';
      names.give(name, isBad ? '' : value);
      show();
    });
    return make('label', {}, `$${name}`, input, fault);
  });
  const reset = make('button', { type: 'button', textContent: words.reset });
  reset.addEventListener('click', () => {
    for (const input of session.querySelectorAll('input')) {
      input.value = '';
      input.dispatchEvent(new Event('input'));
    }
  });
  const legend = make('legend', {}, words.ownNames);
  session.prepend(make('fieldset', { className: 'rb-names' }, legend, ...fields, reset));
}
