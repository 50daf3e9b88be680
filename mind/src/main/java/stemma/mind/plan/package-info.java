/**
 * The planner that needs no model: plan templates, and the small scorer that matches them to a goal's
 * words. It would rather say that it does not know how than do something else than was asked.
 */
@NullMarked
package stemma.mind.plan;

import org.jspecify.annotations.NullMarked;
