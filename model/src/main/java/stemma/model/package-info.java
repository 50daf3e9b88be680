/**
 * Conversations with language models over HTTP. The loop that uses a model owns the bytes it sends,
 * so that a request can be replayed and hashed, its prefix stays the same from turn to turn, and
 * every attempt has its usage, its deadline and its receipt; that is why this module speaks the wire
 * protocol itself. What a model answers is data from outside: bounded, checked, and never believed.
 */
@NullMarked
package stemma.model;

import org.jspecify.annotations.NullMarked;
