/**
 * Cartridges: sandboxed WebAssembly programs that the node serves at {@code /c/SLUG}. The engine below
 * keeps each within its limits; this package gives it what its manifest grants and nothing else, keeps
 * its state, swaps its versions in one step, and makes every call part of a recorded lease. It exists
 * so that code nobody has read can answer strangers without reaching anything of the node's.
 */
@NullMarked
package stemma.cartridge;

import org.jspecify.annotations.NullMarked;
