/**
 * What was wanted, said, planned, found and adopted, as objects that link to what they came from: a
 * Merkle DAG. An object's name is a salted commitment to its content, and a note of the log names it,
 * so that the log's root stands for every object too, and an object can be erased without a hole in
 * what is proven. docs/ledger.md holds the format.
 */
@NullMarked
package stemma.ledger.dag;

import org.jspecify.annotations.NullMarked;
