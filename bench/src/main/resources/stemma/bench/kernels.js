// Prints for each kernel its name, the least milliseconds of a call, and its result.
const fs = require('fs');
const module_ = new WebAssembly.Module(fs.readFileSync(process.argv[2]));
for (const [name, size] of [['fib', 32], ['sieve', 5000000], ['matmul', 200], ['sha', 4194304]]) {
    let least = Infinity, result;
    for (let i = 0; i < Number(process.argv[3]); i++) {
        const exports = new WebAssembly.Instance(module_, {}).exports;
        const start = process.hrtime.bigint();
        result = exports[name](size);
        least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e6);
    }
    console.log(name, least, result);
}
