/**
 * The kernel's own doors, opened from Java: system calls through the foreign function interface, a seccomp filter
 * assembled instruction by instruction, private mounts, pseudo terminals, folders pinned by descriptor.
 *
 * <p>It is apart from {@code stemma.sandbox} because it knows nothing of boxes, permits or diffs: it only says what
 * Linux offers, in small types that fail with the call and the error number. Only {@code stemma.sandbox} uses it.
 */
@NullMarked
package stemma.sandbox.linux;

import org.jspecify.annotations.NullMarked;
