/**
 * What an agent can do in a folder: read, list, search, write, edit, run a command, ask git. Each is
 * an act that passes the gate and is done by a sink of {@code sandbox}; this module gives the acts
 * typed inputs and outputs, a form that a language model can call, and errors that whoever called can
 * act upon. It exists so that the two planners use the same hands, and so that no planner touches a
 * file or a process by itself.
 */
@NullMarked
package stemma.tools;

import org.jspecify.annotations.NullMarked;
