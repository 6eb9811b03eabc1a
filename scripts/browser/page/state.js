// What is chosen on the page, how a link keeps it, and how it is asked of the module.

const problems = {
  line: { name: "line: y = 2·x", parts: [1, 2, 3, 4], epochs: 100, lr: 0.01, samples: 4, lrRange: [1e-4, 1], maxSamples: 200, samplesName: "Samples" },
  crops: { name: "crops: apples and oranges", parts: [1, 2, 3, 4], epochs: 1000, lr: 1e-5, samples: 5, lrRange: [1e-8, 1e-3], maxSamples: 15, samplesName: "Rows" },
  sine: { name: "sine: a cubic", parts: [1, 2, 3, 4], epochs: 2000, lr: 1e-6, samples: 2000, lrRange: [1e-9, 1e-4], maxSamples: 5000, samplesName: "Points" },
  legendre: { name: "legendre: P₃", parts: [2], epochs: 2000, lr: 5e-6, samples: 2000, lrRange: [1e-8, 1e-3], maxSamples: 5000, samplesName: "Points" },
  network: { name: "network: tanh", parts: [4], epochs: 1000, lr: 0.01, samples: 2000, lrRange: [1e-5, 1], maxSamples: 5000, samplesName: "Points" },
};

const state = defaults("line");

function defaults(problem) {
  const { epochs, lr, samples } = problems[problem];
  return { problem, part: problems[problem].parts[0], lr, epochs, samples, seed: 0, w0: 0, mistake: "", moved: {}, points: null, at: null };
}

/** A number from a text; undefined unless it is finite and in the range. */
function readNumber(text, low, high) {
  if (typeof text !== "string" || text.trim() === "" || text.length > 40) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= low && value <= high ? value : undefined;
}

function readWhole(text, low, high) {
  const value = readNumber(text, low, high);
  return Number.isInteger(value) ? value : undefined;
}

/** The state that a link names; what it names wrongly keeps its default. */
function readLink(hash) {
  const text = hash.replace(/^#/, "");
  if (text.length > 20000) return defaults("line");
  const fields = new URLSearchParams(text);
  const problem = Object.hasOwn(problems, fields.get("problem") ?? "") ? fields.get("problem") : "line";
  const result = defaults(problem);
  const part = readWhole(fields.get("part"), 1, 4);
  if (problems[problem].parts.includes(part)) result.part = part;
  result.lr = readNumber(fields.get("lr"), 0, 1e6) ?? result.lr;
  result.epochs = readWhole(fields.get("epochs"), 1, 100000) ?? result.epochs;
  result.samples = readWhole(fields.get("samples"), 1, problems[problem].maxSamples) ?? result.samples;
  result.seed = readWhole(fields.get("seed"), 0, Number.MAX_SAFE_INTEGER) ?? 0;
  result.w0 = readNumber(fields.get("w0"), -1e6, 1e6) ?? 0;
  result.at = readWhole(fields.get("at"), 0, 100000) ?? null;
  if (/^[a-z-]{1,40}$/.test(fields.get("mistake") ?? "")) result.mistake = fields.get("mistake");
  for (const name of ["w", "b", "a", "c", "d"]) {
    const list = fields.get("moved." + name)?.split(",").map((text) => readNumber(text, -1e6, 1e6));
    if (list && list.length <= 8 && list.every((value) => value !== undefined)) result.moved[name] = list;
  }
  if (problem === "line" && fields.has("points")) result.points = readPoints(fields.get("points"));
  return result;
}

/** Points from "1 2;3 4"; null if there is none. */
function readPoints(text) {
  const points = [];
  for (const row of text.split(";").slice(0, 200)) {
    const numbers = row.trim().split(/[ ,]+/).map((part) => readNumber(part, -1e6, 1e6));
    if (numbers.length === 2 && numbers.every((value) => value !== undefined)) points.push(numbers);
  }
  return points.length ? points : null;
}

function link() {
  const usual = defaults(state.problem);
  const fields = new URLSearchParams({ problem: state.problem, part: state.part });
  for (const name of ["lr", "epochs", "samples", "seed", "w0", "mistake"]) {
    if (state[name] !== usual[name]) fields.set(name, state[name]);
  }
  for (const [name, list] of Object.entries(state.moved)) fields.set("moved." + name, list.join(","));
  if (state.points) fields.set("points", state.points.map((point) => point.join(" ")).join(";"));
  if (state.at !== null) fields.set("at", state.at);
  return "#" + fields;
}

/** The bits of a Float64 in hexadecimal digits. */
function bits(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}

const manyBits = (values) => values.map(bits).join(",");

/** The text with which the module is asked. */
function request(ask, changes = {}) {
  const { problem, part, epochs, samples, seed, mistake } = state;
  const fields = { ask, problem, part, epochs, samples, seed, mistake, lr: bits(state.lr) };
  if (problem === "line" && state.w0 !== 0) fields.w0 = bits(state.w0);
  for (const [name, list] of Object.entries(state.moved)) fields["moved." + name] = manyBits(list);
  if (state.points) {
    fields.x = manyBits(state.points.map((point) => point[0]));
    fields.y = manyBits(state.points.map((point) => point[1]));
  }
  return Object.entries({ ...fields, ...changes }).map(([name, value]) => `${name}=${value}`).join("&");
}

/** The start that a number of the parameters belongs to, and its place in it. */
function startOf(index, names) {
  if (state.problem === "crops") return index < 6 ? { name: "w", place: index, count: 6 } : { name: "b", place: index - 6, count: 2 };
  return { name: names[index], place: 0, count: 1 };
}
