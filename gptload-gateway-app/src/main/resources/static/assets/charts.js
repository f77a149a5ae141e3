/* Draws tables of figures by hour as bars on top of each other. A table stays for those who do not see its drawing, and shows where
   no script runs. */
(() => {
  'use strict';
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language);
  const brief = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

  // ---- the token sheet, as it is in the theme of the moment
  const colour = (canvas, token) => {
    canvas.style.color = `var(--${token})`;
    return getComputedStyle(canvas).color;
  };
  const size = (canvas, token) => parseFloat(getComputedStyle(canvas).getPropertyValue(`--${token}`));

  const hours = table => [...table.tBodies[0].rows].map(row => {
    row.cells[0].textContent = clock.format(Date.parse(row.cells[0].dataset.begin)); // on the reader's clock, as all times
    return row.cells[0].textContent;
  });
  const series = (canvas, table) => [...table.tHead.rows[0].cells].slice(1).map((head, at) => {
    const fill = colour(canvas, head.dataset.fill);
    return {
      label: head.textContent,
      data: [...table.tBodies[0].rows].map(row => Number(row.cells[at + 1].dataset.value)),
      backgroundColor: fill,
      hoverBackgroundColor: fill,
      borderRadius: 2,
      maxBarThickness: 28,
    };
  });

  const options = canvas => {
    const text = colour(canvas, 'text');
    const muted = colour(canvas, 'text-muted');
    const line = colour(canvas, 'line');
    const font = { family: getComputedStyle(canvas).fontFamily, size: size(canvas, 'size-xs') };
    return {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, border: { color: line }, ticks: { color: muted, font, maxRotation: 0, autoSkipPadding: 24 } },
        y: {
          stacked: true, beginAtZero: true, grid: { color: line, drawTicks: false }, border: { display: false },
          ticks: { color: muted, font, padding: 8, precision: 0, maxTicksLimit: Math.max(3, canvas.parentElement.clientHeight / 50), callback: number => brief.format(number) },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          backgroundColor: colour(canvas, 'raised'), borderColor: colour(canvas, 'line-strong'), borderWidth: 1, cornerRadius: size(canvas, 'radius'),
          padding: size(canvas, 'space-3'), boxWidth: 8, boxHeight: 8, boxPadding: size(canvas, 'space-2'), titleColor: text, bodyColor: text,
          titleFont: { ...font, weight: size(canvas, 'weight-strong') }, bodyFont: font,
          callbacks: { label: item => `${item.dataset.label}: ${numbers.format(item.raw)}` },
        },
      },
    };
  };

  const draw = canvas => {
    const table = document.getElementById(canvas.dataset.table);
    new Chart(canvas, { type: 'bar', data: { labels: hours(table), datasets: series(canvas, table) }, options: options(canvas) });
    canvas.onpointerenter = () => { canvas.dataset.holds = ''; }; // what is pointed at stays until it is left
    canvas.onpointerleave = () => { delete canvas.dataset.holds; };
  };
  const charts = () => [...document.querySelectorAll('canvas[data-table]')];
  const drawNew = () => charts().filter(canvas => !Chart.getChart(canvas)).forEach(draw);

  document.addEventListener('DOMContentLoaded', drawNew);
  document.addEventListener('htmx:afterSwap', drawNew);
  document.addEventListener('htmx:beforeCleanupElement', event => Chart.getChart(event.detail.elt)?.destroy());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts().forEach(canvas => {
    Chart.getChart(canvas)?.destroy();
    draw(canvas);
  }));
})();
