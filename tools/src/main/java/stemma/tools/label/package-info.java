/**
 * What is known of where data at rest came from: labels that follow files and answers from the act that
 * wrote them to whoever reads them later, and the one act by which a person takes a label away. It
 * exists because a file has no memory: without it a goal would read as the folder's own what another
 * goal wrote there on a stranger's word.
 */
@NullMarked
package stemma.tools.label;

import org.jspecify.annotations.NullMarked;
