// Asks the module, which runs in workers. What takes long is given up when something else is wanted.

/** The bytes of the module: five characters for four of them, the digits of a number to the base of 85. */
function bytes(text, count) {
  const result = new DataView(new ArrayBuffer(text.length / 5 * 4));
  for (let index = 0; index < text.length; index += 5) {
    let number = 0;
    // A less-than sign could end the script, so } stands for it.
    for (let digit = 0; digit < 5; digit++) number = number * 85 + (text[index + digit] === "}" ? 60 : text.charCodeAt(index + digit)) - 40;
    result.setUint32(index / 5 * 4, number);
  }
  return new Uint8Array(result.buffer, 0, count);
}

/** What this browser lacks, as a sentence. */
const lacking = typeof WebAssembly === "undefined" ? "WebAssembly"
  : typeof DecompressionStream === "undefined" ? "DecompressionStream" : "";

async function compile() {
  if (lacking) throw new Error(`no ${lacking}`);
  const { textContent, dataset } = document.getElementById("module");
  const packed = bytes(textContent, Number(dataset.bytes));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

const compiled = compile();
const workerCode = URL.createObjectURL(
  new Blob([document.getElementById("worker").textContent], { type: "text/javascript" }));


let nextRequest = 1;
let memory = 0;

/** A worker with a module of its own, and what it has been asked. */
class Channel {
  start() {
    this.worker?.terminate();
    for (const { reject } of this.waiting?.values() ?? []) reject("given up");
    this.waiting = new Map();
    const worker = this.worker = new Worker(workerCode);
    worker.onmessage = ({ data }) => {
      if (worker !== this.worker) return;
      memory = data.memory ?? memory;
      this.waiting.get(data.id)?.resolve(data.result);
      this.waiting.delete(data.id);
    };
    // What is asked before waits there.
    compiled.then((module) => worker.postMessage({ module }), () => {});
  }

  /** What the module answers; fails with "given up" if something else became more important. */
  ask(text) {
    return new Promise((resolve, reject) => {
      const id = nextRequest++;
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, request: text });
    });
  }

  /** Lets go of what it is doing. */
  giveUp() { if (this.waiting.size) this.start(); }
}

/** Short runs, the long ones with what is measured at rest, and the numbers of one epoch. */
const channels = { quick: new Channel(), long: new Channel(), epoch: new Channel() };

const ask = (text) => channels.long.ask(text);
const isWaiting = () => Object.values(channels).some(({ waiting }) => waiting.size);

/** Ignores that a question was given up. */
const unlessGivenUp = (reason) => { if (reason !== "given up") throw reason; };
