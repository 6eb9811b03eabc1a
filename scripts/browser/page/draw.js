// Pictures on a canvas: axes, lines, points, levels. It draws numbers that the module has computed.

// What the styles say, until the scheme changes.
const colours = {};
const colour = (name) =>
  colours[name] ??= getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const name of Object.keys(colours)) delete colours[name];
});

/** A number for an axis or a caption. */
function shown(value, digits = 4) {
  if (value === null || value === undefined) return "not finite";
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

class Picture {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    // To ask for the size in each frame would make the browser lay out the page in each frame.
    new ResizeObserver(() => {
      const { clientWidth, clientHeight } = canvas;
      if (clientWidth === this.width && clientHeight === this.height) return;
      this.width = clientWidth;
      this.height = clientHeight;
      draw();
    }).observe(canvas);
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
    this.box = { left: 58, right: width - 20, top: 22, bottom: height - 38 };
    this.logarithmic = logarithmic;
    this.x = Picture.wide(x);
    this.y = logarithmic ? y.map(Math.log10) : Picture.wide(y);
    if (logarithmic && this.y[0] === this.y[1]) this.y = [this.y[0] - 1, this.y[1] + 1];
    this.axes(xLabel, yLabel);
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

  /** The place of a pointer in numbers of the axes. */
  place(event) {
    const rect = this.canvas.getBoundingClientRect();
    const { left, right, top, bottom } = this.box;
    return {
      x: this.x[0] + (event.clientX - rect.left - left) / (right - left) * (this.x[1] - this.x[0]),
      y: this.y[0] + (bottom - (event.clientY - rect.top)) / (bottom - top) * (this.y[1] - this.y[0]),
    };
  }

  axes(xLabel, yLabel) {
    const { context: c, box } = this;
    c.strokeStyle = colour("line");
    c.fillStyle = colour("soft");
    c.lineWidth = 1;
    c.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    c.textAlign = "center";
    for (const value of Picture.ticks(this.x)) c.fillText(shown(value, 3), this.left(value), box.bottom + 15);
    c.fillText(xLabel, (box.left + box.right) / 2, box.bottom + 31);
    c.textAlign = "right";
    for (const value of Picture.ticks(this.y)) {
      const height = box.bottom - (value - this.y[0]) / (this.y[1] - this.y[0]) * (box.bottom - box.top);
      const label = this.logarithmic ? (Number.isInteger(value) ? "1e" + value : "") : shown(value, 3);
      c.fillText(label, box.left - 5, height + 4);
    }
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

  line(points, name, width = 2) {
    this.inside((c) => {
      c.strokeStyle = colour(name);
      c.lineWidth = width;
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

  text(x, y, label, name) {
    this.inside((c) => {
      c.fillStyle = colour(name);
      c.fillText(label, this.left(x) + 8, this.top(y) - 8);
    });
  }

  /** The levels of a loss on a grid; bluer means higher. */
  levels(losses, columns, rows) {
    const known = losses.filter((loss) => loss !== null);
    const [low, high] = range(known);
    const { box } = this;
    const width = (box.right - box.left) / columns;
    const height = (box.bottom - box.top) / rows;
    const [dark, light] = [colour("blue"), colour("ground")];
    const shades = Array.from({ length: 15 }, (_, level) =>
      `color-mix(in srgb, ${dark} ${Math.round(level * 5)}%, ${light})`);
    this.inside((c) => {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const loss = losses[row * columns + column];
          // The square root tells the levels near the minimum apart; steps make lines of equal loss.
          c.fillStyle = shades[loss === null ? 14 : Math.floor(Math.sqrt((loss - low) / (high - low || 1)) * 14)];
          c.fillRect(box.left + column * width, box.bottom - (row + 1) * height, width + 1, height + 1);
        }
      }
    });
  }
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
