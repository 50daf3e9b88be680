/**
 * The figures that the project quotes, each measured beside a peer in one run and printed with its
 * bar. It stands apart from the modules it measures, so that nothing made for measuring ships with
 * the node, and apart from the tests, because a timing says something about a machine on a day and
 * is no verdict on a change.
 */
@NullMarked
package stemma.bench;

import org.jspecify.annotations.NullMarked;
