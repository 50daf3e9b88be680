/**
 * The judge, and what it keeps: the rules a person writes and reads, the questions that wait for a
 * person's answer, the purses that pay, and the kill switch. It stands below everything that acts,
 * so that what is judged can never sit above the judge.
 */
@NullMarked
package stemma.policy;

import org.jspecify.annotations.NullMarked;
