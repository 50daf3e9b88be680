/**
 * Runs one WebAssembly module within limits that hold: fuel, time, memory, tables, allocation, stack.
 * It stands between the engine, which promises none of these, and the rest of the module, which knows
 * neither class files nor fuel. It reads no file, opens no connection, and knows no binding.
 */
@NullMarked
package stemma.cartridge.engine;

import org.jspecify.annotations.NullMarked;
