'use strict';
for (const figure of document.querySelectorAll('figure.chart')) {
  const svg = figure.querySelector('svg');
  if (!svg.dataset.x) continue;
  const [left, right, from, to] = svg.dataset.x.split(' ').map(Number);
  const [bottom, top, low, high] = svg.dataset.y.split(' ').map(Number);
  const cross = svg.querySelector('.cross');
  const output = figure.querySelector('output');
  const lines = [...svg.querySelectorAll('path.line')].map(path => ({
    name: path.dataset.name,
    points: path.getAttribute('d').slice(1).split(' ').map(point => point.split(',').map(Number))
  }));
  let at = -1;
  const value = y => {
    const v = low + (bottom - y) / (bottom - top) * (high - low);
    if (svg.dataset.unit === 'PERCENT') return (v * 100).toFixed(2) + '%';
    const digits = Math.max(0, Math.min(8, 3 - Math.floor(Math.log10(high - low))));
    return v.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
  };
  const time = x => {
    const ms = from + (x - left) / (right - left) * (to - from);
    const iso = new Date(to - from > 6e5 ? Math.round(ms / 6e4) * 6e4 : ms).toISOString();
    return to - from > 6e9 ? iso.slice(0, 10) : to - from > 6e5 ? iso.slice(0, 16).replace('T', ' ') : iso.slice(11, 23);
  };
  const nearest = (points, x) => {
    let a = 0, b = points.length - 1;
    while (b - a > 1) {
      const m = (a + b) >> 1;
      if (points[m][0] < x) a = m; else b = m;
    }
    return Math.abs(points[a][0] - x) <= Math.abs(points[b][0] - x) ? a : b;
  };
  const show = index => {
    at = Math.max(0, Math.min(lines[0].points.length - 1, index));
    const x = lines[0].points[at][0];
    cross.setAttribute('x1', x);
    cross.setAttribute('x2', x);
    cross.style.visibility = 'visible';
    output.textContent = time(x) + '   ' + lines.map((line, i) =>
      line.name + ' ' + value(line.points[i === 0 ? at : nearest(line.points, x)][1])).join('   ');
  };
  const hide = () => { cross.style.visibility = 'hidden'; output.textContent = ''; };
  svg.addEventListener('pointermove', event => {
    const box = svg.getBoundingClientRect();
    show(nearest(lines[0].points, (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width));
  });
  svg.addEventListener('pointerleave', hide);
  figure.addEventListener('blur', hide);
  figure.addEventListener('keydown', event => {
    const step = {ArrowLeft: -1, ArrowRight: 1, PageUp: -50, PageDown: 50}[event.key];
    if (step) show(at < 0 ? 0 : at + step);
    else if (event.key === 'Home') show(0);
    else if (event.key === 'End') show(Infinity);
    else return;
    event.preventDefault();
  });
}
for (const chosen of document.querySelectorAll('.chosen')) {
  const choices = [...chosen.querySelectorAll('.choice')];
  const select = chosen.querySelector('select');
  choices.forEach((choice, i) => select.add(new Option(choice.dataset.name, i)));
  const choose = () => choices.forEach((choice, i) => { choice.hidden = i !== Number(select.value); });
  select.addEventListener('change', choose);
  if (choices.length > 1) {
    select.parentNode.hidden = false;
    choose();
  }
}
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') !== 'descending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const numeric = head.classList.contains('n');
      const key = row => {
        const text = row.cells[column].textContent;
        if (!numeric) return text;
        const number = parseFloat(text.replace(/,/g, ''));
        return Number.isNaN(number) ? -Infinity : number;
      };
      const rows = [...table.tBodies[0].rows].map(row => [key(row), row]);
      rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * (down ? -1 : 1));
      table.tBodies[0].append(...rows.map(pair => pair[1]));
    });
  });
}
