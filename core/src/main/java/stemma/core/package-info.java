/**
 * The waist of the house: the words every module shares, and the one gate through which an intended
 * effect becomes a real one. It depends on the Java base module alone, so that what judges and
 * records an act can be read and proved without reading anything that acts.
 */
@NullMarked
package stemma.core;

import org.jspecify.annotations.NullMarked;
