/** Tests of objects and of what the log says about them. */
@org.jspecify.annotations.NullMarked
package stemma.ledger.dag;
