const search = document.getElementById('search');
const subject = document.getElementById('subject');
const count = document.getElementById('count');
const items = [...document.querySelectorAll('#failures details')];
function filter() {
  const words = search.value.toLowerCase();
  let shown = 0;
  for (const item of items) {
    const fits = (!subject.value || item.dataset.subject === subject.value) && (!words || item.textContent.toLowerCase().includes(words));
    item.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  count.textContent = `${shown} shown`;
}
search?.addEventListener('input', filter);
subject?.addEventListener('change', filter);
