package stemma.policy;

/**
 * How generously a pattern is read. The same spelling trick must never turn a deny into an allow,
 * so restricting rules see through case, Unicode look-alikes, wrappers and absolute program paths,
 * while allowing rules match only what they spell out.
 */
enum Reach {
    /** For deny and ask: whatever could mean the same thing matches. */
    WIDE,
    /** For allow: only exactly this matches. */
    NARROW;

    /** An exception narrows the rule it stands in, so it is read the other way round. */
    Reach opposite() {
        return this == WIDE ? NARROW : WIDE;
    }
}
