/**
 * The state on a PostgreSQL server, for a node whose tables outgrew its machine or whose operator backs
 * up and watches one server for many nodes. The ledger, the keys and the objects stay in the home: what
 * lies on the server is computed from them and can be computed again. It is an addon because it brings a
 * driver of more than a megabyte and a way out of the machine, which a node that does not ask for it
 * must not carry.
 */
@NullMarked
package stemma.postgres;

import org.jspecify.annotations.NullMarked;
