// The formulas of a lesson: taken from its code, changed by the learner, and put back into the code that is shown.

/** The lessons without formulas to change, and why. */
function whyFixed() {
  const { part, problem, mistake } = state;
  const file = lessonFile(part, problem);
  const terminal = `To change it, edit Sources/${file} and run it in a terminal (swift run part${part} ${problem}) or in the dev container.`;
  if (state.mystery) return "A mistake is hidden in this lesson, so its formulas can't be changed.";
  if (mistake && mistake !== largeRate) return "With a mistake, the lesson has code of its own. Choose the mistake “none” to change the formulas.";
  if (problem === "legendre") return `This lesson has an operation of its own, which needs the compiler. ${terminal}`;
  return "";
}

/** A sentence about what is built in and can't be changed. */
function whatStays() {
  const { part, problem } = state;
  const update = `The update is built in: optimizer.step(), with ${problem === "network" ? "Adam" : "SGD"}.`;
  return part < 3 ? "" : part === 3 ? `${update} In part 2, you can change it.`
    : `${update} So are the model's layers; you can change what the model gets and what you do with its result, as in 2 * model(x / 10).`;
}

/** True if the run is one of the learner's own formulas. */
const hasOwnFormulas = () => Boolean(state.formulas) && !whyFixed();

const indentOf = (line) => line.match(/^ */)[0];

const functionNames = { prediction: "forward", loss: "loss", gradient: "gradient" };

/** The calls of a built-in model or loss, which stand for a formula. */
const builtInCalls = { prediction: /^( *(?:let )?yPredicted = )(.*)$/, loss: /^( *(?:let )?l = )(.*)$/ };

/** The lines of a lesson that are a formula: the first, and the one behind the last. */
function formulaLines(lines, field) {
  if (field === "update") {
    let start = lines.findIndex((line) => /^\s*\/\/ Update\b/.test(line)) + 1;
    let end = lines.indexOf("", start);
    if (lines[start].trim() === "withNoGrad {") { start++; end--; }
    return [start, end];
  }
  const head = lines.findIndex((line) => line.includes(`func ${functionNames[field]}(`));
  if (head < 0) return null;
  let start = head;
  while (!lines[start].endsWith("{")) start++;
  return [start + 1, lines.indexOf(`${indentOf(lines[head])}}`, start)];
}

/** The formulas that a lesson has itself. A loop over parameters is written out: formulas have none. */
function lessonFormulas(part = state.part, problem = state.problem) {
  const lines = (sources[lessonFile(part, problem)] ?? "").split("\n");
  const result = { setup: lines.map((line) => line.trim()).filter((line) => /^let \w+ = (x\.map |y(\[0\])?\.count)/.test(line)).join("\n") };
  // A model has its parameters, and by hand the crops have rows of them.
  if (part < 4 && !(part === 1 && problem === "crops")) result.start = "";
  for (const field of formulaFields.slice(1)) {
    if (part > 2 && field === "update") continue;
    const range = formulaLines(lines, field);
    if (!range) {
      const call = builtInCalls[field] && lines.map((line) => line.match(builtInCalls[field])).find(Boolean);
      if (call) result[field] = call[2];
      continue;
    }
    const own = lines.slice(...range).filter((line) => !/^\s*\/\/|let \((.*)\) = \(\1\)/.test(line));
    const indent = indentOf(own[0]).length;
    let text = own.map((line) => line.slice(indent)).join("\n");
    if (!text.includes("\nreturn") && !text.startsWith("let")) text = text.replace(/^return /, "");
    result[field] = text.replace(/for (\w+) in \[(.*)\] \{\s*(.*?)\s*\}/s, (_, name, list, body) =>
      list.split(", ").map((item) => body.replaceAll(name, item)).join("\n"));
  }
  return result;
}

/** Leaves out formulas that the lesson doesn't have, which a link can name. */
function refuseFormulas() {
  const own = lessonFormulas();
  const strange = Object.keys(state.formulas ?? {}).filter((field) => own[field] === undefined);
  for (const field of strange) delete state.formulas[field];
  if (strange.length && !Object.keys(state.formulas).length) state.formulas = null;
  state.refused.push(...strange.map((field) => "formula." + field));
}

/** All formulas of the run. */
const currentFormulas = () => ({ ...lessonFormulas(), ...state.formulas });

/** The learner's own parameters. */
const ownParameters = () => [...(state.formulas?.start ?? "").matchAll(/(\w+)\s*=\s*([-+.\w]+)/g)].map(([, name, start]) => ({ name, start }));

/** Formulas for a request. */
const formulaRequest = (formulas) => Object.fromEntries(Object.entries(formulas).map(([field, text]) => [`formula.${field}`, text]));

/** Replaces the comment above a formula of the learner's own, which describes the lesson's. */
function replaceComment(lines, head, text) {
  let first = head;
  while (/^\s*\/\/(?!\/)/.test(lines[first - 1]?.text ?? "")) first--;
  if (first < head) lines.splice(first, head - first, { text: `${indentOf(lines[head].text)}// ${text}` });
}

/** Puts a formula for something built in into a function, which the loop calls instead. */
function insertFunction(lines, field, text) {
  const [name, parameters] = field === "prediction" ? ["forward", "_ x: Tensor"] : ["ownLoss", "_ yPredicted: Tensor, _ y: Tensor"];
  if (field === "loss" && !/\bloss\(/.test(text)) {
    // The built-in loss, with its comment and the line behind it, is no longer used.
    const unused = lines.findIndex(({ text }) => /let loss = MSELoss/.test(text));
    if (unused > 0) lines.splice(unused - 1, 3);
  }
  const place = lines.findIndex(({ text }) => /predictionBefore\(|for epoch in/.test(text));
  const indent = indentOf(lines[place].text);
  for (const line of lines.slice(place)) {
    line.text = field === "prediction" ? line.text.replace(/\bmodel\((x|xTest)\)/, "forward($1)") : line.text.replace(builtInCalls.loss, "$1ownLoss(yPredicted, y)");
  }
  const body = text.split("\n").map((line) => "    " + line);
  lines.splice(place, 0, ...[`// ${formulaNames[field]}: your own`, `func ${name}(${parameters}) -> Tensor {`, ...body, "}"].map((text) => ({ text: indent + text, isOwn: body.includes(text) })), { text: "" });
}

/** The lesson's lines with the learner's formulas in their places; those that are new are the learner's own. */
function withOwnFormulas(source) {
  let lines = source.map((text) => ({ text }));
  const texts = () => lines.map(({ text }) => text);
  const head = (name) => lines.findIndex(({ text }) => text.includes(`func ${name}(`));
  const { formulas, part } = state;
  for (const field of formulaFields.slice(1)) {
    if (formulas[field] === undefined) continue;
    const range = formulaLines(texts(), field);
    if (!range) { insertFunction(lines, field, formulas[field]); continue; }
    const [start, end] = range;
    const indent = indentOf(lines[start].text);
    lines.splice(start, end - start, ...formulas[field].split("\n").map((line) => ({ text: indent + line, isOwn: true })));
    if (field === "update") lines.find(({ text }) => /\/\/ Update\b/.test(text)).text = "        // Update: your own";
    else replaceComment(lines, head(functionNames[field]), `${formulaNames[field]}: your own`);
  }
  if (formulas.prediction !== undefined || formulas.loss !== undefined) {
    // These sentences are of the lesson's own model and loss, and a prediction that is asked for is the model's.
    if (part === 4 && formulas.prediction !== undefined) lines = lines.filter(({ text }) => !text.includes("lesson.predict(with:"));
    const title = lines.findIndex(({ text }) => text.startsWith("/// Part"));
    lines = lines.filter(({ text }, index) => index <= title || !text.startsWith("///"));
    if (head("gradient") > 0 && formulas.gradient === undefined) replaceComment(lines, head("gradient"), "Gradient");
  }
  const own = ownParameters();
  if (!own.length) return lines;
  const last = { line: "w", crops: "b", sine: "d" }[state.problem];
  const each = (text) => own.map(({ name, start }) => text.replaceAll("NAME", name).replaceAll("START", start));
  const edit = (test, replace) => {
    lines = lines.flatMap((line) => test.test(line.text) ? [replace(line.text)].flat().map((text) => text === line.text ? line : { text, isOwn: true }) : [line]);
  };
  const begin = part === 1 ? /^ {4}var .* = lesson\.(w0|start)/ : new RegExp(`^ {4}let ${last} = Tensor\\(lesson`);
  const start = part === 1 ? '    var NAME = lesson.start("NAME", START)' : '    let NAME = Tensor(lesson.start("NAME", START), requiresGrad: true)';
  edit(begin, (text) => [text, ...each(start)]);
  edit(new RegExp(`"${last}": ${last}[\\],]`), (text) => text.replace(`"${last}": ${last}`, (all) => all + each(', "NAME": NAME').join("")));
  if (part === 1) {
    edit(new RegExp(`\\(${last}, d${last}\\)`), (text) => text.replace(`(${last}, d${last})`, (all) => all + each(', "NAME": (NAME, dNAME)').join("")));
    edit(/-> \(a: Float.*\{|func gradient.*-> Float \{/, (text) => text.replace("-> Float {", `-> (${last}: Float) {`).replace(/\) \{$/, `${each(", NAME: Float").join("")}) {`));
    edit(/let .* = gradient\(/, (text) => text.replace(/let \(?(.*?)\)? =/, (_, all) => `let (${all}${each(", dNAME").join("")}) =`));
  } else if (part === 3) {
    edit(/SGD\(\[/, (text) => text.replace(`${last}]`, (all) => all.replace("]", each(", NAME").join("") + "]")));
  } else edit(/\.zeroGrad\(\)/, (text) => text.includes(`${last}.`) || text.includes(" in ") ? [text, ...each("        NAME.zeroGrad()")] : text);
  return lines;
}

/** Marks the formula of the current step, as the code's lines are. */
function markFormula(step) {
  formulaFields.slice(1).forEach((field) => $(`${field}Field`).classList.toggle("now", formulaNames[field] === stepNames[step]));
}

/** The lesson's file as it is shown, to be run elsewhere. */
const shownCode = () => [...$("code").children].map(({ textContent }) => textContent).join("\n") + "\n";

// MARK: - Editing

/** The lesson whose formulas stand in the fields, and counts what is tried. */
let formulasFor = "";
let formulaTry = 0;
let formulaTimer = 0;
/** The formulas of other lessons. */
const otherFormulas = new Map();
const lessonKey = () => `${state.problem} ${state.part}`;
/** What is written in the fields of a lesson, as long as it doesn't run. */
const drafts = new Map();

/** Keeps the formulas when the lesson changes. */
function changeLesson(change) {
  otherFormulas.set(lessonKey(), state.formulas);
  change();
  state.formulas = otherFormulas.get(lessonKey()) ?? null;
}

/** Shows the fields for the lesson; what is being written there stays. */
function showFormulas(isNew = false) {
  const why = whyFixed();
  $("formulasFixed").hidden = !(why || whatStays());
  show("formulasFixed", why || whatStays());
  $("formulaForm").hidden = Boolean(why);
  const key = `${lessonKey()} ${why}`;
  if (!isNew && key === formulasFor) return;
  formulasFor = key;
  clearFormulaErrors();
  if (why) return;
  if (isNew && state.formulas) drafts.delete(lessonKey());
  const draft = drafts.get(lessonKey());
  const all = { ...currentFormulas(), ...draft };
  for (const field of formulaFields) {
    $(`${field}Field`).hidden = all[field] === undefined;
    $(`${field}Formula`).value = all[field] ?? "";
    fitFormula(field);
  }
  showReset();
  if (draft) tryFormulasSoon();
}

/** The way back is there as soon as something is written, even if it doesn't work. */
const showReset = () => { $("formulasReset").hidden = !state.formulas && !isWritingFormulas(); };

function tryFormulasSoon() {
  // What is tried belongs to an older text.
  formulaTry++;
  clearTimeout(formulaTimer);
  formulaTimer = setTimeout(() => tryFormulas().catch(unlessGivenUp), 350);
}

function fitFormula(field) {
  const area = $(`${field}Formula`);
  area.rows = Math.max(1, area.value.split("\n").length);
}

function clearFormulaErrors() {
  formulaTry++;
  $("unread").hidden = true;
  for (const field of formulaFields) {
    $(`${field}Error`).replaceChildren();
    $(`${field}Formula`).removeAttribute("aria-invalid");
  }
}

/** Says what is wrong, at the character. */
function showFormulaError({ field, offset, message, needsCompiler }) {
  clearFormulaErrors();
  $("formulasPart").open = true;
  // What a lesson computes once can't be edited.
  if (!$(`${field}Error`)) field = "prediction";
  const text = $(`${field}Formula`).value;
  const before = new TextDecoder().decode(new TextEncoder().encode(text).slice(0, offset)).split("\n");
  const line = text.split("\n")[before.length - 1] ?? "";
  const mark = document.createElement("pre");
  mark.textContent = `${line}\n${" ".repeat(before.at(-1).length)}^`;
  const more = needsCompiler ? ` Such a formula needs the compiler: change Sources/${lessonFile(state.part, state.problem)} and run it in a terminal (swift run part${state.part} ${state.problem}) or in the dev container.` : "";
  $(`${field}Error`).replaceChildren(...offset === undefined ? [] : [mark], message + more);
  $(`${field}Formula`).setAttribute("aria-invalid", "true");
  $("unread").hidden = false;
  const name = formulaNames[field].toLowerCase();
  show("unread", `The formula “${name}” doesn't work. ${run ? "The rest of the page shows the last formulas that did." : "There is nothing to show."}`);
}

/** The formulas in the fields, as far as they differ from the lesson's; null if none does. */
function writtenFormulas() {
  const original = lessonFormulas();
  const own = Object.fromEntries(formulaFields.map((field) => [field, $(`${field}Formula`).value.trimEnd()])
    .filter(([field, text]) => original[field] !== undefined && text !== original[field].trimEnd()));
  return Object.keys(own).length ? own : null;
}

/** True while the fields have other formulas than the run. */
const isWritingFormulas = () => JSON.stringify(writtenFormulas()) !== JSON.stringify(state.formulas);

/** Runs the lesson with what is in the fields, if it can be read. */
async function tryFormulas() {
  const own = writtenFormulas();
  if (whyFixed() || !isWritingFormulas() && $("unread").hidden) return;
  const mine = ++formulaTry;
  const answer = own ? await channels.quick.ask(request("formulas", formulaRequest({ ...lessonFormulas(), ...own }))) : {};
  if (mine !== formulaTry) return;
  if (answer.formulaError) { showFormulaError(answer.formulaError); return; }
  if (answer.fatal || answer.error) { showFormulaError({ field: Object.keys(own).at(-1), message: answer.fatal ?? answer.error }); return; }
  clearFormulaErrors();
  drafts.delete(lessonKey());
  state.formulas = own;
  showReset();
  change(epochsOver());
}

/** Compares the learner's gradient with autograd's. */
function showFormulaVerdict() {
  const verdict = hasOwnFormulas() ? run?.verdict : null;
  const place = $("gradientVerdict");
  place.hidden = !verdict;
  if (!verdict) return;
  const { isRight, isFinite, isAtStart, own, autograd, factor } = verdict;
  place.className = isFinite === false ? "" : isRight ? "right" : "wrong";
  if (isFinite === false) { show("gradientVerdict", "Not compared: neither gradient is finite here. Check the prediction and the loss."); return; }
  const index = Math.max(0, own.findIndex((value, index) => value !== autograd[index] && Math.abs(value - autograd[index]) > 1e-3 * Math.abs(autograd[index])));
  // A factor is one only if it is the same everywhere.
  const times = Math.abs(factor) > 1 ? `${shown(Math.abs(factor), 3)} times too large` : `${shown(1 / Math.abs(factor), 3)} times too small`;
  const size = !factor ? "" : factor > 0 ? ` It is ${times}.` : Math.abs(factor + 1) < 0.005 ? " It has the wrong sign." : ` It has the wrong sign and is ${times}.`;
  show("gradientVerdict", isRight
    ? "✓ Right: autograd finds the same gradient for this loss."
    : `✗ Wrong: ${isAtStart ? "at the start" : "away from the start"}, d${run.names[index]} is ${shown(own[index])}, and autograd finds ${shown(autograd[index])} for this loss.${size}`);
}

function listenToFormulas() {
  $("formulaForm").replaceChildren(...formulaFields.map((field) => {
    const part = document.createElement("div");
    part.id = `${field}Field`;
    const label = document.createElement("label");
    label.textContent = formulaNames[field];
    const area = document.createElement("textarea");
    Object.assign(area, { id: `${field}Formula`, spellcheck: false, rows: 1, maxLength: 2000 });
    for (const name of ["autocapitalize", "autocomplete"]) area.setAttribute(name, "off");
    area.setAttribute("aria-describedby", `${field}Error`);
    if (field === "start") area.placeholder = "b = 0";
    area.oninput = () => {
      fitFormula(field);
      drafts.set(lessonKey(), Object.fromEntries(formulaFields.filter((field) => !$(`${field}Field`).hidden).map((field) => [field, $(`${field}Formula`).value])));
      showReset();
      tryFormulasSoon();
    };
    label.append(area);
    const error = document.createElement("div");
    Object.assign(error, { id: `${field}Error`, className: "formulaError" });
    error.setAttribute("role", "alert");
    part.append(label, error);
    if (field === "gradient") part.append(Object.assign(document.createElement("p"), { id: "gradientVerdict", hidden: true }));
    return part;
  }), ...[["formulasReset", "Back to the lesson's formulas"], ["formulasCopy", "Copy the code"]].map(([id, textContent]) =>
    Object.assign(document.createElement("button"), { id, type: "button", textContent })));
  $("formulaForm").onsubmit = (event) => event.preventDefault();
  $("formulasCopy").onclick = async () => {
    try {
      await navigator.clipboard.writeText(shownCode());
      show("formulasCopy", "Copied");
    } catch {
      refuse("This browser doesn't let the page copy. Close “Change the formulas” and select the code.");
    }
    setTimeout(() => show("formulasCopy", "Copy the code"), 2000);
  };
  $("formulasReset").onclick = () => {
    state.formulas = null;
    drafts.delete(lessonKey());
    showFormulas(true);
    change(epochsOver());
  };
}
