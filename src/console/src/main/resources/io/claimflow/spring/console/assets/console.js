// Shows times in the reader's zone, with UTC as the hint. Pages say all without it.
const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined,
  { dateStyle: 'medium', timeStyle: 'medium' });

for (const time of document.querySelectorAll('time[datetime]')) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) {
    time.title = time.textContent;
    time.textContent = format.format(at);
  }
}
