package stemma.core;

/** Who may call an operation. Every route has exactly one class, and there is no default. */
public enum Auth {
    /** A person with the operator's credential, on the operator listener or the home's socket. */
    OPERATOR,
    /** Anyone who can reach the operator listener: liveness and nothing more. */
    OPEN
}
