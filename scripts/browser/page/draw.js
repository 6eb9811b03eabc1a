// Pictures on a canvas: axes, lines, points, levels. It draws numbers that the module has computed.

// What the styles say, until the scheme changes.
const colours = {};
const colour = (name) =>
  colours[name] ??= getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const name of Object.keys(colours)) delete colours[name];
});

/** A number in a sentence: 0.0123, 4.6e20; 2 if it is 2, and 2.000 if it is only near to it. */
function shown(value, digits = 4) {
  if (value === null || value === undefined) return "not finite";
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits));
  if (rounded === value || size >= 10 ** (digits - 1) || size < 1e-4) return tick(value, digits);
  return value.toPrecision(digits).replaceAll("-", "−");
}

/** A number on an axis, without zeros at the end. */
function tick(value, digits = 3) {
  const size = Math.abs(value);
  const text = size > 0 && (size >= 1e6 || size < 1e-4)
    ? value.toExponential(digits - 1).replace(/\.?0*e\+?/, "e") : String(Number(value.toPrecision(digits)));
  return text.replaceAll("-", "−");
}

class Picture {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    // To ask for the size in each frame would make the browser lay out the page in each frame.
    new ResizeObserver(() => {
      if (this.measure()) draw();
    }).observe(canvas);
  }

  /** Reads the size on the screen; true if it is another one. */
  measure() {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === this.width && clientHeight === this.height) return false;
    this.width = clientWidth;
    this.height = clientHeight;
    return true;
  }

  /** Begins anew, with room for the labels. */
  begin(x, y, { logarithmic = false, xLabel = "", yLabel = "" } = {}) {
    const scale = devicePixelRatio || 1;
    const { width, height } = this;
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
    }
    const c = this.context;
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.clearRect(0, 0, width, height);
    c.font = "12px system-ui, sans-serif";
    this.labels = [];
    this.logarithmic = logarithmic;
    this.x = Picture.wide(x);
    this.y = logarithmic ? y.map(Math.log10) : Picture.wide(y);
    if (logarithmic && this.y[0] === this.y[1]) this.y = [this.y[0] - 1, this.y[1] + 1];
    const ticks = Picture.ticks(this.y).filter((value) => !logarithmic || Number.isInteger(value))
      .map((value) => [value, logarithmic ? tick(10 ** value, 1) : tick(value)]);
    const widest = Math.max(0, ...ticks.map(([, label]) => c.measureText(label).width));
    this.box = { left: Math.ceil(widest) + 12, right: width - 20, top: 22, bottom: height - 36 };
    this.axes(ticks, xLabel, yLabel);
  }

  /** An empty picture with a sentence. */
  say(sentence) {
    this.begin([0, 1], [0, 1]);
    const { context: c, width, height } = this;
    c.clearRect(0, 0, width, height);
    c.fillStyle = colour("soft");
    c.textAlign = "center";
    c.fillText(sentence, width / 2, height / 2);
  }

  static wide([low, high]) { return low === high ? [low - 1, high + 1] : [low, high]; }

  left(value) {
    const { left, right } = this.box;
    return left + (value - this.x[0]) / (this.x[1] - this.x[0]) * (right - left);
  }

  top(value) {
    const { top, bottom } = this.box;
    const height = this.logarithmic ? Math.log10(value) : value;
    return bottom - (height - this.y[0]) / (this.y[1] - this.y[0]) * (bottom - top);
  }

  /** The place of a pointer in numbers of the axes; what is outside of them is at their edge. */
  place(event) {
    const rect = this.canvas.getBoundingClientRect();
    const { left, right, top, bottom } = this.box;
    const share = (value, low, high) => Math.max(0, Math.min(1, (value - low) / (high - low)));
    const height = this.y[0] + share(bottom - event.clientY + rect.top, 0, bottom - top) * (this.y[1] - this.y[0]);
    return {
      x: this.x[0] + share(event.clientX - rect.left, left, right) * (this.x[1] - this.x[0]),
      y: this.logarithmic ? 10 ** height : height,
    };
  }

  /** Whether a pointer is within the axes. */
  holds(event) {
    const rect = this.canvas.getBoundingClientRect();
    const { left, right, top, bottom } = this.box;
    const [x, y] = [event.clientX - rect.left, event.clientY - rect.top];
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  axes(ticks, xLabel, yLabel) {
    const { context: c, box } = this;
    c.strokeStyle = colour("line");
    c.fillStyle = colour("soft");
    c.lineWidth = 1;
    c.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    c.textAlign = "center";
    for (const value of Picture.ticks(this.x)) {
      const label = tick(value);
      const half = c.measureText(label).width / 2;
      c.fillText(label, Math.min(this.left(value), this.width - half - 1), box.bottom + 14);
    }
    c.fillText(xLabel, (box.left + box.right) / 2, box.bottom + 29);
    c.textAlign = "right";
    for (const [value, label] of ticks) {
      const height = box.bottom - (value - this.y[0]) / (this.y[1] - this.y[0]) * (box.bottom - box.top);
      c.fillText(label, box.left - 5, height + 4);
    }
    // What is at the pointer stands at the right, where no label is.
    if (this.pointed) c.fillText(this.pointed, box.right, box.top - 7);
    c.textAlign = "left";
    c.fillText(yLabel, box.left, box.top - 7);
  }

  static ticks([low, high]) {
    const rough = (high - low) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const size = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
    const result = [];
    for (let i = Math.ceil(low / size); i * size <= high + size * 1e-9 && result.length < 12; i++) result.push(i * size);
    return result;
  }

  inside(body) {
    const { context: c, box } = this;
    c.save();
    c.beginPath();
    c.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    c.clip();
    body(c);
    c.restore();
  }

  /** A line through points; a dashed one with `dash`. */
  line(points, name, width = 2, dash = []) {
    this.inside((c) => {
      c.strokeStyle = colour(name);
      c.lineWidth = width;
      c.setLineDash(dash);
      c.beginPath();
      let isDown = false;
      for (const [x, y] of points) {
        if (x === null || y === null || this.logarithmic && y <= 0) { isDown = false; continue; }
        if (isDown) c.lineTo(this.left(x), this.top(y)); else c.moveTo(this.left(x), this.top(y));
        isDown = true;
      }
      c.stroke();
    });
  }

  dots(points, name, radius = 4, isHollow = false) {
    this.inside((c) => {
      c.fillStyle = c.strokeStyle = colour(name);
      c.lineWidth = 2;
      c.beginPath();
      for (const [x, y] of points) {
        if (x === null || y === null || this.logarithmic && y <= 0) continue;
        const [left, top] = [this.left(x), this.top(y)];
        c.moveTo(left + radius, top);
        c.arc(left, top, radius, 0, 2 * Math.PI);
      }
      if (isHollow) c.stroke(); else c.fill();
    });
  }

  /** A label beside a point, inside the picture, where no other label is; none if there is no room. */
  text(x, y, label, name) {
    if (x === null || y === null || this.logarithmic && y <= 0) return;
    const { left, right, top, bottom } = this.box;
    const [a, b] = [this.left(x), this.top(y)];
    if (a < left - 1 || a > right + 1 || b < top - 1 || b > bottom + 1) return;
    const c = this.context;
    const width = c.measureText(label).width;
    const spot = [[8, -8], [8, 17], [-8 - width, -8], [-8 - width, 17], [-width / 2, -12], [-width / 2, 21]].map(([dx, dy]) => [a + dx, b + dy])
      .find(([x, y]) => x > left && x + width < right && y - 11 > top && y + 2 < bottom
        && this.labels.every((other) => x > other.right || x + width < other.left || y - 11 > other.bottom || y + 2 < other.top));
    if (!spot) return;
    this.labels.push({ left: spot[0], right: spot[0] + width, top: spot[1] - 11, bottom: spot[1] + 2 });
    c.lineWidth = 3;
    c.lineJoin = "round";
    c.strokeStyle = colour("panel");
    c.strokeText(label, ...spot);
    c.fillStyle = colour(name);
    c.fillText(label, ...spot);
  }

  /** Lines of equal loss over a grid. */
  contours(landscape, floor) {
    const { box } = this;
    const key = [box.left, box.right, box.top, box.bottom].join();
    if (landscape.drawnIn !== key) {
      landscape.drawnIn = key;
      landscape.lines = levels(landscape.losses, floor).map((level) => this.contour(landscape, level, floor));
    }
    this.inside((c) => {
      c.strokeStyle = colour("blue");
      c.lineWidth = 1.1;
      for (const { path } of landscape.lines) c.stroke(path);
      c.lineWidth = 3;
      c.lineJoin = "round";
      c.strokeStyle = colour("panel");
      c.fillStyle = colour("blue");
      c.textAlign = "center";
      const taken = [];
      for (const { level, spots } of landscape.lines) {
        const label = tick(level, 2);
        const spot = spots.find(([x, y]) => x > box.left + 20 && x < box.right - 20 && y > box.top + 10 && y < box.bottom - 8
          && taken.every(([a, b]) => Math.abs(a - x) > 44 || Math.abs(b - y) > 16));
        if (!spot) continue;
        taken.push(spot);
        c.strokeText(label, spot[0], spot[1] + 4);
        c.fillText(label, spot[0], spot[1] + 4);
      }
      c.textAlign = "left";
    });
  }

  /** The line of one level, by marching squares. Between the grid's points the square root of the loss is nearly linear. */
  contour({ losses, columns, rows }, level, floor) {
    const { box } = this;
    const path = new Path2D();
    const spots = [];
    const [width, height] = [(box.right - box.left) / (columns - 1), (box.bottom - box.top) / (rows - 1)];
    const rise = (value) => Math.sqrt(Math.max(0, value - floor));
    for (let row = 0; row + 1 < rows; row++) {
      for (let column = 0; column + 1 < columns; column++) {
        const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([right, up]) =>
          [column + right, row + up, losses[(row + up) * columns + column + right]]);
        const cuts = [];
        corners.forEach(([x, y, loss], index) => {
          const [otherX, otherY, other] = corners[(index + 1) % 4];
          if (loss === null || other === null || loss < level === other < level) return;
          const share = (rise(level) - rise(loss)) / (rise(other) - rise(loss));
          cuts.push([box.left + (x + (otherX - x) * share) * width, box.bottom - (y + (otherY - y) * share) * height]);
        });
        for (let index = 0; index + 1 < cuts.length; index += 2) {
          path.moveTo(...cuts[index]);
          path.lineTo(...cuts[index + 1]);
        }
        if (cuts.length) spots.push(cuts[0]);
      }
    }
    // Labels go to the upper right first, where they are the farthest from each other.
    spots.sort(([a, b], [c, d]) => c - d - (a - b));
    return { level, path, spots };
  }
}

/** Levels of the loss, 1 and 3 times the powers of ten above the lowest, so that a valley shows at every depth. */
function levels(losses, floor) {
  const known = losses.filter((loss) => loss !== null).sort((a, b) => a - b);
  const high = known.at(-1);
  const base = floor > 0.02 * high ? floor : 0;
  // Nearer to the lowest point the grid is too coarse.
  const least = known[Math.floor(known.length / 150)];
  const result = [];
  for (let power = Math.floor(Math.log10(high - base || 1)); power > -45 && result.length < 12; power--) {
    for (const factor of [3, 1]) {
      const level = base + factor * 10 ** power;
      if (level < high && level > least) result.push(level);
    }
    if (base + 10 ** power <= least) break;
  }
  return result;
}

/** The smallest and the largest of some numbers. */
function range(values, room = 0) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || value === undefined) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const more = (high - low) * room || (room ? Math.max(1e-6, Math.abs(high) * 0.1) : 0);
  return [low - more, high + more];
}
