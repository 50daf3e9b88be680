/**
 * Goals, and how they are reached. A goal is wanted by a person; a planner turns it into steps; each
 * step is one act or a few, taken through the gate under the goal's own name; and what a goal
 * reports is made of claims that each cite the receipt they rest on.
 *
 * <p>This package holds the life of a goal and the ports. {@code stemma.mind.plan} plans without a
 * model, {@code stemma.mind.survey} knows how to look at a folder of source code, and {@code
 * stemma.mind.ask} plans with a language model. They know this package; it knows none of them.
 */
@NullMarked
package stemma.mind;

import org.jspecify.annotations.NullMarked;
