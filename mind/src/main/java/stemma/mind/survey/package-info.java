/**
 * Looking at a folder of source code and saying only what was seen: what it is made of, whether it
 * builds, whether its tests pass, what it depends on, where it changes most, what looks risky. One
 * act takes stock of all files ({@link stemma.mind.survey.Census}); commands run in the box; the
 * rest is reading what those acts returned. The hard part is honesty about what could not be told:
 * a missing tool or a dependency that is not in a cache is never the project's failure.
 */
@NullMarked
package stemma.mind.survey;

import org.jspecify.annotations.NullMarked;
