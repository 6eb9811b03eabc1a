// Runs the lessons: takes a request for the module and posts its answer. No number is computed here.
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

function begin() {
  instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi });
  printed = "";
  decoder = new TextDecoder();
  instance.exports.start();
}

function answer(request) {
  const { exports } = instance;
  const bytes = new TextEncoder().encode(request);
  const start = exports.request(bytes.length);
  new Uint8Array(exports.memory.buffer, start, bytes.length).set(bytes);
  const length = exports.answer();
  const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.address(), length));
  return JSON.parse(text);
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
