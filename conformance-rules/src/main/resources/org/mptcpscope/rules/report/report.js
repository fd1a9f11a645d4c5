'use strict';
// The page reads well without this: it adds zoom to the graphs, and copies filters.
(function () {
  document.querySelectorAll('button.copy').forEach(function (button) {
    button.addEventListener('click', function () {
      var text = button.previousElementSibling.textContent;
      var done = function () { button.textContent = 'copied'; };
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, function () {});
    });
  });
  function step(length, most) {
    var least = length / Math.max(1, most), power = Math.pow(10, Math.floor(Math.log10(least)));
    return [1, 2, 5, 10].map(function (f) { return f * power; }).find(function (s) { return s >= least; });
  }
  function group(value) { return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '\u00a0'); }
  document.querySelectorAll('figure.zoom').forEach(function (figure) {
    var svg = figure.querySelector('svg'), clip = svg && svg.querySelector('g[clip-path]');
    if (!clip) return;
    var d = figure.dataset, whole = { x0: +d.x0, x1: +d.x1, y0: +d.y0, y1: +d.y1 };
    var left = +d.left, right = +d.right, top = +d.top, bottom = +d.bottom;
    var now = Object.assign({}, whole), ns = 'http://www.w3.org/2000/svg';
    var inner = document.createElementNS(ns, 'g');
    while (clip.firstChild) inner.appendChild(clip.firstChild);
    clip.appendChild(inner);
    inner.querySelectorAll('*').forEach(function (e) { e.setAttribute('vector-effect', 'non-scaling-stroke'); });
    var axis = [], marks = [];
    Array.prototype.forEach.call(svg.children, function (e) {
      if (e === clip || e.tagName === 'defs' || e.tagName === 'style' || e.tagName === 'title' || e.tagName === 'desc') return;
      var c = e.getAttribute('class') || '';
      var y = +e.getAttribute('y');
      if (/\bgrid\b/.test(c) || (/\bnum\b/.test(c) && y > top - 5)) axis.push(e);
      else if (e.compareDocumentPosition(clip) & Node.DOCUMENT_POSITION_PRECEDING) marks.push(e);
    });
    var ticks = document.createElementNS(ns, 'g');
    svg.insertBefore(ticks, clip);
    function label(x, y, cls, text) {
      var t = document.createElementNS(ns, 'text');
      t.setAttribute('class', cls); t.setAttribute('x', x); t.setAttribute('y', y); t.textContent = text;
      ticks.appendChild(t);
    }
    function line(x1, y1, x2, y2) {
      var p = document.createElementNS(ns, 'path');
      p.setAttribute('class', 'grid'); p.setAttribute('d', 'M' + x1 + ' ' + y1 + 'L' + x2 + ' ' + y2);
      ticks.appendChild(p);
    }
    function draw() {
      var zoomed = now.x0 !== whole.x0 || now.x1 !== whole.x1 || now.y0 !== whole.y0 || now.y1 !== whole.y1;
      var sx = (whole.x1 - whole.x0) / (now.x1 - now.x0), sy = (whole.y1 - whole.y0) / (now.y1 - now.y0);
      var tx = left - sx * (left + (now.x0 - whole.x0) / (whole.x1 - whole.x0) * (right - left));
      var ty = bottom - sy * (bottom - (now.y0 - whole.y0) / (whole.y1 - whole.y0) * (bottom - top));
      inner.setAttribute('transform', zoomed ? 'matrix(' + [sx, 0, 0, sy, tx, ty].join(' ') + ')' : '');
      axis.concat(marks).forEach(function (e) { e.style.display = zoomed ? 'none' : ''; });
      while (ticks.firstChild) ticks.removeChild(ticks.firstChild);
      if (!zoomed) return;
      var xs = step(now.x1 - now.x0, (right - left) / 100), digits = Math.max(0, -Math.floor(Math.log10(xs / 1e9)));
      for (var x = Math.ceil(now.x0 / xs) * xs; x <= now.x1; x += xs) {
        var px = left + (x - now.x0) / (now.x1 - now.x0) * (right - left);
        line(px, top, px, bottom);
        label(px, bottom + 19, 'words num muted middle', d.unit === 'time' ? (x / 1e9).toFixed(digits) : group(Math.round(x)));
      }
      var ys = step(now.y1 - now.y0, (bottom - top) / 70), scale = +d.yscale || 1;
      for (var y = Math.ceil(now.y0 / ys) * ys; y <= now.y1; y += ys) {
        var py = bottom - (y - now.y0) / (now.y1 - now.y0) * (bottom - top);
        line(left, py, right, py);
        label(left - 8, py + 4, 'words num muted end', scale === 1 ? group(Math.round(y)) : String(+(y / scale).toPrecision(6)));
      }
    }
    function at(event) {
      var box = svg.getBoundingClientRect(), f = svg.viewBox.baseVal.width / box.width;
      return { x: (event.clientX - box.left) * f, y: (event.clientY - box.top) * f };
    }
    function zoom(fx, fy, p) {
      var cx = now.x0 + (p.x - left) / (right - left) * (now.x1 - now.x0);
      var cy = now.y0 + (bottom - p.y) / (bottom - top) * (now.y1 - now.y0);
      if ((now.x1 - now.x0) * fx < 1000) fx = 1;
      now.x0 = cx - (cx - now.x0) * fx; now.x1 = cx + (now.x1 - cx) * fx;
      now.y0 = cy - (cy - now.y0) * fy; now.y1 = cy + (now.y1 - cy) * fy;
      if (now.x1 - now.x0 > whole.x1 - whole.x0) { now.x0 = whole.x0; now.x1 = whole.x1; }
      if (now.y1 - now.y0 > whole.y1 - whole.y0) { now.y0 = whole.y0; now.y1 = whole.y1; }
      draw();
    }
    svg.addEventListener('wheel', function (event) {
      if (!event.ctrlKey && !event.shiftKey && !event.altKey && document.activeElement !== figure) return;
      event.preventDefault();
      var f = event.deltaY > 0 ? 1.25 : 0.8;
      zoom(event.altKey ? 1 : f, event.shiftKey || event.altKey ? f : (event.ctrlKey ? f : 1), at(event));
    }, { passive: false });
    var from = null, box = null;
    svg.addEventListener('pointerdown', function (event) {
      var p = at(event);
      if (p.x < left || p.x > right || p.y < top || p.y > bottom) return;
      figure.focus({ preventScroll: true });
      from = p;
      box = document.createElementNS(ns, 'rect');
      box.setAttribute('style', 'fill:#ffc400;opacity:.25');
      svg.appendChild(box);
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener('pointermove', function (event) {
      if (!from) return;
      var p = at(event);
      box.setAttribute('x', Math.min(p.x, from.x)); box.setAttribute('width', Math.abs(p.x - from.x));
      box.setAttribute('y', Math.min(p.y, from.y)); box.setAttribute('height', Math.abs(p.y - from.y));
    });
    svg.addEventListener('pointerup', function (event) {
      if (!from) return;
      var p = at(event), w = now.x1 - now.x0, h = now.y1 - now.y0, f = from;
      from = null;
      svg.removeChild(box);
      if (Math.abs(p.x - f.x) < 8) return;
      var x0 = now.x0 + (Math.min(p.x, f.x) - left) / (right - left) * w;
      var x1 = now.x0 + (Math.max(p.x, f.x) - left) / (right - left) * w;
      if (Math.abs(p.y - f.y) >= 8) {
        var y0 = now.y0 + (bottom - Math.max(p.y, f.y)) / (bottom - top) * h;
        now.y1 = now.y0 + (bottom - Math.min(p.y, f.y)) / (bottom - top) * h;
        now.y0 = y0;
      }
      now.x0 = x0; now.x1 = x1;
      draw();
    });
    svg.addEventListener('dblclick', function () { now = Object.assign({}, whole); draw(); });
  });
})();
