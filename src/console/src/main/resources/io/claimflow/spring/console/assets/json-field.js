// Helps with fields of JSON: says at once what is wrong, and proposes the names that such an object has.
// Without it the field is a field, and the server says what is wrong.

/**
 * Where a position of a text is in its JSON, which need not be complete.
 * @returns the path of the object that the position is in, and the name that has been begun there, or null if no
 * name is at the position
 */
export function nameAt(text, position) {
  const stack = [];
  let expects = 'value';
  let i = 0;
  while (i < position) {
    const c = text[i];
    const top = stack[stack.length - 1];
    if (c === '"') {
      const start = i + 1;
      i = start;
      while (i < text.length && text[i] !== '"' && text[i] !== '\n') i += text[i] === '\\' ? 2 : 1;
      if (i >= position) {
        return expects === 'name' ? { path: stack.map((one) => one.name).slice(0, -1), start, begun: text.slice(start, position),
          end: i, closed: text[i] === '"' } : null;
      }
      if (expects === 'name' && top) top.name = text.slice(start, i);
    }
    else if (c === '{') {
      stack.push({ name: '', object: true });
      expects = 'name';
    }
    else if (c === '[') {
      stack.push({ name: '*', object: false });
      expects = 'value';
    }
    else if (c === '}' || c === ']') {
      stack.pop();
      expects = 'other';
    }
    else if (c === ':') expects = 'value';
    else if (c === ',') expects = top && top.object ? 'name' : 'value';
    i++;
  }
  return null;
}

/** The names that a sample has at a path. */
export function namesOf(sample, path) {
  let value = sample;
  for (const name of path) {
    value = value && typeof value === 'object' ? (Array.isArray(value) ? value[0] : value[name]) : undefined;
  }
  return value && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
}

/** What is wrong with a text, or an empty text. */
function fault(text) {
  if (text.trim() === '') return '';
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value) ? '' : null;
  }
  catch (error) {
    return error.message;
  }
}

function help(field) {
  const sample = JSON.parse(field.dataset.sample);
  const said = document.createElement('p');
  said.className = 'hint';
  said.id = `${field.id}-said`;
  said.setAttribute('role', 'status');
  const list = document.createElement('ul');
  list.className = 'proposals';
  list.id = `${field.id}-names`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.dataset.names);
  list.hidden = true;
  field.after(list, said);
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', list.id);
  field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby'), said.id].filter(Boolean).join(' '));
  const wrongAtFirst = field.getAttribute('aria-invalid');
  let chosen = -1;
  let at = null;

  const judge = () => {
    const wrong = fault(field.value);
    const bad = wrong !== '';
    said.textContent = bad ? (wrong ?? field.dataset.noObject) : '';
    said.classList.toggle('bad', bad);
    if (bad || wrongAtFirst !== 'true') field.setAttribute('aria-invalid', String(bad));
  };

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute('aria-activedescendant');
    chosen = -1;
  };

  const choose = (index) => {
    chosen = (index + list.children.length) % list.children.length;
    [...list.children].forEach((one, i) => one.setAttribute('aria-selected', String(i === chosen)));
    field.setAttribute('aria-activedescendant', list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: 'nearest' });
  };

  /** As if it were typed, so that it can be undone. */
  const take = (name) => {
    const end = at.closed ? at.end + 1 : field.selectionStart;
    const colon = /^\s*:/.test(field.value.slice(end)) ? '' : ': ';
    field.setSelectionRange(at.start, end);
    document.execCommand('insertText', false, `${name}"${colon}`);
    close();
  };

  const propose = () => {
    close();
    at = nameAt(field.value, field.selectionStart);
    if (!at || field.selectionStart !== field.selectionEnd) return;
    const names = namesOf(sample, at.path).filter((name) => name.startsWith(at.begun) && name !== at.begun);
    names.slice(0, 20).forEach((name, index) => {
      const option = document.createElement('li');
      option.id = `${list.id}-${index}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.textContent = name;
      option.addEventListener('pointerdown', (event) => { event.preventDefault(); take(name); });
      list.append(option);
    });
    list.hidden = names.length === 0;
  };

  field.addEventListener('input', () => { judge(); propose(); });
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.key === ' ') {
      event.preventDefault();
      propose();
    }
    else if (!list.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      choose(event.key === 'ArrowDown' ? chosen + 1 : chosen <= 0 ? list.children.length - 1 : chosen - 1);
    }
    else if (!list.hidden && event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen].textContent);
    }
    else if (!list.hidden && event.key === 'Escape') {
      event.preventDefault();
      close();
    }
  });
}

document.querySelectorAll('textarea[data-sample]').forEach(help);
