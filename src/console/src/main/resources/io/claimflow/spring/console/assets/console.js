// Shows times in the reader's zone, with UTC as the hint. Pages say all without it.
const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined,
  { dateStyle: 'medium', timeStyle: 'medium' });

const localize = (part) => {
  for (const time of part.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) {
      time.title = time.textContent;
      time.textContent = format.format(at);
    }
  }
};

localize(document);

// New runs come by themselves to whoever looks at the newest. The page says all without it.
const body = document.querySelector('tbody[data-follow]');

if (body) {
  const EVERY = 2000;
  const ROWS = 50;
  let followed = true;

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button quiet';
  const name = () => { button.textContent = followed ? body.dataset.pause : body.dataset.go; };
  button.addEventListener('click', () => { followed = !followed; name(); });
  name();
  body.closest('section').querySelector('h2').after(button);

  const number = (row) => Number(row.dataset.run);

  const look = async () => {
    if (!followed || document.hidden) return true;
    const response = await fetch(body.dataset.follow, { headers: { Accept: 'text/html' } });
    if (!response.ok || response.redirected) return response.status >= 500 || response.status === 429;
    const fetched = document.createElement('template');
    fetched.innerHTML = `<table><tbody>${await response.text()}</tbody></table>`;
    for (const row of [...fetched.content.querySelectorAll('tr[data-run]')].reverse()) {
      if (body.querySelector(`tr[data-run="${number(row)}"]`)) continue;
      row.classList.add('new');
      const below = [...body.rows].find((other) => number(other) < number(row));
      body.insertBefore(row, below ?? null);
      localize(row);
    }
    for (const row of [...body.rows].slice(ROWS)) if (!row.contains(document.activeElement)) row.remove();
    return true;
  };

  const again = async () => {
    let more = true;
    try {
      more = await look();
    }
    catch {
      // The server is away; it may come back.
    }
    if (more) setTimeout(again, EVERY);
    else button.remove();
  };

  setTimeout(again, EVERY);
}

/** Colours in source. A token can have several lines, and each line is an element of its own. */
async function showColours() {
  const tables = document.querySelectorAll('table.source[data-highlighter]');
  if (tables.length === 0) {
    return;
  }
  const [{ default: highlighter }, { default: grammar }] = await Promise.all(
    [import(tables[0].dataset.highlighter), import(tables[0].dataset.grammar)]);
  highlighter.registerLanguage('typescript', grammar);
  for (const table of tables) {
    const lines = [...table.querySelectorAll('td.code > code')];
    const text = lines.map((line) => line.textContent).join('\n');
    if (text.length > 300000) {
      continue;
    }
    const open = [];
    highlighter.highlight(text, { language: 'typescript' }).value.split('\n').forEach((html, index) => {
      const begin = open.join('');
      for (const tag of html.match(/<span[^>]*>|<\/span>/g) ?? []) {
        if (tag === '</span>') {
          open.pop();
        }
        else {
          open.push(tag);
        }
      }
      lines[index].innerHTML = begin + html + '</span>'.repeat(open.length);
    });
  }
}

showColours();

const helper = document.querySelector('form[data-helper]')?.dataset.helper;
if (helper) import(helper);
