/**
 * The edge of the house: everything that reaches the node over HTTP comes in here and nowhere else.
 * The module exists so that listeners, credentials, limits and the shape of the wire are decided in
 * one place that knows nothing of what the operations do. It owns no operation itself; it projects
 * the {@link stemma.core.Catalogue} to routes, to an OpenAPI document and to the console, and
 * carries {@link stemma.core.Events} to whoever watches.
 */
@NullMarked
package stemma.gateway;

import org.jspecify.annotations.NullMarked;
