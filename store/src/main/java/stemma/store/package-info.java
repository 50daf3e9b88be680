/**
 * The node's home folder and the only hand that writes it. Every durable byte goes through here:
 * append files whose order of sync is chosen by the caller, files replaced in one step, objects
 * named by their digest, and the state database with its single writer. Keeping them in one module
 * means that crash safety is argued, and tested with a disk that misbehaves, in one place.
 */
@NullMarked
package stemma.store;

import org.jspecify.annotations.NullMarked;
