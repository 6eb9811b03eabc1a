// What is chosen on the page, how a link keeps it, and how it is asked of the module.

const problems = {
  line: { name: "line: y = 2·x", parts: [1, 2, 3, 4], epochs: 100, lr: 0.01, samples: 4, lrRange: [1e-4, 1], maxSamples: 200, samplesName: "Samples", data: "y = 2·x" },
  crops: { name: "crops: apples and oranges", parts: [1, 2, 3, 4], epochs: 1000, lr: 1e-5, samples: 5, lrRange: [1e-8, 1e-3], maxSamples: 15, samplesName: "Rows" },
  sine: { name: "sine: a cubic", parts: [1, 2, 3, 4], epochs: 2000, lr: 1e-6, samples: 2000, lrRange: [1e-9, 1e-4], maxSamples: 5000, samplesName: "Points", data: "the sine" },
  legendre: { name: "legendre: P₃", parts: [2], epochs: 2000, lr: 5e-6, samples: 2000, lrRange: [1e-8, 1e-3], maxSamples: 5000, samplesName: "Points" },
  network: { name: "network: tanh", parts: [4], epochs: 1000, lr: 0.01, samples: 2000, lrRange: [1e-5, 1], maxSamples: 5000, samplesName: "Points" },
};

/** The formulas that can be changed, and what each is called. */
const formulaNames = { start: "Own parameters", prediction: "Prediction", loss: "Loss", gradient: "Gradient", update: "Update" };
const formulaFields = Object.keys(formulaNames);

const state = defaults("line");

/** Has a learning rate beyond the limit, which the module knows, and so few epochs that the losses stay finite. */
const largeRate = "large-lr";

/** The range of the slider. With the learner's own points, the limit can be anywhere. */
const lrRange = () => state.points && state.problem !== "line" ? [1e-9, 1] : problems[state.problem].lrRange;

function defaults(problem) {
  const { epochs, lr, samples } = problems[problem];
  return { problem, part: problems[problem].parts[0], lr, epochs, samples, seed: 0, w0: 0, mistake: "", moved: Object.create(null), points: null, formulas: null, mystery: 0, at: 0, refused: [] };
}

/** A number from a text, "0.01" or "0,01"; undefined unless it is finite and in the range. */
function readNumber(text, low, high) {
  if (typeof text !== "string" || text.trim() === "" || text.length > 40) return undefined;
  // The page writes a minus sign, U+2212.
  const plain = text.replaceAll("−", "-");
  const value = Number(/^[^.]*,[^,]*$/.test(plain) ? plain.replace(",", ".") : plain);
  return Number.isFinite(value) && value >= low && value <= high ? value : undefined;
}

function readWhole(text, low, high) {
  const value = readNumber(text, low, high);
  return Number.isInteger(value) ? value : undefined;
}

/** The state described by a link. Invalid settings keep their defaults, and `refused` lists their names. */
function readLink(hash) {
  const text = hash.replace(/^#/, "");
  if (text.length > 20000) return { ...defaults("line"), refused: ["a link with more than 20000 characters"] };
  const fields = new URLSearchParams(text);
  const problem = fields.get("problem") ?? "line";
  const result = defaults(Object.hasOwn(problems, problem) ? problem : "line");
  const { parts, maxSamples, data } = problems[result.problem];
  const number = (low, high) => (text) => readNumber(text, low, high);
  const whole = (low, high) => (text) => readWhole(text, low, high);
  const readers = {
    problem: (text) => Object.hasOwn(problems, text) ? text : undefined,
    part: (text) => parts.find((part) => String(part) === text),
    lr: number(0, 1e6),
    epochs: whole(1, 100000),
    samples: whole(1, maxSamples),
    seed: whole(0, Number.MAX_SAFE_INTEGER),
    at: whole(0, 100000),
    mystery: whole(1, 1),
    mistake: (text) => /^[a-z-]{1,40}$/.test(text) ? text : undefined,
  };
  if (result.problem === "line") readers.w0 = number(-1e6, 1e6);
  if (data) readers.points = (text) => readPoints(text) ?? undefined;
  if (fields.get("mistake") === largeRate) result.lr = result.epochs = null;
  for (const [name, text] of fields) {
    if (name.startsWith("moved.")) {
      const list = text.split(",", 65).map((part) => readNumber(part, -1e6, 1e6));
      const isRight = /^moved\.[\w.]{1,40}$/.test(name) && list.length <= 64 && !list.includes(undefined)
        && Object.keys(result.moved).length < 32;
      if (isRight) result.moved[name.slice(6)] = list; else result.refused.push(name);
      continue;
    }
    if (name.startsWith("formula.")) {
      const field = name.slice(8);
      if (formulaFields.includes(field) && text.length <= 2000) result.formulas = { ...result.formulas, [field]: text };
      else result.refused.push(name);
      continue;
    }
    const value = Object.hasOwn(readers, name) ? readers[name](text) : undefined;
    if (value === undefined) result.refused.push(name); else result[name] = value;
  }
  return result;
}

/** Points from "1 2;3 4"; null if they are none. */
function readPoints(text) {
  const points = [];
  for (const row of text.split(";")) {
    const numbers = row.trim().split(/[ ,]+/).map((part) => readNumber(part, -1e6, 1e6));
    if (numbers.length !== 2 || numbers.includes(undefined)) return null;
    points.push(numbers);
  }
  return points.length <= 200 ? points : null;
}

/** The link to what the page shows, with the number of epochs that are over. */
function link(at = 0) {
  const usual = defaults(state.problem);
  const fields = new URLSearchParams({ problem: state.problem, part: state.part });
  for (const name of ["lr", "epochs", "samples", "seed", "w0", "mistake", "mystery"]) {
    // A hidden mistake stays hidden.
    if (name === "mistake" && state.mystery) continue;
    const isOwn = state[name] !== usual[name] || state.mistake === largeRate && ["lr", "epochs"].includes(name);
    if (isOwn && state[name] !== null) fields.set(name, state[name]);
  }
  for (const [name, list] of Object.entries(state.moved)) fields.set("moved." + name, list.join(","));
  if (state.points) fields.set("points", state.points.map((point) => point.join(" ")).join(";"));
  if (hasOwnFormulas()) for (const [field, text] of Object.entries(state.formulas)) fields.set("formula." + field, text);
  if (at > 0) fields.set("at", at);
  return "#" + fields;
}

/** The text with which the module is asked; a list becomes numbers with commas between. */
function request(ask, changes = {}) {
  const { problem, part, epochs, samples, seed, mistake } = state;
  const fields = { ask, problem, part, samples, seed, mistake };
  if (epochs !== null) fields.epochs = epochs;
  if (state.lr !== null) fields.lr = state.lr;
  if (problem === "line" && state.w0 !== 0) fields.w0 = state.w0;
  for (const [name, list] of Object.entries(state.moved)) fields["moved." + name] = list;
  if (state.points) {
    fields.x = state.points.map(([x]) => x);
    fields.y = state.points.map(([, y]) => y);
  }
  if (hasOwnFormulas()) Object.assign(fields, formulaRequest(currentFormulas()));
  return Object.entries({ ...fields, ...changes }).map(([name, value]) => `${name}=${value}`.replaceAll("\0", " ")).join("\0");
}

/** The start that a number of the parameters belongs to, its place in it, and how many it has. */
function startOf(index, names) {
  if (state.problem === "crops") return index < 6 ? { name: "w", place: index, count: 6 } : index < 8 ? { name: "b", place: index - 6, count: 2 } : { name: names[index], place: 0, count: 1 };
  const [, name, place] = names[index].match(/^(.*)\[(\d+)\]$/) ?? [null, names[index], 0];
  return { name, place: Number(place), count: names.filter((other) => other === name || other.startsWith(name + "[")).length };
}
