// Runs the lessons: takes a request for the module and posts its answer. No number is computed here; the module has
// its numbers printed and read.
"use strict";

let module;
let instance;
let printed = "";
// Text comes byte by byte.
let decoder = new TextDecoder();
// Requests that came before the module.
let early = [];

const wasi = {
  fd_write(file, pieces, count, written) {
    const view = new DataView(instance.exports.memory.buffer);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const start = view.getUint32(pieces + 8 * i, true);
      const length = view.getUint32(pieces + 8 * i + 4, true);
      printed += decoder.decode(new Uint8Array(view.buffer, start, length), { stream: true });
      total += length;
    }
    printed = printed.slice(-4000);
    view.setUint32(written, total, true);
    return 0;
  },
  random_get(start, count) {
    crypto.getRandomValues(new Uint8Array(instance.exports.memory.buffer, start, count));
    return 0;
  },
};

/** Bytes of the module's memory. */
const bytes = (start, count) => new Uint8Array(instance.exports.memory.buffer, start, count);

/** A number that isn't negative, as C prints it with %e, %f or %g. */
function text(form, digits, value) {
  if (form === "g") {
    const decimals = Math.max(1, digits) - 1;
    const scientific = text("e", decimals, value);
    const exponent = Number(scientific.split("e")[1]);
    const all = exponent >= -4 && exponent <= decimals ? text("f", decimals - exponent, value) : scientific;
    // Without zeros at the end.
    return all.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
  }
  if (form === "f" && value >= 1e21) return `${BigInt(value)}${digits ? "." + "0".repeat(digits) : ""}`;
  const write = (digits) => form === "f" ? value.toFixed(digits) : value.toExponential(digits);
  // Between two texts that are equally near, C takes the one with an even last digit, and JavaScript the larger one.
  const [, whole, rest, power = ""] = write(100).match(/(.*)\.(\d*)(e.*)?/);
  const kept = digits ? `${whole}.${rest.slice(0, digits)}` : whole;
  const isDown = /^50*$/.test(rest.slice(digits)) && /[02468]$/.test(kept);
  return (isDown ? kept + power : write(digits)).replace(/e(.)(\d)$/, "e$10$2");
}

/** What the module imports. */
const page = {
  print(form, digits, value, start) {
    const sign = value < 0 || Object.is(value, -0) ? "-" : "";
    const size = Number.isNaN(value) ? "nan" : Number.isFinite(value) ? text(String.fromCharCode(form), digits, Math.abs(value)) : "inf";
    return new TextEncoder().encodeInto(sign + size, bytes(start, 400)).written;
  },
  read: (start, count) => count ? Number(new TextDecoder().decode(bytes(start, count))) : NaN,
  arccosine: Math.acos,
};

function begin() {
  instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi, page });
  printed = "";
  decoder = new TextDecoder();
  instance.exports.start();
}

/** The module's answer, a text that ends with a byte of zero. */
function answer(request) {
  const { exports } = instance;
  const question = new TextEncoder().encode(request);
  bytes(exports.request(question.length), question.length).set(question);
  const start = exports.answer();
  const rest = bytes(start);
  return JSON.parse(new TextDecoder().decode(rest.subarray(0, rest.indexOf(0))));
}

onmessage = ({ data }) => {
  if (data.module) {
    module = data.module;
    begin();
    early.forEach(reply);
    early = [];
  } else if (module) {
    reply(data);
  } else {
    early.push(data);
  }
};

/** The answer, or the fatal error. It ends the module, as it ends a program; the next request gets a new one. */
function attempt(request) {
  try {
    return answer(request);
  } catch (error) {
    const fatal = printed.split("Fatal error: ").pop().trim() || String(error);
    begin();
    return { fatal };
  }
}

function reply(data) {
  let result = attempt(data.request);
  // If the error is part of the lesson, the lesson goes on after it.
  if (result.fatal) {
    const second = attempt(data.request + "\0shown=1");
    if (!second.fatal) result = { ...second, exhibit: result.fatal };
  }
  postMessage({ id: data.id, result, memory: instance.exports.memory.buffer.byteLength });
}
